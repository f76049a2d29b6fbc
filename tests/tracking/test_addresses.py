"""What a reference to a model is read as."""

import pytest

from inspection_findings.exceptions import TrackingError
from inspection_findings.tracking.addresses import Address, parse_address

RUN = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("models:/inspection-findings@champion", Address(alias="champion")),
        ("models:/inspection-findings/12", Address(version=12)),
        (f"runs:/{RUN}", Address(run_id=RUN)),
        (RUN, Address(run_id=RUN)),
        ("models/default", None),
        ("champion", None),
        (RUN[:-1], None),
    ],
)
def test_forms(reference, address):
    assert parse_address(reference) == address


@pytest.mark.parametrize(
    "reference",
    [
        "models:/other@champion",
        "models:/inspection-findings",
        "models:/inspection-findings/0",
        "models:/inspection-findings/latest",
        "models:/inspection-findings/1/data",
        "models:/inspection-findings@champion/../..",
        f"runs:/{RUN}/compact",
        "runs:/latest",
    ],
)
def test_what_begins_as_an_address_and_is_none_is_refused_with_the_forms(reference):
    with pytest.raises(TrackingError, match="give a folder, models:/inspection-findings@champion") as caught:
        parse_address(reference)
    assert str(caught.value).startswith(f"{reference}: ")


def test_a_folder_named_like_a_run_is_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / RUN).mkdir()
    assert parse_address(RUN) is None
