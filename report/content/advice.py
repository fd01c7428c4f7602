"""Advice on words that are not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

#: Comparing a long word with thousands of others takes long and helps nobody.
_LONGEST = 80
_MOST = 2000


def nearest(word: str, known: Iterable[str]) -> str:
    """Give “did you mean …?” for the closest of the known words, or nothing."""
    names = {name.lower(): name for name in reversed(list(islice(known, _MOST)))}
    close = difflib.get_close_matches(word[:_LONGEST].lower(), names, n=1, cutoff=0.6)
    return f"did you mean “{names[close[0]]}”?" if close else ""
