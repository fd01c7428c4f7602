"""A paragraph as a typesetter sees it: characters with widths, breaks with prices, gaps with glue.

In come the characters of all its elements in one row, with their widths; out come lines, and for
each line what is to be added on either side of every character.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from itertools import accumulate
from operator import add
from unicodedata import category

from report.typesetting.composition import linebreak
from report.typesetting.composition.breaks import EMERGENCY, NUMBER_FROM_UNIT, prices
from report.typesetting.composition.kinds import (
    CLOSE,
    NEWLINE,
    NOTHING,
    OBJECT,
    OPEN,
    OTHER,
    PAUSE,
    H,
    W,
    any_of,
    kinds_of,
)
from report.typesetting.composition.linebreak import Fit, Judge, Line
from report.typesetting.composition.rules import Rules
from report.typesetting.composition.spacing import (
    HAN_GLUE,
    HAN_WESTERN_GLUE,
    NO_GLUE,
    SPACE_STRETCH,
    WIDEST_BETWEEN,
    WIDEST_HAN_WESTERN,
    WORD_GLUE,
    space,
)

_NEWLINE = re.compile(any_of(NEWLINE))
#: Widths are equal when they differ by less, in px.
_NEAR = 1e-3
#: How much of what could be shrunk is used; the rest keeps marks apart.
_USED = 0.95
#: The same where lines are balanced: they are short of their measure, not marks of their blank.
_USED_BALANCED = 0.3
#: A ragged line that is this much too short is as bad as a loose one, in em.
_RAGGED = 2.0


def _sums(row: Sequence[float]) -> list[float]:
    """Give the sum of all before each place."""
    return [0.0, *accumulate(row)] if any(row) else [0.0] * (len(row) + 1)


class Paragraph:
    """The characters of a paragraph, measured, priced and spaced."""

    def __init__(
        self,
        text: str,
        advances: Sequence[float],
        edges: Sequence[float],
        ems: Sequence[float],
        rules: Sequence[Rules],
        attached: Sequence[bool],
        allowed: Sequence[bool],
        *,
        between: Container[int] = (),
        emergency: Iterable[int] = (),
        words: Container[int] | None = None,
        names: Container[int] = (),
    ) -> None:
        """Take the characters in reading order; lengths in px.

        ``advances`` are the widths of the characters, ``edges`` those of the borders and paddings
        of elements that begin or end there, ``allowed`` the breaks of UAX #14 before each
        character, ``between`` the characters after which another element starts, ``emergency``
        the places where a word that is too long may be broken.
        """
        self.text = text
        self.advances = advances
        self.ems = ems
        self.rules = rules
        self.kinds = kinds_of(text, advances, ems)
        self.between = between
        self._spacing = space(text, self.kinds, ems, rules, attached, between, advances)
        found = prices(text, allowed, self.kinds, rules, attached, words=words, names=names)
        for place in emergency:
            if 0 < place < len(text) and found[place] is None:
                found[place] = EMERGENCY
        self._prices = found
        self._forced = [newline.end() for newline in _NEWLINE.finditer(self.kinds)]
        self._sum(edges)

    def _sum(self, edges: Sequence[float]) -> None:
        spacing, ems, text = self._spacing, self.ems, self.text
        size = len(text)
        widths = list(map(add, self.advances, edges)) if any(edges) else list(self.advances)
        words, westerns = [0.0] * size, [0.0] * size
        self._heads, self._tails = heads, tails = [0.0] * size, [0.0] * size
        #: For each place, the end of a line that is broken there: without the spaces before it.
        self._ends = ends = list(range(size + 1))
        #: For each place, where the next line starts: after the spaces that follow it.
        self._resumes = resumes = list(range(size + 1))
        for at in spacing.moved:
            widths[at] += spacing.left[at] + spacing.right[at]
            glue = spacing.glue[at]
            if glue is WORD_GLUE:
                words[at] = SPACE_STRETCH * ems[at]
            elif glue is HAN_WESTERN_GLUE and at not in self.between:
                westerns[at] = max(0.0, WIDEST_HAN_WESTERN * ems[at] - spacing.right[at])
            heads[at] = self._head(at) - spacing.left[at]
            tails[at] = self._tail(at) - spacing.right[at]
        hans = [em if glue is HAN_GLUE else 0.0 for glue, em in zip(spacing.glue, ems, strict=True)]
        self._reach, self._words, self._westerns, self._hans, self._shrink = map(
            _sums, (widths, words, westerns, hans, spacing.shrink)
        )
        for at in sorted(spacing.moved):
            one = self.kinds[at]
            gone = one == NEWLINE or text[at] == " "
            if one == NOTHING:  # joiners go; an accent stays with what it stands on
                gone = category(text[at])[0] != "M"
            if gone:
                ends[at + 1] = ends[at]
        if " " in text:
            for at in range(size - 1, -1, -1):
                if text[at] == " ":
                    resumes[at] = resumes[at + 1]

    def _head(self, at: int) -> float:
        """Give what is added on the left of a character that starts a line (CLREQ 3.1.6)."""
        trims = self.kinds[at] == OPEN and self.rules[at].trim_start
        return -0.5 * self.ems[at] if trims else 0.0

    def _tail(self, at: int) -> float:
        """Give what is added on the right of a character that ends a line (CLREQ 3.1.6)."""
        trims = self.kinds[at] == CLOSE and self.rules[at].trim_end
        return -0.5 * self.ems[at] if trims else 0.0

    def natural(self, start: int, end: int) -> float:
        """Give the width of a line from ``start`` to ``end`` as it is, in px."""
        if end <= start:
            return 0.0
        return self._reach[end] - self._reach[start] + self._heads[start] + self._tails[end - 1]

    def widest(self) -> float:
        """Give the width of the paragraph when only forced breaks end a line, in px."""
        widths, start = [0.0], 0
        for end in (*self._forced, len(self.text)):
            widths.append(self.natural(self._resumes[start], self._ends[end]))
            start = end
        return max(widths)

    def _judging(self, *, justified: bool, balanced: bool = False) -> Judge:
        """Give what judges lines that are, or are not, made as long as the measure."""
        ends, reach, heads, tails = self._ends, self._reach, self._heads, self._tails
        words, westerns, hans, ems = self._words, self._westerns, self._hans, self.ems
        room_of = self._room
        used = _USED_BALANCED if balanced else _USED

        def judge(start: int, place: int, measure: float, final: bool) -> Fit:
            end = ends[place]
            if end <= start:
                return linebreak.UNFILLED_COST, 0.0, False
            inner = end - 1
            extra = measure - (reach[end] - reach[start] + heads[start] + tails[inner])
            if extra < -_NEAR:
                room = room_of(start, inner) * used
                if -extra > room:
                    return linebreak.OVERFULL_COST - extra, 0.0, True
                ratio = -extra / room
                cost = linebreak.TIGHT_COST * ratio**3
                if final:
                    cost += self._orphan(start, end)
                return cost, -ratio * linebreak.LOOSE / 2, False
            if final:
                return self._orphan(start, end), 0.0, False
            if not justified:
                return linebreak.LOOSE_COST * (extra / ems[start] / _RAGGED) ** 2, 0.0, False
            spaces = words[inner] - words[start]
            free = spaces + westerns[inner] - westerns[start]
            if extra <= free:
                return (10.0 * extra / free if extra > _NEAR else 0.0), 0.0, False
            extra -= free
            gaps = hans[inner] - hans[start]
            if gaps <= 0:
                if spaces <= 0:
                    return linebreak.UNFILLED_COST * (1 + extra / measure), 0.0, False
                return linebreak.LOOSE_COST * (extra / spaces / 2) ** 3, 0.0, False
            ratio = extra / gaps
            cost = linebreak.LOOSE_COST * (ratio / linebreak.LOOSE) ** 3
            if ratio > linebreak.LOOSE + _NEAR:
                cost += linebreak.LOOSE_LINE_COST
                if ratio > linebreak.WIDEST:
                    cost += linebreak.BLANK_COST * (ratio - linebreak.WIDEST)
            return cost, ratio, False

        return judge

    def _shrinkable(self, start: int) -> int:
        """Give the first character of a line that may shrink: the blank before it is no glue."""
        return start + 1 if self.kinds[start] == OPEN else start

    def _room(self, start: int, inner: int) -> float:
        """Give what a line from ``start`` can be shrunk by before its last character, in px."""
        return max(0.0, self._shrink[inner] - self._shrink[min(inner, self._shrinkable(start))])

    def _orphan(self, start: int, end: int) -> float:
        """Give the price of a last line from ``start`` to ``end`` (CLREQ 3.1.4)."""
        least = self.rules[start].last_line
        count = 0
        for at in range(end - 1, start - 1, -1):
            if self.kinds[at] in (H, W, OTHER, OBJECT):
                count += 1
                if count >= least:
                    return 0.0
        return linebreak.ORPHAN_COST * (least - count)

    def lines(self, start: int, first: float, rest: float, *, justified: bool) -> list[Line]:
        """Break the paragraph from ``start`` on.

        ``first`` is the measure of the first line, ``rest`` that of all others, in px;
        ``justified`` says whether lines will be made as long as the measure.
        """
        found: list[Line] = []
        breaking = self.rules[start].line_breaking
        judge = self._judging(justified=justified, balanced=breaking == "balance")
        for end in (*(at for at in self._forced if at > start), len(self.text)):
            if end == start:
                break
            found += self._part(start, end, first, rest, breaking, judge)
            start, first = end, rest
        return found

    def first_line(self, start: int, measure: float, *, justified: bool) -> Line:
        """Break off one line as long as the measure allows, as beside a picture."""
        end = next((at for at in self._forced if at > start), len(self.text))
        places, resumes, costs, _ = self._places(start, end)
        pairs = linebreak.greedy(
            places,
            resumes,
            costs,
            self._judging(justified=justified),
            measure,
            measure,
            dear=NUMBER_FROM_UNIT,
            one=True,
        )
        return self._line(pairs[0], places, resumes)

    def _places(
        self, start: int, end: int
    ) -> tuple[list[int], list[int], list[float], list[float]]:
        places, costs = [start], [0.0]
        for at in range(start + 1, end):
            price = self._prices[at]
            if price is not None:
                places.append(at)
                costs.append(price)
        places.append(end)
        costs.append(0.0)
        resumes = [self._resumes[at] if at < end else at for at in places]
        shortest = [self._reach[at] - self._shrink[at] for at in places]
        return places, resumes, costs, shortest

    def _part(
        self, start: int, end: int, first: float, rest: float, breaking: str, judge: Judge
    ) -> list[Line]:
        begin = self._resumes[start]
        fits = self.natural(begin, self._ends[end]) <= first + _NEAR
        if not fits and breaking == "balance":  # one line, if a tight one
            fits = not self._judging(justified=False)(start, end, first, True)[2]
        if fits:
            return [Line(begin, max(begin, self._ends[end]), end, True)]
        places, resumes, costs, shortest = self._places(start, end)
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

            def price(pairs: list[tuple[int, int]], width: float) -> tuple[int, int, float]:
                long = sum(
                    judge(resumes[start], places[end], width, False)[2] for start, end in pairs
                )
                return long, len(pairs), sum(costs[end] for _, end in pairs)

            pairs = linebreak.balanced(rest, price, fit)
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

    def set(self, line: Line, measure: float, *, justified: bool) -> tuple[list[int], list[int]]:
        """Space a line; gives for each character what to add on its left and on its right.

        In thousandths of its own em, since that is what a PDF can say. ``justified`` stretches
        the line to ``measure`` (px); a line that is too long is shrunk as far as it may be.
        """
        start, end = line.start, line.end
        if end <= start:
            return [], []
        spacing = self._spacing
        left, right = spacing.left[start:end], spacing.right[start:end]
        left[0] = self._head(start)
        right[-1] = self._tail(end - 1)
        extra = measure - self.natural(start, end)
        if extra < -_NEAR:
            self._shorten(start, end, -extra, left, right)
        elif justified and extra > _NEAR:
            self._stretch(start, end, extra, right)
        return self._rounded(start, left, right)

    def _shorten(
        self, start: int, end: int, need: float, left: list[float], right: list[float]
    ) -> None:
        """Take blank from marks and gaps, from each its share (CLREQ 3.1.6: compress first)."""
        room = self._room(start, end - 1)
        share = min(1.0, need / room) if room > 0 else 0.0
        for at in range(self._shrinkable(start), end - 1):
            part = self._spacing.shrink[at] * share
            if not part:
                continue
            one = self.kinds[at]
            if one == PAUSE:
                left[at - start] -= part / 2
                right[at - start] -= part / 2
            elif one == OPEN:
                left[at - start] -= part
            else:
                right[at - start] -= part

    def _stretch(self, start: int, end: int, extra: float, right: list[float]) -> None:
        """Widen word spaces, then gaps before and after Western text, then all (CLREQ 3.2.2)."""
        glue, ems = self._spacing.glue, self.ems
        inner = range(start, end - 1)
        for sums, one in ((self._words, WORD_GLUE), (self._westerns, HAN_WESTERN_GLUE)):
            room = sums[end - 1] - sums[start]
            if room <= 0:
                continue
            share = min(1.0, extra / room)
            for at in inner:
                if glue[at] is one:
                    right[at - start] += (sums[at + 1] - sums[at]) * share
            extra -= room * share
        if extra <= _NEAR:
            return
        gaps = {at: ems[at] for at in inner if glue[at] is HAN_GLUE}
        if not gaps:
            gaps = {at: ems[at] for at in inner if glue[at] is not NO_GLUE}
        whole = sum(gaps.values())
        if whole <= 0:
            return
        for at in [at for at in gaps if at in self.between]:
            # What a gap between two elements cannot take goes to all others.
            room = max(0.0, WIDEST_BETWEEN * ems[at] - right[at - start])
            if extra * ems[at] / whole > room and len(gaps) > 1:
                right[at - start] += room
                extra -= room
                whole -= gaps.pop(at)
        for at, em in gaps.items():
            right[at - start] += extra * em / whole

    def _rounded(
        self, start: int, left: list[float], right: list[float]
    ) -> tuple[list[int], list[int]]:
        """Round to thousandths of an em; what rounding gains or loses goes into the next gap."""
        lefts, rights = [0] * len(left), [0] * len(right)
        error = 0.0
        for at in range(len(left)):
            unit = self.ems[start + at] / 1000
            if left[at]:
                lefts[at] = round((left[at] + error) / unit)
                error += left[at] - lefts[at] * unit
            if right[at]:
                rights[at] = round((right[at] + error) / unit)
                error += right[at] - rights[at] * unit
        return lefts, rights
