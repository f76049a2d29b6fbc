from __future__ import annotations

from typing import TYPE_CHECKING

from browser import accessibility_problems

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SOUND = """<!doctype html><html lang="en"><head><title>Letters</title></head>
<body><main><h1>Letters</h1><p>Nothing here.</p></main></body></html>"""


def test_a_sound_page_has_no_problems(browser: Browser):
    page = browser.new_page()
    page.set_content(SOUND)

    assert accessibility_problems(page) == []


def test_an_unsound_page_has_some(browser: Browser):
    page = browser.new_page()
    page.set_content(SOUND.replace("<p>", "<img src='data:,'><p style='color:#ccc'>"))

    rules = {problem.partition(":")[0] for problem in accessibility_problems(page)}
    assert {"image-alt", "color-contrast"} <= rules


def test_no_page_reaches_the_network(browser: Browser):
    page = browser.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.set_content(SOUND.replace("<p>", "<img alt='' src='https://example.org/a.png'><p>"))
    page.wait_for_function("() => document.images[0].complete")

    assert failed == ["https://example.org/a.png"]
