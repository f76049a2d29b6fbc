"""The page of progress: what is on it, and how it is in a real browser."""

from __future__ import annotations

import re

import pytest

from browser import accessibility_problems
from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area
from inspection_findings.overview.progress import progress_of
from inspection_findings.overview.progress.page import progress_page
from made_visits import NOW, THEN, statement, visit

HOSTILE = "Plans <script>document.title = 'run'</script> & “aims”\u202e are late."


@pytest.fixture(scope="module")
def page():
    grades = {Area.OVERALL: Grade.INADEQUATE}, {Area.OVERALL: Grade.GOOD}
    unsure = statement("Carers wait for their money.", "children_in_care:weakness", unsure=True)
    both = statement(HOSTILE, "voice:strength", "voice:weakness")
    return progress_page(
        progress_of(
            [
                visit(2015, THEN[:2], framework=Framework.SIF),
                visit(2019, THEN, grades=grades[0], statements=(unsure,)),
                visit(2024, NOW, grades=grades[1], statements=(both,)),
            ],
            precision=0.9,
        )
    )


@pytest.fixture(scope="module")
def address(page, tmp_path_factory):
    path = tmp_path_factory.mktemp("progress") / "progress.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser, address):
    """The page open on a desk."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(address)
        yield page


def test_each_step_has_its_own_part_with_all_its_sentences(page):
    steps = re.split(r'<section class="step"', page)[1:]
    assert [re.search(r"<h2[^>]*>(.*?)</h2>", step)[1] for step in steps] == [
        "SIF, 8 March 2015 to ILACS, 8 March 2019",
        "ILACS, 8 March 2019 to ILACS, 8 March 2024",
        "SIF, 8 March 2015 to ILACS, 8 March 2024",
    ]
    for text, *_ in (*THEN, *NOW):
        assert text in steps[1]
    assert ["Grade: Overall effectiveness" in step for step in steps] == [False, True, False]


def test_what_a_report_says_is_text_and_nothing_else(page):
    assert "&lt;script&gt;document.title" in page
    assert "\u202e" not in page


def test_nothing_is_fetched_and_no_script_of_a_letter_runs(browser, address):
    with browser.new_context() as context:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        assert page.title() == "Progress of Fernshire"
        assert asked == [address]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_anyone_can_use_it(browser, address, width, scheme):
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(address)
        page.locator("details").first.evaluate("each => each.open = true")
        assert accessibility_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_domain_opens_by_keyboard(opened):
    folded = opened.locator("details").first
    quotations = folded.locator("blockquote")
    assert not quotations.first.is_visible()
    folded.locator("summary").focus()
    opened.keyboard.press("Enter")
    assert quotations.first.is_visible()


def test_links_lead_to_the_steps(opened):
    opened.get_by_role("link", name="ILACS, 8 March 2019 to ILACS, 8 March 2024").click()
    assert opened.locator("#step-2").bounding_box()["y"] < 900
    assert opened.url.endswith("#step-2")


def test_what_is_folded_away_is_printed(opened):
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("details:not([open])").count() == 0
    opened.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.locator("details[open]").count() == 0
