"""Possessive repetitions of groups for all versions of Python.

``(?:ab?c)*+`` takes as many as there are and gives none back. Before 3.11.5 Python also takes the
beginning of one that does not match to its end (python/cpython#106052): the Python of Debian 12
does. ``(?:ab?c)*(?!(?:ab?c))`` says the same, and is right in all of them.
"""

from __future__ import annotations

import re

_REPEATED = re.compile(r"\)(\*|\{\d+,\})\+")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")


def possessive(pattern: str) -> str:
    """Return a pattern in which repetitions of groups with ``*+`` or ``{n,}+`` are rewritten.

    These groups must not capture.
    """
    done: list[str] = []
    open_: list[int] = []
    at = 0
    while at < len(pattern):
        piece = pattern[at]
        if piece == "\\":
            piece = pattern[at : at + 2]
        elif piece == "[" and (whole := _CLASS.match(pattern, at)):
            piece = whole[0]
        elif piece == "(":
            open_.append(len(done))
        elif piece == ")":
            start = open_.pop()
            if repeated := _REPEATED.match(pattern, at):
                group = "".join(done[start:]) + ")"
                done[start:] = [f"{group}{repeated[1]}(?!{group})"]
                at = repeated.end()
                continue
        done.append(piece)
        at += len(piece)
    return "".join(done)
