"""What every page of HTML is made with: templates, colours and a policy that lets nothing else run."""

from inspection_findings.reporting.html.environment import environment, render_page
from inspection_findings.reporting.html.frame import Frame

__all__ = ["Frame", "environment", "render_page"]
