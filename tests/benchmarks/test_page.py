import dataclasses
import re

from benchmarks.page import GROWTH, PAGE, SIDES, number, page, write_page
from benchmarks.parts import PARTS
from benchmarks.processes import HERE
from benchmarks.results import read_results


def test_the_page_gives_ratios_with_their_spread_and_verdicts(results):
    text = page(results)
    assert (
        "| `findings classify` | 1.10 (1.05 to 1.15) | 1.10 (1.05 to 1.15) | 100 | 0.28 (0.26 to 0.29)"
        in text
    )
    assert re.search(r"importing scikit-learn \| 0\.28 .* at most 0\.35 \| kept \|", text)
    assert re.search(r"for few \| 1\.60 \| at most 1\.3 \| \*\*missed\*\* \|", text)
    assert "| pipeline | 4.00 (3.50 to 4.50) | 4.00 (3.50 to 4.50) | 500 | 4.00" in text
    assert "MiniLM is left out." in text
    assert "Not measured yet: Documents to findings, Training, Over more cores, and many machines." in text


def test_the_slowest_step_is_named_with_its_share(results):
    text = page(results)
    assert "The slowest is *sentences*, with 75% of 8.00 seconds" in text
    assert "the function, `documents.sentences:spans`, with 62%." in text
    assert "| imports | 25% | 50.0 |" in text


def test_exponents_are_shown_with_what_they_say(results):
    text = page(results)
    assert "| classifying reports | 10 reports | 400 | 2.00 to 41.0 | 1.00 (1.00 to 1.00) |" in text
    assert "64,000 is about the number of school inspection reports" in text


def test_a_page_that_cannot_be_relied_on_says_so(results):
    assert "busy" not in page(results)
    assert "quick run" not in page(results)
    start = results["cold_start"]
    doubtful = dataclasses.replace(start.conditions, slowdown=3.0, quick=True)
    text = page({"cold_start": dataclasses.replace(start, conditions=doubtful)})
    assert "**The machine was busy**: by the clock all took 3.0 times as long" in text
    assert "**A quick run**" in text


def test_page_and_plots_are_the_same_whenever_the_results_are(results, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_page(results, tmp_path / name)
    for file in (PAGE, SIDES, GROWTH):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_plots_are_black_and_grey(results, tmp_path):
    write_page(results, tmp_path)
    for file in (SIDES, GROWTH):
        colours = set(re.findall(r"#([0-9a-f]{6})\b", (tmp_path / file).read_text()))
        assert colours
        assert all(colour[:2] == colour[2:4] == colour[4:] for colour in colours), colours


def test_without_results_the_page_says_so():
    assert "Nothing has been measured yet." in page({})


def test_numbers_have_three_digits_that_count():
    assert [number(each) for each in (12345.6, 12.345, 1.2345, 0.01234)] == [
        "12,346",
        "12.3",
        "1.23",
        "0.012",
    ]


def test_the_page_of_the_repository_is_made_of_its_results():
    """The page is not edited by hand: the results give it as it stands."""
    assert page(read_results(HERE / "results", list(PARTS))) == (HERE / PAGE).read_text()
