"""What holds of any text: hypothesis looks for one of which it does not."""

from __future__ import annotations

import io
import json
import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.documents import check_offsets
from inspection_findings.commands.lines import read_lines
from inspection_findings.documents import Document, Metadata, read_bytes
from inspection_findings.documents.blocks import Block, Extract, Kind
from inspection_findings.documents.sentences import spans
from inspection_findings.documents.structure import build
from inspection_findings.documents.types import Format, Framework
from inspection_findings.exceptions import DocumentError
from inspection_findings.labels import LABELS, Finding
from inspection_findings.model.scorer import SentenceFindings
from inspection_findings.reporting.writers import JsonLinesWriter

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "200"))
settings.register_profile(
    "quick",
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="HYPOTHESIS_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
quick = settings.get_profile("quick")

WORDS = st.sampled_from(
    [
        *(
            "Plans",
            "are",
            "late.",
            "Visits",
            "to",
            "children",
            "e.g.",
            "No.",
            "4",
            "(see",
            "p. 3).",
            "“good”",
        ),
        *("1.", "12)", "-", "*", "•", "#", "##", "Dr", "Smith’s", "decision-", "making", "\u202e", "\xad"),
        *("2024.", "i.e.", "...", "?", "!", ":", "What", "needs", "improve", "<b>", "&amp;", "|", "\ufeff"),
    ]
)
PIECES = st.one_of(WORDS, st.text(max_size=8))
LINES = st.lists(PIECES, max_size=12).map(" ".join)
TEXTS = st.lists(LINES, max_size=12).map("\n".join)
_NOUNS = st.sampled_from(["Plans", "Visits", "Reviews", "Caseloads", "Leaders’ checks"])
_REST = st.sampled_from(
    ["are often late", "are now timely", "help children to be safe", "lack detail, e.g. dates"]
)
SENTENCES = st.tuples(_NOUNS, _REST).map(" ".join).map("{}.".format)
FOLDED = LINES.map(lambda text: " ".join(text.split()))


@st.composite
def extracts(draw) -> Extract:
    """What a reader may find."""
    blocks = []
    for text in draw(st.lists(FOLDED.filter(bool), max_size=12)):
        kind = draw(st.sampled_from(Kind))
        number = draw(st.sampled_from([None, "1", "23"])) if kind is Kind.PARAGRAPH else None
        blocks.append(Block(kind, text, number))
    return Extract(front=draw(st.lists(FOLDED, max_size=3)), body=blocks, title=None, back=[])


@quick
@given(extracts(), st.sampled_from([None, *Framework]))
def test_offsets_index_the_text_whatever_the_blocks(extract, framework):
    text, sections = build(extract, framework)
    check_offsets(Document("a", Format.TEXT, text, sections))
    assert text == "\n".join([*extract.front, *(block.text for block in extract.body)])


@quick
@given(FOLDED)
def test_sentences_cover_a_text_in_order_and_nothing_but_blanks_is_between(text):
    end = 0
    for first, last in spans(text):
        assert first < last
        assert not text[end:first].strip()
        assert text[first:last] == text[first:last].strip()
        end = last
    assert not text[end:].strip()


@quick
@given(TEXTS, st.sampled_from(["a.txt", "a.md", "a.html", "a"]))
def test_any_text_is_read_the_same_each_time_or_refused(text, name):
    data = text.encode("utf-8", "surrogatepass")
    try:
        document = read_bytes(data, name=name)
    except DocumentError as error:
        assert "\n" not in str(error)
        return
    check_offsets(document)
    assert read_bytes(data, name=name) == document


# What is there twice in a row is taken for a picture's caption.
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=6, unique_by=str)


@quick
@given(PARAGRAPHS)
def test_paragraphs_are_read_word_for_word_and_the_same_again(paragraphs):
    once = read_bytes("\n\n".join(map(" ".join, paragraphs)).encode(), name="a.txt")
    assert once.text == "\n".join(map(" ".join, paragraphs))
    assert [sentence.text for sentence in once.sentences()] == [s for each in paragraphs for s in each]
    assert read_bytes(once.text.replace("\n", "\n\n").encode(), name="a.txt") == once


def scored(document: Document) -> list[SentenceFindings]:
    """Every sentence with the same finding."""
    scores = tuple(0.9 if k == 0 else 0.01 for k in range(len(LABELS)))
    finding = Finding(*LABELS[0], confidence=0.9)
    return [SentenceFindings(sentence, (finding,), scores) for sentence in document.sentences()]


@quick
@given(TEXTS, st.text(max_size=20))
def test_json_lines_parse_back_to_what_was_written(text, name):
    try:
        document = read_bytes(text.encode("utf-8", "replace"), name="a.txt")
    except DocumentError:
        return
    stream = io.StringIO()
    writer = JsonLinesWriter(stream)
    document = Document(name, document.format, document.text, document.sections, Metadata())
    results = scored(document)
    writer.write_document(document, results)
    rows = [json.loads(line) for line in stream.getvalue().split("\n") if line]
    assert [row["text"] for row in rows] == [sentence.text for sentence in document.sentences()]
    assert all(document.text[row["start"] : row["end"]] == row["text"] for row in rows)


@quick
@given(st.lists(st.tuples(st.integers() | st.text(), st.text()), max_size=8))
def test_sentences_in_json_lines_come_in_as_they_were_written(pairs):
    raw = [json.dumps({"id": key, "text": text}).encode() for key, text in pairs]
    refused: list[Exception] = []
    read = list(read_lines(raw, on_error=refused.append))
    assert [(line.identifier, line.sentence.text) for line in read] == [
        (key, text) for key, text in pairs if text.strip()
    ]
    assert len(read) + len(refused) == len(pairs)
