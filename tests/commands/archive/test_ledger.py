from __future__ import annotations

import pytest

from inspection_findings.commands.archive.ledger import LEDGER, Known, read_ledger, write_ledger
from inspection_findings.commands.archive.manifest import ArchiveError

KNOWN = (
    Known("a.pdf", "0" * 64, "1-2", "year=2023/part.parquet", 3, 4),
    Known("b\udcff.pdf", None, None, failed=("findings: b: no permission to read it",)),
)


def test_what_is_written_is_read_back(tmp_path):
    write_ledger(tmp_path, KNOWN)
    assert list(read_ledger(tmp_path).values()) == list(KNOWN)


@pytest.mark.parametrize("damage", [b"{", b"[]\n", b'{"outcome": "done", "name": 1}\n'])
def test_damage_is_said_with_its_line(tmp_path, damage):
    write_ledger(tmp_path, KNOWN[:1])
    with (tmp_path / LEDGER).open("ab") as stream:
        stream.write(damage)
    with pytest.raises(ArchiveError, match="line 2 is damaged"):
        read_ledger(tmp_path)
