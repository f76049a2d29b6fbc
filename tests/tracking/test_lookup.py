import pytest

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.lookup import find_version
from inspection_findings.tracking.registry import CHAMPION, set_alias
from registered import made_run, made_version, store_in


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    with store_in(tmp_path_factory.mktemp("store")):
        yield made_version()


@pytest.fixture(scope="module")
def second(first):
    return made_version()


@pytest.mark.parametrize("form", ["{0.version}", "{0.run_id}", "runs:/{0.run_id}", "{0.address}"])
def test_each_version_is_found_by_number_run_and_address(first, second, form):
    for version in (first, second):
        assert find_version(form.format(version)).version == version.version


def test_a_version_is_found_by_its_alias(first, second):
    set_alias(CHAMPION, first.version)
    assert find_version("champion").version == first.version
    assert find_version("models:/inspection-findings@champion").version == first.version
    assert find_version("challenger").version == second.version


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("99", "has no version 99"),
        ("nobody", "nobody: no version has this alias"),
        ("no/alias", "no/alias: no version has this alias"),
        ("models:/inspection-findings@nobody", "no version has this alias"),
        ("f" * 32, "no version was registered of this run"),
        ("models:/other/1", "no address of a model"),
    ],
)
def test_what_is_not_there_is_named(first, reference, message):
    with pytest.raises(TrackingError, match=message):
        find_version(reference)


def test_a_run_without_a_version_is_not_found(first):
    with pytest.raises(TrackingError, match="no version was registered of this run"):
        find_version(made_run())
