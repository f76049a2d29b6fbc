from inspection_findings.corpus.corrections import Correction, Outcome, judgements_of
from inspection_findings.labels import Label

GIVEN = tuple(map(Label.parse, ("oversight:weakness", "voice:strength")))


def said(label, corrected, *, position=10, outcome=None, findings=GIVEN):
    return Correction(
        sha256="a" * 64, document="letter.pdf", position=position, length=5, fingerprint="0" * 16,
        findings=findings, label=Label.parse(label), corrected=Label.parse(corrected) if corrected else None,
        person="Rowan", decided="2024-06-03T09:00:00+00:00", model="m1", outcome=outcome,
    )  # fmt: skip


def labels_of(judgement):
    return list(map(str, judgement.labels))


def test_a_sentence_is_labelled_once_something_was_said_of_each_finding():
    [half] = judgements_of([said("oversight:weakness", "oversight:weakness")])
    assert (half.is_whole, list(map(str, half.open))) == (False, ["voice:strength"])
    [whole] = judgements_of(
        [said("oversight:weakness", "oversight:weakness"), said("voice:strength", "voice:strength")]
    )
    assert (whole.is_whole, whole.changes) == (True, False)
    assert whole.labels == GIVEN


def test_each_kind_of_word_gives_the_labels_it_says():
    [judgement] = judgements_of(
        [
            said("oversight:weakness", "oversight:strength"),
            said("voice:strength", None),
            said("workforce:weakness", "workforce:weakness"),
        ]
    )
    assert labels_of(judgement) == ["oversight:strength", "workforce:weakness"]
    assert judgement.changes


def test_the_later_word_on_a_finding_counts():
    [judgement] = judgements_of(
        [said("oversight:weakness", None), said("oversight:weakness", "front_door:weakness")]
    )
    assert labels_of(judgement) == ["front_door:weakness"]
    assert judgement.of(GIVEN[0]).corrected == Label.parse("front_door:weakness")
    assert judgement.of(GIVEN[1]) is None


def test_a_finding_that_another_was_turned_into_is_said_too():
    both = (GIVEN[0], Label.parse("oversight:strength"))
    [judgement] = judgements_of([said("oversight:weakness", "oversight:strength", findings=both)])
    assert judgement.is_whole
    assert labels_of(judgement) == ["oversight:strength"]


def test_a_sentence_without_findings_may_be_given_one():
    [judgement] = judgements_of([said("voice:weakness", "voice:weakness", findings=())])
    assert (judgement.is_whole, judgement.changes) == (True, True)


def test_what_became_of_it_is_open_while_any_part_waits():
    first = said("oversight:weakness", None, outcome=Outcome.TAKEN)
    [waiting] = judgements_of([first, said("voice:strength", "voice:strength")])
    [taken] = judgements_of([first, said("voice:strength", "voice:strength", outcome=Outcome.TAKEN)])
    assert (waiting.outcome, taken.outcome) == (None, Outcome.TAKEN)


def test_sentences_come_in_their_order():
    both = judgements_of([said("voice:strength", None, position=90), said("voice:strength", None)])
    assert [each.latest.position for each in both] == [10, 90]
