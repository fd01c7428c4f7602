"""The font files of the theme's sans, and the metrics of their characters.

The files are found with fontconfig, as for the pages, so that a drawing is measured with the same
face that it is printed with. Lengths are in points where no other unit is named.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, cast

from report.figures import engine
from report.figures.findings import MissingCharacterError, finding
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError
from report.model.characters import WIDEST_UNSPACED, meets_western

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

#: The family of the drawings in the shipped themes.
FAMILY = "Noto Sans CJK HK"

#: Advance, left, bottom, right and top of a glyph in ems, y upwards.
_Measures: TypeAlias = tuple[float, float, float, float, float]

_LIBRARIES = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_APT = "apt-get install fonts-noto-cjk fonts-noto-cjk-extra"


class Face:
    """One weight of a family: its file, its index in the file, and its metrics.

    ``family`` and ``weight`` (100 to 900) are those of the drawing; ``path`` and ``index`` are the
    file that fontconfig finds and the index in a collection. ``others`` are the families for
    characters that this one lacks, in order, as in the pages.
    """

    def __init__(
        self, family: str, weight: int, path: str, index: int, others: tuple[str, ...] = ()
    ) -> None:
        self.family = family
        self.weight = weight
        self.path = path
        self.index = index
        self.others = others
        self._font = engine.open_font(path, index)
        self._em = float(self._font.units_per_EM)
        self._known: dict[str, _Measures] = {}

    def properties(self, size: float) -> FontProperties:
        """Return Matplotlib's properties for this face at ``size`` points."""
        return engine.font_properties(self.path, self.index, self.family, self.weight, size)

    def advance(self, text: str, size: float) -> float:
        """Return the width of ``text`` set in ``size`` points, without kerning.

        Between Han and Western characters there is a gap, as in the pages. Raises
        MissingCharacterError when a character has no glyph; so does :meth:`ink`.
        """
        gaps = sum(meets_western(a, b) for a, b in pairwise(text)) * WIDEST_UNSPACED
        return (sum(self._glyph(character)[0] for character in text) + gaps) * size

    def ink(self, text: str, size: float) -> tuple[float, float, float, float]:
        """Return the bounding box of the ink of ``text``, from its origin, y downwards, in points.

        The box is ``(left, top, right, bottom)``; for text without ink it is an empty box at the
        origin.
        """
        pen = 0.0
        boxes = []
        for before, character in zip(f" {text}", text, strict=False):
            if meets_western(before, character):
                pen += WIDEST_UNSPACED
            advance, left, bottom, right, top = self._glyph(character)
            if right > left:
                boxes.append((pen + left, -top, pen + right, -bottom))
            pen += advance
        if not boxes:
            return (0.0, 0.0, 0.0, 0.0)
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return (min(lefts) * size, min(tops) * size, max(rights) * size, max(bottoms) * size)

    def _glyph(self, character: str) -> _Measures:
        """Return advance, left, bottom, right and top of a glyph in ems, y upwards."""
        if character not in self._known:
            if not self._font.get_char_index(ord(character)):
                self._known[character] = self._elsewhere(character)
                return self._known[character]
            glyph = engine.glyph(self._font, character)
            left, bottom, right, top = glyph.bbox
            measures = (glyph.horiAdvance, left, bottom, right, top)
            in_ems = tuple(part / self._em for part in measures)
            self._known[character] = cast("_Measures", in_ems)
        return self._known[character]

    def _elsewhere(self, character: str) -> _Measures:
        """Return the metrics of a glyph from the first other family that has it."""
        for family in self.others:
            found = _match(_fontconfig(), family, self.weight)
            face = Face(family, self.weight, *found) if found else None
            if face and face._font.get_char_index(ord(character)):
                return face._glyph(character)
        raise MissingCharacterError(character, self.family)


def font(weight: int, family: str = FAMILY, others: tuple[str, ...] = ()) -> Face:
    """Find the face of ``family`` in ``weight`` (100 to 900, as in CSS).

    ``others`` are families for the characters that it does not have.

    If the family does not have the weight, the nearest one is used, as in the pages. Raises
    FindingsError D604 when the family is not installed, CannotRunError D801 when fontconfig
    itself is missing.
    """
    configuration = os.environ.get("FONTCONFIG_FILE", "")
    _use(configuration)
    return _font(weight, family, others, configuration)


@cache
def _font(weight: int, family: str, others: tuple[str, ...], _configuration: str) -> Face:
    """Find a face with one configuration: a process may draw for reports with other fonts."""
    found = _match(_fontconfig(), family, weight)
    if found is None:
        raise finding(
            "D604",
            f"the font “{family}” is not installed, so drawings cannot be made",
            f"install it: {_APT}; or name another in styles/tokens.yaml, type.sans",
        )
    return Face(family, weight, *found, others)


#: The configuration that fontconfig has read in this process, when that is known.
_used: list[str] = []


def _use(configuration: str) -> None:
    """Make fontconfig read its configuration again, when it is another than before."""
    if _used and _used[-1] != configuration:
        _fontconfig().FcInitReinitialize()
    _used[:] = [configuration]


@cache
def _fontconfig() -> ctypes.CDLL:
    """Open the fontconfig library and declare the functions that are called."""
    for name in _LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        pointer, text, whole = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for call, result, arguments in (
            ("FcInitReinitialize", whole, []),
            ("FcPatternCreate", pointer, []),
            ("FcPatternAddString", whole, [pointer, text, text]),
            ("FcPatternAddInteger", whole, [pointer, text, whole]),
            ("FcWeightFromOpenType", whole, [whole]),
            ("FcConfigSubstitute", whole, [pointer, pointer, whole]),
            ("FcDefaultSubstitute", None, [pointer]),
            ("FcFontMatch", pointer, [pointer, pointer, ctypes.POINTER(whole)]),
            ("FcPatternGetString", whole, [pointer, text, whole, ctypes.POINTER(text)]),
            ("FcPatternGetInteger", whole, [pointer, text, whole, ctypes.POINTER(whole)]),
            ("FcPatternDestroy", None, [pointer]),
        ):
            function = getattr(library, call)
            function.restype, function.argtypes = result, arguments
        return library
    raise CannotRunError(
        [
            diagnostic(
                "D801",
                "fontconfig is not installed, so no font can be found",
                hint="install it: apt-get install libfontconfig1",
            )
        ]
    )


def _match(library: ctypes.CDLL, family: str, weight: int) -> tuple[str, int] | None:
    """Find a face with fontconfig; None when it finds one of another family."""
    pattern = library.FcPatternCreate()
    library.FcPatternAddString(pattern, b"family", family.encode())
    library.FcPatternAddInteger(pattern, b"weight", library.FcWeightFromOpenType(weight))
    library.FcConfigSubstitute(None, pattern, 0)
    library.FcDefaultSubstitute(pattern)
    result = ctypes.c_int()
    match = library.FcFontMatch(None, pattern, ctypes.byref(result))
    library.FcPatternDestroy(pattern)
    if not match:
        return None
    text, index, names, count = ctypes.c_char_p(), ctypes.c_int(), set(), 0
    while library.FcPatternGetString(match, b"family", count, ctypes.byref(text)) == 0:
        names.add((text.value or b"").decode().casefold())
        count += 1
    library.FcPatternGetString(match, b"file", 0, ctypes.byref(text))
    path = (text.value or b"").decode()
    library.FcPatternGetInteger(match, b"index", 0, ctypes.byref(index))
    library.FcPatternDestroy(match)
    return (path, index.value & 0xFFFF) if family.casefold() in names else None
