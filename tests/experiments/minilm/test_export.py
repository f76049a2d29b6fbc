from types import SimpleNamespace

from inspection_findings.corpus.records import LabelledSentence, Sample, Source
from inspection_findings.corpus.splits import Split
from inspection_findings.documents.types import Framework, Sentence
from inspection_findings.labels import LABELS, SectionCode
from minilm import export
from minilm.exchange import N_LABELS, Row


def test_labels_are_as_many_as_the_network_answers():
    assert len(LABELS) == N_LABELS


def test_labelled_sentences_keep_order_split_and_labels():
    sentence = Sentence("Plans drift.", section=SectionCode.LEADERS, bullet=True, passage="p1")
    record = LabelledSentence(
        "a", Source.REPORT, "d", "northmere", Framework.ILACS, Sample.RANDOM, sentence, (LABELS[3],)
    )
    corpus = SimpleNamespace(splits={Split.TRAIN: [record], Split.VALIDATION: []})
    assert export.labelled_rows(corpus) == [Row("a", "train", "d p1", "leaders", True, "Plans drift.", (3,))]


def test_reports_of_training_authorities_alone_are_read(monkeypatch, tmp_path):
    (tmp_path / "d.txt").write_text("Leaders know their services well. Visits are often late.\n")

    def entry(document, authority, file):
        return SimpleNamespace(document=document, authority=authority, file=file)

    sources = SimpleNamespace(
        catalogue={
            "a": entry("a", "train town", "reports/a.pdf"),
            "b": entry("b", "test town", "reports/b.pdf"),
            "c": entry("c", "train town", "articles/c.html"),
        },
        path=lambda entry: tmp_path / "d.txt",
    )
    monkeypatch.setattr(export, "split_for", lambda name: Split.TRAIN if name == "train town" else Split.TEST)
    rows = export.report_rows(sources, {("a", "Visits are often late.")})
    assert [(row.text, row.known) for row in rows] == [
        ("Leaders know their services well.", False),
        ("Visits are often late.", True),
    ]
    assert len({row.id for row in rows}) == 2
    assert {row.passage.split()[0] for row in rows} == {"a"}
