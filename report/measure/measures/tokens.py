"""Sizes and inks that are not in the theme."""

from __future__ import annotations

from report.measure.findings import Finding, Kind, Metric
from report.measure.text import Text
from report.measure.tokens import off_tokens

PLACE = 90
KINDS = {
    "size-off-scale": Kind(
        "texts whose size is none of the theme's",
        "the size of a text is not in the theme, within 0.05 pt",
    ),
    "ink-off-palette": Kind(
        "texts whose ink is none of the theme's", "the ink of a text is not in the theme"
    ),
}


def find(text: Text) -> tuple[list[Metric], list[Finding]]:
    """Find text in a size or ink that is not in the theme."""
    return off_tokens(text.pages, text.by_page, text.used, text.theme)
