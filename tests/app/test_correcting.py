from __future__ import annotations

import pytest

from inspection_findings.app.correcting import CorrectionError, Corrections, Verb, Waiting, waiting
from inspection_findings.corpus.corrections import Outcome
from inspection_findings.corpus.positions import Stream, fingerprint_of, stream_text
from inspection_findings.labels import Domain, Label
from made_letters import keep

OVERSIGHT, WORKFORCE = Label.parse("oversight:weakness"), Label.parse("workforce:weakness")


@pytest.fixture
def corrections(store):
    return Corrections(store, keep(store, "Fernshire"))


@pytest.fixture
def number(corrections):
    """The sentence with two findings."""
    return next(each.number for each in corrections.spots if each.text.startswith("Supervision"))


def test_a_sentence_is_known_by_its_place_in_the_stream(store, corrections, number):
    spot = corrections.spot(number)
    [letter] = store.letters()
    stream = Stream.of(store.report(letter.key).document.text)
    assert stream.text[spot.position : spot.position + spot.length] == stream_text(spot.text)
    assert spot.fingerprint == fingerprint_of(stream_text(spot.text))
    assert spot.findings == (OVERSIGHT, WORKFORCE)


@pytest.mark.parametrize(
    ("verb", "domain", "corrected"),
    [
        (Verb.RIGHT, None, "oversight:weakness"),
        (Verb.OPPOSITE, None, "oversight:strength"),
        (Verb.DOMAIN, Domain.VOICE, "voice:weakness"),
        (Verb.NOTHING, None, None),
    ],
)
def test_what_is_said_is_kept_with_all_that_tells_what_it_is_of(
    store, corrections, number, verb, domain, corrected
):
    store.corrections.person = "Rowan"
    corrections.say(number, verb, OVERSIGHT, domain)
    [kept] = store.corrections.read()
    spot = corrections.spot(number)
    assert (kept.position, kept.length, kept.fingerprint) == (spot.position, spot.length, spot.fingerprint)
    assert (kept.findings, kept.label) == ((OVERSIGHT, WORKFORCE), OVERSIGHT)
    assert kept.corrected == (corrected and Label.parse(corrected))
    assert (kept.person, kept.document, kept.model) == ("Rowan", "fernshire.md", "0.1.0+aa")
    assert kept.sha256 == store.letters()[0].report.sha256
    assert kept.decided.endswith("+00:00")


def test_a_finding_that_is_missing_is_added_and_taken_back(corrections, number):
    voice = Label.parse("voice:strength")
    corrections.say(number, Verb.MISSING, voice)
    assert corrections.judgement(number).labels == (voice,)
    assert corrections.say(number, Verb.UNDO, voice) == "Taken back"
    assert corrections.judgement(number) is None
    assert corrections.say(number, Verb.UNDO, voice) == "There was nothing to take back"


def test_what_cannot_be_said_is_refused_and_nothing_is_kept(store, corrections, number):
    for wrong, verb, label, domain in (
        (0, Verb.RIGHT, OVERSIGHT, None),
        (99, Verb.RIGHT, OVERSIGHT, None),
        (number, Verb.RIGHT, Label.parse("voice:strength"), None),
        (number, Verb.DOMAIN, OVERSIGHT, None),
    ):
        with pytest.raises(CorrectionError):
            corrections.say(wrong, verb, label, domain)
    assert store.corrections.read() == []


def test_what_waits_is_counted_over_all_letters(store, corrections, number):
    other = Corrections(store, keep(store, "Calder"))
    other.say(number, Verb.RIGHT, OVERSIGHT)
    assert waiting(store) == Waiting(half=1)
    other.say(number, Verb.NOTHING, WORKFORCE)
    empty = next(each.number for each in corrections.spots if not each.findings)
    corrections.say(empty, Verb.MISSING, OVERSIGHT)
    assert waiting(store) == Waiting(whole=2)
    first, second, third = store.corrections.read()
    store.corrections.mark([(first.number, Outcome.TAKEN), (second.number, Outcome.TAKEN)])
    store.corrections.mark([(third.number, Outcome.CONFLICT)])
    assert waiting(store) == Waiting(taken=1, disputed=1)
