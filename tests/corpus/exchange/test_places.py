import pytest

from inspection_findings.corpus.annotations import Annotation
from inspection_findings.corpus.exchange.places import Place, standing_labels
from inspection_findings.corpus.positions import Stream

TEXT = "Plans are vague. Visits are regular. Plans are vague."


def annotation(position, length, **more):
    stream = Stream.of(TEXT)
    return Annotation(
        id=f"x{position}", document="fernshire", position=position, length=length, labels=(), passage="p",
        annotator="a test", **{"fingerprint": stream.fingerprint(position, length), **more},
    )  # fmt: skip


def test_a_key_says_all_of_a_place():
    place = Place("fernshire-ilacs-2024-03-04", 4819, 138, "1767c8f5c36500cc")
    assert place.key == "fernshire-ilacs-2024-03-04@4819+138:1767c8f5c36500cc"
    assert Place.parse(f" {place.key}\n") == place
    assert place.id == "fernshire-ilacs-2024-03-04@4819"


@pytest.mark.parametrize(
    "key",
    ["", "fernshire", "fernshire@12", "fernshire@-1+3:1767c8f5c36500cc", "fernshire@1+3:1767", "1.2E+15"],
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="unknown task"):
        Place.parse(key)


def test_labels_stand_where_their_text_is_now():
    moved = annotation(14, 14)
    standing = standing_labels(Stream.of(f"Introduction. {TEXT}"), [moved])
    assert [(each.start, each.end) for each in standing] == [(26, 40)]
    assert standing[0].overlaps(39, 5)
    assert not standing[0].overlaps(40, 5)
    assert not standing[0].overlaps(20, 6)


def test_labels_of_text_that_is_gone_stand_nowhere():
    assert standing_labels(Stream.of(TEXT), [annotation(0, 5, fingerprint="0" * 16)]) == []
