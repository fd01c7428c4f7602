"""Lines of running text that are too long or too short."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.paragraphs import measures
from report.measure.text import Text

PLACE = 70
KINDS = {
    "measure": Kind(
        "running text over 36 em, or justified under 12 em",
        "running text has more than 36 em per line, or is justified in less than 12 em",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find running text whose lines are too long to read, or too short to be justified."""
    return measures(text.paragraphs, text.columns)
