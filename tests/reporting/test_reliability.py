from lxml import etree

from inspection_findings.evaluation.calibration import Bin
from inspection_findings.reporting.reliability import reliability_diagram

BINS = (Bin(0.5, 0.6, 100, 0.55, 0.45), Bin(0.9, 1.0, 400, 0.95, 0.97))
NAMESPACE = "{http://www.w3.org/2000/svg}"


def drawn(bins, title="Reliability"):
    return etree.fromstring(reliability_diagram(bins, title=title).encode())


def test_points_stand_at_confidence_and_share():
    points = [(float(c.get("cx")), float(c.get("cy"))) for c in drawn(BINS).iter(f"{NAMESPACE}circle")]
    (x1, y1), (x2, y2) = points
    # The scale is the same both ways, and the picture's y grows downwards.
    scale = (x2 - x1) / (0.95 - 0.55)
    assert round(y1 - y2) == round(scale * (0.97 - 0.45))


def test_the_fullest_bin_has_the_highest_bar_and_each_says_its_count():
    picture = drawn(BINS)
    _, *bars = picture.iter(f"{NAMESPACE}rect")
    few, many = (float(bar.get("height")) for bar in bars)
    assert many == 4 * few
    assert {"100", "400"} <= {text.text for text in picture.iter(f"{NAMESPACE}text")}


def test_no_range_leaves_the_picture():
    # With four sure findings chance reaches beyond 1.
    picture = drawn((Bin(0.9, 1.0, 4, 0.97, 1.0),))
    [axes, _, chance] = [path.get("d") for path in picture.iter(f"{NAMESPACE}path")]
    top = axes.split(" ")[1].split("V")[0]
    assert chance.endswith(f"V{top}")


def test_it_can_be_drawn_without_a_finding_and_with_any_title():
    picture = drawn((), title="a < b & c")
    assert picture.find(f"{NAMESPACE}title").text == "a < b & c"
