"""The app as people use it: in a real browser, by mouse and by keyboard, on a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from browser import accessibility_problems
from inspection_findings.corpus.corrections import judgements_of
from made_letters import HOSTILE, keep, letter_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}


def is_problem(message) -> bool:
    """Whether the browser complains, but for a page that is not there."""
    return message.type == "error" and "404" not in message.text


def enter(page, served):
    """Come in by the key, which does not stay in the address."""
    page.goto(served.entrance)
    page.wait_for_url(f"{served.address}/")


@pytest.fixture
def page(browser, served):
    context = browser.new_context(base_url=served.address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if is_problem(message) else None)
    enter(page, served)
    yield page
    context.close()
    served.store.remove_everything(corrections=True)
    assert problems == []


@pytest.fixture
def key(served):
    return keep(served.store, "Fernshire")


def labels(served):
    return [tuple(map(str, each.labels)) for each in judgements_of(served.store.corrections.read())]


def finding(page: Page, name: str):
    """The chip of a finding, and what may be said of it."""
    note = page.locator(".note", has_text=name).first
    return note, note.locator("xpath=following-sibling::form[1]")


def test_letters_are_chosen_read_and_opened(page, served, tmp_path):
    for name, data in (
        ("fernshire.md", letter_of("Fernshire")),
        ("cut.pdf", b"%PDF-1.4"),
        ("large.md", b"Plans are vague. " * 300),
    ):
        (tmp_path / name).write_bytes(data)
    page.goto("/")
    page.get_by_label("Drop inspection letters here").set_input_files(sorted(tmp_path.glob("*.*")))
    expect(page.get_by_role("heading", name="1 letter read, 2 not read")).to_be_visible(timeout=90_000)
    expect(page.locator("#said")).to_have_text("1 letter read, 2 not read")
    expect(page.locator(".job", has_text="cut.pdf")).to_contain_text("a damaged or cut-off PDF")
    expect(page.locator(".job", has_text="large.md")).to_contain_text("larger than 4000 bytes")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="Clear this list").click()
    expect(page.locator(".job")).to_have_count(0)
    page.get_by_role("link", name="Fernshire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fernshire")


def test_letters_are_dropped_from_a_folder(page, served):
    page.goto("/")
    transfer = page.evaluate_handle(
        """(text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "calder.md"));
            return transfer;
        }""",
        letter_of("Calder").decode(),
    )
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    expect(page.get_by_role("link", name="Calder", exact=True)).to_be_visible(timeout=90_000)


def test_a_letter_is_called_off(page, served, monkeypatch):
    from inspection_findings.app import extraction

    def never(self, data, name, off):
        off.wait(30)
        raise extraction.CalledOffError("called off")

    monkeypatch.setattr(extraction.Extractor, "read", never)
    page.goto("/")
    page.set_input_files("#files", {"name": "a.md", "mimeType": "", "buffer": b"Plans are vague."})
    page.get_by_role("button", name="Call off a.md").click()
    expect(page.locator(".job", has_text="a.md")).to_contain_text("called off")
    page.get_by_role("button", name="Clear this list").click()
    expect(page.locator(".job")).to_have_count(0)


def test_findings_are_corrected_by_click_and_taken_back(page, served, key):
    page.goto(f"/letters/{key}")
    _, form = finding(page, "Workforce")
    form.get_by_role("button", name="A strength").click()
    expect(form).to_contain_text("You say: +Strength: Workforce")
    expect(page.locator("#said")).to_have_text("Kept: the opposite")
    expect(page.locator("#of-2")).to_contain_text(
        "once you have said something about Management oversight too"
    )
    expect(page.get_by_text("1 sentence is judged in part")).to_be_visible()
    _, other = finding(page, "Management oversight")
    other.get_by_role("button", name="Right").click()
    expect(page.get_by_text("1 corrected sentence waits for the next training")).to_be_visible()
    assert labels(served) == [("oversight:weakness", "workforce:strength")]
    assert accessibility_problems(page) == []
    page.reload()
    expect(form).to_contain_text("Workforce")
    form.get_by_role("button", name="Undo").click()
    expect(form.get_by_role("button", name="A strength")).to_be_visible()
    assert labels(served) == [("oversight:weakness",)]


def test_another_domain_and_a_missing_finding_are_chosen_in_a_dialogue(page, served, key):
    page.goto(f"/letters/{key}")
    _, form = finding(page, "Assessment and planning")
    form.get_by_role("link", name="Other domain").click()
    dialogue = page.get_by_role("dialog", name="Which domain is it about?")
    assert accessibility_problems(page) == []
    dialogue.get_by_label("Voice of the child").check()
    dialogue.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Voice of the child")
    page.locator("#of-1").get_by_role("link", name="Add a finding").click()
    dialogue = page.get_by_role("dialog", name="Which finding is missing?")
    dialogue.get_by_label("a strength").check()
    dialogue.get_by_label("Care leavers").check()
    dialogue.get_by_role("button", name="Save").click()
    expect(page.locator("#of-1")).to_contain_text("Care leavers added by you")
    assert labels(served) == [("care_leavers:strength", "voice:weakness")]
    page.locator("#of-1").get_by_role("button", name="Undo").click()
    expect(page.locator("#of-1")).not_to_contain_text("Care leavers")
    page.locator("#of-1").get_by_role("link", name="Add a finding").click()
    page.get_by_role("link", name="Leave it as it is").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#of-1").get_by_role("link", name="Add a finding")).to_be_focused()


def test_keys_correct_the_finding_that_has_the_focus(page, served, key):
    page.goto(f"/letters/{key}")
    for press in ("n", "p", "a", "d", "u"):
        page.keyboard.press(press)
    assert served.store.corrections.read() == []
    page.keyboard.press("j")
    note, form = finding(page, "Assessment and planning")
    expect(note).to_be_focused()
    for press, said in (("a", "You agree"), ("u", "Right"), ("p", "+Strength: Assessment"), ("u", "Right")):
        page.keyboard.press(press)
        expect(form).to_contain_text(said)
        expect(note).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_role("radio", name="Leadership")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("You say: −Weakness: Management oversight")
    expect(note).to_be_focused()
    page.keyboard.press("u")
    page.keyboard.press("n")
    expect(form).to_contain_text("not a finding")
    assert labels(served) == [()]


def test_keys_can_be_switched_off_and_the_buttons_are_reached_without_them(page, served, key):
    page.goto(f"/letters/{key}")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("agree, it is right")
    keys.get_by_label("Single keys are on").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Next finding").click()
    page.keyboard.press("a")
    page.keyboard.press("Tab")
    _, form = finding(page, "Assessment and planning")
    expect(form.get_by_role("button", name="Right")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(form.get_by_role("link", name="Other domain")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("not a finding")
    assert len(served.store.corrections.read()) == 1


def test_filters_hide_a_finding_with_what_may_be_said_of_it(page, key):
    page.goto(f"/letters/{key}")
    _, weak = finding(page, "Management oversight")
    page.get_by_label("Strengths").check()
    expect(weak).to_be_hidden()
    page.get_by_label("All", exact=True).check()
    expect(weak).to_be_visible()


def test_a_workbook_is_taken_away(page, key, tmp_path):
    page.goto(f"/letters/{key}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Workbook").click()
    assert download.value.suggested_filename == "fernshire.xlsx"
    assert download.value.path().read_bytes().startswith(b"PK")


def test_what_a_letter_holds_is_never_run(page, served):
    key = keep(served.store, "Fernshire", extra=f"\nPlans are vague {HOSTILE}.\n")
    page.goto(f"/letters/{key}")
    assert page.title() == "Fernshire: findings"
    page.locator(".missing").last.click()
    expect(page.get_by_role("dialog")).to_contain_text("<script>")
    assert page.locator("img, blockquote script").count() == 0


def test_without_scripts_a_finding_is_corrected_too(browser, served, key):
    context = browser.new_context(base_url=served.address, java_script_enabled=False)
    page = context.new_page()
    enter(page, served)
    page.goto(f"/letters/{key}")
    _, form = finding(page, "Workforce")
    form.get_by_role("button", name="No finding").click()
    expect(page).to_have_url(f"{served.address}/letters/{key}#s2")
    expect(form).to_contain_text("You say: not a finding.")
    form.get_by_role("button", name="Undo").click()
    form.get_by_role("link", name="Other domain").click()
    page.get_by_label("Leadership").check()
    page.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Leadership")
    context.close()
    served.store.remove_everything(corrections=True)


def test_every_page_is_accessible_and_fits_a_phone(page, served, key):
    page.set_viewport_size(PHONE)
    letter = f"/letters/{key}"
    for path in ("/", letter, f"{letter}/sentences/2", "/search?q=plans", "/corrections", "/nowhere"):
        page.goto(path)
        assert accessibility_problems(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"], path
    page.emulate_media(color_scheme="dark")
    for path in (letter, "/", "/overview"):
        page.goto(path)
        assert accessibility_problems(page) == [], path
