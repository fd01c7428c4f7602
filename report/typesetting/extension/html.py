"""Patterns of the HTML parser, compiled once.

tinyhtml5 looks for the end of each piece of text with a pattern that it builds of the characters
that end it. It keeps patterns by themselves instead of by these characters, so that it builds the
pattern of every piece anew: half of the time of parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tinyhtml5 import inputstream

_NAME = "characters_until_regex"


class Patterns(dict[Any, re.Pattern[str]]):
    """Patterns by the characters and whether these end a piece (False) or are it (True)."""

    def __missing__(self, key: tuple[Iterable[str], bool]) -> re.Pattern[str]:
        characters, opposite = key
        inside = "".join(f"\\x{ord(one):02x}" for one in characters)
        pattern = self[key] = re.compile(f"[{'' if opposite else '^'}{inside}]+")
        return pattern


def install() -> None:
    """Let the parser keep its patterns."""
    if type(getattr(inputstream, _NAME, None)) is dict:
        setattr(inputstream, _NAME, Patterns())


def uninstall() -> None:
    """Restore the parser."""
    if isinstance(getattr(inputstream, _NAME, None), Patterns):
        setattr(inputstream, _NAME, {})
