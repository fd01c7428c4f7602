"""Checks font programs, including the outlines of the used glyphs.

In: a font dictionary of a PDF and its program. Raises DamagedError with what is wrong.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.misc.psCharStrings import T2OutlineExtractor
from fontTools.t1Lib import T1Font
from fontTools.ttLib import TTFont

from report.preflight.whole import DamagedError

#: An outline with coordinates beyond this, in em, is damaged.
_FARTHEST = 12.0
#: The most glyphs of a program that are read.
_MOST = 8_000


class _ReachPen:
    """A pen that records the largest coordinate of an outline."""

    def __init__(self) -> None:
        self.reach = 0.0

    def moveTo(self, *points: Any) -> None:  # noqa: N802 - fontTools' name
        for point in points:
            if point is not None:
                self.reach = max(self.reach, abs(point[0]), abs(point[1]))

    lineTo = curveTo = qCurveTo = moveTo  # noqa: N815

    def closePath(self) -> None:  # noqa: N802
        pass

    endPath = closePath  # noqa: N815

    def addComponent(self, *_: Any) -> None:  # noqa: N802
        pass


class _Reader(T2OutlineExtractor):  # type: ignore[misc]
    """Reads an outline and records whether it is complete; fontTools does not check that."""

    has_ended = False

    def op_endchar(self, index: int) -> Any:
        """End the outline (Adobe Technical Note 5177, 4.3)."""
        self.has_ended = True
        return super().op_endchar(index)


def check_program(font: Any, kind: str, program: bytes) -> None:
    """Check a font program; ``kind`` is its key in the font descriptor, such as ``/FontFile3``.

    ``font`` is the simple font or CIDFont that it belongs to. Raises DamagedError.
    """
    if not program:
        raise DamagedError("its program is empty")
    try:
        if kind == "/FontFile":
            _type1(program)
        elif kind == "/FontFile3" and program[:4] not in (b"OTTO", b"\0\1\0\0", b"true"):
            _cff(program, _used(font), 1000)
        else:
            _sfnt(program, _used(font))
    except DamagedError:
        raise
    except Exception as exc:  # parsers may raise anything for damaged input
        raise DamagedError(f"its program cannot be read ({type(exc).__name__})") from exc


def _type1(program: bytes) -> None:
    font = T1Font.__new__(T1Font)
    font.data, font.encoding = program, "ascii"
    font.parse()
    glyphs = font.font["CharStrings"]
    for name, outline in list(glyphs.items())[:_MOST]:
        pen = _ReachPen()
        outline.draw(pen)
        _check_reach(pen, 1000, str(name))


def _sfnt(program: bytes, used: set[int]) -> None:
    with TTFont(io.BytesIO(program), lazy=True) as font:
        for tag in list(font.reader.keys()):
            if len(font.reader[tag]) < font.reader.tables[tag].length:
                raise DamagedError(f"its table {tag.strip()} is incomplete")
        em = font["head"].unitsPerEm if "head" in font else 1000
        if "CFF " in font:
            _outlines(font["CFF "].cff, used, em)
        else:
            glyphs, order = font["glyf"], font.getGlyphOrder()
            wanted = [one for one in sorted(used) if one < len(order)] or range(len(order))
            for number in list(wanted)[:_MOST]:
                pen = _ReachPen()
                glyphs[order[number]].draw(pen, glyphs)
                _check_reach(pen, em, order[number])


def _cff(program: bytes, used: set[int], em: int) -> None:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    _outlines(fonts, used, em)


def _outlines(fonts: Any, used: set[int], em: int) -> None:
    top = fonts.topDictIndex[0]
    outlines = top.CharStrings
    for name in list(_names(top, outlines, used))[:_MOST]:
        pen, outline = _ReachPen(), outlines[name]
        readers: list[_Reader] = []

        def read(*given: Any, readers: list[_Reader] = readers) -> _Reader:
            readers.append(_Reader(*given))
            return readers[-1]

        outline.outlineExtractor = read
        outline.draw(pen)
        if not all(one.has_ended for one in readers):
            raise DamagedError(f"the outline of its glyph {name} is incomplete")
        _check_reach(pen, em, name)


def _names(top: Any, outlines: Any, used: set[int]) -> Iterator[str]:
    """Return the names of the used glyphs, or of all when they are unknown."""
    by_cid = hasattr(top, "ROS")
    order = top.charset
    if by_cid:
        named = [f"cid{number:05d}" for number in sorted(used)]
        found = [name for name in named if name in outlines]
    else:
        found = [order[number] for number in sorted(used) if number < len(order)]
    yield from found or order


def _check_reach(pen: _ReachPen, em: int, name: str) -> None:
    if pen.reach > _FARTHEST * em:
        raise DamagedError(f"the outline of its glyph {name} is damaged")


def _used(font: Any) -> set[int]:
    """Return the glyphs for which a CIDFont has widths: in a subset, these are the used glyphs.

    Empty for other fonts.
    """
    widths = font.get("/W")
    if not isinstance(widths, pikepdf.Array):
        return set()
    return set(_ranges(list(widths)))


def _ranges(widths: list[Any]) -> Iterable[int]:
    """Read an array of widths (ISO 32000-1, 9.7.4.3)."""
    found: list[int] = []
    at = 0
    while at + 1 < len(widths) and len(found) <= _MOST:
        first, second = int(widths[at]), widths[at + 1]
        if isinstance(second, pikepdf.Array):
            found += range(first, first + len(second))
            at += 2
        else:
            found += range(first, min(int(second), first + _MOST) + 1)
            at += 3
    return found
