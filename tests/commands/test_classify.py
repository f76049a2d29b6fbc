"""`findings classify` with a model of four cue words: what is written, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

import inspection_findings
from inspection_findings.commands import asked, classification, lines
from inspection_findings.exceptions import ModelError
from inspection_findings.labels import LABELS
from inspection_findings.model.scorer import load_model
from workbooks import records


def objects(text: str) -> list[dict]:
    return [json.loads(line) for line in text.split("\n") if line]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


class TestTable:
    def test_shows_document_findings_and_summary_beside_the_grade(self, run, letter):
        result = run("classify", letter)
        assert result.exit_code == 0
        assert result.stderr == ""
        out = result.stdout
        assert "Fernshire, ILACS, inspected 4 to 8 March 2024" in out
        assert "− oversight " in out
        assert " █████ 91%" in out
        assert "+ workforce " in out
        assert "1 document, 5 sentences, 5 findings: 3 strengths, 2 weaknesses" in out
        area = [line for line in out.splitlines() if line.startswith("children in care  ")][-1]
        assert "0 │████████████ 3" in area
        assert area.rstrip().endswith("good")

    def test_leaves_sentences_without_findings_out_unless_asked(self, run, tmp_path):
        (tmp_path / "a.txt").write_text("Plans are vague.\n\nInspectors came in May.\n")
        assert "Inspectors came in May." not in run("classify", "a.txt").stdout
        assert "Inspectors came in May." in run("classify", "a.txt", "--all").stdout

    def test_has_no_colour_and_a_width_of_100_when_piped(self, run, letter):
        (letter.parent / "long.txt").write_text("Plans " + "are vague and " * 20 + "late.\n")
        out = run("classify", "long.txt").stdout
        assert "\x1b" not in out
        assert max(map(len, out.splitlines())) == 100

    def test_respects_columns(self, run, letter, monkeypatch):
        monkeypatch.setenv("COLUMNS", "60")
        widths = [len(line) for line in run("classify", letter).stdout.splitlines()]
        assert max(widths[1:]) <= 60

    def test_text_cannot_send_escape_sequences_to_the_terminal(self, run):
        stdin = json.dumps({"id": "\x1b[2J", "text": "Plans are \x1b]0;owned\x07 vague."})
        out = run("classify", "-", "--format", "table", stdin=stdin).stdout
        assert "Plans are" in out
        assert "\x1b" not in out
        assert "\x07" not in out


class TestJsonLines:
    def test_gives_each_sentence_of_a_document_with_offsets_and_all_scores(self, run, letter):
        result = run("classify", letter, "--format", "jsonl")
        found = objects(result.stdout)
        document = inspection_findings.read_document(letter)
        assert [each["text"] for each in found] == [s.text for s in document.sentences()]
        assert all(document.text[each["start"] : each["end"]] == each["text"] for each in found)
        assert all(list(each["scores"]) == [str(label) for label in LABELS] for each in found)
        assert list(found[0]) == [
            *("document", "authority", "published", "page", "start", "end", "section", "passage"),
            *("position", "bullet", "text", "findings", "scores"),
        ]
        assert found[0]["document"] == str(letter)
        assert found[0]["section"] == "what_needs_to_improve"
        assert found[0]["bullet"] is True
        assert found[0]["findings"] == [
            {"domain": "oversight", "polarity": "weakness", "area": "leaders", "confidence": 0.91}
        ]
        assert (found[0]["authority"], found[0]["published"]) == ("Fernshire", None)

    def test_puts_the_summary_on_stderr(self, run, letter):
        result = run("classify", letter, "-f", "jsonl")
        assert "1 document, 5 sentences, 5 findings" in result.stderr
        assert "workforce +2 -0" in result.stderr
        assert run("classify", letter, "-f", "jsonl", "--quiet").stderr == ""

    def test_rounds_to_six_decimals(self, run, letter):
        out = run("classify", letter, "-f", "jsonl").stdout
        assert "0.765432" in out
        assert "0.7654321" not in out

    def test_only_findings(self, run, tmp_path):
        (tmp_path / "a.txt").write_text("Plans are vague.\n\nInspectors came in May.\n")
        assert len(objects(run("classify", "a.txt", "-f", "jsonl").stdout)) == 2
        assert len(objects(run("classify", "a.txt", "-f", "jsonl", "--only-findings").stdout)) == 1


class TestCsv:
    def test_has_a_row_for_each_finding(self, run, letter):
        found = rows(run("classify", letter, "-f", "csv").stdout)
        assert [(row["domain"], row["polarity"]) for row in found] == [
            ("oversight", "weakness"),
            ("assessment_planning", "weakness"),
            ("workforce", "strength"),
            ("workforce", "strength"),
            ("partnership", "strength"),
        ]
        assert found[0]["authority"] == "Fernshire"
        assert found[0]["area"] == "leaders"
        assert [row["bullet"] for row in found] == ["true", "true", "false", "false", "false"]
        assert [row["position"] for row in found] == ["0", "0", "0", "1", "0"]
        assert found[2]["area"] == "children_in_care"
        assert found[2]["text"] == "Caseloads have come down since the autumn."

    def test_quotes_and_defuses(self, run):
        text = '=HYPERLINK("x"), caseloads\nand more'
        stdin = json.dumps({"id": "@1", "text": text})
        [row] = rows(run("classify", "-", "-f", "csv", stdin=stdin).stdout)
        assert row["text"] == "'" + text
        assert row["id"] == "'@1"

    def test_lines_have_an_id_and_no_document(self, run):
        [row] = rows(run("classify", "-", "-f", "csv", stdin='{"id": 7, "text": "Plans"}').stdout)
        assert list(row) == ["id", "section", "area", "passage", "domain", "polarity", "confidence", "text"]
        assert row["id"] == "7"

    def test_a_mark_for_excel_where_asked(self, run, letter, tmp_path):
        run("classify", letter, "-o", "marked.csv", "--bom")
        run("classify", letter, "-o", "plain.csv")
        marked, plain = ((tmp_path / name).read_bytes() for name in ("marked.csv", "plain.csv"))
        assert marked == b"\xef\xbb\xbf" + plain


class TestWorkbook:
    def test_a_file_is_told_by_its_suffix(self, run, letter, tmp_path):
        result = run("classify", letter, "-o", "letter.xlsx")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "1 document, 5 sentences, 5 findings" in result.stderr
        found = records((tmp_path / "letter.xlsx").read_bytes(), "Findings")
        assert [(row["Domain"], row["Strength or weakness"]) for row in found[:2]] == [
            ("Management oversight", "Weakness"),
            ("Assessment and planning", "Weakness"),
        ]

    def test_a_pipe_takes_it(self, run, letter):
        result = run("classify", letter, "-f", "xlsx")
        assert len(records(result.stdout_bytes, "Findings")) == 5

    def test_a_terminal_does_not(self, run, letter, monkeypatch):
        monkeypatch.setattr(asked, "to_terminal", lambda output: output is None)
        result = run("classify", letter, "-f", "xlsx")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "findings: error: a workbook cannot be shown on a terminal: name a file, --output findings.xlsx\n"
        )
        assert run("classify", letter, "-f", "xlsx", "-o", "a.xlsx").exit_code == 0

    def test_lines_have_one_too(self, run, tmp_path):
        stdin = '{"id": "a", "text": "Plans"}\n{"id": 2, "text": "Caseloads"}\n'
        run("classify", "-", "-o", "lines.xlsx", "--precision", "0.9", stdin=stdin)
        found = records((tmp_path / "lines.xlsx").read_bytes(), "Findings")
        assert [(row["Id"], row["Unsure"]) for row in found] == [("a", "yes"), (2, "no")]

    def test_nothing_is_written_where_nothing_could_be_read(self, run, tmp_path):
        (tmp_path / "a.txt").write_bytes(b"")
        (tmp_path / "a.xlsx").write_text("before")
        assert run("classify", "a.txt", "-o", "a.xlsx").exit_code == 1
        assert (tmp_path / "a.xlsx").read_text() == "before"


class TestLinesIn:
    def test_gives_one_object_a_line_in_order_with_the_ids_as_they_came(self, run):
        ids = ["b", 3, "a", 10**20, "ünï"]
        stdin = "\n".join(json.dumps({"id": i, "text": f"Plans {i}."}) for i in ids)
        result = run("classify", "-", stdin=stdin)
        assert result.exit_code == 0
        found = objects(result.stdout)
        assert [each["id"] for each in found] == ids
        assert all(list(each) == ["id", "findings", "scores"] for each in found)
        assert all(len(each["scores"]) == 22 for each in found)
        assert all(
            list(finding) == ["domain", "polarity", "confidence"]
            for each in found
            for finding in each["findings"]
        )

    def test_consecutive_lines_of_a_passage_are_each_others_context(self, run):
        stdin = "\n".join(
            json.dumps({"id": i, "text": text, "passage": passage})
            for i, (text, passage) in enumerate(
                [("Plans.", "p"), ("Yes.", "p"), ("Yes.", "q"), ("Plans.", None), ("Yes.", None)]
            )
        )
        found = objects(run("classify", "-", stdin=stdin).stdout)
        assert [len(each["findings"]) for each in found] == [1, 1, 0, 1, 0]

    def test_batches_change_nothing(self, run, monkeypatch, specimen_lines):
        whole = run("classify", "-", stdin=specimen_lines).stdout
        assert whole.count("\n") == 120
        calls = []
        real = lines.batches
        monkeypatch.setattr(
            classification, "batches", lambda parsed: (calls.append(b) or b for b in real(parsed, 7))
        )
        assert run("classify", "-", stdin=specimen_lines).stdout == whole
        assert len(calls) > 5

    def test_a_bad_line_is_named_and_the_others_are_written(self, run):
        stdin = '{"id": 1, "text": "Plans"}\n\n{"id": 2, "text": \n[3]\n{"id": 4, "text": "ok"}\n'
        result = run("classify", "-", stdin=stdin)
        assert result.exit_code == 1
        assert [each["id"] for each in objects(result.stdout)] == [1, 4]
        assert "findings: <stdin>: line 3: not valid JSON" in result.stderr
        assert "findings: <stdin>: line 4: not a JSON object" in result.stderr
        assert "2 could not be read" in result.stderr

    def test_a_file_is_told_by_its_suffix(self, run, tmp_path):
        (tmp_path / "in.ndjson").write_text('{"id": 1, "text": "Plans"}')
        assert objects(run("classify", "in.ndjson").stdout)[0]["id"] == 1

    @pytest.mark.parametrize("start", ["", "\n \n", "\ufeff", " "])
    def test_a_file_is_told_by_how_it_begins(self, run, tmp_path, start):
        (tmp_path / "in.json").write_text(start + '{"id": 1, "text": "Plans"}\n', encoding="utf-8")
        assert [each["id"] for each in objects(run("classify", "in.json").stdout)] == [1]

    def test_a_file_of_broken_json_is_never_read_as_text(self, run, tmp_path):
        (tmp_path / "in.txt").write_text('{"id": 1, "text": \n{"id": 2, "text": "Plans"}\n')
        result = run("classify", "in.txt")
        assert result.exit_code == 1
        assert [each["id"] for each in objects(result.stdout)] == [2]
        assert "in.txt: line 1: not valid JSON" in result.stderr

    def test_a_json_list_is_refused(self, run, tmp_path):
        (tmp_path / "in.json").write_text('[{"id": 1, "text": "Plans"}]')
        result = run("classify", "in.json")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "in.json: line 1: not a JSON object" in result.stderr

    @pytest.mark.parametrize("text", ["{draft} Plans are vague.\n", "{Plans} are vague.\n"])
    def test_text_in_braces_is_text(self, run, tmp_path, text):
        (tmp_path / "in.txt").write_text(text)
        assert objects(run("classify", "in.txt", "-f", "jsonl").stdout)[0]["document"] == "in.txt"

    @pytest.mark.parametrize(
        ("content", "key"),
        [
            ('\n{"id": 1, "text": "Plans"}\n{"id": 2, "text": "So"}', "id"),
            ("Plans.\n\nPartners.\n", "document"),
        ],
    )
    def test_a_pipe_is_told_by_how_it_begins(self, run, tmp_path, content, key):
        os.mkfifo(tmp_path / "pipe")
        with ThreadPoolExecutor(1) as writer:
            written = writer.submit((tmp_path / "pipe").write_text, content)
            found = objects(run("classify", "pipe", "-f", "jsonl").stdout)
            written.result(timeout=10)
        assert len(found) == 2
        assert key in found[0]

    def test_unknown_sections_are_one_warning(self, run):
        stdin = "".join(f'{{"id": {i}, "text": "Plans", "section": "annex"}}\n' for i in range(5))
        result = run("classify", "-", "-q", stdin=stdin)
        assert result.exit_code == 0
        assert len(objects(result.stdout)) == 5
        [line] = result.stderr.splitlines()
        assert "5 lines" in line
        assert "'annex'" in line

    def test_a_file_without_lines_fails(self, run, tmp_path):
        (tmp_path / "in.jsonl").write_text("\n\n")
        result = run("classify", "in.jsonl")
        assert result.exit_code == 1
        assert "in.jsonl: empty" in result.stderr

    def test_a_table_can_be_asked_for(self, run):
        result = run("classify", "-", "-f", "table", stdin='{"id": "x-1", "text": "Plans"}')
        assert "x-1" in result.stdout
        assert "1 line, 1 finding" in result.stdout

    def test_documents_cannot_be_mixed_in(self, run, letter):
        result = run("classify", letter, "-", stdin='{"id": 1, "text": "Plans"}')
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "cannot be mixed" in result.stderr

    def test_a_batch_that_the_model_fails_on_is_reported(self, run, scorer, monkeypatch):
        monkeypatch.setattr(scorer, "_cues", lambda text, weight: 1 / 0)
        result = run("classify", "-", stdin='{"id": 1, "text": "Plans"}')
        assert result.exit_code == 1
        assert "lines 1 to 1: could not be read: ZeroDivisionError" in result.stderr


class TestFilters:
    def confidences(self, result) -> list[float]:
        return [float(row["confidence"]) for row in rows(result.stdout)]

    def test_min_confidence(self, run, letter):
        result = run("classify", letter, "-f", "csv", "--min-confidence", "0.7")
        assert self.confidences(result) == [0.91, 0.85, 0.765432]

    def test_domain_may_be_repeated(self, run, letter):
        result = run("classify", letter, "-f", "csv", "--domain", "oversight", "--domain", "partnership")
        assert self.confidences(result) == [0.91, 0.765432]

    def test_polarity(self, run, letter):
        result = run("classify", letter, "-f", "csv", "--polarity", "weakness")
        assert self.confidences(result) == [0.91, 0.62]

    def test_jsonl_keeps_every_sentence_and_its_scores(self, run, letter):
        found = objects(run("classify", letter, "-f", "jsonl", "--polarity", "weakness").stdout)
        assert [len(each["findings"]) for each in found] == [1, 1, 0, 0, 0]
        assert found[2]["scores"]["workforce:strength"] == 0.85

    def test_the_summary_counts_what_is_shown(self, run, letter):
        out = run("classify", letter, "--polarity", "weakness").stdout
        assert "2 findings: 0 strengths, 2 weaknesses" in out

    @pytest.mark.parametrize(
        "option",
        [
            ("--min-confidence", "1.5"),
            ("--min-confidence", "nan"),
            ("--all", "--format", "csv"),
            ("--only-findings",),
            ("--bom",),
            ("--bom", "--format", "xlsx"),
        ],
    )
    def test_options_that_make_no_sense_are_one_line(self, run, letter, option):
        result = run("classify", letter, *option)
        assert (result.exit_code, result.stdout) == (2, "")
        [line] = result.stderr.splitlines()
        assert line.startswith(f"findings: error: {option[0]}")

    @pytest.mark.parametrize(
        "option",
        [
            ("--domain", "weather"),
            ("--polarity", "good"),
            ("--format", "xml"),
            ("--nonsense",),
        ],
    )
    def test_bad_options_are_usage_errors(self, run, letter, option):
        result = run("classify", letter, *option)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert option[0] in result.stderr


class TestPrecision:
    def test_findings_that_fall_short_are_marked_in_every_format(self, run, letter):
        asked = ("classify", letter, "--precision", "0.9")
        found = objects(run(*asked, "-f", "jsonl").stdout)
        assert [f["unsure"] for each in found for f in each["findings"]] == [False, True, False, True, True]
        marks = [row["unsure"] for row in rows(run(*asked, "-f", "csv").stdout)]
        assert marks == ["false", "true", "false", "true", "true"]
        table = run(*asked).stdout
        assert [line.rstrip().endswith("unsure") for line in table.splitlines() if "%" in line][:2] == [
            False,
            True,
        ]
        counts = "2 findings at precision 0.9 or better: 1 strength, 1 weakness; 3 more unsure"
        assert counts in " ".join(table.split())

    def test_lines_are_marked_too(self, run):
        stdin = '{"id": 1, "text": "Plans"}\n{"id": 2, "text": "Caseloads"}\n'
        found = objects(run("classify", "-", "--precision", "0.9", stdin=stdin).stdout)
        assert [list(f) for each in found for f in each["findings"]] == [
            ["domain", "polarity", "confidence", "unsure"]
        ] * 2
        assert [f["unsure"] for each in found for f in each["findings"]] == [True, False]

    def test_the_summary_of_a_program_counts_them_apart(self, run, letter):
        err = run("classify", letter, "--precision", "0.9", "-f", "csv").stderr
        assert "2 findings at precision 0.9 or better: 1 strength, 1 weakness; 3 more unsure" in err
        assert "workforce +1 -0 (1 unsure)" in err

    def test_nothing_is_marked_unless_asked(self, run, letter):
        for form in ("table", "jsonl", "csv"):
            assert "nsure" not in run("classify", letter, "-f", form).stdout

    def test_other_filters_leave_unsure_findings_out_as_any_other(self, run, letter):
        result = run("classify", letter, "--precision", "0.9", "--min-confidence", "0.7", "-f", "csv")
        assert [(row["domain"], row["unsure"]) for row in rows(result.stdout)] == [
            ("oversight", "false"),
            ("workforce", "false"),
            ("partnership", "true"),
        ]

    def test_of_some_domains_alone_nothing_is_promised_and_that_is_said(self, run, letter):
        result = run("classify", letter, "--precision", "0.9", "--domain", "oversight", "-f", "csv")
        assert "for all findings together" in result.stderr
        assert "for all findings together" not in run("classify", letter, "--precision", "0.9").stderr

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            ("0", "not between 0 and 1"),
            ("1", "not between 0 and 1"),
            ("-0.5", "not between 0 and 1"),
            ("nan", "not between 0 and 1"),
            ("90", "give 0.9 for 90%"),
            ("0.99", "the model can promise 0.95 at most"),
        ],
    )
    def test_what_cannot_be_promised_is_one_line(self, run, letter, value, why):
        result = run("classify", letter, "--precision", value)
        assert (result.exit_code, result.stdout) == (2, "")
        [line] = result.stderr.splitlines()
        assert line.startswith("findings: error: --precision")
        assert why in line


class TestExplain:
    """With the shipped model: the cue words explain nothing."""

    @pytest.fixture
    def run(self, run, monkeypatch):
        monkeypatch.setattr(inspection_findings, "load_model", load_model)
        return run

    TEXT = "Caseloads remain too high."

    def test_table_has_a_line_for_each_finding(self, run, tmp_path):
        (tmp_path / "a.txt").write_text(self.TEXT)
        out = run("classify", "a.txt", "--explain").stdout
        assert "  − workforce " in out
        assert "because “" in out
        assert "because" not in run("classify", "a.txt").stdout

    def test_json_lines_have_reasons_that_add_up_to_the_confidence(self, run):
        stdin = json.dumps({"id": 1, "text": self.TEXT, "section": "leaders"})
        [line] = objects(run("classify", "-", "--explain", stdin=stdin).stdout)
        [finding] = line["findings"]
        total = sum(reason["contribution"] for reason in finding["because"])
        assert 1 / (1 + math.exp(-total)) == pytest.approx(finding["confidence"], abs=1e-5)
        words = [reason for reason in finding["because"] if reason["origin"] == "words"]
        assert words
        assert all(self.TEXT[slice(*reason["span"])] == reason["words"] for reason in words)
        assert [reason["origin"] for reason in finding["because"][-2:]] == ["rest", "baseline"]

    def test_csv_has_a_column_in_words(self, run):
        stdin = json.dumps({"id": 1, "text": self.TEXT})
        [row] = rows(run("classify", "-", "--explain", "-f", "csv", stdin=stdin).stdout)
        assert row["because"].startswith("“")
        [row] = rows(run("classify", "-", "-f", "csv", stdin=stdin).stdout)
        assert "because" not in row

    def test_only_what_is_shown_is_explained(self, run):
        stdin = json.dumps({"id": 1, "text": self.TEXT})
        [line] = objects(run("classify", "-", "-e", "--domain", "voice", stdin=stdin).stdout)
        assert line["findings"] == []


class TestFailures:
    def test_one_bad_document_does_not_lose_the_others(self, run, tmp_path):
        folder = tmp_path / "letters"
        folder.mkdir()
        (folder / "a.txt").write_text("Plans are vague.\n")
        (folder / "b.txt").write_bytes(b"")
        (folder / "c.txt").write_text("Partners meet often.\n")
        result = run("classify", folder, "-f", "jsonl")
        assert result.exit_code == 1
        assert [each["document"][-5:] for each in objects(result.stdout)] == ["a.txt", "c.txt"]
        assert f"findings: {folder / 'b.txt'}: " in result.stderr
        assert "2 documents" in result.stderr
        assert "1 could not be read" in result.stderr

    def test_an_unforeseen_exception_is_reported_and_passed_over(self, run, scorer, monkeypatch, tmp_path):
        (tmp_path / "a.txt").write_text("Kaboom.\n")
        (tmp_path / "b.txt").write_text("Plans are vague.\n")
        real = scorer.classify

        def classify(document):
            if document.name == "a.txt":
                raise ZeroDivisionError("nobody thought of it")
            return real(document)

        monkeypatch.setattr(scorer, "classify", classify)
        result = run("classify", "a.txt", "b.txt", "-f", "jsonl")
        assert result.exit_code == 1
        assert "a.txt: could not be read: ZeroDivisionError: nobody thought of it" in result.stderr
        assert len(objects(result.stdout)) == 1

    def test_a_missing_path_beside_a_good_one(self, run, letter):
        result = run("classify", "missing.pdf", letter, "-f", "jsonl")
        assert result.exit_code == 1
        assert len(objects(result.stdout)) == 5
        assert "findings: missing.pdf: no such file or folder" in result.stderr

    def test_nothing_but_missing_paths(self, run):
        result = run("classify", "missing.pdf", "gone/")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 2

    def test_what_is_there_but_cannot_be_read_is_no_usage_error(self, run, tmp_path):
        (tmp_path / "loop.pdf").symlink_to("loop.pdf")
        (tmp_path / "empty.txt").write_bytes(b"")
        assert run("classify", "loop.pdf").exit_code == 1
        assert run("classify", "loop.pdf", "missing.pdf").exit_code == 1
        assert run("classify", "empty.txt").exit_code == 1
        assert run("classify", "empty.txt/missing.pdf").exit_code == 2

    @pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read anything")
    def test_a_folder_that_may_not_be_looked_into(self, run, tmp_path):
        (tmp_path / "closed").mkdir(mode=0)
        result = run("classify", "closed")
        assert result.exit_code == 1
        assert result.stderr == "findings: closed: no permission to read it\n"

    def test_a_folder_without_documents(self, run, tmp_path):
        (tmp_path / "empty").mkdir()
        result = run("classify", "empty")
        assert result.exit_code == 2
        assert "findings: empty: no documents in this folder" in result.stderr

    def test_empty_standard_input(self, run):
        result = run("classify", "-", stdin="")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert result.stderr.startswith("findings: <stdin>: ")

    def test_no_path_at_all(self, run):
        assert run("classify").exit_code == 2

    def test_an_unreadable_model(self, run, letter, monkeypatch):
        def refuse(path):
            raise ModelError(f"{path} is not a model")

        monkeypatch.setattr(inspection_findings, "load_model", refuse)
        result = run("classify", letter, "--model", "somewhere")
        assert result.exit_code == 2
        assert result.stderr == "findings: error: somewhere is not a model\n"
        assert result.stdout == ""

    def test_a_newline_in_a_name_does_not_break_the_message(self, run):
        result = run("classify", "two\nlines.pdf")
        assert result.stderr == "findings: two lines.pdf: no such file or folder\n"


class TestInputs:
    def test_a_document_from_standard_input(self, run):
        result = run("classify", "-", "-f", "jsonl", stdin="Plans are vague.\n\nPartners meet.\n")
        assert [each["document"] for each in objects(result.stdout)] == ["<stdin>", "<stdin>"]

    def test_the_same_file_twice_is_classified_once(self, run, letter, tmp_path):
        result = run("classify", letter, tmp_path, f"./{letter.name}", "-f", "jsonl")
        assert len(objects(result.stdout)) == 5

    def test_a_document_without_sentences_is_a_warning(self, run, tmp_path):
        (tmp_path / "a.md").write_text("# Inspection of Fernshire children's services\n")
        result = run("classify", "a.md", "-f", "jsonl", "-q")
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "findings: warning: a.md: no sentences found in it\n"


class TestOutput:
    def test_writes_the_file_and_nothing_on_stdout(self, run, letter, tmp_path):
        result = run("classify", letter, "--output", "out.csv")
        assert result.stdout == ""
        assert len(rows((tmp_path / "out.csv").read_text(encoding="utf-8"))) == 5

    @pytest.mark.parametrize(
        ("name", "start"), [("o.jsonl", '{"document"'), ("o.csv", "document,"), ("o.txt", "/")]
    )
    def test_the_suffix_sets_the_format(self, run, letter, tmp_path, name, start):
        run("classify", letter, "-o", name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)

    @pytest.mark.parametrize("name", ["o.xls", "o.json", "o.HTML", "o.pdf", "o.docx", "o.csv.gz"])
    def test_a_suffix_of_another_format_is_refused(self, run, letter, tmp_path, name):
        result = run("classify", letter, "-o", name)
        assert (result.exit_code, result.stdout) == (2, "")
        [line] = result.stderr.splitlines()
        assert line.startswith(f"findings: error: --output {name}: ")
        assert ".jsonl, .ndjson, .csv" in line
        assert not (tmp_path / name).exists()

    def test_a_format_that_is_asked_for_goes_with_any_suffix(self, run, letter, tmp_path):
        assert run("classify", letter, "-o", "o.json", "-f", "jsonl").exit_code == 0
        assert len(objects((tmp_path / "o.json").read_text(encoding="utf-8"))) == 5

    def test_format_overrides_the_suffix(self, run, letter, tmp_path):
        run("classify", letter, "-o", "o.csv", "-f", "jsonl")
        assert (tmp_path / "o.csv").read_text(encoding="utf-8").startswith("{")

    def test_is_written_though_some_inputs_failed(self, run, letter, tmp_path):
        assert run("classify", letter, "missing.pdf", "-o", "o.csv").exit_code == 1
        assert len(rows((tmp_path / "o.csv").read_text(encoding="utf-8"))) == 5

    def test_an_existing_file_outlives_a_run_in_which_all_inputs_fail(self, run, tmp_path):
        (tmp_path / "o.csv").write_text("before")
        (tmp_path / "empty.txt").write_bytes(b"")
        assert run("classify", "empty.txt", "-o", "o.csv").exit_code == 1
        assert (tmp_path / "o.csv").read_text() == "before"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.txt", "o.csv"]

    def test_an_existing_file_outlives_an_interruption(self, run, scorer, monkeypatch, tmp_path):
        (tmp_path / "o.csv").write_text("before")
        (tmp_path / "a.txt").write_text("Plans are vague.\n")
        (tmp_path / "b.txt").write_text("Partners meet.\n")
        real = scorer.classify

        def classify(document):
            if document.name == "b.txt":
                raise KeyboardInterrupt
            return real(document)

        monkeypatch.setattr(scorer, "classify", classify)
        result = run("classify", "a.txt", "b.txt", "-o", "o.csv")
        assert result.exit_code == 130
        assert result.output == ""
        assert (tmp_path / "o.csv").read_text() == "before"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "o.csv"]

    def test_a_missing_folder_is_an_error_before_anything_is_read(self, run, letter, scorer, monkeypatch):
        monkeypatch.setattr(scorer, "classify", lambda document: pytest.fail("was read"))
        result = run("classify", letter, "-o", "nowhere/o.csv")
        assert result.exit_code == 2
        assert "findings: error: cannot write" in result.stderr
        assert "does not exist" in result.stderr
