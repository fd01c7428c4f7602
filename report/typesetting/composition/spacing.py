"""Natural spacing: what stands between two characters before any line is justified.

A character's adjustments are two numbers, added to its left and to its right, in px; negative
ones take blank away from a mark. Where a line may be stretched is its *glue*.
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

#: Blank that a line may take from a mark when it must be made shorter, in em (CLREQ 3.1.6: a
#: mark may shrink to half its width, a bracket on its blank side, a centred mark on both alike).
BRACKET_SHRINK = 0.5
PAUSE_SHRINK = 0.5
#: Of the half em that a centred pause or stop gives up before a closing bracket, what it gives on
#: the bracket's side, in em; it has about 0.35 em of blank on either side.
PAUSE_TO_CLOSE = 0.32
#: The width of a middle dot between Han, in em: one in all fonts, of which some draw it narrow and
#: some a full em wide (CLREQ 3.1.2: the interpunct may be set in half a square).
DOT_WIDTH = 0.5
_DOTS = frozenset("·・‧")
_DOT_AMONG_HAN = bytes((H, TIE, H))
_NARROW = (W, OTHER)
_HAN_RUN = re.compile(any_of(H) + b"{2,}")
#: What may be adjusted by itself; Han and Western characters are for their gaps only.
_MARKED = re.compile(any_of(H, *_NARROW, other=True))
#: The second of a pair that is neither Han among Han nor within a Western word or number.
_SECOND = re.compile(
    b"%s|(?<!%s)%s|(?<!%s)%s"
    % (
        any_of(H, *_NARROW, NOTHING, other=True),
        *(any_of(*_NARROW), any_of(*_NARROW)),
        *(any_of(H), any_of(H)),
    )
)
#: What a word space may lose and gain, in em.
SPACE_SHRINK = 0.05
SPACE_STRETCH = 0.25
#: The widest that a line makes a gap between Han and Western, in em. CLREQ 3.2.2 allows a quarter
#: em; but programs that extract text believe in a space from 0.15 em on.
WIDEST_HAN_WESTERN = 0.148
#: The widest that a line makes a gap between two elements, in em: there, no replacement text
#: spans the gap.
WIDEST_BETWEEN = WIDEST_UNSPACED


class Glue(IntEnum):
    """What kind of gap follows a character."""

    NONE = 0
    WORD = 1
    HAN_WESTERN = 2
    HAN = 3


NO_GLUE, WORD_GLUE, HAN_WESTERN_GLUE, HAN_GLUE = Glue


@dataclass(slots=True)
class Spacing:
    """Adjustments and glue of every character of a paragraph; lists of one length."""

    left: list[float]
    right: list[float]
    glue: list[Glue]
    #: What a line may take away at this character, in px.
    shrink: list[float]
    #: The characters of which one of these may differ from Han among Han, in no order.
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
    says which characters hang on the one before (note calls, superscripts), ``between`` after
    which characters another element starts. Marks whose kind is a bracket or a pause are taken to
    be a full em wide; give others as ``OTHER``.
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
    """Give the glue of each character for what stands between two Han."""
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
    """Set the middle dots between Han in half a square each."""
    for here, one in enumerate(text):
        if one in _DOTS and rules[here].mark_compression:
            sides = kinds[max(0, here - 1) : here + 2]
            if sides == _DOT_AMONG_HAN:
                half = (DOT_WIDTH * ems[here] - advances[here]) / 2
                left[here] += half
                right[here] += half


def _shrink(kind: int, glue: Glue, left: float, right: float, em: float, *, shares: bool) -> float:
    """Give what a line may take away at a character, in px: once, if its pair has not yet."""
    if kind == PAUSE:
        return 0.0 if left or right else PAUSE_SHRINK * em
    if kind == CLOSE:
        return 0.0 if right else BRACKET_SHRINK * em
    if kind == OPEN:
        # After a bracket that has given its blank, half of this one is what keeps them apart.
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
    """Let two marks share a blank: one and a half em for both instead of two (CLREQ 3.1.6)."""
    if first == CLOSE and second in (CLOSE, OPEN, PAUSE, FULL):
        right[a] -= 0.5 * ems[a]
    elif second == OPEN and first in (OPEN, PAUSE, FULL):
        left[b] -= 0.5 * ems[b]
    elif first == PAUSE and second == CLOSE:
        # The bracket's blank is on its far side, so the pause gives way: more on the bracket's
        # side, since it ends what is within the bracket.
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
