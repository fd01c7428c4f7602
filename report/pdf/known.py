"""Results for the pages of a PDF that are known from an earlier run, by what the pages paint.

Only for PDFs that this program has built: in those, a font of a name has one meaning for each
glyph (see :mod:`report.pdf.prints`). Results are JSON values. What they depend on besides the page
is given by whoever makes them: the programs when the object is made, options with each question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol


class Kept(Protocol):
    """Contents by key, such as the engine's store."""

    def get(self, key: str) -> bytes | None:
        """Return a content, None when it is not kept."""

    def put(self, key: str, content: bytes) -> None:
        """Keep a content."""


class Known:
    """What is known of the pages of one PDF."""

    def __init__(self, kept: Kept, prints: Sequence[str], programs: str) -> None:
        """Take the prints of all pages, and a text that names all programs that make results."""
        self._kept = kept
        self._prints = prints
        self._programs = programs

    def pages(
        self, what: Sequence[str], make: Callable[[Sequence[int]], Mapping[int, Any]]
    ) -> list[Any]:
        """Return the result for each page, in order.

        ``what`` names the result and its options. ``make`` gets the numbers of the pages, from 1,
        whose results are not known; it returns them by number. It is not called when all are known.
        """
        keys = [self._key(*what, one) for one in self._prints]
        found = [self._kept.get(key) for key in keys]
        wanted = [at for at, one in enumerate(found, 1) if one is None]
        made = make(wanted) if wanted else {}
        for at in wanted:
            content = json.dumps(made[at], ensure_ascii=False, separators=(",", ":")).encode()
            self._kept.put(keys[at - 1], content)
            found[at - 1] = content
        return [json.loads(one or b"") for one in found]

    def content(self, what: Sequence[str], raw: bytes, make: Callable[[], bytes]) -> bytes:
        """Return what ``make`` returns for the bytes ``raw``; an error of it is not kept."""
        key = self._key(*what, hashlib.sha256(raw).hexdigest())
        found = self._kept.get(key)
        if found is None:
            found = make()
            self._kept.put(key, found)
        return found

    def _key(self, *parts: str) -> str:
        return hashlib.sha256(json.dumps(["known-1", self._programs, *parts]).encode()).hexdigest()
