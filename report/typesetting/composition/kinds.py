"""The kinds of a paragraph's characters, as their font and their neighbours make them.

A paragraph's kinds are bytes, each the number of a :class:`Kind`: most characters are Han, and
what is not is found among them by regular expressions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.model.characters import Kind, kind

#: The kinds by names that cost nothing: to ask an enumeration for a member takes as long as a whole
#: step of a loop over characters.
H, W, OPEN, CLOSE = Kind.HAN, Kind.WESTERN, Kind.OPEN, Kind.CLOSE
PAUSE, FULL, SPACE, OTHER = Kind.PAUSE, Kind.FULL, Kind.SPACE, Kind.OTHER
TIE, RULE, NEWLINE, NOTHING, OBJECT = Kind.TIE, Kind.RULE, Kind.NEWLINE, Kind.NONE, Kind.OBJECT

#: A mark is a full em wide when it differs by less, in em.
_FULL = 0.02


class _Numbers(dict[int, int]):
    """The number of the kind of each character, by its code point, as it is met."""

    def __missing__(self, code: int) -> int:
        found = self[code] = int(kind(chr(code)))
        return found


_numbers = _Numbers()


def any_of(*kinds: Kind, other: bool = False) -> bytes:
    """Give a regular expression for one character of these kinds, or with ``other`` of any else."""
    return b"[%s%s]" % (b"^" * other, re.escape(bytes(kinds)))


_MARK = re.compile(any_of(OPEN, CLOSE, PAUSE))
#: Signs after a letter or digit, or after a joiner that ties them to one.
_AFTER_WESTERN = re.compile(any_of(W) + any_of(NOTHING) + b"*(" + any_of(OTHER) + b"+)")


def kinds_of(text: str, advances: Sequence[float], ems: Sequence[float]) -> bytes:
    """Classify the characters; a mark that is no full em wide has no blank to give."""
    kinds = bytearray(text.translate(_numbers), "latin-1")
    for mark in _MARK.finditer(kinds):
        at = mark.start()
        if abs(advances[at] - ems[at]) > _FULL * ems[at]:
            kinds[at] = OTHER
    for others in _AFTER_WESTERN.finditer(kinds):
        for at in range(*others.span(1)):
            if text[at] not in "%‰":
                break
            kinds[at] = W
    return bytes(kinds)
