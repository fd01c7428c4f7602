"""Texts whose leading does not fit their size."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.paragraphs import leadings
from report.measure.text import Text

PLACE = 80
KINDS = {
    "leading": Kind(
        "leading not 1.35 to 2 times the type size",
        "the leading of a text is not 1.35 to 2 times its type size",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find texts whose lines are too close together or too far apart."""
    return leadings(text.paragraphs)
