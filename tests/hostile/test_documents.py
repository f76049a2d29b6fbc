"""Each hostile document gives one clear line and exit code 1, or a right result and 0."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hostile_documents as hostile
import rendering

BROKEN = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "broken"


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(name, classify, tmp_path):
    make, words = hostile.REFUSED[name]
    (tmp_path / name).write_bytes(make())
    done = classify(name)
    assert done.code == 1
    assert done.rows == []
    [line] = done.errors
    assert line.startswith(f"findings: {name}: ")
    assert re.search(words, line)


@pytest.mark.parametrize("name", hostile.READ)
def test_what_can_be_read_is_read(name, classify, tmp_path):
    (tmp_path / name).write_bytes(hostile.READ[name]())
    done = classify(name)
    assert (done.code, done.errors) == (0, [])
    assert hostile.GOOD in done.text
    assert hostile.HIDDEN not in done.text
    assert done.documents == {name}


def test_an_external_entity_reads_no_file(classify, tmp_path):
    (tmp_path / "kept.txt").write_text(f"{hostile.HIDDEN} is what nobody else may read.\n")
    (tmp_path / "letter.docx").write_bytes(hostile.external_entity(tmp_path / "kept.txt"))
    done = classify("letter.docx")
    assert hostile.GOOD in done.text
    assert hostile.HIDDEN not in done.text


def test_names_in_an_archive_write_nothing(classify, tmp_path):
    folder = tmp_path / "a" / "b" / "c" / "d"
    folder.mkdir(parents=True)
    (folder / "letter.docx").write_bytes(hostile.READ["traversal.docx"]())
    assert classify(folder / "letter.docx").code == 0
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["letter.docx"]
    assert not Path("/escaped.txt").exists()


def test_markup_is_text_and_is_escaped_where_json_asks_for_it(classify, tmp_path):
    (tmp_path / "a.txt").write_text(f'{hostile.GOOD} Plans say "<script>alert(1)</script>" & are late.\n')
    assert '"<script>alert(1)</script>" & are late.' in classify("a.txt").text


def test_ten_thousand_pages_are_read_where_they_are_allowed(classify, tmp_path):
    (tmp_path / "long.pdf").write_bytes(hostile.pdf_pages(10_000, hostile.LINE))
    assert "10,000 pages, more than 2,000" in classify("long.pdf").errors[0]
    done = classify("long.pdf", "--max-pages", "10000")
    # The line that stands on each of them is a running header.
    assert (done.code, done.errors) == (0, ["findings: warning: long.pdf: no sentences found in it"])


def test_a_hundred_megabytes_are_not_even_read(classify, tmp_path):
    with (tmp_path / "large.html").open("wb") as stream:
        stream.write(hostile.page(hostile.PLAIN))
        stream.truncate(100_000_000)
    [line] = classify("large.html").errors
    assert "larger than 50,000,000 bytes: give --max-bytes" in line


def test_what_takes_too_long_is_given_up(classify, tmp_path):
    (tmp_path / "slow.html").write_bytes(hostile.page("<i>x</i>" * 600_000))
    done = classify("slow.html", "--timeout", "0.5")
    assert done.code == 1
    assert done.errors == ["findings: slow.html: not read within 0.5 seconds: give --timeout to wait longer"]


def damaged() -> dict[str, bytes]:
    """Letters cut off at each sixteenth, and with bits turned."""
    made = {}
    for suffix, render in rendering.RENDERERS.items():
        data = render(rendering.NORTHMERE)
        for part in range(16):
            made[f"cut-{part:02}.{suffix}"] = data[: len(data) * part // 16]
        for seed in range(4):
            turned = bytearray(data)
            for k in range(40):
                place = (k * 7919 + seed * 104_729) * 31 % len(turned)
                turned[place] ^= 1 << (k % 8)
            made[f"turned-{seed}.{suffix}"] = bytes(turned)
    return made


def test_in_a_folder_of_them_no_good_letter_is_lost_and_each_bad_one_named(classify, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    good = {f"good-{k}.{suffix}" for k, suffix in enumerate(rendering.RENDERERS)}
    for name in good:
        render = rendering.RENDERERS[name.rpartition(".")[2]]
        (folder / name).write_bytes(render(rendering.NORTHMERE))
    bad = {name: make() for name, (make, _) in hostile.REFUSED.items() if "." in name}
    dubious = damaged()
    for name, data in {**bad, **dubious}.items():
        (folder / name).write_bytes(data)
    done = classify("in", "--jobs", "2")
    assert done.code == 1
    read = {Path(name).name for name in done.documents}
    assert good <= read
    named = {re.match(r"findings: (?:warning: )?in/([^:]+): \S", line)[1] for line in done.errors}
    assert len(named) == len(done.errors), "a file was named twice"
    # A folder gives what has a known suffix alone.
    known = {name for name in bad if not name.endswith((".bin", ".doc"))}
    assert known <= named
    assert read.isdisjoint(named)
    assert named | read <= known | good | dubious.keys()
    alone = {row["text"] for row in classify(f"in/{sorted(good)[0]}").rows}
    together = {row["text"] for row in done.rows if row["document"] == f"in/{sorted(good)[0]}"}
    assert together == alone


@pytest.mark.skipif(not BROKEN.is_dir(), reason="the corpus is not at hand")
def test_what_came_broken_from_a_site_is_refused(classify):
    for path in sorted(BROKEN.iterdir()):
        done = classify(path)
        assert done.code == 1
        assert "an error page saved by mistake?" in done.errors[0]
