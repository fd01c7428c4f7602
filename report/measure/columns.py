"""Columns: lines below each other, their left and right edges, and their paragraphs.

In: the :class:`~report.measure.lines.Line` objects of all pages. Out: :class:`Column` objects,
found from geometry only. Lengths are in pt unless stated in em.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import and_

from report.measure.glyphs import Glyph
from report.measure.lines import Line, mode
from report.measure.source import Source
from report.model.characters import UNITS, Kind, kind

#: Tolerance for equal edges, and how much shorter than necessary a full line may be, in em.
_BIN = 0.1
_SLACK = 0.3
_SENTENCE_ENDS = frozenset("。！？")
#: Indent of a paragraph's first line, in em; half an em less when a bracket starts the line.
_INDENT = (1.4, 2.6)
#: A distance of more than so many leadings separates paragraphs.
EXTRA = 1.25
#: Columns narrower than this, in em, and edges that fewer lines share, are not measured.
_NARROWEST = 6.0
_MIN_LINES = 3
#: Lines that end farther from the edge than this, in em, are not flush.
_OFF = 0.05
#: What may follow the mark that ends a sentence.
_CLOSING = "」』）”’"
#: Range of the distance of baselines in one column, in em.
_LEADINGS = (0.9, 2.6)


@dataclass(frozen=True)
class Column:
    """Lines of one type size below each other.

    ``right`` is the right edge of justified lines, None when it cannot be found; ``breaks`` has for
    every line but the last whether the next one starts another paragraph; ``leading`` is the most
    frequent distance of the baselines, 0 for a single line.
    """

    lines: tuple[Line, ...]
    left: float
    right: float | None
    leading: float
    breaks: tuple[bool, ...] = ()

    @property
    def page(self) -> int:
        """The number of its page."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The main type size, in pt."""
        return self.lines[0].size

    def paragraphs(self) -> list[list[Line]]:
        """Return the lines by paragraph; without a right edge, each line is one paragraph."""
        found = [[self.lines[0]]]
        for line, new in zip(self.lines[1:], self.breaks, strict=True):
            if new:
                found.append([])
            found[-1].append(line)
        return found


def find_columns(pages: Iterable[Sequence[Line]], source: Source | None = None) -> list[Column]:
    """Group the lines of all pages into columns, with edges and paragraphs.

    The ends of paragraphs are taken from ``source``, or else from indents, distances and short
    lines.
    """
    chains = [chain for lines in pages for chain in _chains(lines)]
    by_size: dict[float, list[Line]] = {}
    for chain in chains:
        for line in chain:
            by_size.setdefault(round(line.size, 1), []).append(line)
    return [_column(chain, by_size, source) for chain in chains]


def _chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Link each line to the nearest line of its size below it, if neither has another candidate."""
    below: dict[int, list[int]] = {}
    above: Counter[int] = Counter()
    for here, line in enumerate(lines):
        found: list[int] = []
        for there in range(here + 1, len(lines)):
            other = lines[there]
            distance = (other.y - line.y) / line.size
            if distance > _LEADINGS[1] or (found and other.y - lines[found[0]].y > 0.5):
                break
            if distance >= _LEADINGS[0] and _stacked(line, other):
                found.append(there)
        below[here] = found
        above.update(found)
    chains: list[list[Line]] = []
    seen: set[int] = set()
    for here in range(len(lines)):
        if here in seen:
            continue
        chain, place = [lines[here]], here
        while len(below[place]) == 1 and above[below[place][0]] == 1:
            place = below[place][0]
            seen.add(place)
            chain.append(lines[place])
        chains.append(chain)
    return chains


def _stacked(line: Line, other: Line) -> bool:
    shared = min(line.right, other.right) - max(line.left, other.left)
    shorter = min(line.right - line.left, other.right - other.left)
    # A short last line may end before the indent of the paragraph below it.
    near = abs(line.left - other.left) < 2.2 * line.size
    return abs(line.size - other.size) <= 0.25 and (shared > 0.5 * shorter or near)


def _column(
    chain: Sequence[Line], by_size: Mapping[float, Sequence[Line]], source: Source | None
) -> Column:
    """Make a column of lines; ``by_size`` has the lines of the whole document by rounded size."""
    lines = tuple(chain)
    size = lines[0].size
    left = _left(lines)
    distances = [b.y - a.y for a, b in pairwise(lines)]
    leading, _ = mode(distances, 0.05 * size)
    right = None
    if len(lines) > 1 and any(line.has_han for line in lines) and not _ragged_left(lines):
        right = _right(lines, left, by_size)
        if right is not None and right - left < _NARROWEST * size:
            right = None
    breaks = tuple(
        right is None or b.y - a.y > EXTRA * leading or _ends_at(a, b, right, source)
        for a, b in pairwise(lines)
    )
    if right is not None:
        breaks = _with_short_ends(lines, breaks, right)
    return Column(lines, left, right, leading, breaks)


def _with_short_ends(
    lines: Sequence[Line], breaks: Sequence[bool], right: float
) -> tuple[bool, ...]:
    """Also detect ends of paragraphs whose last line is almost full.

    When all other lines of a column are flush, a line that is not flush and ends a sentence is the
    end of a paragraph.
    """
    short = [min((right - end for end in a.ends()), key=abs) > _OFF * a.size for a in lines[:-1]]
    ends = [line.text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS for line in lines[:-1]]
    full = [not new and not end for new, end in zip(breaks, ends, strict=True)]
    if sum(full) < _MIN_LINES or any(map(and_, full, short)):
        return tuple(breaks)
    return tuple(new or (end and off) for new, end, off in zip(breaks, ends, short, strict=True))


def _left(lines: Sequence[Line]) -> float:
    """Return the left edge that most lines share, the leftmost of several.

    Lines that start with a bracket are ignored if possible: a trimmed bracket may stand outside.
    """
    size = lines[0].size
    starts = [line.left for line in lines if kind(line.text[0]) is not Kind.OPEN]
    starts = starts or [line.left for line in lines]
    place, _ = mode((-x for x in starts), _BIN * size)
    return -place


def _right(
    lines: Sequence[Line], left: float, by_size: Mapping[float, Sequence[Line]]
) -> float | None:
    """Return the right edge that most long lines with this left edge share, or None.

    First only the lines of the page are used, then those of the whole document.
    """
    size = lines[0].size
    longest = max(line.right for line in lines)
    lefts = {line.left for line in lines} | {left}
    alike = [
        line
        for near in (-0.1, 0.0, 0.1)
        for line in by_size.get(round(round(size, 1) + near, 1), ())
        if any(abs(line.left - x) < _BIN * size for x in lefts)
        and abs(line.right - longest) < 2.5 * size
    ]
    for candidates in ([line for line in alike if line.page == lines[0].page], alike):
        ends = [end for line in candidates for end in line.ends()]
        edge, count = mode(ends, _BIN * size)
        if count >= _MIN_LINES:
            close = sorted(end for end in ends if abs(end - edge) <= _BIN * size / 2)
            right = close[len(close) // 2]
            return None if _only_last_reaches(lines, right) else right
    return None


def _only_last_reaches(lines: Sequence[Line], right: float) -> bool:
    """Return whether only the last line reaches an edge; then the edge is a coincidence.

    Balanced lines of headings may have equal ends in several places by chance.
    """
    *others, last = (
        any(abs(end - right) < _BIN * line.size for end in line.ends()) for line in lines
    )
    return last and bool(others) and not any(others)


def _ragged_left(lines: Sequence[Line]) -> bool:
    """Return whether lines are centred or set to the right."""
    size = lines[0].size
    pairs = list(pairwise(lines))
    uneven = [(a, b) for a, b in pairs if abs(a.left - b.left) > 0.3 * size]
    centred = [
        1
        for a, b in uneven
        if abs(a.left + a.right - b.left - b.right) < 0.3 * size
        and abs(a.right - b.right) > 0.3 * size
    ]
    starts: list[float] = []
    for line in lines:
        if all(abs(line.left - start) > 0.3 * size for start in starts):
            starts.append(line.left)
    flush = all(abs(a.right - b.right) < 0.1 * size for a, b in pairs)
    return 2 * len(centred) > len(pairs) or (len(starts) > 2 and flush)


def _ends_at(line: Line, after: Line, right: float, source: Source | None) -> bool:
    known = source.ends_between(line.text, after.text) if source else None
    return _is_last(line, after, right) if known is None else known


def _is_last(line: Line, after: Line, right: float) -> bool:
    """Return whether a paragraph ends with a line, judged by the next line."""
    size = line.size
    step = (after.left - line.left) / size
    bracket = kind(after.text[0]) is Kind.OPEN
    if _INDENT[0] + (0 if bracket else 0.3) <= step <= _INDENT[1]:
        return True
    short = min(right - end for end in line.ends())
    marks = (Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.FULL)
    shared = 0.5 if bracket and kind(line.text[-1]) in marks else 0.0
    # After the end of a sentence, any line on which more would fit ends a paragraph.
    slack = -0.02 if line.text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS else _SLACK
    return short > first_unit(after) + (slack - shared) * size


def first_unit(line: Line) -> float:
    """Return the width in pt of the unbreakable part at the start of a line.

    It is a Han character, or a Western word or number with its unit, together with opening brackets
    before it and marks that must not be separated from it (CLREQ 3.1.4, 3.1.5).
    """
    count = len(_UNIT.match("".join(_letter(line, g) for g in line.glyphs)).group())  # type: ignore[union-attr]
    used = line.glyphs[: max(count, 1)]
    return used[-1].end - used[0].x


_UNIT = re.compile(
    r"o*(?:r+|t*[dw](?:[dw.%-]*[dw%])?(?:(?<=[d%])u{0,3})?|.)?(?:[cr%]|t.?)*", re.DOTALL
)
_LETTERS = {
    Kind.OPEN: "o",
    Kind.WESTERN: "w",
    Kind.CLOSE: "c",
    Kind.PAUSE: "c",
    Kind.FULL: "c",
    Kind.RULE: "r",
    Kind.TIE: "t",
}


def _letter(line: Line, glyph: Glyph) -> str:
    """Return one letter for the line-breaking class of a glyph; see ``_UNIT``."""
    character = glyph.text[-1]
    if line.hangs(glyph):
        return "c"
    if character in "%‰℃°":
        return "%"
    if character == "-":
        return "-"
    if character in ".,/&+'’:":
        return "."
    if character.isdigit():
        return "d"
    if character in UNITS:
        return "u"
    return _LETTERS.get(kind(character), "x")
