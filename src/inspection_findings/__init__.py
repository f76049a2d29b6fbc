"""Findings of children's services inspection reports: which domain, strength or weakness, how sure."""

from inspection_findings.documents import read_document
from inspection_findings.model import load_model

__all__ = ["load_model", "read_document"]
