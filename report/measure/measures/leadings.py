"""Texts whose leading does not fit their size."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.paragraphs import leadings
from report.measure.text import Text

PLACE = 80
KINDS = {
    "leading": Kind(
        "leading not 1.35 to 2 times the type size",
        "the lines of a text are not 1.35 to 2 times their type size apart",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find texts whose lines are too close together or too far apart."""
    return leadings(text.paragraphs)
