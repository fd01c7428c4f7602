"""A PDF without the empty glyphs of its fonts looks the same; what cannot be read stays."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from PIL import ImageChops

from report.model.target import PRINT
from report.preflight.lean import lean
from report.project.shipped import theme_folder
from tests.preflight.test_preflight import sound


def drawn(pdf: bytes) -> list[Any]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil().convert("L") for page in document]


def difference(one: bytes, other: bytes) -> Any:
    """Return how much lighter or darker a pixel is at most, of 255."""
    pairs = zip(drawn(one), drawn(other), strict=True)
    return max(ImageChops.difference(*pair).getextrema()[1] for pair in pairs)


def programs(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        one.FontFile3
        for one in document.objects
        if isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one
    ]


def test_the_pages_look_the_same_and_empty_glyphs_are_gone() -> None:
    pdf = sound(PRINT)
    made = lean(pdf)
    # Edges may differ a little: a font that lies bare in the file has no table of its sizes.
    assert difference(made, pdf) < 30
    assert difference(made, sound(PRINT, "text alone")) > 200
    with pikepdf.open(io.BytesIO(made)) as document:
        for program in programs(document):
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(program.read_bytes()), None)
            assert 1 < len(fonts[0].CharStrings) < 200
    assert lean(made) == made, "nothing is left to be taken out"


@pytest.mark.parametrize("broken", ["the tables", "the outlines", "all"])
def test_a_font_that_cannot_be_read_stays_as_it_is(broken: str) -> None:
    with pikepdf.open(io.BytesIO(sound(PRINT))) as document:
        kept = programs(document)
        for one in kept:
            whole = one.read_bytes()
            with TTFont(io.BytesIO(whole), lazy=True) as font:
                table = font.reader.tables["CFF "]
            outlines = table.offset + table.length // 2
            one.write(whole[: {"the tables": 30, "the outlines": outlines, "all": 4}[broken]])
        out = io.BytesIO()
        document.save(out)
    assert kept
    assert lean(out.getvalue()) == out.getvalue()


def test_a_font_whose_glyphs_are_found_by_their_places_stays_as_it_is() -> None:
    file = theme_folder() / "styles/fonts/ReportSuperscriptsSans-Bold.otf"
    with pikepdf.new() as document:
        document.Root.Font = document.make_indirect(
            pikepdf.Dictionary(
                FontFile3=document.make_stream(file.read_bytes(), Subtype=pikepdf.Name.OpenType)
            )
        )
        out = io.BytesIO()
        document.save(out)
    assert lean(out.getvalue()) == out.getvalue()


def test_an_outline_whose_end_is_missing_stays_as_it_is() -> None:
    """The bare program, cut in its last outline: fontTools reads what is left of it."""
    with pikepdf.open(io.BytesIO(sound(PRINT))) as document:
        for one in programs(document):
            with TTFont(io.BytesIO(one.read_bytes()), lazy=True) as font:
                bare = font.reader["CFF "]
            fonts = CFFFontSet()
            fonts.decompile(io.BytesIO(bare), None)
            outlines = fonts[0].CharStrings.charStringsIndex
            ends = outlines.offsets
            last = max(at for at in range(1, len(ends) - 1) if ends[at + 1] - ends[at] > 1)
            one.write(bare[: outlines.offsetBase + ends[last + 1] - 1])
        out = io.BytesIO()
        document.save(out)
    assert lean(out.getvalue()) == out.getvalue()
