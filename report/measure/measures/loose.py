"""Lines with too much space between characters."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.spacing import stretch
from report.measure.text import Text

PLACE = 30
KINDS = {
    "loose": Kind(
        "loose lines (more than 0.1 em)",
        "the Han characters of a line are more than 0.1 em apart",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Measure the space between characters, and find loose lines."""
    return stretch(text.full)
