"""Documents in stores such as S3, by fsspec: listed by whoever is asked for them, read by whoever reads them.

Nothing here keeps a connection for another process: each that reads opens its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath
from typing import Any

from inspection_findings.commands.sources.addresses import PACKAGES, WEB, check_address, scheme_of
from inspection_findings.commands.sources.refusals import told_in_words
from inspection_findings.documents.limits import Limits, check_size
from inspection_findings.documents.reading import SUFFIXES
from inspection_findings.exceptions import MissingExtraError, NotThereError

_CHUNK = 1 << 20
_MAGIC = frozenset("*?[")
_TAGS = ("ETag", "etag", "content_md5", "md5Hash", "mtime", "created")

# Seconds, and how often a request is made. What cannot be reached is told of in about a quarter of a minute.
_CONNECT, _ANSWER, _ATTEMPTS = 4.0, 4.0, 3
# Once a store has answered it may take its time: the limit on the document ends that.
_CONTENT = 10.0


@dataclass(frozen=True, slots=True)
class Found:
    """A document in a store.

    Attributes
    ----------
    url
        Its address.
    size, tag
        As `Source` has them.
    """

    url: str
    size: int | None = None
    tag: str | None = None


def prepare_store(scheme: str) -> None:
    """Import what a store is read with, so that processes forked for its documents need not each.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    for package in ("fsspec", PACKAGES[scheme]):
        try:
            import_module(package)
        except ModuleNotFoundError as error:
            named = error.name or package
            install = "'inspection-findings[remote]'" if package in ("fsspec", "s3fs") else named
            raise MissingExtraError(f"{scheme}:// needs {named}: pip install {install}") from error


def find_in_store(address: str) -> tuple[list[Found], list[str]]:
    """Documents at an address: the one that it names, those in a folder to any depth, or a pattern's.

    A document that is named is taken whatever its suffix. Of what is in a folder, or matches a pattern, what
    has a known suffix is, in sorted order; what is hidden is left out.

    Returns
    -------
    found, passed_over
        The documents; and suffixes of the others, one each.

    Raises
    ------
    NotThereError
        If there is nothing at the address.
    StoreError
        If the store cannot be asked.
    MissingExtraError
        If what the store is read with is not installed.
    """
    check_address(address)
    scheme = scheme_of(address)
    if scheme in WEB:
        prepare_store(scheme)
        return [Found(address)], []
    with told_in_words():
        store = _store(scheme, _ANSWER)
        root = store._strip_protocol(address)
        if _MAGIC & set(root) and not store.exists(root):
            return _chosen(scheme, _matched(store, root), _above(root))
        state = store.info(root)
        if state["type"] != "directory" and not address.endswith("/"):
            return [_found(scheme, state)], []
        return _chosen(scheme, store.find(root, detail=True), root)


def read_from_store(url: str, limits: Limits) -> bytes:
    """Read a document, and no more than one byte more than is allowed.

    Raises
    ------
    TooLargeError
        If the store says that it is larger than is allowed.
    NotThereError, StoreError
        If it is not there, or cannot be read.
    """
    with _opened(url) as stream:
        size = getattr(stream, "size", None)
        if size is not None:
            check_size(size, limits)
        # What it says may be wrong, and what comes may come in pieces.
        data = bytearray()
        while chunk := stream.read(limits.bytes + 1 - len(data)):
            data += chunk
        return bytes(data)


def digest_in_store(url: str) -> str:
    """SHA-256 of a document, in hexadecimal; all of it is read.

    Raises
    ------
    NotThereError, StoreError
        If it is not there, or cannot be read.
    """
    digest = hashlib.sha256()
    with _opened(url) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def lines_in_store(url: str) -> Iterator[bytes]:
    """A file line by line.

    Raises
    ------
    NotThereError, StoreError
        If it is not there, or cannot be read.
    """
    with _opened(url, cache_type="readahead", block_size=_CHUNK) as stream:
        yield from stream


def stamp_in_store(url: str) -> str | None:
    """What the store calls the state that a document is in; ``None`` where it has no word for it.

    Raises
    ------
    NotThereError, StoreError
        If it is not there, or the store cannot be asked.
    """
    with told_in_words():
        store = _store(scheme_of(url), _ANSWER)
        return _tag(store.info(store._strip_protocol(url)))


@contextmanager
def _opened(url: str, cache_type: str = "none", **options: Any) -> Iterator[Any]:
    with told_in_words():
        store = _store(scheme_of(url), _CONTENT)
        with store.open(store._strip_protocol(url), "rb", cache_type=cache_type, **options) as stream:
            yield stream


def _store(scheme: str, seconds: float) -> Any:
    """A store, asked with patience for so many seconds without a byte; this process has one for each."""
    prepare_store(scheme)
    import fsspec

    package = PACKAGES[scheme]
    if package == "s3fs":
        # What is set up for it goes before what is usual here.
        known = fsspec.config.conf
        set_up = {**known.get("s3", {}), **known.get("s3a", {})}.get("config_kwargs", {})
        usual = {
            "connect_timeout": _CONNECT,
            "read_timeout": seconds,
            "retries": {"total_max_attempts": _ATTEMPTS, "mode": "standard"},
        }
        store = fsspec.filesystem(scheme, use_listings_cache=False, config_kwargs=usual | set_up)
        # It would ask again what was asked again already.
        store.retries = 1 if seconds == _ANSWER else _ATTEMPTS
        return store
    if package == "aiohttp":
        import aiohttp

        patience = aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=seconds)
        return fsspec.filesystem(scheme, client_kwargs={"timeout": patience})
    return fsspec.filesystem(scheme)


def _matched(store: Any, pattern: str) -> Mapping[str, Any]:
    matched: Mapping[str, Any] = store.glob(pattern, detail=True)
    if not matched:
        raise NotThereError("no document matches this pattern")
    return matched


def _above(pattern: str) -> str:
    """The folder above all that a pattern may match."""
    parts = pattern.split("/")
    return "/".join(parts[: next(i for i, part in enumerate(parts) if _MAGIC & set(part))])


def _chosen(scheme: str, entries: Mapping[str, Any], root: str) -> tuple[list[Found], list[str]]:
    found, passed_over = [], []
    for path in sorted(entries):
        state = entries[path]
        # An object whose name ends so stands for a folder.
        if state["type"] == "directory" or path.endswith("/") or _is_hidden(path.removeprefix(root)):
            continue
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in SUFFIXES:
            found.append(_found(scheme, state))
        else:
            passed_over.append(suffix)
    return found, passed_over


def _is_hidden(path: str) -> bool:
    *folders, name = path.split("/")
    return name.startswith((".", "~$")) or any(
        folder.startswith(".") and folder not in (".", "..") for folder in folders
    )


def _found(scheme: str, state: Mapping[str, Any]) -> Found:
    name = str(state["name"])
    path = name.lstrip("/") if scheme == "memory" else name
    return Found(f"{scheme}://{path}", state.get("size"), _tag(state))


def _tag(state: Mapping[str, Any]) -> str | None:
    for key in _TAGS:
        if state.get(key):
            return f"{state.get('size')}-{str(state[key]).strip(chr(34))}"
    return None
