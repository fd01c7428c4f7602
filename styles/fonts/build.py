"""Build the ``Report Superscripts`` fonts: the superiors and inferiors that Noto CJK lacks.

In: the installed Noto Sans CJK HK and Noto Serif CJK HK. Out: four small OpenType files beside
this script, byte for byte the same from the same Noto files::

    python styles/fonts/build.py            # build
    python styles/fonts/build.py --check    # only compare with what is here

Noto has ``¹ ² ³ ⁴``: these are taken as they are, and they measure the others. A digit, ``n`` or
sign of a heavier weight is scaled until its ``2`` is as wide and as high as the ``²``; the heavier
weight makes up for the strokes that scaling thins. Inferiors are the superiors, lowered.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.roundTools import otRound
from fontTools.pens.basePen import AbstractPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

#: Superior characters by the character that each is made from.
SUPERIORS = dict(zip("0123456789n+−", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁺⁻", strict=True))
#: Superiors that Noto draws itself.
DRAWN = frozenset("¹²³⁴")
INFERIORS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", strict=True))

#: Spaces: the engine sets a space in the font of the character before it.
SPACES = " \u00a0\u2002\u2003\u3000"

#: fontconfig's numbers for the weights.
WEIGHTS = {"Regular": 80, "Medium": 100, "SemiBold": 180, "Bold": 200, "Black": 210}

VERSION = 1.0
#: 2026-01-01 in seconds since 1904, as fonts count; a date that never moves.
MADE = 3850070400

OFL = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. "
    "The licence is in OFL.txt."
)


@dataclass(frozen=True)
class Style:
    """One font to build: its name, its weight, and where its outlines come from."""

    noto: str
    family: str
    name: str
    css_weight: int
    #: The weight that the drawn superiors come from.
    drawn: str
    #: The heavier weight that is scaled.
    heavy: str
    #: The version of Noto that the committed files were made from.
    noto_version: float

    @property
    def postscript(self) -> str:
        """The PostScript name, which is also the file's."""
        return f"{self.family.replace(' ', '')}-{self.name}"


SANS, SERIF = "Report Superscripts Sans", "Report Superscripts Serif"
STYLES = (
    Style("Noto Sans CJK HK", SANS, "Regular", 400, "Regular", "Medium", 2.004),
    Style("Noto Sans CJK HK", SANS, "Bold", 700, "Bold", "Black", 2.004),
    Style("Noto Serif CJK HK", SERIF, "Regular", 400, "Regular", "SemiBold", 2.001),
    Style("Noto Serif CJK HK", SERIF, "Bold", 700, "Bold", "Black", 2.001),
)


@dataclass(frozen=True)
class Glyph:
    """An outline of a source font, with how it is scaled and moved, and its new width."""

    source: TTFont
    character: str
    scale: tuple[float, float]
    move: tuple[float, float]
    width: int

    def draw(self, pen: AbstractPen) -> None:
        """Draw the glyph where it belongs."""
        name = self.source.getBestCmap()[ord(self.character)]
        transform = (self.scale[0], 0, 0, self.scale[1], *self.move)
        self.source.getGlyphSet()[name].draw(TransformPen(pen, transform))

    def lowered(self, by: float) -> Glyph:
        """Give the same glyph further down."""
        move = (self.move[0], self.move[1] - by)
        return Glyph(self.source, self.character, self.scale, move, self.width)


def find_face(family: str, weight: str) -> TTFont:
    """Open the installed face of a family and weight; raises SystemExit when there is none."""
    program = shutil.which("fc-list")
    if not program:
        raise SystemExit("fc-list is missing: install fontconfig")
    pattern = f"{family}:weight={WEIGHTS[weight]}"
    listed = subprocess.run(  # noqa: S603
        [program, "--format", "%{file}\t%{index}\n", pattern],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for line in sorted(listed.splitlines()):
        file, index = line.split("\t")
        return TTFont(file, fontNumber=int(index))
    raise SystemExit(f"{family} {weight} is not installed")


def bounds(font: TTFont, character: str) -> tuple[float, float, float, float]:
    """Give the box of a character's outline: left, bottom, right, top."""
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[font.getBestCmap()[ord(character)]].draw(pen)
    assert pen.bounds is not None  # noqa: S101
    left, bottom, right, top = pen.bounds
    return left, bottom, right, top


def advance(font: TTFont, character: str) -> int:
    """Give the width of a character."""
    return int(font["hmtx"][font.getBestCmap()[ord(character)]][0])


def glyphs_of(drawn: TTFont, heavy: TTFont) -> dict[str, Glyph]:
    """Give every character of the new font with its glyph."""
    model, digit = bounds(drawn, "²"), bounds(heavy, "2")
    scale_x = (model[2] - model[0]) / (digit[2] - digit[0])
    scale_y = (model[3] - model[1]) / (digit[3] - digit[1])
    rise = model[1] - digit[1] * scale_y
    figure = advance(drawn, "²")
    side = (figure - advance(heavy, "2") * scale_x) / 2
    glyphs: dict[str, Glyph] = {}
    for base, superior in SUPERIORS.items():
        if superior in DRAWN:
            glyphs[superior] = Glyph(drawn, superior, (1, 1), (0, 0), advance(drawn, superior))
            continue
        own = advance(heavy, base) * scale_x
        width = figure if base.isdigit() else otRound(own + 2 * side)
        glyphs[superior] = Glyph(heavy, base, (scale_x, scale_y), ((width - own) / 2, rise), width)
    for space in SPACES:
        if ord(space) in drawn.getBestCmap():
            glyphs[space] = Glyph(drawn, space, (1, 1), (0, 0), advance(drawn, space))
    # An inferior figure hangs by a third of its height under the baseline.
    fall = model[1] + (model[3] - model[1]) / 3
    for superior, inferior in INFERIORS.items():
        glyphs[inferior] = glyphs[superior].lowered(fall)
    return glyphs


def _not_defined(pen: AbstractPen) -> None:
    """Draw the frame that stands for a missing character."""
    for left, bottom, right, top, reverse in ((50, 0, 450, 700, False), (100, 50, 400, 650, True)):
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        if not reverse:
            corners.reverse()
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()


def build(style: Style) -> bytes:
    """Build one font and give its bytes."""
    drawn, heavy = find_face(style.noto, style.drawn), find_face(style.noto, style.heavy)
    for font in (drawn, heavy):
        version = round(font["head"].fontRevision, 3)
        if version != style.noto_version:
            print(
                f"{style.noto} is {version}, the committed fonts come from {style.noto_version}",
                file=sys.stderr,
            )
    glyphs = glyphs_of(drawn, heavy)
    names = {character: f"uni{ord(character):04X}" for character in glyphs}
    pen = T2CharStringPen(500, None)
    _not_defined(pen)
    outlines = {".notdef": pen.getCharString()}
    widths = {".notdef": 500}
    for character, glyph in sorted(glyphs.items()):
        pen = T2CharStringPen(glyph.width, None)
        glyph.draw(pen)
        outlines[names[character]] = pen.getCharString()
        widths[names[character]] = glyph.width

    copyright_line = (
        f"{drawn['name'].getDebugName(0)} Superiors and inferiors derived from {style.noto}, "
        "2026, by the report contributors."
    )
    builder = FontBuilder(drawn["head"].unitsPerEm, isTTF=False)
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap({ord(c): name for c, name in sorted(names.items())})
    builder.setupCFF(
        style.postscript,
        {
            "version": f"{VERSION:.3f}",
            "Notice": copyright_line,
            "FullName": f"{style.family} {style.name}",
            "FamilyName": style.family,
            "Weight": style.name,
        },
        outlines,
        # The engine subsets a font twice, and HarfBuzz 10 refuses one whose private dictionary is
        # empty: it would stand at the very end of the table, with no bytes of its own.
        {"BlueFuzz": 0},
    )
    lefts = {name: otRound(_left(outlines[name])) for name in outlines}
    builder.setupHorizontalMetrics({name: (widths[name], lefts[name]) for name in outlines})
    # The line metrics of Noto, so that a fallback to this font never moves a line.
    hhea, os2 = drawn["hhea"], drawn["OS/2"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, lineGap=hhea.lineGap)
    bold = style.css_weight == 700
    builder.setupOS2(
        version=4,
        usWeightClass=style.css_weight,
        fsSelection=0x20 if bold else 0x40,
        fsType=0,
        achVendID="NONE",
        sTypoAscender=os2.sTypoAscender,
        sTypoDescender=os2.sTypoDescender,
        sTypoLineGap=os2.sTypoLineGap,
        usWinAscent=os2.usWinAscent,
        usWinDescent=os2.usWinDescent,
        sxHeight=os2.sxHeight,
        sCapHeight=os2.sCapHeight,
        ulUnicodeRange1=1 << 1,
        ulUnicodeRange2=1 << 1,
    )
    builder.setupNameTable(
        {
            "copyright": copyright_line,
            "familyName": style.family,
            "styleName": style.name,
            "uniqueFontIdentifier": f"{VERSION:.3f};{style.postscript}",
            "fullName": f"{style.family} {style.name}",
            "version": f"Version {VERSION:.3f}",
            "psName": style.postscript,
            "licenseDescription": OFL,
        },
        mac=False,
    )
    builder.setupPost()
    builder.updateHead(fontRevision=VERSION, created=MADE, modified=MADE, macStyle=1 if bold else 0)
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def _left(outline: object) -> float:
    """Give the left edge of an outline."""
    box = outline.calcBounds(None)  # type: ignore[attr-defined]
    return float(box[0]) if box else 0.0


def main() -> int:
    """Build or compare the four fonts; 1 when one differs."""
    parser = argparse.ArgumentParser(description="Build the Report Superscripts fonts.")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args().check
    different = 0
    for style in STYLES:
        data = build(style)
        file = HERE / f"{style.postscript}.otf"
        same = file.is_file() and file.read_bytes() == data
        if not check:
            file.write_bytes(data)
        different += not same
        print(f"{file.name}: {len(data)} bytes, {'as before' if same else 'different'}")
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
