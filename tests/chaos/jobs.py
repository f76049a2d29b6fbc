"""Commands that change something: the state before each, and what may be there after it was killed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from datafolder import DataFolder, copy_data
from inspection_findings.commands.archive.manifest import generation_named, generation_number
from inspection_findings.model.scorer import default_model_path

_DATA = Path(__file__).resolve().parents[2] / "data"
_FIELDS = 'features.fields=[{name="words",source="text",high=1}]'
_TINY = ("--set", "folds=2", "--set", _FIELDS, "--jobs", "1", "--quiet")
# Of which split an authority is: see test_splits.
_AUTHORITIES = ("barking and dagenham", "bedford", "luton")
_LETTERS = 40
# So that most kills come when some are done: reading the model takes as long as reading a hundred.
_LETTERS_OF_BATCH = 400
_LETTER = """\
# Inspection of {} children's services

## What needs to improve

- The regularity of supervision.

## The experiences and progress of children in care: good

Caseloads have come down since the autumn. Partners share what they know without delay.
"""


def _nothing_more() -> None:
    """The state is all that there is to check."""


@dataclass(frozen=True)
class Job:
    """A command that is killed.

    Attributes
    ----------
    prepare
        Makes the state before it in the current folder; gives words of commands that have to run for it.
    words
        The command.
    state
        Checks what is there, in the current folder, and gives a name of it; raises where it is not whole.
    share
        Of the kills, against the others': what takes long is killed less often.
    in_a_row
        How often it is killed, at most, before it is left to come to its end.
    ending
        Checks what the command writes after the state has changed, once it came to its end.
    """

    prepare: Callable[[], Iterable[tuple[str, ...]]]
    words: tuple[str, ...]
    state: Callable[[], str]
    share: int
    in_a_row: int = 1
    ending: Callable[[], None] = _nothing_more


def _prepare_build() -> Iterable[tuple[str, ...]]:
    folder = _labelled(Path("data"))
    yield ("data", "build", "--jobs", "1")
    folder.label("more", "luton", "Visits are late.", "oversight:weakness")
    folder.write()


def _built() -> str:
    from inspection_findings.corpus.dataset import load_corpus

    return load_corpus(Path("data/dataset")).fingerprint


def _prepare_import() -> Iterable[tuple[str, ...]]:
    from inspection_findings.corpus.exchange.table import COLUMNS
    from inspection_findings.corpus.positions import Stream
    from inspection_findings.documents import read_document

    _labelled(Path("data"))
    rows = io.StringIO()
    writer = csv.DictWriter(rows, COLUMNS)
    writer.writeheader()
    for authority in _AUTHORITIES:
        name = authority.replace(" ", "-")
        stream = Stream.of(read_document(Path(f"data/raw/reports/{name}.txt")).text)
        text = "Visits are late."
        start = read_document(Path(f"data/raw/reports/{name}.txt")).text.index(text)
        position, length = stream.place(start, start + len(text))
        task = f"{name}@{position}+{length}:{stream.fingerprint(position, length)}"
        writer.writerow({"text": text, "labels": "oversight:weakness", "sample": "random", "task": task})
    Path("tasks.csv").write_text(rows.getvalue())
    return ()


def _labels() -> str:
    from inspection_findings.corpus.sources import read_sources

    kept = read_sources(Path("data"))
    return str(sorted(a.id for each in kept.annotations.values() for a in each))


def _prepare_classify(letters: int = _LETTERS) -> Iterable[tuple[str, ...]]:
    Path("letters").mkdir()
    for number in range(letters):
        Path(f"letters/{number:02}.md").write_text(_LETTER.format(f"Fernshire {number}"))
    Path("findings.jsonl").write_text("before\n")
    return ()


def _findings() -> str:
    data = Path("findings.jsonl").read_bytes()
    return hashlib.sha256(data).hexdigest()


def _findings_with_account() -> str:
    found, account = _findings(), Path("failures.json")
    # Whole or not there; and it says of no run that it is complete whose findings are not there.
    if account.exists() and json.loads(account.read_bytes())["complete"]:
        assert Path("findings.jsonl").read_bytes() != b"before\n"
    return found


def _account() -> None:
    said = json.loads(Path("failures.json").read_bytes())
    assert (said["complete"], said["exit_code"], said["read"]) == (True, 0, _LETTERS_OF_BATCH)


def _prepare_archive() -> Iterable[tuple[str, ...]]:
    _prepare_classify()
    yield _ARCHIVE
    for number in range(20, 60):
        Path(f"letters/{number:02}.md").write_text(_LETTER.format(f"Fernshire {number}, again"))
    Path("letters/00.md").unlink()


def _archived() -> str:
    from pyarrow import dataset

    from inspection_findings.commands.archive.ledger import read_ledger

    current = Path("archive/current")
    rows = dataset.dataset(current).to_table().to_pylist()
    findings = sum(known.findings for known in read_ledger(current).values())
    assert findings == len(rows) > 0, "rows are doubled or dropped"
    return hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()


def _archived_well() -> None:
    current = Path("archive/current").readlink().name
    found = {path.name for path in Path("archive").iterdir()}
    # Readers may still be at it.
    found.discard(generation_named(generation_number(current) - 1))
    assert found == {".lock", "archive.json", "current", current}, f"left in the end: {found}"
    assert json.loads(Path("archive/archive.json").read_bytes())["generation"] == current


def _prepare_page() -> Iterable[tuple[str, ...]]:
    _prepare_classify()
    Path("overview.html").write_text("before\n")
    return ()


def _page() -> str:
    text = Path("overview.html").read_text()
    assert text == "before\n" or text.rstrip().endswith("</html>"), "the page is not whole"
    # Not its data, which are the same in another run, but compressed.
    return str(text.count("Fernshire"))


def _prepare_database() -> Iterable[tuple[str, ...]]:
    _prepare_classify()
    yield ("overview", "letters/00.md", "--output", "findings.db", "--jobs", "1", "--quiet")


def _prepare_update() -> Iterable[tuple[str, ...]]:
    _prepare_classify()
    yield ("overview", "letters", "--output", "findings.db", "--jobs", "1", "--quiet")
    # Some are gone, changed, new and under other names.
    for number in range(8):
        Path(f"letters/{number:02}.md").unlink()
        Path(f"letters/{number + 8:02}.md").write_text(_LETTER.format(f"Moorshire {number}"))
        Path(f"letters/{number + 16:02}.md").rename(f"letters/moved-{number}.md")
        Path(f"letters/new-{number}.md").write_text(_LETTER.format(f"Leeds {number}"))


def _database() -> str:
    with closing(sqlite3.connect("findings.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        reports = database.execute("SELECT document, sentences FROM report ORDER BY id").fetchall()
        [[sentences]] = database.execute("SELECT count(*) FROM sentence").fetchall()
    assert sentences == sum(number for _, number in reports)
    json.loads(Path("findings.metadata.json").read_bytes())
    return str(reports)


def _updated() -> str:
    # As whoever asks the database opens it: for reading alone.
    from inspection_findings.overview.database import Database

    with Database.open(Path("findings.db")) as database:
        database.reports()
    return _database()


def _prepare_train() -> Iterable[tuple[str, ...]]:
    copy_data(_DATA, Path("data"), specimens=45)
    yield ("data", "build", "--jobs", "1")
    yield ("train", "--output", "model", "--set", "second_pass.c=0.05", *_TINY)


def _trained() -> str:
    from inspection_findings.model.storage import read_model
    from inspection_findings.reporting.card import model_card
    from inspection_findings.tracking.completeness import missing_model
    from inspection_findings.tracking.registry import CHALLENGER, version_with_alias, versions
    from inspection_findings.tracking.store import open_store

    _, metadata = read_model(Path("model"))
    _sound_database()
    client = open_store()
    for version in versions():
        assert missing_model(client, version) == [], f"version {version.version} is not whole"
        assert client.get_run(version.run_id).info.status == "FINISHED"
    assert version_with_alias(CHALLENGER) is not None
    card = Path("model/README.md").read_text()
    # Replaced right after the model, each in one step: between the two it is that of the model before.
    late = card != model_card(metadata)
    assert not late or Path("model/.README.md.new").exists() or Path("model/.model.npz.new").exists()
    # What was trained, whenever that was.
    return str(metadata.config["second_pass"]["c"])


def _prepare_promote() -> Iterable[tuple[str, ...]]:
    from inspection_findings.tracking.registry import CHAMPION, set_alias
    from made_predictions import made_predictions
    from registered import made_version

    first = made_version(made_predictions(noise=0.4), model=default_model_path())
    made_version(made_predictions(noise=0.01), model=default_model_path())
    set_alias(CHAMPION, first.version)
    Path("rules.toml").write_text("min_gain = 0.05\nmax_ece = 1.0\nmin_sentences = 1\n")
    return ()


def _promoted() -> str:
    from inspection_findings.tracking.promotion import history
    from inspection_findings.tracking.registry import CHAMPION, version_with_alias

    _sound_database()
    history()
    champion = version_with_alias(CHAMPION)
    assert champion is not None
    return str(champion.version)


def _card_of_champion() -> None:
    from inspection_findings.tracking.artifacts import fetch
    from inspection_findings.tracking.cards import CARD_FILE, version_card
    from inspection_findings.tracking.registry import CHAMPION, version_with_alias

    champion = version_with_alias(CHAMPION)
    assert champion is not None
    with TemporaryDirectory() as temporary:
        card = fetch(champion.run_id, CARD_FILE, Path(temporary)).read_text()
    assert card == version_card(champion), "the champion's card is not as it stands"


def _sound_database() -> None:
    with closing(sqlite3.connect("experiments/mlflow.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _labelled(path: Path) -> DataFolder:
    folder = DataFolder(path)
    for name in _AUTHORITIES:
        folder.document(name.replace(" ", "-"), name, "Plans are clear. Visits are late.")
        folder.label(name, name.replace(" ", "-"), "Plans are clear.", "assessment_planning:strength")
    folder.write()
    return folder


_CLASSIFY = ("classify", "letters", "--output", "findings.jsonl", "--jobs", "2")
_ARCHIVE = ("classify", "letters", "--output", "archive/", "--prune", "--jobs", "2")
_OVERVIEW = ("overview", "letters", "--jobs", "2", "--output")

JOBS = {
    "classify": Job(_prepare_classify, _CLASSIFY, _findings, 5),
    "classify --resume": Job(
        partial(_prepare_classify, _LETTERS_OF_BATCH),
        (*_CLASSIFY, "--resume", "--failures", "failures.json"),
        _findings_with_account,
        5,
        in_a_row=3,
        ending=_account,
    ),
    "classify -o archive/": Job(_prepare_archive, _ARCHIVE, _archived, 4, in_a_row=2, ending=_archived_well),
    "overview -o overview.html": Job(_prepare_page, (*_OVERVIEW, "overview.html"), _page, 3),
    "overview -o findings.db": Job(_prepare_database, (*_OVERVIEW, "findings.db"), _database, 3),
    "overview --update": Job(
        _prepare_update, (*_OVERVIEW, "findings.db", "--update", "--prune"), _updated, 3
    ),
    "label import": Job(
        _prepare_import, ("label", "import", "tasks.csv", "--annotator", "Rowan", "--jobs", "1"), _labels, 5
    ),
    "data build": Job(_prepare_build, ("data", "build", "--jobs", "1"), _built, 5),
    "promote": Job(
        _prepare_promote, ("promote", "--rules", "rules.toml"), _promoted, 3, ending=_card_of_champion
    ),
    "train": Job(
        _prepare_train, ("train", "--output", "model", "--set", "second_pass.c=0.5", *_TINY), _trained, 2
    ),
}
