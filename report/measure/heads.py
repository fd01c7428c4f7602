"""Heads of columns: whether the first lines of adjacent columns share a baseline.

In: pages, their lines and columns. Out: findings of the kind uneven-heads, and their numbers.
Lengths are in pt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report.measure.columns import Column
from report.measure.findings import Finding, Metric, of_line
from report.measure.glyphs import Page
from report.measure.lines import Line
from report.measure.pages import body_size, leading_of

#: The tolerance for equal baselines.
UNEVEN = 0.3
#: The largest size of a heading, in sizes of the text; larger text is display type.
_LARGEST = 2.0
#: The largest size of ruby text, in sizes of the text.
_RUBY = 0.6
#: Lines farther apart than this, in leadings, belong to different runs of text.
_APART = 3.0
#: Columns farther apart than this, in em of the text, are not adjacent.
_GUTTER = 6.0
#: How far a line may extend beyond its column, in em of the text, such as a hanging bracket.
_OVER = 1.0


@dataclass(frozen=True, slots=True)
class _Track:
    """The horizontal position of a column of running text on a page."""

    left: float
    right: float


def uneven_heads(
    pages: Sequence[Page], by_page: Sequence[Sequence[Line]], columns: Sequence[Column]
) -> tuple[list[Metric], list[Finding]]:
    """Compare the first baselines of adjacent columns of body text.

    A head is the first line of a run of text, or its heading. Two heads are compared when they are
    less than one leading apart. They are skipped when a rule, a picture or a box moves one of them
    down.
    """
    size = body_size(columns)
    body = [one for one in columns if abs(one.size - size) < 0.15 and len(one.lines) > 1]
    leading = leading_of(body)
    offs: list[float] = []
    found: list[Finding] = []
    for page, lines in zip(pages, by_page, strict=True):
        tracks = _tracks([one for one in body if one.page == page.number], size)
        for one, other in pairwise(tracks):
            if other.left - one.right > _GUTTER * size:
                continue
            for first, second in _pairs(lines, one, other, size, leading):
                off = second.y - first.y
                if abs(off) > UNEVEN and _starts_lower(page, first, second):
                    continue
                offs.append(abs(off))
                if abs(off) > UNEVEN:
                    found.append(of_line("uneven-heads", second, f"{off:+.2f} pt:"))
    return [
        Metric("heads", "heads of neighbouring columns compared", len(offs)),
        Metric("uneven_heads", "  not on one baseline (more than 0.3 pt)", len(found)),
        Metric("heads_most", "  at worst", max(offs, default=None), "pt"),
    ], found


def _tracks(body: Iterable[Column], size: float) -> list[_Track]:
    """Return the columns of a page from left to right; where they overlap, the longest ones."""
    found: list[_Track] = []
    for column in sorted(body, key=lambda one: -len(one.lines)):
        right = max(column.right or 0.0, *(line.right for line in column.lines))
        clear = all(
            min(right, other.right) - max(column.left, other.left) < 0.5 * size for other in found
        )
        if clear and any(line.has_han for line in column.lines):
            found.append(_Track(column.left, right))
    return sorted(found, key=lambda one: one.left)


def _pairs(
    lines: Sequence[Line], one: _Track, other: _Track, size: float, leading: float
) -> Iterator[tuple[Line, Line]]:
    """Return pairs of heads of two tracks that are less than one leading apart.

    Heads that are a whole leading apart start on different lines on purpose.
    """
    seconds = list(_heads(lines, other, size, leading))
    for first in _heads(lines, one, size, leading):
        near = [one for one in seconds if abs(one.y - first.y) < leading - UNEVEN]
        if near:
            second = min(near, key=lambda line: abs(line.y - first.y))
            seconds.remove(second)
            yield first, second


def _heads(lines: Iterable[Line], track: _Track, size: float, leading: float) -> Iterator[Line]:
    """Return the first lines of the runs of text in a track.

    A run ends at a line that is wider than the track, or smaller or larger than text, and at a
    large distance.
    """
    over = _OVER * size
    run: list[Line] = []
    for line in lines:
        if line.right < track.left or line.left > track.right or _is_ruby_or_marker(line, size):
            continue
        inside = line.left > track.left - over and line.right < track.right + over
        if not (inside and size - 0.15 <= line.size <= _LARGEST * size):
            yield from run[:1] if len(run) > 1 else ()
            run = []
        elif not run or line.y - run[-1].y <= _APART * leading:
            run.append(line)
        else:
            yield from run[:1] if len(run) > 1 else ()
            run = [line]
    yield from run[:1] if len(run) > 1 else ()


def _is_ruby_or_marker(line: Line, size: float) -> bool:
    """Return whether a line is ruby text or the marker of a list item."""
    return line.size < _RUBY * size or not any(character.isalnum() for character in line.text)


def _starts_lower(page: Page, first: Line, second: Line) -> bool:
    """Return whether a rule, a picture or a box at the lower line explains its position.

    It must be beside the lower line but not beside the upper one.
    """
    upper, lower = sorted((first, second), key=lambda line: line.y)
    for shape in page.shapes:
        left, top, right, bottom = shape.frame
        if shape.ink.is_paper or min(right, upper.right) > max(left, upper.left):
            continue
        beside = min(right, lower.right) > max(left, lower.left)
        if beside and top < lower.y and bottom > upper.y - 2 * upper.size:
            return True
    return False
