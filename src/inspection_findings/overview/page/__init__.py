"""The overview as one page: a heat map to sort and filter, the findings behind it, and trends."""

from inspection_findings.overview.page.page import overview_page

__all__ = ["overview_page"]
