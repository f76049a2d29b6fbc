from dataclasses import replace
from itertools import islice

from benchmarks.sentences import made, read_records, shuffled, spliced, write_records
from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABELS, SectionCode


def record(name, text, labels=()):
    return LabelledSentence(
        name, Source.SPECIMEN, "letter", None, Framework.ILACS, Sample.RANDOM,
        Sentence(text, SectionCode.LEADERS, passage="p0", start=0, end=len(text)), tuple(labels),
    )  # fmt: skip


RECORDS = [
    record("a", "Social workers carry too many cases.", LABELS[:2]),
    record("b", "Caseloads in one team are very high.", LABELS[:2]),
    record("c", "Inspectors visited for two weeks."),
]


def test_sentences_are_put_together_from_those_with_the_same_labels():
    assert spliced("one two three four", "five six seven eight") == "one two seven eight"
    copies = list(islice(made(RECORDS), 30))
    assert copies[:3] == RECORDS
    allowed = {spliced(x.sentence.text, y.sentence.text) for x in RECORDS[:2] for y in RECORDS[:2]}
    for i, copy in enumerate(copies[3:]):
        assert copy.labels == RECORDS[i % 3].labels
        assert copy.sentence.text in (allowed if copy.labels else {RECORDS[2].sentence.text})
    assert len({copy.sentence.text for copy in copies[3:]}) > 3
    assert list(islice(made(RECORDS), 30)) == copies


def test_copies_are_other_documents_and_passages():
    copies = list(islice(made(RECORDS), 9))
    assert len({copy.id for copy in copies}) == 9
    assert len({copy.document for copy in copies}) == 3
    assert len({copy.sentence.passage for copy in copies}) == 3
    assert len({copy.group for copy in copies}) == 3


def test_what_is_written_is_read_again(tmp_path):
    write_records(tmp_path / "made.jsonl", made(RECORDS), 5)
    found = read_records(tmp_path / "made.jsonl", 4)
    assert [r.sentence.text for r in found] == [r.sentence.text for r in islice(made(RECORDS), 4)]
    assert found[0].labels == RECORDS[0].labels
    assert found[0].sentence == replace(RECORDS[0].sentence, passage="letter p0", start=None, end=None)
    assert found[3].group != found[0].group


def test_nothing_is_made_of_nothing():
    assert list(made([])) == []


def test_documents_are_shuffled_whole():
    records = [
        replace(record(f"{d}.{i}", "Plans drift."), document=f"d{d}") for d in range(9) for i in (0, 1)
    ]
    found = shuffled(records)
    assert found != records
    assert found == shuffled(records)
    assert [r.id[-1] for r in found] == ["0", "1"] * 9
    assert all(one.document == two.document for one, two in zip(found[::2], found[1::2], strict=True))
