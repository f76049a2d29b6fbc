"""The page of one report in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser import accessibility_problems
from inspection_findings.reporting.page import report_page

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, make_report) -> Iterator[Callable[..., Page]]:
    """Open a report's page from disk; ends with an error if anything went wrong in it."""
    contexts = []
    errors: list[str] = []

    def open_(fragment: str = "", *, page: str | None = None, **options: object) -> Page:
        path = tmp_path / "fernshire.html"
        path.write_text(page or report_page(make_report()), encoding="utf-8")
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        sheet = context.new_page()
        sheet.on("pageerror", lambda error: errors.append(str(error)))
        sheet.on("console", lambda message: errors.append(message.text))
        sheet.on("request", lambda request: errors.append(request.url) if request.url != sheet.url else None)
        sheet.goto(path.as_uri() + fragment)
        return sheet

    yield open_
    for context in contexts:
        context.close()
    assert [each for each in errors if not each.startswith("file:")] == []


def shown(page: Page) -> list[str]:
    """Sentences in sight that have a finding in sight, by their numbers."""
    return page.evaluate(
        "[...document.querySelectorAll('.line')]"
        ".filter((line) => [...line.querySelectorAll('.note')].some((note) => note.offsetParent))"
        ".map((line) => line.id)"
    )


@pytest.mark.parametrize(
    "options",
    [{}, {"viewport": PHONE}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["desktop", "phone", "dark", "forced colours"],
)
def test_it_can_be_used_by_everyone(opened, options):
    page = opened(**options)
    page.locator("#panel").evaluate("panel => { panel.open = true }")
    page.locator("summary .chip").first.click()
    assert accessibility_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_list_of_keys_can_be_used_by_everyone(opened):
    page = opened()
    page.get_by_role("button", name="Keys").click()
    assert accessibility_problems(page) == []


def test_targets_are_large_enough_for_a_thumb(opened):
    page = opened(viewport=PHONE)
    page.locator("#panel").evaluate("panel => { panel.open = true }")
    small = page.evaluate(
        "[...document.querySelectorAll('a:not(.skip), button, summary, select, fieldset label')]"
        ".map((each) => ({ text: each.textContent, box: each.getBoundingClientRect() }))"
        ".filter(({ box }) => box.width && (box.width < 24 || box.height < 24)).map(({ text }) => text)"
    )
    assert small == []


def test_filters_leave_what_fits_and_say_how_much(opened):
    page = opened()
    expect(page.locator("#shown")).to_have_text("10 findings in 8 sentences")
    page.get_by_label("Weaknesses").check()
    expect(page.locator("#said")).to_have_text("5 of 10 findings, in 4 sentences shown")
    page.get_by_label("Management oversight").check()
    assert shown(page) == ["s1", "s2", "s9"]
    expect(page.locator("#s4")).to_be_hidden()
    page.get_by_label("Unsure findings").uncheck()
    assert shown(page) == ["s1", "s9"]
    page.get_by_label("Section", exact=True).select_option(label="What needs to improve")
    assert shown(page) == ["s1"]
    page.get_by_label("The rest of the text").check()
    expect(page.locator("#s4")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#shown")).to_have_text("10 findings in 8 sentences")


def test_the_slider_says_its_number_and_what_is_left_may_be_nothing(opened):
    page = opened()
    slider = page.get_by_label("At least this certain")
    slider.fill("95")
    expect(page.locator("output")).to_have_text("95%")
    assert shown(page) == ["s1", "s3", "s7", "s9"]
    page.get_by_label("Leadership").check()
    page.get_by_role("button", name="Show all again").click()
    assert len(shown(page)) == 8


def test_a_view_is_kept_in_the_address_and_found_again(opened):
    page = opened()
    page.get_by_label("Strengths").check()
    page.get_by_label("Workforce").check()
    page.get_by_label("Work with partners").check()
    page.get_by_label("At least this certain").fill("90")
    fragment = page.evaluate("location.hash")
    assert fragment == "#domain=workforce,partnership&polarity=strength&sure=90"
    again = opened(fragment)
    assert shown(again) == shown(page) == ["s3", "s5"]
    expect(again.get_by_label("Workforce")).to_be_checked()
    again.get_by_role("button", name="Reset").click()
    assert again.evaluate("location.hash") == ""


def test_a_view_that_cannot_be_is_the_whole(opened):
    page = opened("#domain=nonsense&polarity=both&sure=banana&section=99&rest=perhaps&%E0%A4%A=%")
    expect(page.locator("#shown")).to_have_text("10 findings in 8 sentences")


def test_a_domain_of_the_table_leads_to_its_findings(opened):
    page = opened()
    page.get_by_role("link", name="Management oversight").click()
    expect(page.get_by_label("Management oversight")).to_be_checked()
    assert shown(page) == ["s1", "s2", "s9"]


def test_a_link_to_a_hidden_sentence_brings_it_back(opened):
    page = opened("#domain=oversight")
    expect(page.locator("#s7")).to_be_hidden()
    page.locator(".quote", has_text="trust").get_by_role("link").click()
    expect(page.locator("#s7")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "s7"


def test_pages_are_jumped_to(opened):
    page = opened(viewport={"width": 1280, "height": 400})
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="3").click()
    expect(page.locator("#p3")).to_be_in_viewport()


def test_keys_go_from_finding_to_finding_and_open_why(opened):
    page = opened("#polarity=weakness")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.line').id") == "s1"
    page.keyboard.press("n")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.line').id") == "s6"
    page.keyboard.press("k")
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.closest('.line').id") == "s1"
    page.keyboard.press("Enter")
    expect(page.locator("#s1 .why").first).to_be_visible()
    assert page.locator("#s1 mark").all_text_contents() == ["How", "place."]
    page.keyboard.press("Escape")
    expect(page.locator("#s1 .why").first).to_be_hidden()
    assert page.locator("#s1 mark").count() == 0
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "polarity"


def test_single_keys_can_be_switched_off(opened):
    page = opened()
    page.keyboard.press("?")
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.note')") is None
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.note')") is None


def test_everything_is_reached_by_tab(opened):
    page = opened()
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
    for part in ('class="skip"', 'href="#domain=', 'class="copy"', 'name="sure"', 'name="domain"', "<select",
                 'data-step="1"', "<summary>"):  # fmt: skip
        assert [each for each in reached if part in each], part


def test_a_quotation_is_copied_with_its_source(opened):
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    page.locator(".quote", has_text="How regularly").get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“How regularly supervision takes place.” — Fernshire, ILACS, inspected 4 to 8 March 2024, page 1"
    )
    expect(page.locator("#said")).to_have_text("Copied with its source")


def test_marks_stand_where_characters_of_two_halves_come_before(opened, make_report):
    report = make_report("# Visit\n\nCaseloads 🦆 are fine 🦆 everywhere\n")
    page = opened(page=report_page(report))
    page.locator("summary .chip").first.click()
    assert page.locator("mark").all_text_contents() == ["Caseloads", "everywhere"]
    assert page.locator(".words").text_content() == "Caseloads 🦆 are fine 🦆 everywhere"


def test_on_paper_there_is_the_text_with_its_findings_and_nothing_to_press(opened):
    page = opened()
    page.locator("summary .chip").first.click()
    page.emulate_media(media="print")
    expect(page.locator("#s1 .chip")).to_be_visible()
    for gone in ("#filters", ".why", ".bar-of-view", ".copy", "nav"):
        expect(page.locator(gone).first).to_be_hidden()


def test_without_scripts_the_text_its_findings_and_their_reasons_are_there(opened):
    page = opened(java_script_enabled=False)
    expect(page.locator("#s1 .chip")).to_be_visible()
    page.locator("#s1 summary").click()
    expect(page.locator("#s1 .why")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator(".copy").first).to_be_hidden()


def test_a_letter_runs_nothing(opened, make_report):
    script = "<script>document.body.innerHTML = 'owned'</script>"
    image = "<img src=x onerror=\"document.body.innerHTML = 'owned'\">"
    letter = f"# Visit {script}\n\nCaseloads {image} {script} are fine.\n"
    page = opened(page=report_page(make_report(letter, name=f"letter {script}")))
    page.locator("summary .chip").first.click()
    expect(page.locator(".words mark").first).to_have_text("Caseloads")
    assert page.locator("img").count() == 0
