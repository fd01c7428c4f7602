"""Widows, orphans and the baseline grid.

In: columns of lines. Out: findings of the kinds widow, orphan and off-grid, and the grid's numbers.
Lengths are in pt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from report.measure.columns import Column
from report.measure.findings import Finding, Metric, of_line
from report.measure.lines import Line, mode
from report.measure.source import Source

#: How far a body line may be off the grid, in pt.
OFF_GRID = 0.25
#: Indent of a paragraph's first line, in em (half an em less before a bracket).
_INDENT = (1.4, 2.6)
#: A line is at the head or foot of a column when nothing is this near above or below, in leadings.
_CLEAR = 3.0


def body_size(columns: Iterable[Column]) -> float:
    """Return the most frequent type size of running Chinese text, in pt; 0 without any."""
    sizes: Counter[float] = Counter()
    for column in columns:
        if len(column.lines) > 1:
            for line in column.lines:
                sizes[round(line.size, 1)] += len(line.glyphs) if line.has_han else 0
    return sizes.most_common(1)[0][0] if sizes else 0.0


def lone_lines(
    columns: Sequence[Column], lines: Iterable[Line], source: Source | None = None
) -> Iterator[Finding]:
    """Find widows and orphans in body text whose paragraphs are indented (CLREQ 3.4.4).

    A line that is a whole paragraph of the ``source`` is neither.
    """
    size = body_size(columns)
    body = [c for c in columns if abs(c.size - size) < 0.15 and c.right is not None]
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    starts = [_inset(paragraph[0], column) for column in body for paragraph in column.paragraphs()]
    if sum(_INDENT[0] <= inset <= _INDENT[1] for inset in starts) < max(1, len(starts) / 4):
        return
    for column in body:
        page = by_page[column.page]
        first, last = column.lines[0], column.lines[-1]
        if source is not None and (source.is_whole(first.text) or source.is_whole(last.text)):
            continue
        alone = (not column.breaks or column.breaks[0]) and _goes_on(column, body)
        if alone and -0.6 < _inset(first, column) < 0.1 and _is_clear(first, page, -1, column):
            yield of_line("widow", first)
        alone = not column.breaks or column.breaks[-1]
        reaches = column.right is not None and any(
            abs(column.right - end) < 0.3 * size for end in last.ends()
        )
        indented = _INDENT[0] <= _inset(last, column) <= _INDENT[1]
        if alone and reaches and indented and _is_clear(last, page, 1, column):
            yield of_line("orphan", last)


def _goes_on(column: Column, body: Iterable[Column]) -> bool:
    """Return whether an earlier column on this or the previous page ends with a full line."""
    for other in body:
        before = other.page == column.page - 1 or (
            other.page == column.page and other.left < column.left - column.size
        )
        if before and other.right is not None:
            last = other.lines[-1]
            if any(abs(other.right - end) < 0.1 * last.size for end in last.ends()):
                return True
    return False


def _inset(line: Line, column: Column) -> float:
    return (line.left - column.left) / column.size


def _is_clear(line: Line, page: Iterable[Line], way: int, column: Column) -> bool:
    """Return whether there is no text above (way -1) or below (1) a line within a few leadings."""
    reach = _CLEAR * (column.leading or 1.8 * line.size)
    return not any(
        0 < way * (other.y - line.y) < reach
        and min(line.right, other.right) > max(line.left, other.left)
        for other in page
    )


def grid(columns: Sequence[Column]) -> tuple[list[Metric], list[Finding]]:
    """Find body lines that are off the baseline grid.

    The grid has the most frequent leading of body text. Its phase is the most frequent one in the
    document; when fewer than half of the lines share it, each page has its own phase.
    """
    size = body_size(columns)
    body = [c for c in columns if abs(c.size - size) < 0.15 and len(c.lines) > 1]
    lines = [line for column in body for line in column.lines if line.has_han]
    leading = leading_of(body)
    found: list[Finding] = []
    if leading:
        phase, agreeing = _phase(lines, leading)
        if 2 * agreeing >= len(lines):
            pages = [(lines, phase)]
        else:
            numbers = sorted({line.page for line in lines})
            groups = [[line for line in lines if line.page == n] for n in numbers]
            pages = [(group, _phase(group, leading)[0]) for group in groups]
        for group, start in pages:
            for line in group:
                off = (line.y - start + leading / 2) % leading - leading / 2
                if abs(off) > OFF_GRID:
                    found.append(of_line("off-grid", line, f"{off:+.2f} pt:"))
    share = len(found) / len(lines) if lines else None
    return [
        Metric("body_size", "body: type size", size or None, "pt"),
        Metric("leading", "  leading", leading or None, "pt"),
        Metric("off_grid", "  lines off the baseline grid (more than 0.25 pt)", len(found)),
        Metric("off_grid_share", "  share of the body lines", share, "%"),
    ], found


def leading_of(body: Iterable[Column]) -> float:
    """Return the most frequent distance of baselines in pt, 0 without any.

    The value is refined by distances over 4 and 16 lines.
    """
    found = 0.0
    for reach in (1, 4, 16):
        steps = [
            (b.y - a.y) / reach
            for column in body
            for a, b in zip(column.lines, column.lines[reach:], strict=False)
        ]
        near = [step for step in steps if not found or abs(step - found) <= 0.2 / reach]
        if not near:
            break
        middle, _ = mode(near, 0.1 / reach)
        same = [step for step in near if abs(step - middle) <= 0.1 / reach]
        found = sum(same) / len(same)
    return found


def _phase(lines: Sequence[Line], leading: float) -> tuple[float, int]:
    """Return the most frequent phase of baselines within a leading, and its number of lines."""
    places = [line.y % leading for line in lines]
    return mode([*places, *(p + leading for p in places if p < OFF_GRID)], OFF_GRID)
