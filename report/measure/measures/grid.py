"""Lines off the baseline grid."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.pages import grid
from report.measure.text import Text

PLACE = 60
KINDS = {
    "off-grid": Kind(
        "body lines off the baseline grid",
        "a line of body text is more than 0.25 pt off the baseline grid",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find body lines that are off the baseline grid."""
    return grid(text.columns)
