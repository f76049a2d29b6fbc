"""Archives from anywhere cost no more than is allowed."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from hostile_documents import many_files
from inspection_findings.archives import ArchiveSizeError, open_archive


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_what_is_within_bounds_is_opened():
    with open_archive(io.BytesIO(archive(a=b"x" * 60, b=b"y" * 40)), unpacked=100) as opened:
        assert opened.read("a") == b"x" * 60


def test_all_members_together_are_bounded():
    with pytest.raises(ArchiveSizeError, match="unpacks to 101 bytes, more than 100"):
        open_archive(io.BytesIO(archive(a=b"x" * 60, b=b"y" * 41)), unpacked=100)


def test_a_long_list_is_not_read():
    with pytest.raises(ArchiveSizeError, match="lists more files"):
        open_archive(io.BytesIO(many_files(11_000)), unpacked=100)


def test_nor_is_one_whose_length_stands_elsewhere():
    data = archive(a=b"x")
    end = data.index(b"PK\x05\x06")
    large = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 1 << 50, 0)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, end, 1)
    with pytest.raises(ArchiveSizeError, match="lists more files"):
        open_archive(io.BytesIO(data[:end] + large + locator + data[end:]), unpacked=100)


def test_a_second_end_in_the_comment_does_not_hide_the_first():
    data = bytearray(many_files(11_000))
    data[-2:] = struct.pack("<H", 22)
    harmless = archive()[-22:]
    with pytest.raises(ArchiveSizeError, match="lists more files"):
        open_archive(io.BytesIO(bytes(data) + harmless), unpacked=100)


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"nothing", b"PK\x03\x04" * 100])
def test_what_is_no_archive_says_so(data):
    with pytest.raises(zipfile.BadZipFile):
        open_archive(io.BytesIO(data), unpacked=100)


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_an_unusual_way_is_refused(packed):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as archive:
        archive.writestr("a", "text")
    with pytest.raises(zipfile.BadZipFile, match="packed in a way"):
        open_archive(data, unpacked=100)


def test_a_member_with_a_password_is_refused():
    data = bytearray(archive(a=b"text"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(zipfile.BadZipFile, match="packed in a way"):
        open_archive(io.BytesIO(bytes(data)), unpacked=100)
