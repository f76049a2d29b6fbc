"""The overview as a workbook: the heat map, and the rows that it is made of."""

from __future__ import annotations

import datetime as dt

from inspection_findings.documents.types import Framework, Grade
from inspection_findings.labels import Area, Domain, Polarity
from inspection_findings.overview.database import Database
from inspection_findings.overview.figures import (
    FEW,
    Counts,
    ReportFigures,
    commonest_framework,
    latest,
    report_figures,
    share_to_show,
    together,
    total,
)
from inspection_findings.reporting.summary import Tally
from inspection_findings.reporting.wording import framework_name, title
from inspection_findings.reporting.workbook.cells import Cell
from inspection_findings.reporting.workbook.looks import Kind, Look
from inspection_findings.reporting.workbook.sheets import Book, Column, Sheet

_READING = (
    "Findings are a model’s, not the inspectorate’s: some are wrong, and some are missing. Read the "
    "sentences behind a number before you rely on it.",
    "A share says what a report writes about, not how good a service is. Inspectors choose what to write; "
    "the grades beside it are theirs.",
    "Numbers depend on the framework and on the length of a report: compare reports of one framework.",
    f"Fewer than {FEW} findings give no share, since one more or less would turn it over. Even with thirty, "
    "ten points of difference may mean nothing.",
    "Findings that are unsure fall short of the precision that was asked for. They are counted on the sheets "
    "Reports and Trends, and in no other number. The page and the database have their sentences.",
    "Do not use this to judge a person, to rank authorities or in place of reading the reports.",
)


def overview_workbook(database: Database) -> bytes:
    """Make the workbook: sheets Overview, Reports, Findings, Trends and About.

    Raises
    ------
    WorkbookError
        If there are more findings than a sheet has rows.
    """
    figures = report_figures(database)
    about = database.about()
    made = dt.datetime.fromisoformat(about["made"] or "")
    book = Book("Overview of inspection findings", made=made)
    _overview(book.sheet("Overview"), figures)
    _reports(book.sheet("Reports"), figures)
    _findings(book.sheet("Findings"), database)
    _trends(book.sheet("Trends"), database)
    _about(book.sheet("About"), about, figures)
    return book.to_bytes()


def _overview(sheet: Sheet, figures: list[ReportFigures]) -> None:
    framework = commonest_framework(figures)
    shown = latest(figures, framework)
    columns = [
        Column("Authority", 24),
        Column("Region", 18),
        Column("Overall grade", 22, look=Look.GRADE),
        Column("Year", 8),
        *(Column(name, 15, Kind.SHARE, Look.BALANCE) for name in _column_names()),
        *(Column(f"{name}: findings", 15, Kind.NUMBER) for name in _column_names()),
    ]
    everything = together(shown)
    rows: list[list[Cell]] = [
        ["All authorities", None, None, None, *_shares(everything), *_numbers(everything)]
    ]
    rows += [
        [
            *(each.authority, each.report.region, _grade(each, Area.OVERALL), each.report.year),
            *(*_shares(each.domains), *_numbers(each.domains)),
        ]
        for each in shown
    ]
    named = f"{framework_name(framework)} " if framework else ""
    sheet.write_table(
        columns,
        rows,
        name="Overview",
        about=f"Share of strengths by domain in the latest {named}report of each authority, then counts.",
    )


def _reports(sheet: Sheet, figures: list[ReportFigures]) -> None:
    columns = [
        *(Column("Authority", 24), Column("Region", 18), Column("Framework", 11)),
        *(Column("Inspected from", 14), Column("Inspected to", 14), Column("Published", 14)),
        *(Column(title(area), 22, look=Look.GRADE) for area in Area),
        Column("Weaknesses", 12, Kind.NUMBER, Look.WEAKNESSES),
        Column("Strengths", 12, Kind.NUMBER, Look.STRENGTHS),
        Column("Share of strengths", 11, Kind.SHARE, Look.BALANCE),
        *(
            Column("Unsure", 9, Kind.NUMBER),
            Column("Sentences", 11, Kind.NUMBER),
            Column("Pages", 8, Kind.NUMBER),
        ),
        *(Column("Lead inspector", 20), Column("Document", 44)),
    ]
    rows: list[list[Cell]] = []
    for each in figures:
        report, tally = each.report, total(each.domains)
        rows.append(
            [
                *(report.authority, report.region, _framework(report.framework)),
                *(_date(report.inspection_start), _date(report.inspection_end), _date(report.published)),
                *(_grade(each, area) for area in Area),
                *(tally.weaknesses, tally.strengths, share_to_show(tally), tally.unsure),
                *(report.sentences, report.pages, report.lead_inspector, report.document),
            ]
        )
    sheet.write_table(columns, rows, name="Reports", about="One row a report, with its grades and counts.")


def _findings(sheet: Sheet, database: Database) -> None:
    columns = [
        *(Column("Authority", 22), Column("Framework", 11), Column("Date", 13), Column("Domain", 20)),
        Column("Polarity", 12, look=Look.POLARITY),
        Column("Confidence", 12, Kind.PROBABILITY, Look.CONFIDENCE),
        *(Column("Sentence", 80), Column("Page", 7, Kind.NUMBER), Column("Heading", 30)),
        *(Column("Judgement area", 18), Column("Document", 44)),
    ]
    table = sheet.table(columns, name="Findings", about="One row a finding, with its sentence and page.")
    rows = database.connection.execute(
        "SELECT authority, framework, date, domain, polarity, confidence, text, page, heading, area, "
        "document FROM findings WHERE unsure IS NOT 1 "
        "ORDER BY authority IS NULL, authority, date, report_id, finding_id"
    )
    for authority, framework, date, domain, polarity, *others in rows:
        table.add([authority, framework, _date(date), domain, Polarity(polarity), *others])
    table.finish()


def _trends(sheet: Sheet, database: Database) -> None:
    columns = [
        *(
            Column("Year", 8),
            Column("Framework", 11),
            Column("Domain", 24),
            Column("Reports", 9, Kind.NUMBER),
        ),
        Column("Weaknesses", 12, Kind.NUMBER, Look.WEAKNESSES),
        Column("Strengths", 12, Kind.NUMBER, Look.STRENGTHS),
        Column("Share of strengths", 12, Kind.SHARE, Look.BALANCE),
        Column("Unsure", 9, Kind.NUMBER),
    ]
    rows = database.connection.execute(
        "SELECT year, framework, trend.domain, reports, weaknesses, strengths, unsure FROM trend "
        "JOIN domain ON domain.name = trend.domain WHERE year IS NOT NULL ORDER BY framework, year, place"
    )
    sheet.write_table(
        columns,
        (
            [
                *row[:6],
                share_to_show(Tally(strengths=row["strengths"], weaknesses=row["weaknesses"])),
                row["unsure"],
            ]
            for row in rows
        ),
        name="Trends",
        about="Findings by year, framework and domain. Other authorities are inspected each year.",
    )


def _about(sheet: Sheet, about: dict[str, str | None], figures: list[ReportFigures]) -> None:
    framework = commonest_framework(figures)
    named = f"{framework_name(framework)} " if framework else ""
    sheet.title("Overview of inspection findings")
    sheet.facts(
        [
            ("Reports", len(figures)),
            ("Authorities", len({each.authority for each in figures})),
            ("On the sheet Overview", f"the latest {named}report of each authority"),
            ("Made with", about.get("tool")),
            ("Made on", _date(about.get("made"))),
            ("Model", about.get("model")),
            ("Version of the model", about.get("model_version")),
            ("Precision asked for", about.get("precision")),
        ],
        widths=(26, 90),
    )
    sheet.heading("How to read it")
    for line in _READING:
        sheet.line(line)


def _column_names() -> list[str]:
    return ["All domains", *(title(domain) for domain in Domain)]


def _shares(counts: Counts) -> list[Cell]:
    return [share_to_show(tally) for tally in (total(counts), *counts.values())]


def _numbers(counts: Counts) -> list[Cell]:
    return [tally.total for tally in (total(counts), *counts.values())]


def _grade(figures: ReportFigures, area: Area) -> Grade | None:
    grade = figures.report.grades.get(area)
    return Grade(grade) if grade else None


def _framework(code: str | None) -> str | None:
    return framework_name(Framework(code)) if code else None


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
