"""What every page of HTML is made with: templates, colours and a policy that lets nothing else run."""

from inspection_findings.reporting.html.environment import environment, render_page

__all__ = ["environment", "render_page"]
