"""Natural spacing: the space between two characters before lines are justified.

A character has two adjustments, added to its left and to its right, in px; negative ones remove the
blank of a mark. *Glue* is the kind of gap after a character, which may stretch.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import compress

from report.model.characters import WIDEST_UNSPACED, is_unit_symbol
from report.typesetting.composition.kinds import (
    CLOSE,
    FULL,
    NEWLINE,
    NOTHING,
    OPEN,
    OTHER,
    PAUSE,
    RULE,
    SPACE,
    TIE,
    H,
    W,
    any_of,
)
from report.typesetting.composition.rules import Rules

#: How much a mark may shrink in a line that is too long, in em (CLREQ 3.1.6: to half its width; a
#: bracket on its blank side, a centred mark equally on both sides).
BRACKET_SHRINK = 0.5
PAUSE_SHRINK = 0.5
#: A centred pause or stop before a closing bracket loses half an em: this part of it, in em, on the
#: bracket's side. It has about 0.35 em of blank on each side.
PAUSE_TO_CLOSE = 0.32
#: The width of a middle dot between Han, in em. It is the same for all fonts, although some draw it
#: narrow and some a full em wide (CLREQ 3.1.2: the interpunct may have half an em).
DOT_WIDTH = 0.5
_DOTS = frozenset("·・‧")
_DOT_AMONG_HAN = bytes((H, TIE, H))
_NARROW = (W, OTHER)
_HAN_RUN = re.compile(any_of(H) + b"{2,}")
#: Characters that may have adjustments of their own: all but Han and Western ones.
_MARKED = re.compile(any_of(H, *_NARROW, other=True))
#: The second character of a pair, except two Han or two Western characters.
_SECOND = re.compile(
    b"%s|(?<!%s)%s|(?<!%s)%s"
    % (
        any_of(H, *_NARROW, NOTHING, other=True),
        *(any_of(*_NARROW), any_of(*_NARROW)),
        *(any_of(H), any_of(H)),
    )
)
#: How much a word space may shrink and stretch, in em.
SPACE_SHRINK = 0.05
SPACE_STRETCH = 0.25
#: The widest stretched gap between Han and Western, in em. CLREQ 3.2.2 allows a quarter em; but
#: text extraction takes a gap of 0.15 em as a space.
WIDEST_HAN_WESTERN = 0.148
#: The widest stretched gap between two elements, in em: no replacement text covers such a gap.
WIDEST_BETWEEN = WIDEST_UNSPACED


class Glue(IntEnum):
    """The kind of gap after a character."""

    NONE = 0
    WORD = 1
    HAN_WESTERN = 2
    HAN = 3


NO_GLUE, WORD_GLUE, HAN_WESTERN_GLUE, HAN_GLUE = Glue


@dataclass(slots=True)
class Spacing:
    """Adjustments and glue of every character of a paragraph."""

    left: list[float]
    right: list[float]
    glue: list[Glue]
    #: How much each character may shrink, in px.
    shrink: list[float]
    #: The characters whose values may differ from those of plain Han text, unsorted.
    moved: list[int]


def space(
    text: str,
    kinds: bytes,
    ems: Sequence[float],
    rules: Sequence[Rules],
    attached: Sequence[bool],
    between: Container[int] = (),
    advances: Sequence[float] = (),
) -> Spacing:
    """Space a paragraph's characters.

    ``ems`` are the type sizes and ``advances`` the widths of the characters in px; ``attached``
    marks characters that belong to the one before (note calls, superscripts); ``between`` has the
    characters after which another element starts. Brackets and pauses must be a full em wide;
    narrower ones must have the kind ``OTHER``.
    """
    size = len(text)
    left, right, shrink = [0.0] * size, [0.0] * size, [0.0] * size
    moved = [match.start() for match in _MARKED.finditer(kinds)]
    glue = _among_han(kinds, rules, attached)
    for match in _SECOND.finditer(kinds):
        here = match.start()
        before = here - 1
        while before >= 0 and kinds[before] == NOTHING:
            before -= 1
        if before >= 0 and not attached[here]:
            _pair(before, here, text, kinds, ems, rules, left, right, glue, before in between)
            if glue[before] is HAN_WESTERN_GLUE:
                moved.append(before)
    if advances and not _DOTS.isdisjoint(text):
        _halve_dots(text, kinds, ems, rules, left, right, advances)
    for here in moved:
        shares = here > 0 and kinds[here - 1] == CLOSE and right[here - 1] < 0
        shrink[here] = _shrink(
            kinds[here], glue[here], left[here], right[here], ems[here], shares=shares
        )
    return Spacing(left, right, glue, shrink, moved)


def _among_han(kinds: bytes, rules: Sequence[Rules], attached: Sequence[bool]) -> list[Glue]:
    """Return the glue of each character that is followed by Han in a run of Han."""
    size = len(kinds)
    glue = [NO_GLUE] * size
    for run in _HAN_RUN.finditer(kinds):
        first, last = run.start(), run.end() - 1
        glue[first:last] = [HAN_GLUE] * (last - first)
    for here in compress(range(size), attached):
        if here:
            glue[here - 1] = NO_GLUE
    if size and (rules.count(rules[0]) < size or not rules[0].han_justification):
        for here in range(size - 1):
            if not (rules[here].han_justification and rules[here + 1].han_justification):
                glue[here] = NO_GLUE
    return glue


def _halve_dots(
    text: str,
    kinds: bytes,
    ems: Sequence[float],
    rules: Sequence[Rules],
    left: list[float],
    right: list[float],
    advances: Sequence[float],
) -> None:
    """Make the middle dots between Han half an em wide."""
    for here, one in enumerate(text):
        if one in _DOTS and rules[here].mark_compression:
            sides = kinds[max(0, here - 1) : here + 2]
            if sides == _DOT_AMONG_HAN:
                half = (DOT_WIDTH * ems[here] - advances[here]) / 2
                left[here] += half
                right[here] += half


def _shrink(kind: int, glue: Glue, left: float, right: float, em: float, *, shares: bool) -> float:
    """Return how much a character may shrink, in px; 0 for marks that are compressed already."""
    if kind == PAUSE:
        return 0.0 if left or right else PAUSE_SHRINK * em
    if kind == CLOSE:
        return 0.0 if right else BRACKET_SHRINK * em
    if kind == OPEN:
        # After a compressed closing bracket, half of this blank must stay as a distance.
        return 0.0 if left else BRACKET_SHRINK * em * (0.5 if shares else 1)
    if glue is WORD_GLUE:
        return SPACE_SHRINK * em
    return right / 2 if glue is HAN_WESTERN_GLUE else 0.0


def _pair(
    a: int,
    b: int,
    text: str,
    kinds: bytes,
    ems: Sequence[float],
    rules: Sequence[Rules],
    left: list[float],
    right: list[float],
    glue: list[Glue],
    apart: bool,
) -> None:
    first, second, rule = kinds[a], kinds[b], rules[a]
    if (first == H and second == W) or (first == W and second == H):
        share = min(rule.han_western_space, rules[b].han_western_space)
        if share:
            if apart and share <= WIDEST_HAN_WESTERN:
                share = min(share, WIDEST_BETWEEN)
            right[a] += share * min(ems[a], ems[b])
            glue[a] = HAN_WESTERN_GLUE
            return
    elif rule.mark_compression and rules[b].mark_compression:
        _compress(a, b, first, second, ems, left, right)
    if first == SPACE:
        if text[a] == "\u3000":
            glue[a] = HAN_GLUE
        elif not (a and text[a - 1].isdigit() and is_unit_symbol(text, b)):
            glue[a] = WORD_GLUE
    elif rule.han_justification and rules[b].han_justification:
        glue[a] = _glue(text, a, b, first, second)


def _compress(
    a: int,
    b: int,
    first: int,
    second: int,
    ems: Sequence[float],
    left: list[float],
    right: list[float],
) -> None:
    """Compress two adjacent marks from two em to one and a half (CLREQ 3.1.6)."""
    if first == CLOSE and second in (CLOSE, OPEN, PAUSE, FULL):
        right[a] -= 0.5 * ems[a]
    elif second == OPEN and first in (OPEN, PAUSE, FULL):
        left[b] -= 0.5 * ems[b]
    elif first == PAUSE and second == CLOSE:
        # The bracket's blank is on its other side, so the pause is compressed: more on the side of
        # the bracket, since it belongs to the text inside.
        left[a] -= (0.5 - PAUSE_TO_CLOSE) * ems[a]
        right[a] -= PAUSE_TO_CLOSE * ems[a]


def _glue(text: str, a: int, b: int, first: int, second: int) -> Glue:
    if second == SPACE or NEWLINE in (first, second):
        return NO_GLUE
    if TIE in (first, second):
        return NO_GLUE
    if first == RULE and text[a] == text[b]:
        return NO_GLUE
    if first in _NARROW and second in _NARROW:
        return NO_GLUE
    return HAN_GLUE
