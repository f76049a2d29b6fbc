"""The walk-through of adding data is run as it stands: its commands work and print what it shows."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from datafolder import copy_data
from inspection_findings.corpus.catalogue import read_catalogue
from inspection_findings.corpus.sources import read_sources
from inspection_findings.corpus.splits import split_of
from rendering import NORTHMERE, Letter, Para, Part, pdf
from walkthrough import assert_named_commands_exist, assert_shown, blocks, findings, shown_in

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "adding-data.md").read_text(encoding="utf-8")
BLOCKS = blocks(PAGE)
SMALL = """\
folds = 2
[second_pass]
rounds = 1
[[features.fields]]
name = "words"
source = "text"
high = 1
"""
GREYMARSH_ID, SALTBOURNE_ID = "greymarsh-ilacs-2024-05-21", "saltbourne-ilacs-2024-06-11"
SETTLED, OPEN = f"{GREYMARSH_ID}@911", f"{GREYMARSH_ID}@1386"


def letter(name: str, inspected: str, grades: str, *sections: tuple[str, ...], published: str = "") -> Letter:
    """A letter about a council that does not exist: what needs to improve, and five judged areas."""
    headings = [f"{area}: {grade}" for area, grade in zip(AREAS, grades.split(", "), strict=True)]
    bullets = Part("What needs to improve?", tuple(Para((text,), bullet=True) for text in sections[0]))
    fields = (f"Inspection dates: {inspected}", *([f"Published: {published}"] if published else []))
    return replace(
        NORTHMERE,
        title=f"Inspection of {name} local authority children’s services",
        fields=(*fields, NORTHMERE.fields[1]),
        grades=tuple(
            (area, grade.capitalize()) for area, grade in zip(AREAS, grades.split(", "), strict=True)
        ),
        parts=(
            bullets,
            *(
                Part(heading, (Para(sentences, number=str(number)),))
                for number, (heading, sentences) in enumerate(zip(headings, sections[1:], strict=True), 1)
            ),
        ),
        running=(f"Inspection of {name} local authority children’s services", inspected),
    )


AREAS = tuple(area for area, _ in NORTHMERE.grades if area != "Overall effectiveness")

GREYMARSH = letter(
    "Greymarsh",
    "8 April to 19 April 2024",
    "requires improvement, good, good, outstanding",
    (
        "The reach of audits beyond the tidiness of the file.",
        "How soon a newly arrived child sees a dentist.",
    ),
    (
        "The new lead member asks hard questions and gets answers.",
        "Senior managers in Greymarsh were slow to notice that agency staff had become half of two teams.",
        "Auditors tick what is on the file and seldom ask what changed for the child.",
        "Supervisors meet their workers every fortnight, and their advice is easy to find on the record.",
    ),
    (
        "Callers reach a qualified worker within the hour.",
        "Where two parents quarrel violently, workers plan with care for the hours after school.",
        "The police share what they know before the meeting starts.",
        "Inspectors read thirty files.",
    ),
    (
        "Brothers and sisters live together wherever that is safe.",
        "Too many children wait for a place with a local foster family.",
        "Workers know what each child is fond of and afraid of.",
    ),
    (
        "Advisers in Greymarsh ring on birthdays and turn up on moving day.",
        "Every young person has a pathway plan that they wrote half of themselves.",
        "The flats on offer are warm, dry and near the bus.",
    ),
    published="21 May 2024",
)

SALTBOURNE = letter(
    "Saltbourne",
    "13 May to 24 May 2024",
    "inadequate, requires improvement, requires improvement, good",
    (
        "The grip of first-line managers on work that drifts.",
        "The number of cases that each worker holds.",
    ),
    (
        "Turnover at the top has left Saltbourne without a plan that anybody could name.",
        "Councillors are told how many visits were made and not what came of them.",
        "Half of the workers joined within the year, and many carry more families than they can know.",
        "Learning days are popular and well chosen.",
    ),
    (
        "Referrals lie unread over the weekend.",
        "Once a worker is named, the first visit is quick and kind.",
        "Plans list services and do not say what has to be different by when.",
        "Health visitors and schools are seldom asked for what they see every day.",
        "The visit took place in May.",
    ),
    (
        "Some children have moved four times in a year because no one planned for the placement to fail.",
        "The virtual school chases every missed morning.",
        "Children’s own words appear on few of the records.",
    ),
    (
        "Advisers stay in touch with those who have gone far away.",
        "Health histories reach some young people only after they have asked twice.",
    ),
)

FERNHOLLOW = letter(
    "Fernhollow",
    "3 June to 14 June 2024",
    "good, good, good, good",
    ("The speed at which the night team answers.",),
    ("The director of Fernhollow reads ten files a month and talks them through with those who wrote them.",),
    ("At night, callers wait long for an answer.", "By day, thresholds are plain and kept to."),
    ("Carers are well matched and stay the course.",),
    ("Young people choose their adviser.",),
    published="9 July 2024",
)

LETTERS = {"greymarsh": GREYMARSH, "saltbourne": SALTBOURNE, "fernhollow": FERNHOLLOW}
DOMAINS = {"leaders": "leadership", "help_and_protection": "protection", "what_needs_to_improve": "oversight"}
CRITICAL = re.compile(r"\b(?:slow|seldom|too many|without|not|unread|no one|few|wait)\b", re.I)
FACTS = re.compile(r"Inspectors read|The visit took place")


def annotate(text: str, section: str) -> list[str]:
    """Stand in for an annotator: the domain by the section, the polarity by a few words."""
    if FACTS.match(text):
        return ["none"]
    critical = section == "what_needs_to_improve" or CRITICAL.search(text)
    return [f"{DOMAINS.get(section, section)}:{'weakness' if critical else 'strength'}"]


def fill_in(source: Path, target: Path, **instead: str) -> None:
    """Fill in a table of tasks; ``instead`` gives other labels by the first word of a sentence."""
    rows = list(csv.DictReader(io.StringIO(source.read_text("utf-8"))))
    assert {row["labels"] for row in rows} == {""}
    for row in rows:
        labels = "; ".join(annotate(row["text"], row["section"]))
        row["labels"] = instead.get(row["text"].split()[0], labels)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def fill_in_label_studio(source: Path, target: Path) -> None:
    """Make of tasks what Label Studio exports once they are labelled; one is skipped."""
    tasks = json.loads(source.read_text("utf-8"))
    exported = []
    for number, task in enumerate(tasks, start=1):
        choices = annotate(task["data"]["text"], task["data"]["section"])
        skipped = number == len(tasks)
        result = {"from_name": "labels", "to_name": "text", "type": "choices", "value": {"choices": choices}}
        annotation = {
            "id": number,
            "completed_by": {"id": 1, "email": "rowan@example.org"},
            "was_cancelled": skipped,
            "updated_at": "2024-07-01T09:12:44.120388Z",
            "result": [] if skipped else [result],
        }
        exported.append({"id": number, "data": task["data"], "annotations": [annotation]})
    target.write_text(json.dumps(exported), "utf-8")


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, what it printed, and the labels as they then stood in the files."""

    code: int
    lines: list[str]
    labels: dict[str, list[str]]


COMMANDS = [shown for language, block in BLOCKS if language == "console" for shown in shown_in(block)]


class Checkout:
    """A folder with a part of the data, the letters beside it, and the page's commands run in it."""

    def __init__(self, top: Path) -> None:
        self.top, self.path = top, top / "checkout"
        self.ran: list[Ran] = []
        copy_data(ROOT / "data", self.path / "data", specimens=12)
        shutil.copy(ROOT / "data" / "README.md", self.path / "data")
        shutil.copy(ROOT / ".gitignore", self.path)
        (top / "letters").mkdir()
        for name, letter in LETTERS.items():
            (top / "letters" / f"{name}.pdf").write_bytes(pdf(letter))
        (top / "small.toml").write_text(SMALL)

    def follow(self) -> None:
        """Do what the page says, from top to bottom."""
        for language, block in BLOCKS:
            if language == "json":
                with (self.path / "data" / "overrides.jsonl").open("a", encoding="utf-8") as stream:
                    stream.write(block)
            elif language == "console":
                for shown in shown_in(block):
                    self.label_by_hand(shown.command)
                    self.run(shown.command)

    def label_by_hand(self, command: str) -> None:
        """Do what people do before a command: fill in what was exported, once it is needed."""
        tables = {
            "greymarsh-rowan.csv": {"Inspectors": ""},
            "greymarsh-hale.csv": {
                "Callers": "front_door:strength", "Every": "care_leavers:strength; voice:strength"
            },
        }  # fmt: skip
        for name, instead in tables.items():
            if name in command and not (self.top / name).exists():
                fill_in(self.top / "greymarsh.csv", self.top / name, **instead)
        if "saltbourne-labelled.json" in command:
            fill_in_label_studio(self.top / "saltbourne.json", self.top / "saltbourne-labelled.json")

    def run(self, command: str) -> None:
        """Run a command as a shell would; in one process, and training with a small configuration."""
        command, _, target = command.partition(" > ")
        name, *words = shlex.split(command)
        assert name == "findings"
        if words[0] == "train" or words[1] == "suspects":
            words += ["--config", "../small.toml"]
        if words[0] == "train" or words[1] in {"suspects", "export", "import", "check", "build"}:
            words += ["--jobs", "1"]
        done = findings(words, self.path)
        printed = done.stdout
        if target:
            (self.path / target).write_text(printed, encoding="utf-8")
            printed = ""
        lines = (self.path / "data" / "labeled" / "reports.jsonl").read_text("utf-8").splitlines()
        labels = {row["id"]: row["labels"] for row in map(json.loads, lines)}
        self.ran.append(Ran(done.returncode, printed.splitlines(), labels))

    def after(self, start: str) -> Ran:
        """What the first command that begins so did."""
        index = next(i for i, shown in enumerate(COMMANDS) if shown.command.startswith(f"findings {start}"))
        return self.ran[index]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    checkout = Checkout(tmp_path_factory.mktemp("walk"))
    checkout.follow()
    return checkout


def plain(line: str, command: str) -> str:
    """A line for comparison: layout apart, and figures where they depend on how much data is at hand."""
    line = " ".join(line.split())
    if re.match(r"findings (train|evaluate|classify|data check|data build)\b", command):
        line = re.sub(r" [−+] .*$", "", re.sub(r"\b\d[\d.,]*\b", "0", line))
    return line


@pytest.mark.parametrize("index", range(len(COMMANDS)), ids=[shown.command for shown in COMMANDS])
def test_each_command_prints_what_the_page_shows(checkout, index):
    shown, ran = COMMANDS[index], checkout.ran[index]
    refused = any("conflict: " in line or "the text does not say it" in line for line in shown.lines)
    assert ran.code == (1 if refused else 0), "\n".join(ran.lines)
    wanted = [plain(line, shown.command) for line in shown.lines]
    printed = [plain(line, shown.command) for line in ran.lines]
    assert_shown(wanted, printed)


def test_documents_are_where_the_page_says_and_split_by_name(checkout):
    listed = read_catalogue(checkout.path / "data" / "raw" / "sources.csv")
    assert listed[GREYMARSH_ID].file == f"reports/{GREYMARSH_ID}.pdf"
    assert listed[SALTBOURNE_ID].address == "https://example.org/saltbourne.pdf"
    assert listed["fernhollow-ilacs-2024-07-09"].source == "specimen"
    for name, file in (("greymarsh", listed[GREYMARSH_ID].file), ("saltbourne", listed[SALTBOURNE_ID].file)):
        sent = checkout.top / "letters" / f"{name}.pdf"
        assert (checkout.path / "data" / "raw" / file).read_bytes() == sent.read_bytes()
    assert (split_of("greymarsh"), split_of("saltbourne")) == ("validation", "train")
    assert "70% of names fall into train, 15% into validation, 15% into test" in PAGE


def test_samples_are_those_that_the_page_recommends_and_whole_passages_are_whole(checkout):
    rows = list(csv.DictReader(io.StringIO((checkout.top / "greymarsh.csv").read_text("utf-8"))))
    texts = {row["text"] for row in rows}
    assert {row["sample"] for row in rows} == {"random"}
    for part in GREYMARSH.parts:
        for para in part.paras:
            assert len(texts.intersection(para.sentences)) in {0, len(para.sentences)}
    tasks = json.loads((checkout.top / "saltbourne.json").read_text("utf-8"))
    assert {task["data"]["sample"] for task in tasks} == {"active"}
    assert (checkout.top / "interface.xml").read_text("utf-8").startswith("<View>")


def test_a_dry_run_adds_nothing_and_an_import_adds_what_it_counts(checkout):
    before = checkout.after("label config").labels
    dry, real, other, second = [
        ran for shown, ran in zip(COMMANDS, checkout.ran, strict=True) if "label import" in shown.command
    ][:4]
    assert dry.labels == before
    assert len(real.labels) == len(before) + 10
    assert len(other.labels) == len(real.labels) + 7
    assert len(second.labels) == len(other.labels) + 1


def test_no_import_ever_changes_a_label(checkout):
    for earlier, later in zip(checkout.ran, checkout.ran[1:], strict=False):
        assert earlier.labels.items() <= later.labels.items()
    assert checkout.ran[-1].labels[SETTLED] == ["protection:strength"]
    assert checkout.ran[-1].labels[OPEN] == ["care_leavers:strength"]


def test_conflicts_are_written_with_both_sides(checkout):
    rows = list(csv.DictReader(io.StringIO((checkout.top / "conflicts.csv").read_text("utf-8"))))
    assert [(row["id"], row["stands"], row["annotator"]) for row in rows] == [
        (name, stands, who)
        for name in (SETTLED, OPEN)
        for stands, who in (("true", "J. Rowan"), ("false", "P. Hale"))
    ]


def test_a_correction_takes_effect_and_leaves_the_label_as_it_was_written(checkout):
    standing = {a.id: a for a in read_sources(checkout.path / "data").annotations[GREYMARSH_ID]}
    assert standing[SETTLED].labels == ("front_door:strength",)


def test_the_check_finds_nothing_wrong_with_the_new_documents(checkout):
    lines = checkout.after("data check").lines
    assert lines[-1].startswith("0 errors, ")
    assert not [line for line in lines if "greymarsh" in line or "saltbourne" in line]


def test_each_new_authority_is_in_its_split(checkout):
    rows = [
        re.findall(r"[\w,]+", line) for line in checkout.after("data build").lines if line.startswith("│")
    ]
    counts = {tuple(row[:2]): (row[2], row[4]) for row in rows if len(row) == 6 and row[1] == "report"}
    assert counts == {("train", "report"): ("1", "7"), ("validation", "report"): ("1", "11")}


def test_the_trained_model_finds_something_in_the_new_letter(checkout):
    assert (checkout.path / "models" / "mine" / "model.npz").is_file()
    [last] = [
        line for line in checkout.after("classify").lines if line.startswith("1 document, 16 sentences")
    ]
    assert int(re.findall(r"(\d+) findings", last)[0]) > 0


def test_what_is_committed_holds_no_text_of_others(checkout):
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here")
    [block] = [block for language, block in BLOCKS if language == "sh"]
    run = {"cwd": checkout.path, "check": True, "capture_output": True, "text": True}
    subprocess.run([git, "init", "--quiet"], **run)
    subprocess.run([git, *shlex.split(block)[1:]], **run)
    staged = subprocess.run([git, "diff", "--cached", "--name-only"], **run).stdout.split()
    specimens = {name for name in staged if name.startswith("data/raw/specimens/")}
    assert "data/raw/specimens/fernhollow-ilacs-2024-07-09.pdf" in specimens
    assert set(staged) - specimens == {
        "data/README.md", "data/overrides.jsonl", "data/raw/sources.csv", "data/labeled/reports.jsonl",
        "data/labeled/articles.jsonl", "data/labeled/specimens.jsonl",
    }  # fmt: skip
    left = subprocess.run([git, "status", "--porcelain", "--untracked-files=all"], **run).stdout.splitlines()
    assert [line for line in left if line.startswith("??")] == ["?? .gitignore"]
    labels = (checkout.path / "data" / "labeled" / "reports.jsonl").read_text("utf-8")
    assert "Callers reach" not in labels


def test_every_command_and_option_that_the_text_names_exists():
    assert {"--random", "--uncertain", "--suggest"} <= assert_named_commands_exist(PAGE)
