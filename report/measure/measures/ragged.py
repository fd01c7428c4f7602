"""Full lines that do not end at the right edge."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.spacing import raggedness
from report.measure.text import Text

PLACE = 20
KINDS = {
    "ragged": Kind(
        "full lines off the measure", "a full line ends more than 0.05 em off its measure"
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Measure where full lines end, and find those that end off the right edge."""
    return raggedness(text.full)
