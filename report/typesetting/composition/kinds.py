"""The kinds of a paragraph's characters, which depend on their font and adjacent characters.

The kinds are bytes, one number of a :class:`Kind` for each character. Most characters are Han;
regular expressions find the others fast.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.model.characters import Kind, kind

#: Module names for the kinds: access to members of an enumeration is slow in long loops.
H, W, OPEN, CLOSE = Kind.HAN, Kind.WESTERN, Kind.OPEN, Kind.CLOSE
PAUSE, FULL, SPACE, OTHER = Kind.PAUSE, Kind.FULL, Kind.SPACE, Kind.OTHER
TIE, RULE, NEWLINE, NOTHING, OBJECT = Kind.TIE, Kind.RULE, Kind.NEWLINE, Kind.NONE, Kind.OBJECT

#: Tolerance for a full-width mark, in em.
_FULL = 0.02


class _Numbers(dict[int, int]):
    """The number of the kind of each character by its code point; computed on first use."""

    def __missing__(self, code: int) -> int:
        found = self[code] = int(kind(chr(code)))
        return found


_numbers = _Numbers()


def any_of(*kinds: Kind, other: bool = False) -> bytes:
    """Return a regular expression for one character of these kinds; with ``other``, of others."""
    return b"[%s%s]" % (b"^" * other, re.escape(bytes(kinds)))


_MARK = re.compile(any_of(OPEN, CLOSE, PAUSE))
#: Signs after a letter or digit, also with joiners between.
_AFTER_WESTERN = re.compile(any_of(W) + any_of(NOTHING) + b"*(" + any_of(OTHER) + b"+)")


def kinds_of(text: str, advances: Sequence[float], ems: Sequence[float]) -> bytes:
    """Return the kind of each character; marks narrower than an em are OTHER (no blank)."""
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
