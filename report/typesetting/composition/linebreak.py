"""Breaking a paragraph into lines: total-fit, balanced or greedy.

Total-fit follows D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981): of all ways
to break a paragraph, the one with the lowest total cost is chosen. Chinese may break almost
anywhere, so the lowest cost is computed place by place: from each reachable place to the few places
where a line from there could end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

#: The cost of a line with the stretch :data:`LOOSE` (it grows with the third power), and of a line
#: that is shrunk to its limit.
LOOSE_COST = 1_000.0
TIGHT_COST = 1_500.0
#: The share of the possible shrinking above which marks are crowded, and its additional cost; the
#: cost of removing the blank after a pause at a line end. Both are higher than the first tolerance,
#: so that they are used only instead of loose lines.
CROWDED = 0.95
CROWDED_COST = 2_000.0
TRIM_COST = 2_500.0
#: A line whose gaps would be wider than this, in em, is left ragged instead. The second value is
#: for lines without Chinese: the additional stretch of word spaces. A line that is short by less
#: than the third value, in em, is stretched in any case.
LOOSEST, LOOSEST_WORDS, SHORTEST = 1 / 3, 0.6, 0.25
#: The cost of a ragged line, plus a cost by the square of the missing length in em; it is lower for
#: lines without gaps between Chinese, since word spaces may be uneven.
SHORT_COST, SHORT_LINE_COST, SHORT_BY_COST = 80_000.0, 10_000.0, 2_000.0
#: The additional cost of a loose line, so that a line just below the limit is clearly better.
LOOSE_LINE_COST = 6_000.0
#: Stretch of a gap, in em, above which a line is loose.
LOOSE = 0.1
#: The cost of each line, so that of two equal ways the one with fewer lines is chosen.
LINE_COST = 1.0
#: The most lines that are balanced, since it is slow (css-text-4, 6.2 leaves the number open).
BALANCED_LINES = 10
#: The cost of each balanced line: higher than that of a break inside a word.
BALANCED_LINE_COST = 10_000.0
#: The cost of different stretch in adjacent lines, by the square of the difference.
UNEVEN_COST = 40_000.0
#: The cost of each missing character on a last line that is too short.
ORPHAN_COST = 150_000.0
#: A paragraph that costs less than this has no bad line and no bad break.
GOOD_ENOUGH = 20_000.0
#: The highest cost of a line in each pass: first only good lines are tried, then worse ones (as in
#: the passes of TeX).
TOLERANCES = (2_000.0, 150_000.0, inf)
#: The cost of a line that is too long, plus its excess in px: only without any possible break.
OVERFULL_COST = 1e9
#: The cost of an empty line.
UNFILLED_COST = 1e6
#: Gaps wider than this, in em, have an additional cost by em: from 0.4 em on, a break between a
#: number and its unit is better.
WIDEST = 0.15
BLANK_COST = 2e5


#: How a line fits its measure: its cost; the stretch of a gap in em (negative: the share of the
#: possible shrinking); whether it is too long even when it is shrunk. A plain tuple, since one is
#: made for every possible line.
Fit = tuple[float, float, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its characters are ``start`` to ``end``, the next line starts at ``resume``."""

    start: int
    end: int
    resume: int
    #: Whether the paragraph, or a part that ends with a forced break, ends here.
    last: bool


#: Returns how a line from one character to another fits a measure; the flag: it is the last line.
Judge = Callable[[int, int, float, bool], Fit]


def total_fit(
    places: list[int],
    resumes: list[int],
    positions: list[float],
    penalties: list[float],
    judge: Judge,
    first: float,
    rest: float,
    slack: float,
    line_cost: float = LINE_COST,
) -> list[tuple[int, int]]:
    """Choose the breaks with the lowest cost; returns lines as pairs of indices of ``places``.

    - ``places``: the possible breaks; the first is the start, the last the end.
    - ``resumes``: for each, the character that starts the next line.
    - ``positions``: for each, its position in px on one long line that is shrunk to its limit.
    - ``penalties``: for each, the penalty of a break there.
    - ``first``, ``rest``: the measures of the first line and of the others, in px.
    - ``slack``: the most that is trimmed at the ends of a line, in px.
    - ``line_cost``: the cost of each line.
    """
    for tolerance in TOLERANCES:
        best = _fitted(
            places, resumes, positions, penalties, judge, first, rest, slack, line_cost, tolerance
        )
        if best and best[-1][0] < max(GOOD_ENOUGH, tolerance):
            break  # any line that costs more than this tolerance would cost more than all of these
    ends = [len(places) - 1]
    while ends[-1]:
        ends.append(best[ends[-1]][2])
    return list(pairwise(reversed(ends)))


def _fitted(
    places: list[int],
    resumes: list[int],
    positions: list[float],
    penalties: list[float],
    judge: Judge,
    first: float,
    rest: float,
    slack: float,
    line_cost: float,
    tolerance: float,
) -> list[tuple[float, float, int]]:
    """Return for each place the lowest cost to reach it, the last line's stretch and its start.

    No line costs more than ``tolerance``; empty when the end cannot be reached. With an infinite
    tolerance, a line may be too long if its first word is.
    """
    last = len(places) - 1
    best: list[tuple[float, float, int]] = [(inf, 0.0, -1)] * (last + 1)
    best[0] = (0.0, 0.0, -1)
    measure = first
    for start in range(last):
        before, evenness, _ = best[start]
        if before == inf:
            continue
        begin = resumes[start]
        farthest = bisect_right(positions, positions[start] + measure + slack, start) - 1
        if tolerance == inf:  # at least to the next place, however long the word is
            farthest = max(farthest, start + 1)
        longer = inf
        for here in range(min(farthest, last), start, -1):
            final = here == last
            fault, stretch, overfull = judge(begin, places[here], measure, final)
            if overfull and (here > start + 1 or best[here][0] < inf):
                continue
            if fault > tolerance:
                if overfull or stretch < 0 or fault < longer:
                    longer = fault
                    continue
                break  # shorter lines cost more still
            longer = fault
            cost = before + fault + penalties[here] + line_cost
            if start and not final:
                cost += (stretch - evenness) ** 2 * UNEVEN_COST
            if cost < best[here][0]:
                best[here] = (cost, stretch, start)
        measure = rest
    return best if best[-1][0] < inf else []


def balanced(
    measure: float,
    penalty: Callable[[list[tuple[int, int]], float], tuple[int, int, float]],
    fit: Callable[[float], list[tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Break in the narrowest measure, in px, that needs no more lines and no worse breaks."""
    best = fit(measure)
    wanted = penalty(best, measure)
    low, high = measure / 2, measure
    while high - low > 1:
        middle = (low + high) / 2
        pairs = fit(middle)
        if penalty(pairs, middle) > wanted:
            low = middle
        else:
            best, high = pairs, middle
    return best


def greedy(
    places: list[int],
    resumes: list[int],
    penalties: list[float],
    judge: Judge,
    first: float,
    rest: float,
    *,
    dear: float,
    one: bool = False,
) -> list[tuple[int, int]]:
    """Fill one line after the other; returns pairs as :func:`total_fit` does.

    A break with a penalty of ``dear`` or more is used only when the line has no cheaper one. With
    ``one``, only the first line is broken.
    """
    lines: list[tuple[int, int]] = []
    start, last = 0, len(places) - 1
    while start < last:
        measure = rest if start else first
        chosen, reserve = None, start + 1
        for here in range(start + 1, last + 1):
            _, _, overfull = judge(resumes[start], places[here], measure, here == last)
            if overfull:
                break
            reserve = here
            if penalties[here] < dear:
                chosen = here
        if chosen is None or (reserve == last and penalties[last] < dear):
            chosen = reserve
        lines.append((start, chosen))
        if one:
            break
        start = chosen
    return lines
