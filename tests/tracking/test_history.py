from __future__ import annotations

import pytest

from inspection_findings.tracking.history import Move, MoveKind, left_behind, line_of_champions, moves
from inspection_findings.tracking.registry import ModelVersion

AT = "2026-03-01T09:00:00+00:00"


def made(*steps):
    """Moves as (kind, version) or (kind, version, version before), which is else left out."""
    return [
        Move(number, MoveKind(kind), version, before[0] if before else None, AT, "ada")
        for number, (kind, version, *before) in enumerate(steps, 1)
    ]


def on_versions(written):
    """Versions that carry the moves as tags."""
    tags = {move.version: {} for move in written}
    for move in written:
        tags[move.version] |= move.tag()
    return [ModelVersion("m", version, "r", {"other": "tag", **own}) for version, own in tags.items()]


def test_moves_are_read_back_in_their_order_from_all_versions():
    evidence = {"rules": {"min_gain": 0.0}, "checks": [{"rule": "min_gain", "value": 0.01}]}
    written = [
        Move(1, MoveKind.PROMOTED, 4, None, AT, "ada@host", "first", evidence),
        Move(2, MoveKind.PROMOTED, 2, 4, AT, "nightly"),
        Move(11, MoveKind.ROLLED_BACK, 4, 2, AT, "ada@host", "caseloads – wrong"),
    ]
    assert moves(on_versions(written)) == written


@pytest.mark.parametrize(
    "tag",
    [
        {"promotion.1": "x"},
        {"promotion.1": "[]"},
        {"promotion.x": "{}"},
        {"promotion.1": '{"kind": "crowned"}'},
        {"promotion": "1"},
    ],
)
def test_what_is_no_move_is_passed_over(tag):
    assert moves([ModelVersion("m", 1, "r", tag)]) == []


@pytest.mark.parametrize(
    ("steps", "champion", "line"),
    [
        ([], None, []),
        ([], 3, [3]),
        ([("promoted", 1), ("promoted", 2), ("promoted", 5)], 5, [1, 2, 5]),
        ([("promoted", 1), ("promoted", 2), ("rolled back", 1)], 1, [1]),
        # Going back twice goes on backwards, and does not return to what was left.
        ([("promoted", 1), ("promoted", 2), ("promoted", 3), ("rolled back", 2)], 2, [1, 2]),
        ([("promoted", 1), ("promoted", 2), ("rolled back", 1), ("promoted", 3)], 3, [1, 3]),
        ([("promoted", 1), ("promoted", 2), ("promoted", 1)], 1, [1, 2, 1]),
        # Written, and then the job died before it moved the alias.
        ([("promoted", 1), ("promoted", 2)], 1, [1]),
        # Moved by hand to a version that was never promoted.
        ([("promoted", 1), ("promoted", 2)], 9, [1, 2, 9]),
        # The first champion was set by hand, and so was the one before the last move.
        ([("promoted", 2, 1), ("promoted", 3, 2)], 3, [1, 2, 3]),
        ([("promoted", 2, 1), ("promoted", 4, 3)], 4, [1, 2, 3, 4]),
        # The second move never was.
        ([("promoted", 1), ("promoted", 2, 1), ("promoted", 3, 1)], 3, [1, 3]),
        # The alias was deleted.
        ([("promoted", 1), ("promoted", 2)], None, [1, 2]),
        ([("promoted", 1), ("rolled back", 7)], 7, [1, 7]),
    ],
)
def test_the_way_back(steps, champion, line):
    assert line_of_champions(made(*steps), champion) == line


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ([("promoted", 1), ("promoted", 2, 1)], None),
        ([("promoted", 2, 1), ("rolled back", 1, 2)], 2),
        ([("promoted", 2, 1), ("rolled back", 1, 2), ("promoted", 3, 1)], 2),
        ([("promoted", 2, 1), ("rolled back", 1, 2), ("promoted", 2, 1)], None),
        ([("promoted", 2, 1), ("rolled back", 1, 2), ("rolled back", 2, 1)], None),
        # Followed by a better one, which is no fault of its own.
        ([("promoted", 2, 1), ("promoted", 3, 2)], None),
    ],
)
def test_what_was_taken_back_stays_so_until_it_is_champion_again(steps, standing):
    found = left_behind(made(*steps), 2)
    assert (found and found.number) == standing
