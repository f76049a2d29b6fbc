"""Findings as tables, JSON Lines and CSV, and the model card."""
