"""Spaces the characters of a paragraph.

In: the characters of all elements of a paragraph, with their widths. Out: for each line, the space
to add on both sides of every character.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from operator import add
from unicodedata import category

from report.typesetting.composition.kinds import (
    CLOSE,
    NEWLINE,
    NOTHING,
    OPEN,
    PAUSE,
    any_of,
    kinds_of,
)
from report.typesetting.composition.linebreak import LOOSEST, LOOSEST_WORDS, SHORTEST, Line
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
NEAR = 1e-3


def _sums(row: Sequence[float]) -> list[float]:
    """Return the sum of all values before each place."""
    return [0.0, *accumulate(row)] if any(row) else [0.0] * (len(row) + 1)


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of all elements of a paragraph in reading order; lengths in px."""

    text: str
    #: The widths of the characters, and of the borders and paddings of elements that start or end
    #: there.
    advances: Sequence[float]
    edges: Sequence[float]
    ems: Sequence[float]
    rules: Sequence[Rules]
    #: Which characters belong to the one before: note calls, superscripts.
    attached: Sequence[bool]
    #: The characters after which another element starts.
    between: Container[int] = ()


class Row:
    """Characters with their spacing; measures any part of them."""

    def __init__(self, characters: Characters) -> None:
        """Space the characters."""
        self.text = text = characters.text
        self.advances = advances = characters.advances
        self.ems = ems = characters.ems
        self.rules = rules = characters.rules
        self.between = between = characters.between
        self.kinds = kinds_of(text, advances, ems)
        self._spacing = space(
            *(text, self.kinds, ems, rules, characters.attached, between, advances)
        )
        self._forced = [newline.end() for newline in _NEWLINE.finditer(self.kinds)]
        self._sum(characters.edges)

    def _sum(self, edges: Sequence[float]) -> None:
        spacing, ems, text = self._spacing, self.ems, self.text
        size = len(text)
        widths = list(map(add, self.advances, edges)) if any(edges) else list(self.advances)
        words, westerns = [0.0] * size, [0.0] * size
        self._heads, self._tails = heads, tails = [0.0] * size, [0.0] * size
        #: The blank of a pause mark that ends a line: the part after the mark stays or is removed
        #: completely; the part before it shrinks like all others (CLREQ 3.1.6).
        self._blanks = blanks = [0.0] * size
        #: For each place, the end of a line that breaks there: without spaces before the break.
        self._ends = ends = list(range(size + 1))
        #: For each place, the start of the next line: after the spaces that follow the break.
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
            if one == PAUSE and self.rules[at].trim_end:
                blanks[at] = spacing.shrink[at] / 2
            gone = one == NEWLINE or text[at] == " "
            if one == NOTHING:  # joiners are dropped; combining accents stay
                gone = category(text[at])[0] != "M"
            if gone:
                ends[at + 1] = ends[at]
        if " " in text:
            for at in range(size - 1, -1, -1):
                if text[at] == " ":
                    resumes[at] = resumes[at + 1]

    def _head(self, at: int) -> float:
        """Return the space added before a character that starts a line, in px (CLREQ 3.1.6)."""
        trims = self.kinds[at] == OPEN and self.rules[at].trim_start
        return -0.5 * self.ems[at] if trims else 0.0

    def _tail(self, at: int) -> float:
        """Return the space added after a character that ends a line, in px (CLREQ 3.1.6)."""
        trims = self.kinds[at] == CLOSE and self.rules[at].trim_end
        return -0.5 * self.ems[at] if trims else 0.0

    def natural(self, start: int, end: int) -> float:
        """Return the natural width of a line from ``start`` to ``end``, in px."""
        if end <= start:
            return 0.0
        return self._reach[end] - self._reach[start] + self._heads[start] + self._tails[end - 1]

    def widest(self) -> float:
        """Return the width of the paragraph with only forced breaks, in px."""
        widths, start = [0.0], 0
        for end in (*self._forced, len(self.text)):
            widths.append(self.natural(self._resumes[start], self._ends[end]))
            start = end
        return max(widths)

    def looseness(self, line: Line, measure: float) -> float:
        """Return the width of the gaps of a line stretched to ``measure`` px, in em.

        The stretch that word spaces and gaps between Chinese and Western text take first is not
        counted. Without gaps between Chinese, the word spaces are measured; an em of them counts
        less, since they may be uneven. Infinite when there is nothing to stretch.
        """
        start, inner = line.start, line.end - 1
        if inner < start:
            return 0.0
        spaces, westerns, hans = (
            row[inner] - row[start] for row in (self._words, self._westerns, self._hans)
        )
        extra = measure - self.natural(start, line.end) - spaces - westerns
        if extra <= NEAR:
            return 0.0
        if hans > 0:
            return extra / hans
        return extra / (spaces / SPACE_STRETCH) * LOOSEST / LOOSEST_WORDS if spaces > 0 else inf

    def is_too_loose(self, line: Line, measure: float) -> bool:
        """Return whether a line should be left ragged instead of stretched to ``measure`` px."""
        lacks = measure - self.natural(line.start, line.end)
        loose = self.looseness(line, measure)
        return loose > LOOSEST and lacks > SHORTEST * self.ems[line.start]

    def _shrinkable(self, start: int) -> int:
        """Return the first character of a line that may shrink: not an opening bracket."""
        return start + 1 if self.kinds[start] == OPEN else start

    def _room(self, start: int, inner: int) -> float:
        """Return how much a line from ``start`` to the character ``inner`` can shrink, in px."""
        shrink, first = self._shrink, min(inner, self._shrinkable(start))
        return max(0.0, shrink[inner] - shrink[first] + self._blanks[inner])

    def set(self, line: Line, measure: float, *, justified: bool) -> tuple[list[int], list[int]]:
        """Space a line; returns for each character the space to add on its left and on its right.

        The unit is thousandths of the character's em, as in PDF. ``justified`` stretches the line
        to ``measure`` px; a line that is too long is shrunk, at most to its limit.
        """
        start, end = line.start, line.end
        if end <= start:
            return [], []
        spacing = self._spacing
        left, right = spacing.left[start:end], spacing.right[start:end]
        left[0] = self._head(start)
        right[-1] = self._tail(end - 1)
        extra = measure - self.natural(start, end)
        full = justified
        if extra < -NEAR and -extra > self._room(start, end - 1) + NEAR:
            right[-1] -= self._blanks[end - 1]
            extra += self._blanks[end - 1]
            full = True  # without the blank, the line is justified
        if extra < -NEAR:
            self._shorten(start, end, -extra, left, right)
        elif full and extra > NEAR:
            self._stretch(start, end, extra, right)
        return self._rounded(start, left, right)

    def _shorten(
        self, start: int, end: int, need: float, left: list[float], right: list[float]
    ) -> None:
        """Shrink the blanks of marks and gaps, each by the same share (CLREQ 3.1.6)."""
        room = self._room(start, end - 1)
        share = min(1.0, need / room) if room > 0 else 0.0
        if self._blanks[end - 1]:
            left[-1] -= self._blanks[end - 1] * share
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
        """Widen word spaces, then gaps beside Western text, then all gaps (CLREQ 3.2.2)."""
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
        if extra <= NEAR:
            return
        gaps = {at: ems[at] for at in inner if glue[at] is HAN_GLUE}
        if not gaps:
            gaps = {at: ems[at] for at in inner if glue[at] is not NO_GLUE}
        whole = sum(gaps.values())
        if whole <= 0:
            return
        for at in [at for at in gaps if at in self.between]:
            # Gaps between two elements have a limit; the other gaps take the rest.
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
        """Round to thousandths of an em; rounding errors are added to the next gap."""
        lefts, rights = [0] * len(left), [0] * len(right)
        error = 0.0
        for at, (before, after, em) in enumerate(zip(left, right, self.ems[start:], strict=False)):
            if before:
                lefts[at] = whole = round((before + error) * 1000 / em)
                error += before - whole * em / 1000
            if after:
                rights[at] = whole = round((after + error) * 1000 / em)
                error += after - whole * em / 1000
        return lefts, rights
