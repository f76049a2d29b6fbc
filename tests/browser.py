"""A real browser for the tests of pages: Chromium as the system has it, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# What WCAG 2.2 AA asks for, as far as a program can tell.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def chromium() -> str | None:
    """The installed browser's path."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def missing_for_browser() -> str | None:
    """What has to be installed before `open_browser` can be used; ``None`` where all of it is."""
    if chromium() is None:
        return "no Chromium is installed (Debian: chromium)"
    return None if find_spec("playwright") else "Playwright is not installed"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless browser that reaches nothing but files and the loopback device."""
    from playwright.sync_api import expect, sync_playwright

    # What fails takes longer so; what passes on a busy machine does not fail.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        # A container's root has no sandbox, and its /dev/shm may be small.
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )
        try:
            yield browser
        finally:
            browser.close()


def accessibility_problems(page: Page) -> list[str]:
    """What axe-core finds wrong with a page: rule, help and the element, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


# A module's, since while it is open no other test of this process can have an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a module's tests; they are skipped where there is none, unless there has to be one."""
    missing = missing_for_browser()
    if missing is not None:
        if os.environ.get("FINDINGS_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with open_browser() as opened:
        yield opened
