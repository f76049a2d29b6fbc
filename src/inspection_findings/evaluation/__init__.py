"""Metrics with intervals, and baselines to compare with."""
