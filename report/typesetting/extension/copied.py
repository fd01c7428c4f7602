"""What is copied from glyphs: the characters that were written, whatever else they look like.

A glyph has one entry in its font's table of characters (``ToUnicode``), and the engine gives it to
the first text that uses the glyph: one pasted radical ⾏ would make a radical of every 行. So the
entry is the usual character, and a text with an unusual one says itself what it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from report.model.lookalikes import UNUSUAL, usual_text

#: Where breaks are invited and forbidden: never copied.
_UNSEEN = str.maketrans("", "", "\u200b\u2060")


@contextmanager
def copied_as(stream: Any, text: str) -> Iterator[None]:
    """Say what the glyphs drawn meanwhile stand for (ISO 32000-1, 14.9.4); once is enough."""
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


def give_usual(stream: Any) -> None:
    """Let the glyphs that were first drawn for unusual characters stand for the usual ones.

    Entries of a font are never taken away, and each is looked at once.
    """
    for font in stream._fonts.values():
        seen = getattr(font, "seen_entries", 0)
        for glyph, text in list(islice(font.to_unicode.items(), seen, None)):
            if UNUSUAL.search(text):
                font.to_unicode[glyph] = usual_text(text)
        font.seen_entries = len(font.to_unicode)
