"""What is an address, which of them are opened, and that none is shown with its secrets."""

from __future__ import annotations

import pytest

from inspection_findings.commands.sources.addresses import check_address, is_address, shown
from inspection_findings.exceptions import StoreError


@pytest.mark.parametrize("text", ["s3://letters/a.pdf", "FILE:///a", "https://host", "x-y+z.1://"])
def test_addresses_are_told_from_paths(text):
    assert is_address(text)


@pytest.mark.parametrize("text", ["C:/letters", "C:\\letters", "a://b"[1:], "letters/s3://a", "-", "s3:/a"])
def test_paths_are_told_from_addresses(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://me:pw@host:8/a.pdf?sig=S&x#y", "https://host:8/a.pdf"),
        ("https://me:p@w@host/a@b.pdf", "https://host/a@b.pdf"),
        ("http://host?sig=S", "http://host"),
        ("s3://key:pw@letters/a.pdf", "s3://letters/a.pdf"),
        ("s3://letters/a?.pdf", "s3://letters/a?.pdf"),
        ("s3://letters/a@b.pdf", "s3://letters/a@b.pdf"),
        ("s3://letters/a.pdf?X-Amz-Signature=S", "s3://letters/a.pdf"),
        ("az://letters@account/a.pdf", "az://letters@account/a.pdf"),
        ("abfss://key:pw@account/a.pdf?sv=1&sig=S", "abfss://account/a.pdf"),
    ],
)
def test_no_user_password_or_signature_is_shown(address, said):
    assert shown(address) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://host/a.pdf", "not read from ftp://, but from s3://"),
        ("S3://letters/a.pdf", "not read from S3://, but from s3://"),
        ("reference://a", "not read from reference://"),
        ("github://a", "not read from github://"),
        ("zip://a.pdf::s3://letters/a.zip", "not read from zip://"),
        ("s3://letters/a::https://host/b", "addresses in addresses"),
        ("s3://key:pw@letters/a.pdf", "keys and signatures are no part"),
        ("s3://letters/a.pdf?sig=S", "keys and signatures are no part"),
    ],
)
def test_other_addresses_are_not_opened(address, said):
    with pytest.raises(StoreError, match=said):
        check_address(address)
