"""Short last lines, widows and orphans."""

from __future__ import annotations

from report.measure.breaks import short_last_lines
from report.measure.findings import Finding, Kind, Metric, counts
from report.measure.pages import lone_lines
from report.measure.text import Text

PLACE = 50
KINDS = {
    "short-last": Kind("last lines of one character", "a last line has one character"),
    "widow": Kind("widows", "the last line of a paragraph is alone at the top of a column"),
    "orphan": Kind("orphans", "the first line of a paragraph is alone at the foot of a column"),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find last lines of one character, widows and orphans."""
    found = [
        *short_last_lines(text.columns),
        *lone_lines(text.columns, text.lines, text.source),
    ]
    return counts(found, KINDS), found
