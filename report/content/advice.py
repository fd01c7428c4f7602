"""Suggestions for unknown words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from itertools import islice

#: Limits for the comparison, which is slow for long words and long lists.
_LONGEST = 80
_MOST = 2000


def nearest(word: str, known: Iterable[str]) -> str:
    """Return “did you mean …?” for the most similar known word, or an empty string."""
    names = {name.lower(): name for name in reversed(list(islice(known, _MOST)))}
    close = difflib.get_close_matches(word[:_LONGEST].lower(), names, n=1, cutoff=0.6)
    return f"did you mean “{names[close[0]]}”?" if close else ""
