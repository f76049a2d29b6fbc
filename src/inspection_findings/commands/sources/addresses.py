"""Addresses of documents in stores, as somebody typed them: told from paths, and shown without secrets."""

from __future__ import annotations

import re

from inspection_findings.exceptions import StoreError

WEB = frozenset({"http", "https"})
PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "az": "adlfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "http": "aiohttp",
    "https": "aiohttp",
    "file": "fsspec",
    "memory": "fsspec",
}
"""What may be opened, and the package that each kind needs beside fsspec."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_QUERY = re.compile(r"\?[\w.~%-]+=")
# Here what stands before the sign is a container, and no user.
_NAMED_BY_CONTAINER = frozenset({"abfs", "abfss", "az"})


def is_address(text: str) -> bool:
    """Whether this is an address and no path; ``C:/letters`` is a path."""
    return _ADDRESS.match(text) is not None


def scheme_of(address: str) -> str:
    """The kind of store, as it was typed."""
    return address.partition("://")[0]


def check_address(address: str) -> None:
    """See that an address may be opened.

    Raises
    ------
    StoreError
        If it is of no kind that is known here, or holds what belongs in the store's own settings.
    """
    scheme = scheme_of(address)
    if scheme not in PACKAGES:
        kinds = "s3://, gs://, az://, https://, file://"
        raise StoreError(f"documents are not read from {scheme}://, but from {kinds}")
    if "::" in address and scheme not in WEB:
        raise StoreError("addresses in addresses (::) are not followed: give one")
    if scheme not in WEB and shown(address) != address:
        raise StoreError("keys and signatures are no part of an address: set them up as docs/scale.md says")


def shown(address: str) -> str:
    """An address as messages and results have it: without user, password and what follows a question mark.

    In a store a question mark may belong to a pattern or a name; only what looks like ``?key=value`` is cut.
    """
    scheme, _, rest = address.partition("://")
    if scheme.lower() in WEB:
        rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    else:
        query = _QUERY.search(rest)
        rest = rest[: query.start()] if query else rest
    host, slash, path = rest.partition("/")
    if scheme.lower() not in _NAMED_BY_CONTAINER or ":" in host.rpartition("@")[0]:
        host = host.rpartition("@")[2]
    return f"{scheme}://{host}{slash}{path}"
