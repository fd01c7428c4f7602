"""Columns: lines below each other, the edges they are set to, and their paragraphs.

In: the :class:`~report.measure.lines.Line` objects of all pages. Out: :class:`Column`
objects, by geometry alone. Lengths are in pt unless a name says em.
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

#: Bins of edges, and what a line may be short of its column besides what did not fit, in em.
_BIN = 0.1
_SLACK = 0.3
_SENTENCE_ENDS = frozenset("。！？")
#: A paragraph's first line stands this far in, in em; half an em less when a bracket starts it.
_INDENT = (1.4, 2.6)
#: The share of the leading from which a distance is more than a line's.
EXTRA = 1.25
#: Columns narrower than this, in em, and edges that fewer lines share are not measured.
_NARROWEST = 6.0
_WITNESSES = 3
#: Lines that end farther from the edge than this, in em, are not flush.
_OFF = 0.05
#: What may follow the mark that ends a sentence.
_CLOSING = "」』）”’"
#: Baselines of one column are this far apart, in em.
_LEADINGS = (0.9, 2.6)


@dataclass(frozen=True)
class Column:
    """Lines of one size below each other, at one leading if there is one.

    ``right`` is the right edge they are set to, None when there is none to measure against;
    ``breaks`` says of every line but the last whether the next one starts another paragraph;
    ``leading`` is the most frequent distance of their baselines, 0 for one line alone.
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
        """Give its lines by paragraph; each line alone where no right edge is known."""
        found = [[self.lines[0]]]
        for line, new in zip(self.lines[1:], self.breaks, strict=True):
            if new:
                found.append([])
            found[-1].append(line)
        return found


def find_columns(pages: Iterable[Sequence[Line]], source: Source | None = None) -> list[Column]:
    """Put the lines of all pages together to columns, with edges and paragraphs.

    Where paragraphs end is seen from indents, distances and short lines; ``source`` knows.
    """
    chains = [chain for lines in pages for chain in _chains(lines)]
    by_size: dict[float, list[Line]] = {}
    for chain in chains:
        for line in chain:
            by_size.setdefault(round(line.size, 1), []).append(line)
    return [_column(chain, by_size, source) for chain in chains]


def _chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Link each line to the nearest of its size below it, where both are alone for each other."""
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
    """Add the ends of paragraphs that are nearly full, where what follows would not fit.

    In a column whose lines are all flush, one that is not and ends a sentence is such an end.
    """
    short = [min((right - end for end in a.ends()), key=abs) > _OFF * a.size for a in lines[:-1]]
    ends = [line.text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS for line in lines[:-1]]
    full = [not new and not end for new, end in zip(breaks, ends, strict=True)]
    if sum(full) < _WITNESSES or any(map(and_, full, short)):
        return tuple(breaks)
    return tuple(new or (end and off) for new, end, off in zip(breaks, ends, short, strict=True))


def _left(lines: Sequence[Line]) -> float:
    """Give the left edge that most lines share, the outermost of several.

    A bracket at line start may stand outside it, without its blank.
    """
    size = lines[0].size
    starts = [line.left for line in lines if kind(line.text[0]) is not Kind.OPEN]
    starts = starts or [line.left for line in lines]
    place, _ = mode((-x for x in starts), _BIN * size)
    return -place


def _right(
    lines: Sequence[Line], left: float, by_size: Mapping[float, Sequence[Line]]
) -> float | None:
    """Give the right edge that most long lines with this left edge share, None without one.

    The lines of the page are asked first, then those of the whole document.
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
    for witnesses in ([line for line in alike if line.page == lines[0].page], alike):
        votes = [end for line in witnesses for end in line.ends()]
        edge, agreeing = mode(votes, _BIN * size)
        if agreeing >= _WITNESSES:
            close = sorted(v for v in votes if abs(v - edge) <= _BIN * size / 2)
            right = close[len(close) // 2]
            return None if _only_last_reaches(lines, right) else right
    return None


def _only_last_reaches(lines: Sequence[Line], right: float) -> bool:
    """Say whether the last of several lines alone is at an edge, which is no measure then.

    Words that are broken into even lines may end alike in several places by chance.
    """
    *others, last = (
        any(abs(end - right) < _BIN * line.size for end in line.ends()) for line in lines
    )
    return last and bool(others) and not any(others)


def _ragged_left(lines: Sequence[Line]) -> bool:
    """Say whether lines are centred or set to the right."""
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
    """Say whether a paragraph ends with a line, by what follows it."""
    size = line.size
    step = (after.left - line.left) / size
    bracket = kind(after.text[0]) is Kind.OPEN
    if _INDENT[0] + (0 if bracket else 0.3) <= step <= _INDENT[1]:
        return True
    short = min(right - end for end in line.ends())
    marks = (Kind.OPEN, Kind.CLOSE, Kind.PAUSE, Kind.FULL)
    shared = 0.5 if bracket and kind(line.text[-1]) in marks else 0.0
    # After the end of a sentence, a place where more would fit is the end of a paragraph.
    slack = -0.02 if line.text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS else _SLACK
    return short > first_unit(after) + (slack - shared) * size


def first_unit(line: Line) -> float:
    """Give the width in pt of what cannot be broken at the start of a line.

    It is a Han character or a Western word or number with its unit, the brackets that open before
    it, and the marks that may not be parted from it (CLREQ 3.1.4, 3.1.5).
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
    """Stand for a glyph by one letter that says how lines break at it."""
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
