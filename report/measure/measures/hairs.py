"""Lines too thin for the press."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric, counts
from report.measure.hairs import hairs
from report.measure.text import Text

PLACE = 110
KINDS = {
    "screened-hair": Kind(
        "screened lines thinner than 0.75 pt", "a line thinner than 0.75 pt has a screened ink"
    ),
    "reversed-hair": Kind(
        "lines of paper on colour thinner than 0.5 pt",
        "a white line thinner than 0.5 pt is on a coloured area",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find lines too thin for their ink, and give the thinnest."""
    numbers, found = hairs(text.pages)
    return [*numbers, *counts(found, KINDS)], found
