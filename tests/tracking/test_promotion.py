"""Moving the champion in a real store: forward by rules, and back."""

from __future__ import annotations

import json

import pytest

from inspection_findings.evaluation.promotion import PromotionRules
from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking import promotion
from inspection_findings.tracking.addresses import MODEL_NAME
from inspection_findings.tracking.history import MoveKind
from inspection_findings.tracking.locking import holders
from inspection_findings.tracking.promotion import Result, history, promote, rollback
from inspection_findings.tracking.registry import CHAMPION, get_version, set_alias, version_with_alias
from made_predictions import made_predictions
from registered import made_version, store_in
from registry_jobs import promote_when_told, start

RULES = PromotionRules(max_ece=1, min_sentences=1, min_support=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with store_in(tmp_path_factory.mktemp("store")) as client:
        yield client


@pytest.fixture(scope="module")
def good(store):
    return made_version(made_predictions(noise=0.15))


@pytest.fixture(scope="module")
def bad(store, good):
    return made_version(made_predictions(noise=0.4))


@pytest.fixture(scope="module")
def better(store, bad):
    return made_version(made_predictions(noise=0.02))


@pytest.fixture
def champion(store, good):
    """`good` is the champion, with no moves on record."""
    for move in history():
        store.delete_model_version_tag(MODEL_NAME, str(move.version), f"promotion.{move.number}")
    set_alias(CHAMPION, good.version)
    return good


@pytest.fixture
def no_champion(store, champion):
    store.delete_registered_model_alias(MODEL_NAME, CHAMPION)


def current():
    return version_with_alias(CHAMPION).version


def test_a_worse_model_is_held_back_and_the_reason_kept(store, champion, bad):
    outcome = promote(str(bad.version), RULES)
    assert outcome.result is Result.HELD_BACK
    assert "min_gain" in {check.rule for check in outcome.decision.failed}
    assert current() == champion.version
    assert history() == []
    gate = json.loads(get_version(bad.version).tags["gate"])
    assert (gate["result"], gate["by"], gate["champion"]) == ("held_back", "ada@fernshire", champion.version)
    assert next(check["rule"] for check in gate["checks"] if not check["passed"]) == "min_gain"


def test_a_better_model_is_promoted_and_it_is_kept_who_when_and_why(store, champion, better):
    outcome = promote(better.run_id, RULES, reason="less noise")
    assert outcome.result is Result.PROMOTED
    assert current() == better.version
    [move] = history()
    assert (move.kind, move.version, move.previous) == (MoveKind.PROMOTED, better.version, champion.version)
    assert (move.by, move.reason) == ("ada@fernshire", "less noise")
    assert move.at.endswith("+00:00")
    assert move.evidence["rules"] == RULES.model_dump(mode="json")
    assert all(check["passed"] for check in move.evidence["checks"])
    assert json.loads(get_version(better.version).tags["gate"])["result"] == "promoted"
    assert holders(store, MODEL_NAME) == []


def test_a_trial_changes_nothing(store, champion, better):
    outcome = promote(str(better.version), RULES, dry_run=True)
    assert outcome.result is Result.WOULD_BE_PROMOTED
    assert current() == champion.version
    assert history() == []


def test_the_first_champion_has_to_meet_the_absolute_rules_alone(no_champion, bad):
    held = promote(str(bad.version), RULES.model_copy(update={"min_sentences": 241}))
    assert [check.rule for check in held.decision.failed] == ["min_sentences"]
    assert version_with_alias(CHAMPION) is None
    assert promote(str(bad.version), RULES).result is Result.PROMOTED
    assert [move.previous for move in history()] == [None]


def test_the_champion_itself_is_not_moved(champion):
    outcome = promote("champion", RULES)
    assert outcome.result is Result.ALREADY_CHAMPION
    assert outcome.decision.checks == ()
    assert history() == []


def test_a_model_without_predictions_or_with_others_is_held_back_and_told_what_to_do(champion):
    without = promote(str(made_version().version), RULES)
    other = promote(str(made_version(made_predictions(name="other sentences")).version), RULES)
    for outcome in (without, other):
        assert [check.rule for check in outcome.decision.failed] == ["same_sentences"]
        assert "--rescore" in outcome.decision.failed[0].words
    assert current() == champion.version


def test_a_model_that_lost_its_files_is_held_back(store, champion):
    version = made_version(made_predictions(noise=0.02))
    store.delete_run(version.run_id)
    outcome = promote(str(version.version), RULES)
    assert [check.rule for check in outcome.decision.failed] == ["complete"]
    assert "cannot be used without run" in outcome.decision.failed[0].words
    with pytest.raises(TrackingError, match="cannot be used without run"):
        rollback(version.version)
    assert current() == champion.version


def test_what_measures_can_be_given(champion, bad):
    best = made_predictions(noise=0.01)
    outcome = promote(
        str(bad.version), RULES, measure=lambda v: best if v == bad else made_predictions(), dry_run=True
    )
    assert outcome.result is Result.WOULD_BE_PROMOTED


def test_going_back_leads_to_the_champion_before_and_on_from_there(champion, bad, better):
    promote(str(better.version), RULES)
    promote(str(bad.version), RULES, measure=lambda version: made_predictions(noise=0.1))
    assert current() == bad.version
    assert rollback(reason="finds too little").previous == bad.version
    assert current() == better.version
    assert rollback().version == current() == champion.version
    with pytest.raises(TrackingError, match="first champion on record: name a version with --to"):
        rollback()
    kinds = [move.kind.value for move in history()]
    assert kinds == ["promoted", "promoted", "rolled back", "rolled back"]
    assert [move.number for move in history()] == [1, 2, 3, 4]
    assert history()[2].reason == "finds too little"


def test_what_was_taken_back_is_promoted_again_only_where_that_is_said(champion, better):
    promote(str(better.version), RULES)
    rollback(reason="finds too little")
    held = promote(str(better.version), RULES)
    assert [check.rule for check in held.decision.failed] == ["rolled_back"]
    assert "taken back by ada@fernshire" in held.decision.failed[0].words
    assert "(finds too little): promote it with --again" in held.decision.failed[0].words
    assert current() == champion.version
    assert promote(str(better.version), RULES, again=True).result is Result.PROMOTED
    assert current() == better.version


def test_going_back_to_a_version_by_its_number(champion, bad):
    assert rollback(bad.version).version == bad.version
    assert current() == bad.version
    assert rollback(bad.version) is None
    assert rollback().version == champion.version


def test_a_version_that_is_no_more_is_passed_over_on_the_way_back(store, champion):
    first, gone, last = (made_version(made_predictions(noise=0.15)) for _ in range(3))
    for version in (first, gone, last):
        promote(str(version.version), RULES)
    store.delete_model_version(MODEL_NAME, str(gone.version))
    assert rollback().version == first.version
    assert rollback().version == champion.version


def test_without_a_champion_there_is_no_way_back(no_champion, good):
    with pytest.raises(TrackingError, match="no champion to go back from"):
        rollback()
    assert rollback(good.version).previous is None


def test_a_lock_that_is_lost_while_deciding_leaves_all_as_it_was(store, champion, better):
    def measure(version):
        for holder in holders(store, MODEL_NAME):
            store.delete_registered_model_tag(MODEL_NAME, holder.tag)
        return promotion.kept_predictions(version)

    with pytest.raises(TrackingError, match="nothing was changed"):
        promote(str(better.version), RULES, measure=measure)
    assert current() == champion.version
    assert history() == []


def test_of_two_jobs_at_once_one_promotes_and_the_other_decides_anew(store, champion, bad):
    # Each is better than the champion by more than is asked, and not than the other.
    rules = RULES.model_copy(update={"min_gain": 0.05, "gain_by": "interval"})
    rivals = [made_version(made_predictions(noise=0.01, seed=seed)) for seed in (1, 2)]
    jobs = [start(promote_when_told, str(rival.version), rules) for rival in rivals]
    for _, connection in jobs:
        assert connection.recv() == "ready"
    for round_number in range(1, 6):
        set_alias(CHAMPION, bad.version)
        for _, connection in jobs:
            connection.send(True)
        results = [connection.recv() for _, connection in jobs]
        assert sorted(results) == ["held_back", "promoted"]
        assert current() == rivals[results.index("promoted")].version
        assert [move.version for move in history()][round_number - 1 :] == [current()]
    for process, connection in jobs:
        connection.send(False)
        process.join()
    assert holders(store, MODEL_NAME) == []
