"""Finds the texts with characters that no font has."""

from __future__ import annotations

from collections.abc import Iterable

from report.content.checks import texts
from report.findings.diagnostics import NOWHERE, Diagnostic, diagnostic
from report.model.report import Report

_HINT = (
    "write it another way, or put a font that has it into styles/fonts/ and name the font under "
    "“others” in styles/tokens.yaml"
)
#: The most characters that a message lists.
_NAMED = 8


def missing_glyphs(report: Report, characters: Iterable[str]) -> list[Diagnostic]:
    """Return one finding for each text with missing characters (D601), at the first of them."""
    left = dict.fromkeys(characters)
    wanted = frozenset(left)
    found = []
    for text, written in texts(report):
        there = dict.fromkeys(one for one in text if one in wanted)
        if there:
            for one in there:
                left.pop(one, None)
            place = written.at(min(map(text.index, there)))
            found.append(diagnostic("D601", _message(list(there)), hint=_HINT, place=place))
    if left:  # from labels in the templates
        found.append(diagnostic("D601", _message(list(left)), hint=_HINT, place=NOWHERE))
    return found


def _message(characters: list[str]) -> str:
    named = [f"“{one}” (U+{ord(one):04X})" for one in characters[:_NAMED]]
    more = len(characters) - len(named)
    rest = [f"{more} more"] if more else []
    if len(characters) == 1:
        return f"no font has the character {named[0]}"
    *first, last = named + rest
    return f"no font has the characters {', '.join(first)} and {last}"
