"""What changed between an authority's inspections: grades, shares of strengths, and sentences as evidence."""

from inspection_findings.overview.progress.compare import (
    Progress,
    ProgressError,
    check_comparable,
    compare_visits,
    progress_of,
)
from inspection_findings.overview.progress.visits import Statement, Visit, visit_of

__all__ = [
    "Progress",
    "ProgressError",
    "Statement",
    "Visit",
    "check_comparable",
    "compare_visits",
    "progress_of",
    "visit_of",
]
