"""A database that is brought up to date is the same as one that is made anew."""

from __future__ import annotations

import random

import pytest

from inspection_findings.overview.changes import apply_changes, find_changes
from inspection_findings.overview.database import Database, OverviewError
from inspection_findings.overview.rows import report_rows
from made_reports import MODEL, made_report

# Two that go by two spellings, none of them in the table of authorities, and two that are.
AUTHORITIES = (
    "Fern & Moor",
    "Fern and Moor Council",
    "Fernshire",
    "FERNSHIRE",
    "Leeds",
    "Leeds City Council",
)
WORDS = ("supervision", "caseloads", "sharing", "zebra")
# All but ids, each row by what names it.
TABLES = {
    "report": "SELECT document, sha256, title, authority, region, framework, inspection_start, "
    "inspection_end, published, date, year, lead_inspector, pages, format, sentences FROM report",
    "grade": "SELECT document, area, grade FROM grade JOIN report ON report.id = report_id",
    "sentence": 'SELECT document, number, page, start, "end", section, heading, passage, position, bullet, '
    "text FROM sentence JOIN report ON report.id = report_id",
    "finding": "SELECT document, number, domain, polarity, area, confidence, unsure FROM finding "
    "JOIN sentence ON sentence.id = sentence_id JOIN report ON report.id = report_id",
    "spelling": "SELECT document, spelling.authority FROM spelling JOIN report ON report.id = report_id",
    "about": "SELECT key, value FROM about",
    "domain": "SELECT code, name, area, place FROM domain",
    "view reports": "SELECT authority, strengths, weaknesses, unsure, document FROM reports",
    "view trend": "SELECT * FROM trend",
}

FOUND = (
    "SELECT document, number FROM sentence_fts JOIN sentence ON sentence.id = sentence_fts.rowid "
    "JOIN report ON report.id = report_id WHERE sentence_fts MATCH ?"
)


def contents(database: Database) -> dict[str, list[str]]:
    """Rows by table, in an order that does not depend on how they came there."""
    database.connection.execute("INSERT INTO sentence_fts (sentence_fts, rank) VALUES ('integrity-check', 1)")
    database.connection.rollback()
    assert database.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    questions = [(name, question, ()) for name, question in TABLES.items()]
    questions += [(f"full text: {word}", FOUND, (word,)) for word in WORDS]
    return {
        name: sorted(str(tuple(row)) for row in database.connection.execute(question, values))
        for name, question, values in questions
    }


def rows_of(name: str, content: tuple[str, int, str]):
    """What is read of a report with these contents under this name."""
    authority, year, word = content
    report = made_report(
        authority, year, name=name, precision=0.75, more=f"\n\nThere is a {word} in number {year}.\n"
    )
    return report_rows(report.document, report.results)


def bring_up_to_date(database: Database, given: dict[str, tuple[str, int, str]]) -> None:
    """What the command does, with all that is gone removed."""
    changes = find_changes(database.reports(), ((name, str(given[name])) for name in given))
    new = ((rows_of(name, given[name]), str(given[name])) for name in changes.read)
    removed = [*changes.changed.values(), *changes.reread.values(), *changes.gone]
    apply_changes(database, changes, new, removed)


def made_anew(path, given: dict[str, tuple[str, int, str]]) -> dict[str, list[str]]:
    with Database.create(path) as database:
        database.made_with(MODEL, 0.75)
        for name, content in given.items():
            if database.holds(str(content)) is None:
                database.insert(rows_of(name, content), str(content))
        return contents(database)


@pytest.fixture
def empty(tmp_path):
    """A database without reports, opened for writing."""
    with Database.create(tmp_path / "findings.db") as database:
        database.made_with(MODEL, 0.75)
    with Database.open(tmp_path / "findings.db", writable=True) as database:
        yield database


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_changes_ends_as_if_made_anew(empty, tmp_path, seed):
    draw = random.Random(seed)  # noqa: S311 - any changes will do
    names = [f"{number}.{suffix}" for number in range(5) for suffix in ("md", "txt")]
    given: dict[str, tuple[str, int, str]] = {}
    for step in range(12):
        for _ in range(draw.randint(1, 4)):
            name = draw.choice(names)
            match draw.choice(["put", "put", "take", "swap", "copy"]):
                case "put":
                    given[name] = (draw.choice(AUTHORITIES), draw.randint(2018, 2024), draw.choice(WORDS))
                case "take":
                    given.pop(name, None)
                case "swap" if len(given) > 1:
                    one, other = draw.sample(sorted(given), 2)
                    given[one], given[other] = given[other], given[one]
                case _ if given:
                    given[name] = given[draw.choice(sorted(given))]
        # As folders are gone through.
        given = dict(sorted(given.items()))
        bring_up_to_date(empty, given)
        assert contents(empty) == made_anew(tmp_path / f"{step}.db", given), f"step {step}"


def test_nothing_to_change_is_found_where_nothing_changed():
    assert find_changes([], []).read == []


def test_what_is_there_is_not_read_and_what_is_gone_is_left_to_the_caller(empty):
    first = {"a.md": ("Leeds", 2020, "zebra"), "b.md": ("Leeds", 2021, "zebra")}
    bring_up_to_date(empty, first)
    changes = find_changes(empty.reports(), [("a.md", str(first["a.md"])), ("c.md", "new")])
    assert (changes.read, changes.unchanged) == (["c.md"], 1)
    assert [report.document for report in changes.gone] == ["b.md"]


def test_one_that_moved_keeps_its_rows_and_gets_the_name(empty):
    content = ("Leeds", 2020, "zebra")
    bring_up_to_date(empty, {"old/a.md": content})
    changes = find_changes(empty.reports(), [("new/a.md", str(content))])
    assert (changes.read, changes.gone, list(changes.renamed)) == ([], [], ["new/a.md"])
    bring_up_to_date(empty, {"new/a.md": content})
    assert [report.document for report in empty.reports()] == ["new/a.md"]


def test_who_reads_meanwhile_sees_all_as_before_and_after_that_all(empty, tmp_path):
    bring_up_to_date(empty, {"a.md": ("Leeds", 2020, "zebra")})
    seen = []

    def looking(rows):
        with Database.open(tmp_path / "findings.db") as other:
            seen.append([report.document for report in other.reports()])
        return rows

    given = {name: ("Leeds", year, "zebra") for year, name in ((2021, "a.md"), (2022, "b.md"))}
    changes = find_changes(empty.reports(), ((name, str(given[name])) for name in given))
    new = (looking((rows_of(name, given[name]), str(given[name]))) for name in changes.read)
    apply_changes(empty, changes, new, list(changes.changed.values()))
    assert seen == [["a.md"], ["a.md"]]
    with Database.open(tmp_path / "findings.db") as other:
        assert [(each.document, each.year) for each in other.reports()] == [("a.md", 2021), ("b.md", 2022)]


def test_what_fails_in_the_middle_changes_nothing(empty):
    bring_up_to_date(empty, {"a.md": ("Leeds", 2020, "zebra")})
    before = contents(empty)
    changes = find_changes(empty.reports(), [("a.md", "x"), ("b.md", "y")])
    # Another process has added one of the same contents since.
    new = [(rows_of("a.md", ("Leeds", 2021, "zebra")), "x"), (rows_of("b.md", ("Leeds", 2022, "zebra")), "x")]
    with pytest.raises(OverviewError, match=r"b.md: the database has a report"):
        apply_changes(empty, changes, new, list(changes.changed.values()))
    assert contents(empty) == before


def test_a_database_of_before_gets_the_table_that_it_lacks(empty):
    bring_up_to_date(empty, {"a.md": ("Fernshire", 2020, "zebra")})
    with empty.connection as connection:
        connection.execute("DROP TABLE spelling")
    bring_up_to_date(empty, {"a.md": ("Fernshire", 2020, "zebra"), "b.md": ("FERNSHIRE", 2021, "zebra")})
    assert [report.authority for report in empty.reports()] == ["Fernshire"] * 2


def test_replacing_again_and_again_does_not_let_the_file_grow(empty, tmp_path):
    path = tmp_path / "findings.db"

    def given(turn):
        return {
            f"{number}.md": ("Leeds", number, f"{turn:03} zebra {number * turn}")
            for number in range(2000, 2010)
        }

    sizes = []
    for turn in range(50):
        bring_up_to_date(empty, given(turn))
        sizes.append(path.stat().st_size)
    assert max(sizes[5:]) <= 1.2 * max(sizes[:5])
