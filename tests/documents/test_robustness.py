"""Damaged bytes give a document or a `DocumentError`, never anything else, and never take long."""

from __future__ import annotations

import random
import time

import pytest

import rendering
from inspection_findings.documents import read_bytes
from inspection_findings.exceptions import DocumentError

RENDERED = {suffix: render(rendering.NORTHMERE) for suffix, render in rendering.RENDERERS.items()}
LONGEST = 5.0


def read_or_refuse(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name=name)
    except DocumentError as error:
        assert str(error) and "\n" not in str(error)
        return
    for sentence in document.sentences():
        assert document.text[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize("suffix", sorted(RENDERED))
def test_cut_off(suffix: str) -> None:
    data = RENDERED[suffix]
    for part in range(17):
        read_or_refuse(data[: len(data) * part // 16], f"letter.{suffix}")


@pytest.mark.parametrize("suffix", sorted(RENDERED))
def test_bytes_overwritten(suffix: str) -> None:
    chance = random.Random(suffix)  # noqa: S311 - the same damage each time is what is wanted
    for count in (1, 5, 50, 500) * 4:
        data = bytearray(RENDERED[suffix])
        for _ in range(count):
            data[chance.randrange(len(data))] = chance.randrange(256)
        read_or_refuse(bytes(data), f"letter.{suffix}")


@pytest.mark.parametrize("suffix", sorted(RENDERED))
def test_a_piece_missing(suffix: str) -> None:
    chance = random.Random(suffix)  # noqa: S311 - the same damage each time is what is wanted
    for _ in range(8):
        data = RENDERED[suffix]
        start = chance.randrange(len(data))
        read_or_refuse(data[:start] + data[start + chance.randrange(3000) :], f"letter.{suffix}")


@pytest.mark.parametrize(
    "unit",
    ["1. ", "word ", "(", ". ", "a", "Word\n", "‘a. A ", "(One. Two. ", "a-\n", "# a\n- b\n", "a- ", " \n"],
)
def test_much_of_the_same_is_read_in_linear_time(unit: str) -> None:
    start = time.perf_counter()
    read_or_refuse((unit * 30_000).encode(), "letter.txt")
    assert time.perf_counter() - start < LONGEST


@pytest.mark.parametrize("unit", ["[", "![(", "[^a", "[a](", "*a", "_a", "`a ", "<!--"])
def test_unclosed_markdown_is_read_in_linear_time(unit: str) -> None:
    start = time.perf_counter()
    read_or_refuse(b"# a\n- b\n" + (unit * 30_000).encode(), "letter.md")
    assert time.perf_counter() - start < LONGEST
