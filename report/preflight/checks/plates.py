"""Spot colours: each has one definition."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from report.findings.diagnostics import Severity
from report.preflight.plates import definitions
from report.preflight.rules import PRINT, Check, Finding, Rule


def check_plates(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find spot colours that are defined in more than one way (P221)."""
    for name, ways in sorted(definitions(document).items()):
        if len(ways) > 1:
            yield Finding("P221", f"the spot colour {name} is defined in {len(ways)} ways")


#: The rules of this module.
RULES = (
    Rule(
        "P221",
        Severity.ERROR,
        "a spot colour has one definition",
        "ISO 15930-7 (spot colours)",
        PRINT,
        cure="define the spot colour once in styles/tokens.yaml",
        chinese="專色的定義一致",
    ),
)
CHECKS = (Check("a colour space", lambda subject, _: check_plates(subject.document)),)
