"""Zip archives from anywhere, opened only where what they list and unpack to is bounded."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import IO

_END = b"PK\x05\x06"
_END_SIZE = 22
_SIZE_AT = 12
# Where there are so many members, or so large, that their sizes stand elsewhere.
_LARGE_END = b"PK\x06\x07"
# The end, a comment as long as it may be, and what stands before them.
_TAIL = _END_SIZE + (1 << 16) + 20
_LARGEST_LIST = 1 << 20
"""Bytes that the list of an archive's members may take: some ten thousand names."""
_ENCRYPTED = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TOO_MANY = "lists more files than any document or model has"


class ArchiveSizeError(ValueError):
    """An archive lists or unpacks to more than is allowed."""


def open_archive(file: IO[bytes], *, unpacked: int) -> zipfile.ZipFile:
    """Open an archive for reading.

    What it says of the size of its members is held against them when they are read: none gives more.

    Parameters
    ----------
    file
        The archive; it can be sought in.
    unpacked
        Bytes that all members together may unpack to.

    Raises
    ------
    ArchiveSizeError
        If it lists too many members, or they unpack to more.
    zipfile.BadZipFile
        If it is no archive, a damaged one, or packed in another way than documents and models are, as
        with a password.
    """
    _check_list(file)
    try:
        archive = zipfile.ZipFile(file)
    except (NotImplementedError, ValueError, struct.error) as error:
        # What the standard library raises beside its own error where the list itself is damaged.
        raise zipfile.BadZipFile(str(error)) from error
    if any(
        member.compress_type not in _PACKED or member.flag_bits & _ENCRYPTED for member in archive.infolist()
    ):
        archive.close()
        raise zipfile.BadZipFile("packed in a way that no document or model is")
    size = sum(member.file_size for member in archive.infolist())
    if size > unpacked:
        archive.close()
        raise ArchiveSizeError(f"unpacks to {size:,} bytes, more than {unpacked:,}")
    return archive


def _check_list(file: IO[bytes]) -> None:
    """See that the list of members is small: the standard library reads all of it at once."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _TAIL, 0))
    tail = file.read()
    file.seek(0)
    end = tail.find(_END)
    # Whichever of several is taken for the end.
    while 0 <= end <= len(tail) - _END_SIZE:
        [listed] = struct.unpack_from("<L", tail, end + _SIZE_AT)
        if listed > _LARGEST_LIST:
            raise ArchiveSizeError(_TOO_MANY)
        end = tail.find(_END, end + 1)
    if _LARGE_END in tail:
        raise ArchiveSizeError(_TOO_MANY)
