"""Why a store gives nothing, in words of this program's own: its own may quote addresses, names and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from inspection_findings.exceptions import FindingsError, NotThereError, StoreError, StoreRefusesError

_CODE = re.compile(r"[A-Za-z0-9.]{1,40}")
_UNKNOWN_KEYS = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"})
_NO_ANSWER_AT_ALL = frozenset(
    {
        "EndpointConnectionError",
        "ConnectTimeoutError",
        "ClientConnectorError",
        "ClientConnectorDNSError",
        "gaierror",
    }
)


@contextmanager
def told_in_words() -> Iterator[None]:
    """Say why a store gives nothing in one line, and never in its own words.

    Raises
    ------
    NotThereError, StoreRefusesError, StoreError
        For whatever goes wrong in the block but for errors of this package and want of memory.
    """
    try:
        yield
    except (FindingsError, MemoryError):
        raise
    except Exception as error:
        raise _in_words(error) from None


def _in_words(error: BaseException) -> NotThereError | StoreError:
    names, codes = _history(error)
    if "NoSuchBucket" in codes:
        return NotThereError("no such bucket")
    if names & _NO_ANSWER_AT_ALL or isinstance(error, ConnectionError):
        return StoreError("its store cannot be reached: is the address right, and the store running?")
    if any("Timeout" in name for name in names):
        return StoreError("its store did not answer in time")
    if isinstance(error, FileNotFoundError):
        return NotThereError("no such document or folder in this store")
    if isinstance(error, IsADirectoryError):
        return StoreError("is a folder")
    if any("Credential" in name or "Token" in name or "Profile" in name for name in names):
        return StoreRefusesError("no credentials for this store: set them up as docs/scale.md says")
    if codes & _UNKNOWN_KEYS:
        return StoreRefusesError("the store does not accept the credentials that are set up for it")
    if isinstance(error, PermissionError):
        return StoreRefusesError("no permission to read it")
    what = ", ".join(sorted(codes)) or type(error).__name__
    return StoreError(f"its store does not give it ({what})")


def _history(error: BaseException | None) -> tuple[set[str], set[str]]:
    """Names of an error's types and of those that led to it, and what a store calls them."""
    names: set[str] = set()
    codes: set[str] = set()
    while error is not None:
        names.update(kind.__name__ for kind in type(error).__mro__)
        response = getattr(error, "response", None)
        if isinstance(response, Mapping):
            codes.add(str(response.get("Error", {}).get("Code", "")))
        error = error.__cause__ or error.__context__
    # It is the store that says so, which may say anything.
    return names, {code for code in codes if _CODE.fullmatch(code)}
