"""Lines of text: the glyphs of a page are grouped into lines by geometry only.

In: :class:`~report.measure.glyphs.Page` objects. Out: :class:`Line` objects. Lengths are in pt
unless stated in em; y is measured down from the top of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from report.measure.glyphs import Glyph, Page
from report.model.characters import Kind, kind

#: A wider gap than this, in em, separates two lines on one baseline.
GAP = 1.5
#: Glyphs below this share of the size beside them are superscripts, subscripts or note calls.
SMALL = 0.85
_BULLETS = frozenset("•●■▪◦‣○◆▶►◉–")
_BASELINE = 0.06


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline from left to right, without spaces at the ends.

    ``size`` is the most frequent type size.
    """

    page: int
    glyphs: tuple[Glyph, ...]
    y: float
    size: float

    @property
    def left(self) -> float:
        """The origin of the first glyph, in pt."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """The end of the last glyph's advance, in pt."""
        return self.glyphs[-1].end

    @cached_property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @cached_property
    def has_han(self) -> bool:
        """Whether it contains an ideograph."""
        return any(kind(c) is Kind.HAN for c in self.text)

    def ends(self) -> tuple[float, ...]:
        """Return every position, in pt, that may count as its right end.

        A closing bracket at the end may be trimmed by half an em, a pause mark by a quarter em
        (CLREQ 3.1.6).
        """
        last = next((g for g in reversed(self.glyphs) if not self.hangs(g)), self.glyphs[-1])
        end = self.right
        found = kind(last.text[-1]) if last is self.glyphs[-1] else Kind.OTHER
        if last.advance > 0.9 * last.size:
            if found is Kind.CLOSE:
                return end, end - 0.5 * last.size
            if found is Kind.PAUSE:
                return end, end - 0.25 * last.size
        return (end,)

    def hangs(self, glyph: Glyph) -> bool:
        """Return whether a glyph is a superscript, a subscript or a note call of this line."""
        off = abs(glyph.y - self.y) > _BASELINE * self.size
        return off and glyph.size < SMALL * self.size


def mode(values: Iterable[float], width: float) -> tuple[float, int]:
    """Return the value with the most values within ``width`` around it, and their number.

    Of two equal ones the larger is returned; (0, 0) when there are no values. The values have the
    unit of ``width``.
    """
    ordered = sorted(values)
    best, most, start = 0.0, 0, 0
    for stop, value in enumerate(ordered):
        while value - ordered[start] > width:
            start += 1
        if stop - start + 1 >= most:
            most = stop - start + 1
            best = ordered[(start + stop) // 2]
    return best, most


def find_lines(page: Page) -> list[Line]:
    """Return the lines of a page from top to bottom and left to right, split at wide gaps."""
    rows = _with_small(_rows([g for g in page.glyphs if g.text]))
    lines = []
    for row in rows:
        row.sort(key=lambda g: g.x)
        start = 0
        for place, (one, other) in enumerate(pairwise(row), 1):
            if other.x - one.end > GAP * max(one.size, other.size) or _is_bullet(row[start:place]):
                lines.append(_line(page.number, row[start:place]))
                start = place
        lines.append(_line(page.number, row[start:]))
    return sorted((line for line in lines if line), key=lambda line: (line.y, line.left))


def _is_bullet(glyphs: Sequence[Glyph]) -> bool:
    return len(glyphs) == 1 and glyphs[0].text in _BULLETS


def _line(page: int, glyphs: Sequence[Glyph]) -> Line | None:
    first = next((n for n, g in enumerate(glyphs) if not g.is_space), None)
    if first is None:
        return None
    last = max(n for n, g in enumerate(glyphs) if not g.is_space)
    inside = tuple(glyphs[first : last + 1])
    seen = [g for g in inside if not g.is_space]
    han = [g for g in seen if kind(g.text[0]) is Kind.HAN] or seen
    size = Counter(round(g.size, 2) for g in han).most_common(1)[0][0]
    main = [g for g in han if abs(g.size - size) < 0.01] or han
    y = Counter(round(g.y, 3) for g in main).most_common(1)[0][0]
    return Line(page, inside, y, size)


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs by baseline."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.y):
        if rows and glyph.y - rows[-1][0].y <= _BASELINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _with_small(rows: list[list[Glyph]]) -> list[list[Glyph]]:
    """Move small raised or lowered glyphs into the row of the larger glyphs that they touch."""
    for row in rows:
        stay: list[Glyph] = []
        for run in _runs(row):
            host = _host(run, row, rows)
            (host if host is not None else stay).extend(run)
        row[:] = stay
    return [row for row in rows if row]


def _runs(row: list[Glyph]) -> list[list[Glyph]]:
    ordered = sorted(row, key=lambda g: g.x)
    runs = [ordered[:1]]
    for one, other in pairwise(ordered):
        near = other.x - one.end < 0.5 * one.size and abs(other.size - one.size) < 0.1 * one.size
        if not near:
            runs.append([])
        runs[-1].append(other)
    return [run for run in runs if run]


def _host(run: list[Glyph], own: list[Glyph], rows: list[list[Glyph]]) -> list[Glyph] | None:
    small, left, right = run[0], run[0].x, run[-1].end
    for row in rows:
        if row is own or not row or not -1.3 < (row[0].y - small.y) / small.size < 1.3:
            continue
        for glyph in row:
            raised = (glyph.y - small.y) / glyph.size
            touches = min(abs(glyph.end - left), abs(glyph.x - right)) < 0.3 * glyph.size
            if small.size < SMALL * glyph.size and -0.35 < raised < 0.65 and touches:
                return row
    return None
