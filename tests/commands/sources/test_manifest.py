"""Lists of documents in three forms, and what is said of lines that are wrong."""

from __future__ import annotations

import hashlib
import io
import sys

import pytest
from typer.testing import CliRunner

from inspection_findings.commands.app import app
from inspection_findings.exceptions import ManifestError, MissingExtraError

DIGEST = hashlib.sha256(b"x").hexdigest()


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()

    def write(name: str, content: str | bytes) -> str:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "lists" / name).write_bytes(data)
        return f"lists/{name}"

    return write


HEAD = ("path,sha256\na.pdf", "path,url\na.pdf", '{"path": "a.pdf"', "a.pdf")
TEXT = "# what is new\na.pdf\n\n  sub/b.pdf \r\n/abs/c.pdf\na.pdf\nfile:///d.pdf\n"
CSV = (
    f"Size,Path,sha256\n1,a.pdf,{DIGEST.upper()}\n\n2,sub/b.pdf,\n3,/abs/c.pdf\n4,a.pdf,\n5,file:///d.pdf,\n"
)
JSON = f"""{{"path": "a.pdf", "sha256": "{DIGEST}"}}

{{"path": "sub/b.pdf", "more": [1]}}
{{"path": "/abs/c.pdf", "url": ""}}
{{"path": "a.pdf"}}
{{"url": "file:///d.pdf", "sha256": null}}
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("new.txt", TEXT),
        ("new", "\ufeff" + TEXT),
        ("new.csv", CSV),
        ("new.CSV", "\ufeff" + CSV.replace("\n", "\r\n")),
        ("new.jsonl", JSON),
        ("new.ndjson", "\ufeff" + JSON),
    ],
)
def test_paths_are_relative_to_the_folder_of_the_list_and_taken_once(write, look, name, content):
    inputs = look(manifest=write(name, content))
    found = [(source.name, source.url) for source in inputs.sources]
    assert found == [
        ("lists/a.pdf", None),
        ("lists/sub/b.pdf", None),
        ("/abs/c.pdf", None),
        ("file:///d.pdf", "file:///d.pdf"),
    ]
    assert inputs.failures == 0
    assert (inputs.sources[0].digest is None) == ("sha256" not in content)
    assert inputs.sources[1].digest is None


def test_a_list_in_this_folder_names_its_documents_as_they_stand(write, look, tmp_path):
    (tmp_path / "new.txt").write_text("a.pdf\n")
    assert [source.name for source in look(manifest="new.txt").sources] == ["a.pdf"]


def test_a_list_comes_from_standard_input_too(look, monkeypatch):
    class Input:
        buffer = io.BytesIO(b"a.pdf\ns3:b\0.pdf\n")

    monkeypatch.setattr(sys, "stdin", Input)
    inputs = look(manifest="-")
    assert ([source.name for source in inputs.sources], inputs.failures) == (["a.pdf"], 1)


def test_a_list_and_paths_go_together(write, look, tmp_path):
    (tmp_path / "lists" / "a.pdf").write_text("x")
    inputs = look("lists/a.pdf", manifest=write("new.txt", "a.pdf\nb.pdf\n"))
    assert [source.name for source in inputs.sources] == ["lists/a.pdf", "lists/b.pdf"]


def test_names_that_are_in_no_encoding_are_taken(write, look):
    [source] = look(manifest=write("new.txt", b"caf\xe9.pdf\n")).sources
    assert source.name.encode("utf-8", "surrogateescape") == b"lists/caf\xe9.pdf"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("new.csv", "path,sha256\na.pdf,\nb.pdf,12\n", "line 3: sha256 is not 64 hexadecimal digits: 12"),
        ("new.csv", 'path,url\na.pdf,""\n"\n.pdf",s3://c/d\n', "line 4: has path and url: give one"),
        ("new.csv", "url,size\n,3\n", "line 2: has neither path nor url"),
        ("new.jsonl", '{"path": "a.pdf"}\n{path}\n', "line 2: not JSON"),
        ("new.jsonl", '"a.pdf"\n', 'line 1: not an object with "path" or "url"'),
        ("new.jsonl", '{"size": 3}\n', "line 1: has neither path nor url"),
        ("new.jsonl", '{"path": ["a.pdf"]}\n', "line 1: path, url and sha256 are text"),
        ("new.txt", "a.pdf\n\nb\0.pdf\n", "line 3: no name of a file or an address"),
        (
            "new.txt",
            "ftp://me:pw@host/a.pdf?sig=S\n",
            "line 1: ftp://host/a.pdf: documents are not read from ftp",
        ),
    ],
)
def test_a_line_that_is_wrong_is_named_and_the_others_go_on(write, look, capsys, name, content, said):
    inputs = look(manifest=write(name, content))
    assert inputs.failures == 1
    assert [source.name for source in inputs.sources] == ["lists/a.pdf"] * content.startswith(HEAD)
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"findings: lists/{name}: {said}")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.txt", None, "no such file"),
        ("new.csv", "name,size\na.pdf,3\n", "must name a column path or url"),
        ("new.csv", "", "must name a column path or url"),
        ("letter.txt", "%PDF-1.7\n", "is a document, and no list"),
        ("", None, "directory"),
    ],
)
def test_what_is_no_list_is_refused(write, look, name, content, said):
    if content is not None:
        write(name, content)
    with pytest.raises(ManifestError, match=f"--manifest lists/{name}: .*{said}"):
        look(manifest=f"lists/{name}")


def test_what_a_store_needs_is_named_before_anything_is_read(write, look):
    sys.modules.pop("adlfs", None)
    with pytest.raises(MissingExtraError, match=r"^az:// needs adlfs: pip install adlfs$"):
        look(manifest=write("new.txt", "az://letters/a.pdf\n"))


def test_a_list_as_it_is_typed(write, tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / "lists" / f"{name}.txt").write_text(f"Caseloads are too high in {name}.\n")
    right = hashlib.sha256((tmp_path / "lists" / "a.txt").read_bytes()).hexdigest()
    typed = write("new.csv", f"path,sha256\na.txt,{right}\nb.txt,{DIGEST}\nc.txt,\ngone.txt,\n")
    done = CliRunner().invoke(app, ["classify", "--manifest", typed, "--format", "csv", "--quiet"])
    assert done.exit_code == 1
    assert [line.split(",")[0] for line in done.stdout.splitlines()[1:]] == ["lists/a.txt", "lists/c.txt"]
    assert done.stderr.splitlines() == [
        "findings: lists/b.txt: its SHA-256 is not the one that the list has: it has changed, or is damaged",
        "findings: lists/gone.txt: no such file or folder",
    ]
    done = CliRunner().invoke(app, ["overview", "--manifest", typed, "-o", "o.db", "--quiet"])
    assert (done.exit_code, (tmp_path / "o.db").exists()) == (1, True)


@pytest.mark.parametrize("command", ["classify", "overview"])
def test_without_documents_and_list_there_is_nothing_to_read(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, [command])
    assert done.exit_code == 2
    assert (
        done.stderr == "findings: error: nothing to read: name documents, or a list of them with --manifest\n"
    )
