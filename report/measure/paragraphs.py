"""The measure and the leading of paragraphs.

In: columns of lines. Out: findings of the kinds measure and leading, and their numbers. A measure
is in em of its text; a leading is a ratio to the type size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report.measure.columns import EXTRA, Column, first_unit
from report.measure.findings import Finding, Metric, of_lines
from report.measure.lines import Line
from report.measure.pages import body_size

#: The longest lines of running text, and the shortest that may be justified, in em.
LONGEST, SHORTEST = 36.0, 12.0
#: The smallest and the largest leading, as a ratio to the type size.
LEAST, MOST = 1.35, 2.0
#: Tolerance for a length, in em.
_NEAR = 0.05
#: Tolerance for a ratio.
_ROUNDING = 0.005
#: Running text has at least so many lines; text larger than so many body sizes is a heading.
_RUNNING, _LARGEST = 3, 1.3
#: In one text, all lines but the last have at least this share of the longest, unless the next
#: word did not fit.
_EVEN = 0.75
#: Lines up to this length, in em, below each other are a list.
_ITEMS = 6.0
_QUANTITY = re.compile(r"[約超近逾]?[\d.,]+\D{0,4}")
_LEADERS = re.compile(r"([.·…⋯․‥])\1{3,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one text; ``right`` is the right edge of justified text, None for ragged text."""

    lines: tuple[Line, ...]
    left: float
    right: float | None

    @property
    def size(self) -> float:
        """The type size, in pt."""
        return self.lines[0].size

    @property
    def measure(self) -> float:
        """The width of the text in em; for ragged text, that of its longest line."""
        right = self.right or max(line.right for line in self.lines)
        return (right - min(self.left, *(line.left for line in self.lines))) / self.size

    @property
    def is_justified(self) -> bool:
        """Whether all lines but the last end at the same position."""
        edge = self.right or max(line.right for line in self.lines)
        return all(
            any(abs(edge - end) < _NEAR * self.size for end in line.ends())
            for line in self.lines[:-1]
        )


def paragraphs(columns: Iterable[Column]) -> Iterator[Paragraph]:
    """Return the Chinese texts of two lines or more, without lists and tables of contents."""
    for column in columns:
        ragged = column.right is None
        parts = _at_one_leading(column) if ragged else column.paragraphs()
        for part in parts:
            if len(part) < 2 or not any(line.has_han for line in part):
                continue
            listed = ragged and _is_list(part)
            if not (listed or any(_LEADERS.search(line.text) for line in part)):
                yield Paragraph(tuple(part), column.left, column.right)


def measures(
    found: Sequence[Paragraph], columns: Sequence[Column]
) -> tuple[list[Metric], list[Finding]]:
    """Find running text whose lines are too long to read, or too short to be justified."""
    largest = _LARGEST * body_size(columns)
    running = [one for one in found if len(one.lines) >= _RUNNING]
    faults = []
    for one in running:
        narrow = one.measure < SHORTEST - _NEAR and one.is_justified and one.size <= largest
        if one.measure > LONGEST + _NEAR or narrow:
            faults.append(of_lines("measure", one.lines, f"{one.measure:.1f} em:"))
    widths = [one.measure for one in running if one.right is not None or one.measure > LONGEST]
    return [
        Metric(
            "measure_widest", "measure of running text: widest", max(widths, default=None), "em"
        ),
        Metric("measure_narrowest", "  narrowest", min(widths, default=None), "em"),
        Metric("measure_off", "  over 36 em, or justified under 12 em", len(faults)),
    ], faults


def leadings(found: Sequence[Paragraph]) -> tuple[list[Metric], list[Finding]]:
    """Find texts whose lines are too close together or too far apart."""
    faults = []
    ratios = []
    for one in found:
        ratio = median(b.y - a.y for a, b in pairwise(one.lines)) / one.size
        ratios.append(ratio)
        if not LEAST - _ROUNDING <= ratio <= MOST + _ROUNDING:
            faults.append(of_lines("leading", one.lines, f"{ratio:.2f}:"))
    return [
        Metric("leading_least", "leading by type size: least", min(ratios, default=None)),
        Metric("leading_most", "  most", max(ratios, default=None)),
        Metric("leading_off", "  texts not between 1.35 and 2", len(faults)),
    ], faults


def _at_one_leading(column: Column) -> list[list[Line]]:
    """Split a column where the distance of two lines is larger than the leading."""
    parts = [[column.lines[0]]]
    for line, after in pairwise(column.lines):
        if after.y - line.y > EXTRA * column.leading:
            parts.append([])
        parts[-1].append(after)
    return parts


def _is_list(lines: Sequence[Line]) -> bool:
    """Return whether lines are separate items and not one text.

    A line that ends early although the next word would have fitted is an item. So is a line above a
    quantity: it is its label.
    """
    longest = max(line.right - line.left for line in lines)
    if len(lines) >= _RUNNING and longest <= _ITEMS * lines[0].size:
        return True
    if _QUANTITY.fullmatch(lines[-1].text):
        return True
    return any(
        line.right - line.left < _EVEN * longest
        and line.right - line.left + first_unit(after) <= longest
        for line, after in pairwise(lines)
    )
