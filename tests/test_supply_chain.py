"""What is installed is what was locked, with hashes, and its licences are listed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.markers import Marker

# An environment begins with its own of these.
BROUGHT = {"pip", "setuptools"}
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def licences():
    """The module that writes the page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs"))
        import licences

        yield licences
    sys.modules.pop("licences", None)


@pytest.fixture(scope="module")
def locked(licences):
    return licences.locked_packages(licences.LOCK.read_text())


def test_every_package_is_pinned_with_hashes(licences, locked):
    blocks = re.split(r"^(?=\S)", licences.LOCK.read_text(), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locked) > 100
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks)


def test_what_is_installed_is_what_was_locked(licences, locked):
    installed = licences.installed_packages()
    wanted = {each.name: each.version for each in locked if not each.marker or Marker(each.marker).evaluate()}
    found = {name: installed[name].version for name in wanted if name in installed and name not in BROUGHT}
    assert len(found) > 50
    assert found == {name: wanted[name] for name in found}


def test_the_page_lists_every_locked_package_and_no_other(licences, locked):
    listed = re.findall(r"^\| ([a-z0-9._-]+) \| [\d]", licences.PAGE.read_text(), flags=re.MULTILINE)
    assert listed == [each.name for each in locked]


def test_extras_are_told_apart(licences):
    page = licences.PAGE.read_text()
    row = {
        line.split(" | ")[0][2:]: line.split(" | ")[3] for line in page.splitlines() if line.count(" | ") == 3
    }
    assert row["numpy"].startswith("base")
    assert not row["scikit-learn"].startswith("base")
    assert "train" in row["scikit-learn"]
    assert row["pytest"] == "dev |"


def test_no_licence_is_unknown(licences):
    assert "not stated" not in licences.PAGE.read_text()
