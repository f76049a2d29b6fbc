"""Findings of children's services inspection reports: which domain, strength or weakness, how sure."""
