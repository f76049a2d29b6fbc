"""A model from anywhere is refused with a reason, at no cost, whatever was done to it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from fuzz.models import tiny_model
from inspection_findings.exceptions import ModelError
from inspection_findings.model.arrays import pack_arrays, unpack_arrays
from inspection_findings.model.storage import METADATA_FILE, WEIGHTS_FILE, read_model

MEMORY = 2 << 30
"""Bytes of address space in which each must be refused."""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def write(folder, weights=None, **changes):
    """A model, something in it changed, whose checksum is true."""
    description, sound = tiny_model()
    weights = sound if weights is None else weights
    description = {**description, "sha256": hashlib.sha256(weights).hexdigest(), **changes}
    (folder / METADATA_FILE).write_text(json.dumps(description))
    (folder / WEIGHTS_FILE).write_bytes(weights)


def field(**changes):
    first, *others = tiny_model()[0]["fields"]
    return {"fields": [{**first, **changes}, *others]}


def arrays(**changes):
    return pack_arrays({**unpack_arrays(tiny_model()[1]), **changes})


def npz(name, data, size=None):
    """A sound model's archive, one member of which is replaced, and said to be of a size."""
    out = io.BytesIO()
    sound = zipfile.ZipFile(io.BytesIO(tiny_model()[1]))
    with sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member in sound.namelist():
            archive.writestr(member, data if member == name else sound.read(member))
        archive.getinfo(name).file_size = size or len(data)
    return out.getvalue()


class Harm:
    """What a pickle would do when it is read."""

    def __reduce__(self):
        return os.mkdir, ("harmed",)


def pickled():
    out = io.BytesIO()
    np.save(out, np.array([Harm()], dtype=object), allow_pickle=True)
    return out.getvalue()


def huge_claim():
    out = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (1 << 45,)}
    np.lib.format.write_array_header_1_0(out, header)
    return out.getvalue() + bytes(64)


def crowd():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(12_000):
            archive.writestr(f"{number:0100}.npy", b"")
    return out.getvalue()


def test_one_that_is_sound_is_read(folder):
    write(folder)
    assert read_model(folder)[1].name == "tiny"


WEIGHTS = {
    "pickle in the archive": (lambda: npz("thresholds.npy", pickled()), "object, not numbers"),
    "pickle for an archive": (lambda: b"cos\nmkdir\n(S'harmed'\ntR.", "not a zip file"),
    "more than its shape says": (lambda: npz("thresholds.npy", huge_claim()), "not as long as its shape"),
    "bomb": (
        lambda: npz("thresholds.npy", bytes(1 << 22), size=1 << 31),
        "unpacks to [0-9,]+ bytes, more than",
    ),
    "crowd": (crowd, "lists more files"),
    "cut off": (lambda: tiny_model()[1][:-30], "not a zip file"),
    "empty": (lambda: b"", "not a zip file"),
    "not a number": (lambda: arrays(thresholds=np.full(22, np.nan)), "thresholds holds a value that is not"),
    "infinite": (lambda: arrays(intercepts=np.full(13, np.inf)), "intercepts holds a value that is not"),
    "misshapen": (lambda: arrays(intercepts=np.zeros((13, 1))), "intercepts has shape"),
    "complex": (lambda: npz("thresholds.npy", _complex()), "not numbers"),
}


def _complex():
    out = io.BytesIO()
    np.save(out, np.zeros(22, dtype=complex))
    return out.getvalue()


@pytest.mark.parametrize("case", WEIGHTS)
def test_arrays_that_are_not_those_of_a_model(folder, case, monkeypatch):
    monkeypatch.chdir(folder)
    make, words = WEIGHTS[case]
    write(folder, make())
    with pytest.raises(ModelError, match=words) as caught:
        read_model(folder)
    assert "\n" not in str(caught.value)
    assert not (folder / "harmed").exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 1}, "model format 1"),
        ({"format": "2" * 100_000}, "this version reads 3"),
        ({"labels": ["a:b"] * 22}, "labels are not this version's"),
        ({"name": {"a": 1}}, "name is dict, expected str"),
        ({"metrics": []}, "metrics is list, expected dict"),
        ({"reach": 10**9}, "reach is 1000000000, expected 0 to 100"),
        ({"rounds": 10**9}, "rounds is 1000000000"),
        ({"rounds": "2"}, "rounds is '2'"),
        ({"fields": [{}] * 100_000}, "number of fields is 100000"),
        ({"fields": "words"}, "damaged"),
        ({"fields": [tiny_model()[0]["fields"][0]] * 2}, "is there twice"),
        (field(high=10**9), "n-grams of 1 to 1000000000"),
        (field(low=-(10**9)), "n-grams of -1000000000 to"),
        (field(low=1.5), "n-grams of 1.5"),
        (field(weight=float("nan")), "not a finite number"),
        (field(weight="1e999"), "not a finite number"),
        (field(analyzer="os.system"), "no 'os.system'"),
        (field(source="file"), "unknown source 'file'"),
        (field(name="x" * 100_000), "damaged"),
        ({"sha256": "0" * 64}, "does not match the checksum"),
        ({"sha256": None}, "does not match the checksum"),
    ],
)
def test_metadata_that_is_not_that_of_a_model(folder, changes, words):
    write(folder, **changes)
    with pytest.raises(ModelError, match=words) as caught:
        read_model(folder)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "1" * 100_000, '{"format": 3', "\0", '{"format": 1e999}', '"format"', "\ud800"]
)
def test_text_that_is_no_metadata(folder, text):
    write(folder)
    (folder / METADATA_FILE).write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ModelError, match=r"not readable as JSON|model format"):
        read_model(folder)


@pytest.mark.parametrize("name", [METADATA_FILE, WEIGHTS_FILE])
def test_files_that_are_none_or_too_large(folder, name):
    write(folder)
    with (folder / name).open("r+b") as stream:
        stream.truncate(600_000_000)
    with pytest.raises(ModelError, match="larger than"):
        read_model(folder)
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ModelError):
        read_model(folder)


def test_the_command_refuses_a_bomb_in_little_memory(folder):
    write(folder, npz("thresholds.npy", bytes(1 << 22), size=1 << 31))
    done = subprocess.run(
        [sys.executable, "-m", "inspection_findings", "model", "verify", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "unpacks to" in line
