"""Heads of columns that are not on one baseline."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.heads import uneven_heads
from report.measure.text import Text

PLACE = 100
KINDS = {
    "uneven-heads": Kind(
        "heads of columns not on one baseline",
        "the first baselines of adjacent columns differ by more than 0.3 pt",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find adjacent columns whose first lines do not share a baseline."""
    return uneven_heads(text.pages, text.by_page, text.columns)
