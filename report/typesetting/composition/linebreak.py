"""Breaking a paragraph into lines: all of them together, or one after the other.

Total-fit after D. E. Knuth and M. F. Plass, "Breaking Paragraphs into Lines" (1981): of all the
ways to break a paragraph the one with the least sum of faults is taken. Chinese may break almost
anywhere, so the least sum is found for one place after the other, looking back over the few
places where the line that ends there could start.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

#: What a line of stretch :data:`LOOSE` costs (it grows with the third power), and one that is
#: shrunk as far as it may be.
LOOSE_COST = 1_000.0
TIGHT_COST = 1_500.0
#: What a loose line costs besides: one that is just not loose is better by more than its stretch.
LOOSE_LINE_COST = 6_000.0
#: Stretch of a gap, in em, above which a line is loose.
LOOSE = 0.1
#: Each line costs a little, so that of two equal ways the shorter is taken.
LINE_COST = 1.0
#: The same where lines are few and should be alike: dearer than a break inside a word.
BALANCED_LINE_COST = 10_000.0
#: What a change of colour from one line to the next costs, by the difference in stretch.
UNEVEN_COST = 400.0
#: A last line of too few characters.
ORPHAN_COST = 150_000.0
#: A paragraph without such a line, or a break as dear as one, is good enough.
DEAR = 20_000.0
#: What a line may cost: first only good lines are looked at, then, when they make no paragraph
#: or only with dear breaks, worse ones too (as TeX does in its passes).
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
#: tuple, since one is made for every line that is thought of.
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
        if best and (best[-1][0] < DEAR or tolerance == TOLERANCES[-1]):
            break
    ends = [len(places) - 1]
    while ends[-1]:
        ends.append(best[ends[-1]][2])
    return list(pairwise(reversed(ends)))


class _Window:
    """The places where the line may start that ends at the place looked at."""

    def __init__(self) -> None:
        #: All places that can be reached, and which of them is the first in the window.
        self.reached = [0]
        self.begin = 0
        #: Of those in it the ones that cost less than all after them: the first costs least.
        self._floors: deque[tuple[float, int]] = deque([(0.0, 0)])

    def add(self, place: int, cost: float) -> None:
        """Take in a place that can be reached at a cost."""
        self.reached.append(place)
        while self._floors and self._floors[-1][0] >= cost:
            self._floors.pop()
        self._floors.append((cost, place))

    def least(self, lowest: int) -> float | None:
        """Move to the places from ``lowest`` on; gives the least that one costs, if any is left."""
        while self.begin < len(self.reached) and self.reached[self.begin] < lowest:
            self.begin += 1
        while self._floors and self._floors[0][1] < lowest:
            self._floors.popleft()
        return self._floors[0][0] if self._floors else None


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
    best: list[tuple[float, float, int]] = [(0.0, 0.0, -1)]
    window, lowest = _Window(), 0

    def choice(here: int, price: float, least: float, *, final: bool) -> tuple[float, float, int]:
        cost, stretch, origin = inf, 0.0, here - 1
        end, nothing_fits = places[here], True
        for start in window.reached[window.begin :]:
            fault, ratio, overfull = judge(resumes[start], end, rest if start else first, final)
            if overfull and not (nothing_fits and start == here - 1):
                continue
            if fault > tolerance:
                if overfull or ratio < 0:
                    continue
                break  # shorter lines cost more still
            nothing_fits = nothing_fits and overfull
            before, evenness, _ = best[start]
            whole = before + fault + price
            if start and not final:
                whole += (ratio - evenness) ** 2 * UNEVEN_COST
            if whole < cost:
                cost, stretch, origin = whole, ratio, start
            if ratio > 0 and least + fault > cost:
                break
        return cost, stretch, origin

    for here in range(1, len(places)):
        if positions[here] - first - slack > positions[0]:
            reach = positions[here] - rest - slack
            while lowest < here and (not lowest or positions[lowest] < reach):
                lowest += 1
        if tolerance == inf:  # at least from the place before, however long the word
            lowest = min(lowest, here - 1)
        least = window.least(lowest)
        if least is None:
            return []
        price = prices[here] + line_cost
        best.append(choice(here, price, least + price, final=here == len(places) - 1))
        if best[here][0] < inf:
            window.add(here, best[here][0])
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
