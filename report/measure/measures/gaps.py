"""Missing or superfluous space between characters."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric, counts
from report.measure.spacing import missing_gaps, wide_marks, wide_starts
from report.measure.text import Text

PLACE = 40
KINDS = {
    "missing-gap": Kind(
        "Han and Western without a gap", "there is no space between Han and Western characters"
    ),
    "wide-marks": Kind("neighbouring marks not compressed", "adjacent marks keep their full width"),
    "wide-start": Kind(
        "brackets not trimmed at line start",
        "a bracket at the start of a line keeps its space",
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find missing gaps, and blanks that should have been removed."""
    found = [*missing_gaps(text.lines), *wide_marks(text.lines), *wide_starts(text.columns)]
    return counts(found, KINDS), found
