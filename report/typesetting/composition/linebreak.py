"""Breaking a paragraph into lines: all of them together, or one after the other.

Total-fit after D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981): of all the
ways to break a paragraph the one with the least sum of faults is taken. Chinese may break almost
anywhere, so the least sum is found for one place after the other: from each that can be reached,
on to the few places where a line that starts there could end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

#: What a line of stretch :data:`LOOSE` costs (it grows with the third power), and one that is
#: shrunk as far as it may be.
LOOSE_COST = 1_000.0
TIGHT_COST = 1_500.0
#: The share of what may be shrunk above which marks are crowded, and what that costs besides;
#: what the blank after a pause costs that a line end takes away. Both are dearer than any line in
#: the first pass, so that they stand in for loose lines only.
CROWDED = 0.95
CROWDED_COST = 2_000.0
TRIM_COST = 2_500.0
#: Gaps wider than this, in em, are worse than a line that is short: it is left ragged. The second
#: is for a line with no Chinese, what its word spaces gain beyond their own stretch. A line that
#: lacks less than the third, in em, is stretched all the same.
LOOSEST, LOOSEST_WORDS, SHORTEST = 1 / 3, 0.6, 0.25
#: What such a line costs: as much as the loosest one, and more by the square of what is missing in
#: em; less where there is no gap between Chinese, since words alone are expected to be uneven.
SHORT_COST, SHORT_LINE_COST, SHORT_BY_COST = 80_000.0, 10_000.0, 2_000.0
#: What a loose line costs besides: one that is just not loose is better by more than its stretch.
LOOSE_LINE_COST = 6_000.0
#: Stretch of a gap, in em, above which a line is loose.
LOOSE = 0.1
#: Each line costs a little, so that of two equal ways the shorter is taken.
LINE_COST = 1.0
#: More lines than these are not balanced (css-text-4, 6.2 leaves the number to us): it takes long.
BALANCED_LINES = 10
#: The same where lines are few and should be alike: more than a break inside a word costs.
BALANCED_LINE_COST = 10_000.0
#: What a change of colour from one line to the next costs, by the difference in stretch.
UNEVEN_COST = 40_000.0
#: A last line of too few characters.
ORPHAN_COST = 150_000.0
#: A paragraph that costs less than this has no bad line and no bad break: it is good enough.
GOOD_ENOUGH = 20_000.0
#: What a line may cost: first only good lines are looked at, then, when they make no paragraph
#: or only with bad breaks, worse ones too (as TeX does in its passes).
TOLERANCES = (2_000.0, 150_000.0, inf)
#: A line that is too long, by px: only where there is no place to break.
OVERFULL_COST = 1e9
#: A line that cannot be filled.
UNFILLED_COST = 1e6
#: Gaps wider than this, in em, cost more still: by each em, so much that at four tenths of an em it
#: is better to part a number from its unit.
WIDEST = 0.15
BLANK_COST = 2e5


#: How a line fits its measure: what it costs; the stretch of a gap in em (negative: the share of
#: what may be shrunk); whether it is longer than the measure even when it is shrunk. A plain
#: tuple, since one is made for every possible line.
Fit = tuple[float, float, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its characters are ``start`` to ``end``, the next line starts at ``resume``."""

    start: int
    end: int
    resume: int
    #: Whether the paragraph, or a part that ends with a forced break, ends here.
    last: bool


#: Judges a line from one character to another in a measure; the flag: it is the last one.
Judge = Callable[[int, int, float, bool], Fit]


def total_fit(
    places: list[int],
    resumes: list[int],
    positions: list[float],
    prices: list[float],
    judge: Judge,
    first: float,
    rest: float,
    slack: float,
    line_cost: float = LINE_COST,
) -> list[tuple[int, int]]:
    """Choose where to break; gives the lines as pairs of indices into ``places``.

    ``places[0]`` is the start and ``places[-1]`` the end; ``resumes`` are the characters that
    start a line broken there, ``positions`` their places on one endless line that is shrunk as far
    as it may be, in px, ``prices`` what breaking there costs. ``first`` and ``rest`` are the
    measures in px; ``slack`` is as much as is trimmed at a line's ends, ``line_cost`` what each
    line costs in itself.
    """
    for tolerance in TOLERANCES:
        best = _fitted(
            places, resumes, positions, prices, judge, first, rest, slack, line_cost, tolerance
        )
        if best and best[-1][0] < max(GOOD_ENOUGH, tolerance):
            break  # a worse line would cost more than all of these together
    ends = [len(places) - 1]
    while ends[-1]:
        ends.append(best[ends[-1]][2])
    return list(pairwise(reversed(ends)))


def _fitted(
    places: list[int],
    resumes: list[int],
    positions: list[float],
    prices: list[float],
    judge: Judge,
    first: float,
    rest: float,
    slack: float,
    line_cost: float,
    tolerance: float,
) -> list[tuple[float, float, int]]:
    """Give for each place the least cost to come there, the last line's stretch and its start.

    No line costs more than ``tolerance``; empty when there is no such way. Without one, a line
    may even be too long, where its first word is.
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
        if tolerance == inf:  # at least to the place after, however long the word
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
            cost = before + fault + prices[here] + line_cost
            if start and not final:
                cost += (stretch - evenness) ** 2 * UNEVEN_COST
            if cost < best[here][0]:
                best[here] = (cost, stretch, start)
        measure = rest
    return best if best[-1][0] < inf else []


def balanced(
    measure: float,
    price: Callable[[list[tuple[int, int]], float], tuple[int, int, float]],
    fit: Callable[[float], list[tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Break in the narrowest measure that needs no more lines or dearer breaks (px)."""
    best = fit(measure)
    wanted = price(best, measure)
    low, high = measure / 2, measure
    while high - low > 1:
        middle = (low + high) / 2
        pairs = fit(middle)
        if price(pairs, middle) > wanted:
            low = middle
        else:
            best, high = pairs, middle
    return best


def greedy(
    places: list[int],
    resumes: list[int],
    prices: list[float],
    judge: Judge,
    first: float,
    rest: float,
    *,
    dear: float,
    one: bool = False,
) -> list[tuple[int, int]]:
    """Fill one line after the other; gives pairs as :func:`total_fit` does.

    A place that costs ``dear`` or more is passed over when an earlier one of the line will do.
    With ``one``, only the first line is broken.
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
            if prices[here] < dear:
                chosen = here
        if chosen is None or (reserve == last and prices[last] < dear):
            chosen = reserve
        lines.append((start, chosen))
        if one:
            break
        start = chosen
    return lines
