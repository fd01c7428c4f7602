"""Takes the empty glyphs out of the fonts of a PDF that is only drawn.

A subset often keeps the numbers of its glyphs: some hundred outlines among 65,000 empty ones. In
Ghostscript the time to load a font grows with the square of its number of glyphs, up to a second
for each. Glyphs of a font that is keyed by CID are found by their CID, so the empty ones can go.

In: the bytes of a PDF. Out: the bytes of one that looks the same.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont

from report.pdf.known import Known

#: Fonts with fewer empty glyphs are loaded quickly.
_MANY = 2_000
#: The outline of an empty glyph: its end (Adobe Technical Note 5177, 4.3).
_EMPTY = b"\x0e"


def lean(pdf: bytes, known: Known | None = None) -> bytes:
    """Return a PDF without the empty glyphs of its fonts; what cannot be read stays as it is.

    With ``known``, font programs that were read in an earlier run are not read again.
    """
    changed = False
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and isinstance(
                one.get("/FontFile3"), pikepdf.Stream
            ):
                program = _program(one.FontFile3, known)
                if program:
                    one.FontFile3 = document.make_stream(
                        program, Subtype=pikepdf.Name.CIDFontType0C
                    )
                    changed = True
        if not changed:
            return pdf
        out = io.BytesIO()
        document.save(out, compress_streams=False)
        return out.getvalue()


def _program(stream: Any, known: Known | None) -> bytes:
    """Return a font program without its empty glyphs; empty if it has few or cannot be read."""
    try:
        program: bytes = stream.read_bytes()
    except pikepdf.PdfError:
        return b""
    if known is None:
        return _smaller(program)
    return known.content(("lean font",), program, lambda: _smaller(program))


def _smaller(program: bytes) -> bytes:
    try:
        if program[:4] == b"OTTO":
            with TTFont(io.BytesIO(program), lazy=True) as font:
                program = font.reader["CFF "]
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(program), None)
        return _without_empty(fonts)
    except Exception:  # noqa: BLE001 - parsers may raise anything for damaged input
        return b""


def _without_empty(fonts: Any) -> bytes:
    top = fonts.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return b""  # its glyphs are found by their places
    outlines = top.CharStrings.charStringsIndex
    ends = outlines.offsets
    filled = [at for at in range(1, len(ends) - 1) if ends[at + 1] - ends[at] > len(_EMPTY)]
    kept = [0, *filled]
    few = len(ends) - len(kept) < _MANY
    # In a file whose end is missing, outlines are shorter than their places.
    if few or any(len(outlines[at].bytecode) != ends[at + 1] - ends[at] for at in kept):
        return b""
    glyphs = [outlines[at] for at in kept]
    # Glyph 0 stands in for glyphs that are not there, which have been empty.
    glyphs[0].setBytecode(_EMPTY)
    order = top.charset
    top.charset = [order[at] for at in kept]
    fonts_of = getattr(top, "FDSelect", None)
    if fonts_of is not None:
        fonts_of.gidArray = [fonts_of.gidArray[at] for at in kept]
    outlines.items = glyphs
    top.CharStrings.charStrings = {name: at for at, name in enumerate(top.charset)}
    top.numGlyphs = len(kept)
    out = io.BytesIO()
    fonts.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()
