"""Faults at line breaks (CLREQ 3.1.4 and 3.1.5; UAX #14).

In: columns of lines. Out: findings of the kinds forbidden-start, forbidden-end, split-token,
split-unit and short-last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from report.measure.columns import Column
from report.measure.findings import Finding, of_glyphs
from report.measure.lines import Line
from report.model.characters import UNITS, Kind, is_unit_symbol, kind

_STARTS = frozenset("—⸺…⋯‥·・‧•／～〜ⁿ%％‰℃℉°")
_ENDS = frozenset("／#＃")
#: Forbidden at the start of a line even where it is unknown whether a paragraph continues there.
_ALWAYS = (Kind.CLOSE, Kind.PAUSE, Kind.FULL)
_TOKENS = tuple(
    (re.compile(before), re.compile(after))
    for before, after in (
        (r"\d$", r"\d"),
        (r"\d$", r"[%％‰℃]"),
        (r"\d$", r"[.,]\d"),
        (r"\d[.,]$", r"\d"),
        # UAX #14 allows a break after a hyphen; good style does not after one letter or before
        # two: e-mail, Wi-Fi.
        (r"(?<![A-Za-z0-9])[A-Za-z]-$", r"[A-Za-z]"),
        (r"[A-Za-z]-$", r"[A-Za-z]{1,2}(?![A-Za-z0-9])"),
        # A break before a hyphen is only right in an address (Chicago Manual of Style, 14.18).
        (r"(?:^|[^!-~])[A-Za-z]+$", r"-[A-Za-z]"),
        (r"\bNo\.$", r"\d"),
        (r"[—⸺]$", r"[—⸺]"),
        (r"[…⋯‥]$", r"[…⋯‥]"),
    )
)
_WORD_END, _WORD_START = re.compile(r"[A-Za-z0-9]+$"), re.compile(r"[A-Za-z0-9]+")


def at_breaks(columns: Iterable[Column], source: str | None = None) -> Iterator[Finding]:
    """Find forbidden line breaks; each break is reported once.

    With ``source``, two pieces of Western text are a split word when the source has them together
    and nowhere with a space between.
    """
    for column in columns:
        if not any(line.has_han for line in column.lines):
            continue
        for (line, after), new in zip(pairwise(column.lines), column.breaks, strict=True):
            goes_on = not new or (column.right is None and after.y - line.y < 1.25 * column.leading)
            found = _break(line, after, known=not new, goes_on=goes_on, source=source)
            if found:
                yield found


def _break(
    line: Line, after: Line, *, known: bool, goes_on: bool, source: str | None
) -> Finding | None:
    excerpt = f"{line.text[-8:]}│{after.text[:8]}"
    first, last = after.glyphs[0], line.glyphs[-1]
    if goes_on and kind(last.text[-1]) is Kind.OPEN:
        return of_glyphs("forbidden-end", line, [last], excerpt)
    if known and _is_parted(line.text, after.text, source):
        return of_glyphs("split-token", line, [last], excerpt)
    if goes_on and kind(first.text[0]) in _ALWAYS:
        return of_glyphs("forbidden-start", after, [first], excerpt)
    if not known:
        return None
    if first.text[0] in _STARTS or after.hangs(first):
        return of_glyphs("forbidden-start", after, [first], excerpt)
    if last.text[-1] in _ENDS:
        return of_glyphs("forbidden-end", line, [last], excerpt)
    unit = first.text[0] in UNITS or is_unit_symbol(after.text, 0)
    if last.text[-1].isdigit() and not line.hangs(last) and unit:
        return of_glyphs("split-unit", line, [last], excerpt)
    return None


def _is_parted(before: str, after: str, source: str | None) -> bool:
    if any(end.search(before) and start.match(after) for end, start in _TOKENS):
        return True
    end, start = _WORD_END.search(before), _WORD_START.match(after)
    if source is None or not end or not start:
        return False
    one, other = re.escape(end.group()), re.escape(start.group())
    whole = re.search(rf"(?<![A-Za-z0-9]){one}{other}(?![A-Za-z0-9])", source)
    apart = re.search(rf"(?<![A-Za-z0-9]){one}\s+{other}(?![A-Za-z0-9])", source)
    return bool(whole and not apart)


def short_last_lines(columns: Iterable[Column]) -> Iterator[Finding]:
    """Find last lines with only one character besides punctuation (CLREQ 3.4.4)."""
    for column in columns:
        for paragraph in column.paragraphs():
            if len(paragraph) < 2:
                continue
            last = paragraph[-1]
            letters = [c for c in last.text if kind(c) in (Kind.HAN, Kind.WESTERN)]
            if len(letters) == 1:
                excerpt = f"{paragraph[-2].text[-6:]}│{last.text}"
                yield of_glyphs("short-last", last, last.glyphs, excerpt)
