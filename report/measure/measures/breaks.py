"""Forbidden line breaks."""

from __future__ import annotations

from report.measure.breaks import at_breaks
from report.measure.findings import Finding, Kind, Metric, counts
from report.measure.text import Text

PLACE = 10
KINDS = {
    "forbidden-start": Kind(
        "lines that start with a mark that may not",
        "a line starts with a mark that must not start a line",
    ),
    "forbidden-end": Kind(
        "lines that end with a mark that may not",
        "a line ends with a mark that must not end a line",
    ),
    "split-token": Kind(
        "numbers, words and double marks parted", "a number, a word or a double mark is broken"
    ),
    "split-unit": Kind("numbers parted from their unit", "a line breaks between number and unit"),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find marks at the wrong end of a line, and split numbers, words and units."""
    found = list(at_breaks(text.columns, text.written))
    return counts(found, KINDS), found
