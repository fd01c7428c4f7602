"""The shape of paragraphs: how long their lines are, and how far apart.

In: columns of lines. Out: findings of the kinds measure and leading, and their numbers. A measure
is in em of its text; a leading is given by its ratio to the type size.
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
#: The least and the most leading, by type size.
LEAST, MOST = 1.35, 2.0
#: What rounding may add to a length, in em.
_NEAR = 0.05
#: The same for a ratio.
_ROUNDING = 0.005
#: Paragraphs with fewer lines are no running text; with larger type than so many times the most
#: frequent, they are headings.
_RUNNING, _LARGEST = 3, 1.3
#: Lines of one text are even: all but the last have this share of the longest or more, unless
#: what follows did not fit.
_EVEN = 0.75
#: Stacks of lines as short as this, in em, are items below each other.
_ITEMS = 6.0
_QUANTITY = re.compile(r"[約超近逾]?[\d.,]+\D{0,4}")
_LEADERS = re.compile(r"([.·…⋯․‥])\1{3,}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one text; ``right`` is the edge they are set to, None when they are ragged."""

    lines: tuple[Line, ...]
    left: float
    right: float | None

    @property
    def size(self) -> float:
        """The type size, in pt."""
        return self.lines[0].size

    @property
    def measure(self) -> float:
        """The width it is set to in em; of ragged text, that of its longest line."""
        right = self.right or max(line.right for line in self.lines)
        return (right - min(self.left, *(line.left for line in self.lines))) / self.size

    @property
    def is_justified(self) -> bool:
        """Whether all lines but the last end at one place."""
        edge = self.right or max(line.right for line in self.lines)
        return all(
            any(abs(edge - end) < _NEAR * self.size for end in line.ends())
            for line in self.lines[:-1]
        )


def paragraphs(columns: Iterable[Column]) -> Iterator[Paragraph]:
    """Give the Chinese texts of two lines or more; rows, lists of items and contents are none."""
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
    """Find running text whose lines are too long to be read, or too short to be justified."""
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
    """Find texts whose lines are too close together, or too far apart to be one text."""
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
    """Part a column where a distance is more than a line's."""
    parts = [[column.lines[0]]]
    for line, after in pairwise(column.lines):
        if after.y - line.y > EXTRA * column.leading:
            parts.append([])
        parts[-1].append(after)
    return parts


def _is_list(lines: Sequence[Line]) -> bool:
    """Say whether lines are items below each other and no text that goes on.

    A line that ends early, though what follows would have fitted, ends for a reason; so does one
    above a quantity, which it is the label of.
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
