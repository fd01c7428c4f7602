"""Copied text: the characters that were typed, also where two characters share a glyph.

A glyph has one entry in its font's table of characters (``ToUnicode``). The engine uses the first
text with the glyph: one pasted radical ⾏ would turn every 行 into a radical. So this module writes
the usual character into the table, and a replacement text for unusual characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from report.model.lookalikes import UNUSUAL, usual_text

#: Break controls, which are never copied.
_UNSEEN = str.maketrans("", "", "\u200b\u2060")


@contextmanager
def copied_as(stream: Any, text: str) -> Iterator[None]:
    """Write a replacement text around the glyphs drawn in this block (ISO 32000-1, 14.9.4).

    Nested calls write none.
    """
    if getattr(stream, "is_copied", False):
        yield
        return
    words = text.translate(_UNSEEN).encode("utf-16-be").hex().upper().encode()
    stream.stream.append(b"/Span <</ActualText <FEFF" + words + b">>> BDC")
    stream.is_copied = True
    try:
        yield
    finally:
        stream.is_copied = False
        stream.stream.append(b"EMC")


def map_to_usual(stream: Any) -> None:
    """Map glyphs that were first drawn for unusual characters to the usual ones.

    Each entry of a font is checked once; entries are never removed.
    """
    for font in stream._fonts.values():
        seen = getattr(font, "seen_entries", 0)
        for glyph, text in list(islice(font.to_unicode.items(), seen, None)):
            if UNUSUAL.search(text):
                font.to_unicode[glyph] = usual_text(text)
        font.seen_entries = len(font.to_unicode)
