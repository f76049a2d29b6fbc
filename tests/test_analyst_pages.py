"""The pages for analysts: what they say to type works as it stands, and what they show is there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from walkthrough import assert_named_commands_exist, blocks, findings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SPECIMENS = ROOT / "data" / "raw" / "specimens"
PAGES = ("install", "first-letter", "many-letters", "how-sure", "corrections")
# In the order in which somebody reads them.
WALKED = ("first-letter", "many-letters")
# What goes on until it is stopped is tested with the app.
NOT_RUN = ("findings serve",)


def commands(page: str) -> list[str]:
    lines = [line for language, block in blocks(page) if language == "sh" for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the letters that the pages speak of."""
    folder = tmp_path_factory.mktemp("desk")
    northmere = SPECIMENS / "northmere-ilacs-2024-03-08.pdf"
    shutil.copy(northmere, folder / "letter.pdf")
    reports = folder / "reports"
    reports.mkdir()
    for path in sorted(SPECIMENS.glob("*-ilacs-*.pdf"))[:4]:
        shutil.copy(path, reports)
    shutil.copy(SPECIMENS / "ardenford-ilacs-2024-08-14.pdf", folder / "new-letter.pdf")
    (reports / "ardenford-ilacs-2024-08-14.pdf").unlink(missing_ok=True)
    for letter in sorted((DOCS / "letters").glob("*.md")):
        shutil.copy(letter, reports)
    return folder


def test_what_the_pages_say_to_type_works(desk: Path):
    # The pages name PDFs, as letters are; these two are text.
    names = {f"letter-{year}.pdf": f"reports/stonemere-{year}.md" for year in (2021, 2024)}
    typed = [line for page in WALKED for line in commands((DOCS / f"{page}.md").read_text("utf-8"))]
    assert len(typed) >= 8
    for line in typed:
        if line in NOT_RUN:
            continue
        program, *words = [names.get(word, word) for word in shlex.split(line)]
        assert program == "findings"
        done = findings(words, desk, {"BROWSER": "true"})
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        for name in re.findall(r"-o (\S+)", line):
            assert (desk / name).stat().st_size > 1000, line
    assert (desk / "letter.html").is_file()


@pytest.mark.parametrize("name", PAGES)
def test_pictures_and_links_lead_somewhere(name):
    page = (DOCS / f"{name}.md").read_text("utf-8")
    for place in re.findall(r"\]\(([^)#]+)", page):
        assert place.startswith("https://") or (DOCS / place).exists(), place
    for words in re.findall(r"!\[([^\]]*)\]", page):
        assert len(words.split()) > 5, "a picture is told in words too"


@pytest.mark.parametrize("name", PAGES)
def test_commands_and_options_that_pages_name_exist(name):
    assert_named_commands_exist((DOCS / f"{name}.md").read_text("utf-8"))


def test_how_sure_has_the_figures_of_the_card():
    import json

    metrics = json.loads((ROOT / "models" / "default" / "model.json").read_text("utf-8"))["metrics"]
    page = " ".join((DOCS / "how-sure.md").read_text("utf-8").split())
    right = metrics["reliability"]["right"]
    assert f"of 100 findings that it shows, {100 * right:.0f} are right" in page
    wrong = 1 - metrics["estimates"]["polarity_accuracy"]["value"]
    assert f"or the other way round, in {100 * wrong:.0f};" in page
    error = metrics["estimates"]["expected_calibration_error"]["value"]
    assert f"on average the number was off by {100 * error:.0f} points" in page
