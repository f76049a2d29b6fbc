"""Pictures for the documentation, of the real pages in a real browser: `make pictures`.

All that they show is specimens: letters about councils that do not exist.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from browser import missing_for_browser, open_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SPECIMENS = ROOT / "data" / "raw" / "specimens"
NORTHMERE = SPECIMENS / "northmere-ilacs-2024-03-08.pdf"
STONEMERE = [ROOT / "docs" / "letters" / f"stonemere-{year}.md" for year in (2021, 2024)]
WIDTH = 1120


def findings(*words: str | Path) -> None:
    """Run the command."""
    subprocess.run(
        [sys.executable, "-m", "inspection_findings", *map(str, words), "--quiet"], check=True, cwd=ROOT
    )


def open_page(browser: Browser, place: Path, height: int) -> Page:
    """A page in a window of the usual width."""
    page = browser.new_page(viewport={"width": WIDTH, "height": height})
    page.goto(place.as_uri())
    return page


def keep(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"{name}.png")


def report(browser: Browser, folder: Path) -> None:
    """The page of a report: its top, and its text with one finding opened."""
    findings("report", NORTHMERE, "-o", folder / "northmere.html")
    page = open_page(browser, folder / "northmere.html", 860)
    keep(page, "report")
    line = page.locator("div.line", has_text="Decisions on new contacts are sound but slow.")
    line.locator("summary").first.click()
    line.evaluate("line => scrollTo(0, line.getBoundingClientRect().top + scrollY - 180)")
    keep(page, "report-text")


def overview(browser: Browser, folder: Path) -> None:
    """The overview of all specimens."""
    findings("overview", SPECIMENS, "-o", folder / "overview.html")
    keep(open_page(browser, folder / "overview.html", 900), "overview")


def progress(browser: Browser, folder: Path) -> None:
    """Two letters compared."""
    findings("progress", *STONEMERE, "-o", folder / "progress.html")
    keep(open_page(browser, folder / "progress.html", 900), "progress")


def corrections(browser: Browser, folder: Path) -> None:
    """The local app: the letters in it, and a letter with what can be said of its findings."""
    command = [sys.executable, "-m", "inspection_findings", "serve", "--no-open", "--port", "0"]
    # A folder that may be shown: what is kept, and where, stands on the page.
    with subprocess.Popen(
        [*command, "--store", folder / "letters"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        try:
            assert server.stdout is not None
            address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
            page = browser.new_page(viewport={"width": WIDTH, "height": 620})
            page.goto(address)
            page.locator("input[type=file]").set_input_files([NORTHMERE, STONEMERE[1]])
            page.get_by_role("link", name="Northmere").first.wait_for()
            page.get_by_role("link", name="Stonemere").first.wait_for()
            keep(page, "letters")
            page.get_by_role("link", name="Northmere").first.click()
            line = page.locator("div.line", has_text="Decisions on new contacts are sound but slow.")
            line.evaluate("line => scrollTo(0, line.getBoundingClientRect().top + scrollY - 180)")
            keep(page, "corrections")
        finally:
            server.terminate()


MADE: tuple[Callable[[Browser, Path], None], ...] = (report, overview, progress, corrections)


def main() -> int:
    """Make all pictures anew."""
    missing = missing_for_browser()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        for make in MADE:
            make(browser, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
