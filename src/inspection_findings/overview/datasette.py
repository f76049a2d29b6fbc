"""What Datasette is told of the database, so that it is pleasant to look at from the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

DATASETTE_SETTINGS = ("--setting", "suggest_facets", "off", "--setting", "facet_time_limit_ms", "2000")
"""With hundreds of reports, trying every column for a facet takes most of a page's time."""

_FACETS = {
    "findings": ["domain", "polarity", "framework", "region", "year"],
    "reports": ["framework", "region", "year", "overall"],
    "report_domain": ["domain", "framework", "region", "year"],
    "authority_domain": ["domain", "framework", "region"],
    "trend": ["framework", "domain"],
    "report": ["framework", "region", "year"],
    "grade": ["area", "grade"],
    "finding": ["domain", "polarity", "area"],
}
_SORTED = {
    "findings": {"sort_desc": "confidence"},
    "reports": {"sort_desc": "date"},
    "report_domain": {"sort_desc": "date"},
    "authority_domain": {"sort": "authority"},
    "trend": {"sort": "year"},
}
_LABELS = {"report": "document", "sentence": "text", "domain": "name"}
_ABOUT = {
    "findings": "One row a finding, with its sentence, page and report. Search it by words.",
    "reports": "One row a report, with the grades that it gives and its findings counted.",
    "report_domain": "Counts and share of strengths by report and domain.",
    "authority_domain": "Counts and share of strengths by authority, framework and domain.",
    "trend": "Counts and share of strengths by year, framework and domain.",
    "report": "The reports.",
    "grade": "The grades that the reports give.",
    "sentence": "Every sentence of every report, those without a finding too.",
    "finding": "What a model finds in the sentences.",
    "domain": "The eleven domains.",
    "spelling": "How reports spell their authority, where another spelling is used for it.",
    "about": "What made this database.",
}
_READING = (
    "Findings are a model's, not the inspectorate's: some are wrong, some are missing. A share of strengths "
    "says what reports write about, and depends on their framework and length. Findings that are unsure fall "
    "short of the precision that was asked for and are counted apart."
)
_QUERIES = {
    "weaknesses_by_words": {
        "title": "Weaknesses that mention words of yours",
        "description": "One row a weakness, the best match first; unsure ones are left out.",
        "sql": (
            "SELECT findings.authority, findings.framework, findings.date, findings.domain, findings.text, "
            "findings.page, findings.confidence, findings.document "
            "FROM sentence_fts JOIN findings ON findings.sentence_id = sentence_fts.rowid "
            "WHERE sentence_fts MATCH escape_fts(:words) AND findings.polarity = 'weakness' "
            "AND findings.unsure IS NOT 1 ORDER BY sentence_fts.rank LIMIT 200"
        ),
    },
    "an_authority_over_time": {
        "title": "One authority over time",
        "description": "Share of strengths by report and domain. Name it as the view reports does.",
        "sql": (
            "SELECT date, framework, domain, strengths, weaknesses, share_of_strengths, report_id "
            "FROM report_domain WHERE authority = :authority ORDER BY domain, date"
        ),
    },
}


def datasette_metadata(database: Path, about: dict[str, str | None]) -> dict[str, Any]:
    """Titles, facets, labels and two questions ready to ask, as Datasette reads them with ``-m``.

    Parameters
    ----------
    database
        Its file, by whose name Datasette knows it.
    about
        What it says of itself.
    """
    tables: dict[str, dict[str, Any]] = {name: {"description": text} for name, text in _ABOUT.items()}
    for name, columns in _FACETS.items():
        tables[name]["facets"] = columns
    for name, order in _SORTED.items():
        tables[name] |= order
    for name, column in _LABELS.items():
        tables[name]["label_column"] = column
    # Views have no search of their own unless they are told where to look.
    tables["findings"] |= {"fts_table": "sentence_fts", "fts_pk": "sentence_id"}
    made = f"Made with {about.get('tool')} on {about.get('made')}, model {about.get('model_version')}."
    return {
        "title": "Inspection findings",
        "description": f"{_READING} {made}",
        "databases": {
            database.stem: {
                "description": _READING,
                "tables": tables,
                "queries": _QUERIES,
            }
        },
    }
