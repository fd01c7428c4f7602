"""Faults within lines: their ends, their stretch, and the spaces between characters.

In: columns and lines. Out: findings of the kinds ragged, loose, missing-gap, wide-marks and
wide-start, and their numbers. Distances are in em of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean, median, pstdev

from report.measure.columns import Column
from report.measure.findings import Finding, Metric, around, of_glyphs, of_line
from report.measure.glyphs import Glyph
from report.measure.lines import Line
from report.model.characters import Kind, kind

#: In em: how far a full line may end from the edge, what makes it loose, the smallest gap.
OFF, LOOSE, GAP = 0.05, 0.1, 0.05
_WIDE = 0.9
_C, _O, _P, _F = Kind.CLOSE, Kind.OPEN, Kind.PAUSE, Kind.FULL
#: Pairs of marks that are compressed to one and a half em instead of two (CLREQ 3.1.6).
_SHARING = frozenset(
    [(_C, _C), (_C, _O), (_C, _P), (_C, _F), (_O, _O), (_P, _O), (_F, _O), (_P, _C)]
)


def full_lines(columns: Iterable[Column]) -> list[tuple[Line, float]]:
    """Return every line of Chinese text that is not the last of its paragraph, and its right edge.

    Lines of only Western text count when they are in a Chinese paragraph.
    """
    return [
        (line, column.right)
        for column in columns
        if column.right is not None
        for paragraph in column.paragraphs()
        if any(line.has_han for line in paragraph)
        for line in paragraph[:-1]
    ]


def raggedness(lines: Sequence[tuple[Line, float]]) -> tuple[list[Metric], list[Finding]]:
    """Measure how far full lines end from their right edge, in em (CLREQ 3.5)."""
    offs, found = [], []
    for line, edge in lines:
        off = min((edge - end for end in line.ends()), key=abs) / line.size
        offs.append(abs(off))
        if abs(off) > OFF:
            found.append(of_line("ragged", line, f"{-off:+.2f} em:"))
    share = len(found) / len(lines) if lines else None
    most = max(offs, default=None)
    return [
        Metric("ragged", "full lines off the measure (more than 0.05 em)", len(found)),
        Metric("ragged_share", "  share of the full lines", share, "%"),
        Metric("ragged_most", "  at worst", most, "em"),
    ], found


def stretch(lines: Sequence[tuple[Line, float]]) -> tuple[list[Metric], list[Finding]]:
    """Measure the space between adjacent Han characters of full lines, in em (CLREQ 3.5)."""
    gaps, found = [], []
    for line, _ in lines:
        between = [
            (b.x - a.end) / a.size
            for a, b in _neighbours(line)
            if kind(a.text[-1]) is Kind.HAN and kind(b.text[0]) is Kind.HAN
        ]
        if not between:
            continue
        middle = median(between)
        gaps.append(middle)
        if middle > LOOSE:
            found.append(of_line("loose", line, f"{middle:.2f} em:"))
    return [
        Metric("stretch_mean", "stretch between Han: mean", fmean(gaps) if gaps else None, "em"),
        Metric("stretch_most", "  at most", max(gaps, default=None), "em"),
        Metric("stretch_uneven", "  unevenness", pstdev(gaps) if gaps else None, "em"),
        Metric("loose", "  loose lines (more than 0.1 em)", len(found)),
    ], found


def _neighbours(line: Line) -> Iterator[tuple[Glyph, Glyph]]:
    """Return pairs of adjacent glyphs that share the baseline and the size, without spaces."""
    for a, b in pairwise(line.glyphs):
        level = abs(a.y - b.y) < 0.06 * line.size
        if level and abs(a.size - b.size) < 0.25 and not a.is_space and not b.is_space:
            yield a, b


def missing_gaps(lines: Iterable[Line]) -> Iterator[Finding]:
    """Find Han and Western characters without a gap (CLREQ 3.2.2: up to a quarter em)."""
    for line in lines:
        if not line.has_han:
            continue
        for place, (a, b) in enumerate(pairwise(line.glyphs)):
            pair = {kind(a.text[-1]), kind(b.text[0])}
            alike = abs(a.y - b.y) < 0.06 * line.size and abs(a.size - b.size) < 0.25
            if pair == {Kind.HAN, Kind.WESTERN} and alike and b.x - a.end < GAP * a.size:
                yield of_glyphs("missing-gap", line, [a, b], around(line, place))


def wide_marks(lines: Iterable[Line]) -> Iterator[Finding]:
    """Find adjacent marks that are not compressed (CLREQ 3.1.6)."""
    for line in lines:
        for a, b in _neighbours(line):
            sharing = (kind(a.text[-1]), kind(b.text[0])) in _SHARING
            square = min(a.advance, b.advance) > _WIDE * a.size
            if sharing and square and b.x - a.x >= _WIDE * a.size:
                yield of_glyphs("wide-marks", line, [a, b], around(line, line.glyphs.index(a)))


def wide_starts(columns: Iterable[Column]) -> Iterator[Finding]:
    """Find brackets at the start of a line that keep their left blank (CLREQ 3.1.6)."""
    for column in columns:
        if column.right is None:
            continue
        for line in column.lines:
            first = line.glyphs[0]
            if kind(first.text[0]) is not Kind.OPEN or first.advance <= _WIDE * first.size:
                continue
            inset = (first.x - column.left) / column.size
            if abs(inset - round(inset)) < 0.1 and -0.1 < inset < 2.1:
                yield of_glyphs("wide-start", line, [first], line.text[:8])
