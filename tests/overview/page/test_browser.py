"""The overview's page in a browser: sorted, filtered, opened, by mouse and by keys, and accessible."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser import accessibility_problems
from inspection_findings.overview.database import Database
from inspection_findings.overview.page import overview_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def address(database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "overview.html"
    with Database.open(database_file) as database:
        path.write_text(overview_page(database, path.parent), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened; the test fails if anything goes wrong in it or is asked for beside it."""
    opened = browser.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None
    )
    opened.goto(address)
    yield opened
    opened.close()
    assert [each for each in wrong if not each.startswith((address, "about:blank"))] == []


def names(page: Page) -> list[str]:
    return page.locator("#heat tbody .authority").all_inner_texts()


def cell(page: Page, authority: str, domain: str):
    return page.locator(f'#heat [data-open="{authority}"][data-domain="{domain}"]')


def test_the_script_draws_what_stood_there_without_it(browser: Browser, address: str, page: Page):
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(address)
    tables = [opened.locator("#heat") for opened in (bare, page)]
    before, after = ([text.split() for text in each.locator("tr").all_inner_texts()] for each in tables)
    assert before == after
    assert len(after) == 6
    kinds = "cells => cells.map(cell => cell.className.replace(/ ?open/, ''))"
    before, after = (each.locator("td").evaluate_all(kinds) for each in tables)
    assert before == after
    context.close()


def test_a_heading_sorts_by_its_column_and_turns_it_around(page: Page):
    page.get_by_role("button", name="Children in care", exact=True).click()
    assert names(page) == ["Leeds", "Fernshire", "Moorshire", "Kent"]
    page.get_by_role("button", name="Children in care", exact=True).click()
    assert names(page) == ["Moorshire", "Fernshire", "Leeds", "Kent"]
    assert page.locator("[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Overall grade").click()
    assert names(page) == ["Moorshire", "Fernshire", "Kent", "Leeds"]
    page.get_by_role("button", name="Year").click()
    assert names(page)[0] == "Fernshire"


def test_filters_keep_what_is_chosen_and_the_address_remembers(page: Page, address: str):
    page.get_by_label("Region").select_option("South East")
    assert names(page) == ["Kent"]
    assert page.get_by_role("status").inner_text().startswith("1 authority, 1 report, ")
    page.get_by_role("button", name="Start again").click()
    assert names(page) == ["Fernshire", "Kent", "Leeds", "Moorshire"]
    assert page.url == address
    page.get_by_label("One row for").select_option("each")
    page.locator("[name=to]").select_option("2022")
    page.get_by_role("searchbox").fill("FERN")
    assert names(page) == ["Fernshire"]
    assert page.locator("#heat .year").inner_text() == "2019"
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    assert names(page) == ["Fernshire"]
    assert page.locator("[name=to]").input_value() == "2022"
    assert page.get_by_role("searchbox").input_value() == "FERN"


def test_the_grade_and_all_reports_together(page: Page):
    page.get_by_label("One row for").select_option("together")
    care = cell(page, "Fernshire", "children_in_care")
    assert care.inner_text().split() == ["33%", "9"]
    page.get_by_label("Overall grade").select_option("outstanding")
    assert names(page) == ["Leeds"]
    page.get_by_label("Overall grade").select_option("none")
    assert names(page) == []


def test_all_authorities_stay_to_compare_with_whatever_is_chosen(page: Page):
    before = page.locator("#heat .all").inner_text()
    page.get_by_label("Region").select_option("South East")
    assert page.locator("#heat .all").inner_text() == before


def test_colour_may_show_the_difference_from_all_authorities(page: Page):
    page.get_by_label("Colour shows").select_option("difference")
    # 60% where all authorities together have 65%.
    care = cell(page, "Fernshire", "children_in_care")
    assert care.inner_text().split() == ["60%", "5,", "−5"]
    assert "b4" in care.locator("..").get_attribute("class").split()
    assert page.locator("#heat .all td").nth(2).get_attribute("class") is None
    assert page.locator("#key-low").inner_text() == "below all authorities"


def test_an_address_that_makes_no_sense_shows_the_page_as_it_is_at_first(page: Page, address: str):
    page.goto(address + "#region=Atlantis&sort=none&rows=9&open=Nowhere&domain=x&from=1")
    assert names(page) == ["Fernshire", "Kent", "Leeds", "Moorshire"]


class TestFindings:
    def test_a_cell_opens_its_findings_the_surest_first(self, page: Page):
        cell(page, "Fernshire", "all").click()
        assert page.get_by_role("heading", name="Fernshire: All domains").is_visible()
        found = page.locator(".found li")
        found.first.wait_for()
        assert found.count() == 9
        assert found.first.inner_text().split("\n")[0] == "+Strength: Workforce nearly certain 95%"
        assert "ILACS, 8 March 2024: fernshire-2024.md" in page.locator("#details-body").inner_text()
        page.get_by_label("Weaknesses (4)").check()
        assert found.count() == 4
        page.get_by_label("Unsure ones too (1)").check()
        assert found.last.inner_text().startswith("−Weakness: Workforce unsure 55%")
        assert "What needs to improve" in found.last.inner_text()

    def test_what_a_sentence_says_is_text(self, page: Page):
        cell(page, "Moorshire", "children_in_care").click()
        page.locator(".found li").first.wait_for()
        assert "</script><script>" in page.locator(".found").inner_text()
        assert page.title() == "Overview of 5 inspection reports"

    def test_the_address_opens_them_again_and_closing_forgets(self, page: Page, address: str):
        cell(page, "Leeds", "children_in_care").click()
        page.locator(".found li").first.wait_for()
        kept = page.url
        assert "open=Leeds&domain=children_in_care" in kept
        page.get_by_role("button", name="Close").click()
        page.wait_for_function("() => location.hash === ''")
        page.goto("about:blank")
        page.goto(kept)
        assert page.locator(".found li").nth(7).is_visible()


class TestAuthority:
    def test_a_name_opens_its_reports_grades_and_likes(self, page: Page):
        page.get_by_role("button", name="Fernshire", exact=True).click()
        body = page.locator("#details-body")
        assert page.locator(".visits tbody th").all_inner_texts() == [
            *("ILACS, 8 March 2024", "ILACS, 8 March 2019"),
        ]
        assert "Overall effectiveness: inadequate; Children in care: good" in body.inner_text()
        assert "cosine" in body.inner_text()
        # Like Fernshire, these have less praise than all together.
        likes = page.locator(".alike li").all_inner_texts()
        assert likes == [f"{name}1.00: both weaker in children in care" for name in ("Kent", "Moorshire")]

    def test_likeness_is_the_cosine_of_shrunk_differences_from_the_mean(self, page: Page):
        """Worked out by hand: only care and planning differ between councils."""
        given = page.evaluate(
            """() => {
                const sum = (strengths, total) => ({ strengths, total, unsure: 0 });
                const none = Object.fromEntries(domains.map((domain) => [domain, sum(0, 0)]));
                const everything = { ...none, voice: sum(50, 100), workforce: sum(50, 100) };
                const few = { ...none, voice: sum(10, 10), workforce: sum(0, 10) };
                const other = { ...none, voice: sum(10, 10), workforce: sum(5, 10) };
                const [a, b] = [profile(few, everything), profile(other, everything)];
                const places = ["voice", "workforce"].map((domain) => domains.indexOf(domain));
                const unlike = likeness(a, profile(none, everything));
                return [...places.map((place) => a[place]), likeness(a, b), unlike];
            }"""
        )
        # (10 + 10 x 0.5) / (10 + 10) - 0.5, and so on.
        assert given == pytest.approx([0.25, -0.25, 0.5**0.5, 0])

    def test_one_of_its_reports_opens_from_there(self, page: Page):
        page.get_by_role("button", name="Fernshire", exact=True).click()
        page.locator(".visits tbody tr").nth(1).locator("[data-domain=children_in_care]").click()
        page.locator(".found li").first.wait_for()
        assert page.locator(".found li").count() == 4
        assert "fernshire-2019.md" in page.locator("#details-body").inner_text()


def test_trends_are_pictures_with_words_and_a_table(page: Page):
    picture = page.get_by_role("img", name="Children in care:")
    assert picture.get_attribute("aria-label") == "Children in care: ILACS from 0% in 2019 to 60% in 2024"
    page.get_by_text("The same as a table").click()
    rows = page.locator("#trend-table tbody tr").all_inner_texts()
    assert [row.split("\t")[:3] for row in rows] == [
        *(["ILACS", "2019", "1"], ["ILACS", "2022", "2"], ["ILACS", "2023", "1"], ["ILACS", "2024", "1"]),
    ]
    page.get_by_role("searchbox").fill("Kent")
    assert page.locator("#trends").is_hidden()


def test_all_of_it_by_keyboard(page: Page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#map").focus()
    page.keyboard.press("Tab")
    active = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
    assert page.evaluate(active) == "Fernshire"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(active).startswith("Kent, All domains: ")
    page.keyboard.press("End")
    assert page.evaluate(active) == "Kent, Work with partners: 1 of 1 finding a strength"
    page.keyboard.press("Enter")
    page.locator(".found li").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate(active).startswith("Kent, Work with partners")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(active).startswith("Authority")
    page.keyboard.press("Enter")
    assert names(page)[0] == "Moorshire"
    assert page.evaluate(active).startswith("Authority")


@pytest.mark.parametrize(
    ("options", "opened"),
    [
        ({}, "findings"),
        ({"viewport": {"width": 320, "height": 640}}, "findings"),
        ({"color_scheme": "dark"}, "authority"),
    ],
    ids=["desktop", "phone", "dark"],
)
def test_it_is_accessible(browser: Browser, address: str, options: dict, opened: str):
    page = browser.new_page(**options)
    page.goto(address)
    assert accessibility_problems(page) == []
    # The table scrolls within itself.
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if opened == "findings":
        cell(page, "Moorshire", "all").click()
        page.locator(".found li").first.wait_for()
    else:
        page.get_by_role("button", name="Fernshire", exact=True).click()
    assert accessibility_problems(page) == []
    page.close()


def test_print_shows_the_table_whole_and_no_controls(page: Page):
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator("#heat .authority").last.is_visible()
    assert page.evaluate("getComputedStyle(document.getElementById('map')).overflow") == "visible"
    assert (
        "framework ILACS; one row for each authority: its latest report"
        in page.locator("#chosen").inner_text()
    )


def test_heads_are_text_on_paper_so_that_they_stand_on_each_page(page: Page):
    heads = page.locator("#heat thead button")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert heads.count() == 0
    assert page.locator("#heat thead th").first.inner_text() == "Authority"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert heads.count() == 15
