"""Sentences out to annotators and their labels back: Label Studio's JSON, and CSV for a spreadsheet."""
