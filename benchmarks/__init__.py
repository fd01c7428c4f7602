"""Measurements; see ``benchmarks.run``."""
