"""Breaks a paragraph into lines: a row of characters, and breaks with penalties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from itertools import pairwise
from operator import sub

from report.typesetting.composition import linebreak
from report.typesetting.composition.breaks import EMERGENCY, NUMBER_FROM_UNIT
from report.typesetting.composition.kinds import OBJECT, OTHER, H, W
from report.typesetting.composition.linebreak import Fit, Judge, Line
from report.typesetting.composition.row import NEAR, Characters, Row
from report.typesetting.composition.spacing import SPACE_STRETCH

#: The share of the possible shrinking that balanced lines use: they may be short, so there is no
#: need to crowd marks.
_USED_BALANCED = 0.3
#: A ragged line that is this much too short, in em, is as bad as a loose line.
_RAGGED = 2.0

#: Returns the penalty of a line break before each character of these kinds; None: forbidden.
Breaks = Callable[[bytes], Sequence[float | None]]
#: Returns the places where a word that is longer than a line may be broken as a last resort.
Reserve = Callable[[], Collection[int]]


def _none() -> Collection[int]:
    return ()


class Paragraph(Row):
    """The characters of a paragraph with their spacing and the penalties of breaks."""

    def __init__(self, characters: Characters, breaks: Breaks, reserve: Reserve = _none) -> None:
        """Space the characters.

        ``breaks`` is called once, and only when the paragraph is longer than a line; ``reserve``
        only when a word is longer than a line.
        """
        super().__init__(characters)
        self._breaks = breaks
        self._reserve = reserve

    @cached_property
    def _penalties(self) -> Sequence[float | None]:
        return self._breaks(self.kinds)

    def _make_judge(self, *, justified: bool, balanced: bool = False) -> Judge:
        """Return the function that computes how a line fits its measure."""
        ends, reach, heads, tails = self._ends, self._reach, self._heads, self._tails
        words, westerns, hans, ems = self._words, self._westerns, self._hans, self.ems
        room_of, blanks = self._room, self._blanks
        used = _USED_BALANCED if balanced else 1.0

        def tight(need: float, room: float) -> Fit:
            if need > room + NEAR:
                return linebreak.OVERFULL_COST + need, 0.0, True
            ratio = need / room
            cost = linebreak.TIGHT_COST * ratio**3
            if ratio > linebreak.CROWDED and not balanced:
                cost += linebreak.CROWDED_COST
            return cost, -ratio * linebreak.LOOSE / 2, False

        def short(extra: float, start: int) -> float:
            return linebreak.SHORT_BY_COST * (extra / ems[start]) ** 2

        def judge(start: int, place: int, measure: float, final: bool) -> Fit:
            end = ends[place]
            if end <= start:
                return linebreak.UNFILLED_COST, 0.0, False
            inner = end - 1
            extra = measure - (reach[end] - reach[start] + heads[start] + tails[inner])
            trim = 0.0
            if extra < -NEAR and not balanced and -extra > room_of(start, inner) + NEAR:
                extra += blanks[inner]
                trim = linebreak.TRIM_COST
            if extra < -NEAR:
                cost, stretch, overfull = tight(-extra, room_of(start, inner) * used)
                if final and not overfull:
                    cost += self._orphan(start, end)
                return trim + cost, stretch, overfull
            if final:
                return trim + self._orphan(start, end), 0.0, False
            if not justified:
                return trim + linebreak.LOOSE_COST * (extra / ems[start] / _RAGGED) ** 2, 0.0, False
            spaces = words[inner] - words[start]
            free = spaces + westerns[inner] - westerns[start]
            if extra <= free:
                return trim + (10.0 * extra / free if extra > NEAR else 0.0), 0.0, False
            extra -= free
            gaps = hans[inner] - hans[start]
            if gaps <= 0:
                if spaces <= 0 or extra / spaces * SPACE_STRETCH > linebreak.LOOSEST_WORDS:
                    return trim + linebreak.SHORT_LINE_COST + short(extra, start), 0.0, False
                return linebreak.LOOSE_COST * (extra / spaces / 2) ** 3, 0.0, False
            ratio = extra / gaps
            if ratio > linebreak.LOOSEST and extra > linebreak.SHORTEST * ems[start]:
                return trim + linebreak.SHORT_COST + short(extra, start), 0.0, False
            cost = trim + linebreak.LOOSE_COST * (ratio / linebreak.LOOSE) ** 3
            if ratio > linebreak.LOOSE + NEAR:
                cost += linebreak.LOOSE_LINE_COST
                if ratio > linebreak.WIDEST:
                    cost += linebreak.BLANK_COST * (ratio - linebreak.WIDEST)
            return cost, ratio, False

        return judge

    def _orphan(self, start: int, end: int) -> float:
        """Return the cost of a last line from ``start`` to ``end`` (CLREQ 3.1.4)."""
        least = self.rules[start].last_line
        count = 0
        for at in range(end - 1, start - 1, -1):
            if self.kinds[at] in (H, W, OTHER, OBJECT):
                count += 1
                if count >= least:
                    return 0.0
        return linebreak.ORPHAN_COST * (least - count)

    def lines(self, start: int, first: float, rest: float, *, justified: bool) -> list[Line]:
        """Break the paragraph from the character ``start``.

        ``first`` is the measure of the first line, ``rest`` that of all others, in px;
        ``justified`` says whether lines will be justified.
        """
        found: list[Line] = []
        breaking = self.rules[start].line_breaking
        for end in (*(at for at in self._forced if at > start), len(self.text)):
            if end == start:
                break
            how = breaking
            if how == "balance" and self.natural(start, end) > linebreak.BALANCED_LINES * rest:
                how = "total-fit"
            judge = self._make_judge(justified=justified, balanced=how == "balance")
            found += self._part(start, end, first, rest, how, judge)
            start, first = end, rest
        return found

    def first_line(self, start: int, measure: float, *, justified: bool) -> Line:
        """Return one line as long as the measure allows, such as beside a picture."""
        end = next((at for at in self._forced if at > start), len(self.text))
        places, resumes, costs, _ = self._places(start, end, measure)
        pairs = linebreak.greedy(
            places,
            resumes,
            costs,
            self._make_judge(justified=justified),
            measure,
            measure,
            dear=NUMBER_FROM_UNIT,
            one=True,
        )
        return self._line(pairs[0], places, resumes)

    def narrowest(self, indent: float, longest: float) -> float:
        """Return the width of the widest unbreakable part, in px.

        ``indent`` is that of the first line. Words longer than ``longest`` px are broken at the
        places of last resort.
        """
        widest, start = 0.0, 0
        for end in (*self._forced, len(self.text)):
            places, resumes, _, _ = self._places(start, end, longest)
            for (_, here), (there, _) in pairwise(zip(places, resumes, strict=True)):
                first = indent if start == here == 0 else 0.0
                widest = max(widest, first + self.natural(here, self._ends[there]))
            start = end
        return widest

    def breaks_word(self, line: Line) -> bool:
        """Return whether a line ends inside a word as a last resort."""
        return not line.last and line.end == line.resume and self._penalties[line.end] is None

    def _places(
        self, start: int, end: int, measure: float
    ) -> tuple[list[int], list[int], list[float], list[float]]:
        """Return the possible breaks, the starts of the next lines, penalties, and positions in px.

        A word that is longer than the ``measure`` may be broken as a last resort.
        """
        found = self._opportunities(start, end, ())
        places, positions = found[0], found[3]
        long = [
            (places[at], places[at + 1])
            for at, size in enumerate(map(sub, positions[1:], positions))
            if size > measure
        ]
        if not long:
            return found
        inside = [
            at
            for first, last in long
            for at in self._last_resorts
            if first < at < last and self._penalties[at] is None
        ]
        return self._opportunities(start, end, inside) if inside else found

    @cached_property
    def _last_resorts(self) -> Collection[int]:
        return self._reserve()

    def _opportunities(
        self, start: int, end: int, resorts: Sequence[int]
    ) -> tuple[list[int], list[int], list[float], list[float]]:
        places, costs = [start], [0.0]
        ends, seen = self._ends, self._resumes[start]
        penalties = self._penalties
        if resorts:
            penalties = list(penalties)
            for at in resorts:  # a break after a mark is better than after a letter
                penalties[at] = EMERGENCY * (1.0 if self.text[at - 1].isalnum() else 0.5)
        for at in range(start + 1, end):
            penalty = penalties[at]
            if penalty is None:
                continue
            if ends[at] > seen:
                places.append(at)
                costs.append(penalty)
                seen = self._resumes[at]
            elif len(places) > 1:  # only invisible characters since the last place: merge both
                costs[-1] = min(costs[-1], penalty)
        if len(places) > 1 and ends[end] <= seen:
            del places[-1], costs[-1]
        places.append(end)
        costs.append(0.0)
        resumes = [self._resumes[at] if at < end else at for at in places]
        shortest = [self._reach[at] - self._shrink[at] for at in places]
        return places, resumes, costs, shortest

    def _part(
        self, start: int, end: int, first: float, rest: float, breaking: str, judge: Judge
    ) -> list[Line]:
        begin = self._resumes[start]
        fits = self.natural(begin, self._ends[end]) <= first + NEAR
        if not fits and breaking == "balance":  # it may fit on one line when shrunk
            fits = not self._make_judge(justified=False)(start, end, first, True)[2]
        if fits:
            return [Line(begin, max(begin, self._ends[end]), end, True)]
        places, resumes, costs, shortest = self._places(start, end, min(first, rest))
        slack = max(self.ems[start:end])

        balanced = breaking == "balance"
        line_cost = linebreak.BALANCED_LINE_COST if balanced else linebreak.LINE_COST

        def fit(width: float) -> list[tuple[int, int]]:
            begin = width - rest + first
            return linebreak.total_fit(
                places, resumes, shortest, costs, judge, begin, width, slack, line_cost
            )

        if breaking == "greedy":
            pairs = linebreak.greedy(
                places, resumes, costs, judge, first, rest, dear=NUMBER_FROM_UNIT
            )
        elif balanced:

            def penalty(pairs: list[tuple[int, int]], width: float) -> tuple[int, int, float]:
                long = sum(
                    judge(resumes[start], places[end], width, False)[2] for start, end in pairs
                )
                return long, len(pairs), sum(costs[end] for _, end in pairs)

            pairs = linebreak.balanced(rest, penalty, fit)
        else:
            pairs = fit(rest)
        return [self._line(pair, places, resumes) for pair in pairs]

    def _line(self, pair: tuple[int, int], places: list[int], resumes: list[int]) -> Line:
        begin, end = pair
        last = end == len(places) - 1
        place = places[end]
        return Line(
            resumes[begin],
            max(resumes[begin], self._ends[place]),
            place if last else resumes[end],
            last,
        )
