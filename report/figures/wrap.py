"""Break a label into lines of even length, at permitted places.

Widths are in points; the caller's ``measure`` returns the width of a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PIECES = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%+\-/&*]*| +|.", re.DOTALL)
_NEVER_FIRST = set("、，。；：！？）」』》〉】〕…％%·—～／)]},.;:!?")
_NEVER_LAST = set("（「『《〈【〔([{—～／·")
_GOOD_AFTER = set("、，。；：！？）」』》〉】的與和及並")
_GOOD_BEFORE = set("（「『《〈【(")
#: Characters that mostly end a word and rarely start one.
_ENDINGS = set("化率者性度數量額戶次們類等式型")


class NoFitError(ValueError):
    """A piece of text that cannot be broken is wider than the line."""


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break ``text`` into the fewest lines no wider than ``width``, of even length.

    Punctuation never starts or ends a line where the rules for Chinese forbid it, numbers and
    Western words are not broken, and a break inside a word of two characters is avoided if there is
    a better one. Raises NoFitError when a piece that cannot be broken is wider than ``width``.
    """
    pieces = _PIECES.findall(" ".join(text.split()))
    count = len(pieces)
    # For every start: (number of lines from there, their cost, end of the first line).
    best: list[tuple[int, float, int] | None] = [None] * count + [(0, 0.0, count)]
    for start in range(count - 1, -1, -1):
        for end in range(start + 1, count + 1):
            taken = measure("".join(pieces[start:end]).strip())
            if taken > width + 1e-6:
                break
            rest = best[end]
            if rest is None or (end < count and not _may_break(pieces, end)):
                continue
            slack = (width - taken) / width if width else 0.0
            dislike = _break_cost(pieces, start, end) if end < count else 0.0
            weight = 0.5 if end < count else 0.4
            option = (rest[0] + 1, slack * slack * weight + dislike + rest[1], end)
            known = best[start]
            if known is None or option < known:
                best[start] = option
    broken, start = [], 0
    while start < count:
        chosen = best[start]
        if chosen is None:
            raise NoFitError(f"“{text}” cannot be broken into lines of {width:.1f} pt")
        broken.append("".join(pieces[start : chosen[2]]).strip())
        start = chosen[2]
    return broken


def _may_break(pieces: list[str], at: int) -> bool:
    before, after = pieces[at - 1], pieces[at]
    return before[-1] not in _NEVER_LAST and after[0] not in _NEVER_FIRST


def _break_cost(pieces: list[str], start: int, at: int) -> float:
    """Return the cost of a permitted break: 0 is good, about 1 is as bad as an empty line."""
    before, after = pieces[at - 1], pieces[at]
    if before in _GOOD_AFTER or after in _GOOD_BEFORE or " " in (before, after):
        return 0.0
    if after in _ENDINGS:
        return 0.5
    if before in _ENDINGS:
        return 0.02
    if len(before) > 1:
        return 0.25
    if len(after) > 1:
        return 0.08
    run = 0
    for piece in reversed(pieces[start:at]):
        if len(piece) > 1 or piece in _GOOD_AFTER or piece in _GOOD_BEFORE:
            break
        run += 1
    return 0.05 if run % 2 == 0 else 0.25
