"""The meter's reading of glyphs: their positions, from any PDF program."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pdfminer.psexceptions import PSException

from report.measure.glyphs import Glyph, read_glyphs

HEIGHT = 600.0
SIZE = 10.0


def _font(document: pikepdf.Pdf) -> pikepdf.Object:
    """A font whose CIDs are code points: everything an em wide, ASCII half of one."""
    ranges = "\n".join(f"<{n:02X}00> <{n:02X}FF> <{n:02X}00>" for n in range(256))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"256 beginbfrange\n{ranges}\nendbfrange\nendcmap end end"
    )
    name = pikepdf.Name
    descriptor = pikepdf.Dictionary(
        Type=name.FontDescriptor, FontName=name.Test, Flags=4, FontBBox=[0, -200, 1000, 900],
        ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80,
    )  # fmt: skip
    below = pikepdf.Dictionary(
        Type=name.Font, Subtype=name.CIDFontType2, BaseFont=name.Test, DW=1000,
        W=[32, [250], 33, 126, 500], FontDescriptor=document.make_indirect(descriptor),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
    )  # fmt: skip
    font = pikepdf.Dictionary(
        Type=name.Font, Subtype=name.Type0, BaseFont=name.Test, Encoding=name("/Identity-H"),
        DescendantFonts=[document.make_indirect(below)],
        ToUnicode=document.make_stream(cmap.encode()),
    )  # fmt: skip
    return document.make_indirect(font)


def string(text: str) -> str:
    """A text as a string of the content stream."""
    return f"<{text.encode('utf-16-be').hex()}>"


def shown(text: str, x: float, y: float, size: float = SIZE, gap: float = 0.0) -> str:
    """Operators that show a text from ``x``, ``y`` (from the top), ``gap`` pt between glyphs."""
    return f"BT /F {size} Tf {gap} Tc 1 0 0 1 {x} {HEIGHT - y} Tm {string(text)} Tj ET"


def pdf(*pages: str, forms: dict[str, str] | None = None, width: float = 500.0) -> bytes:
    """A PDF of pages with these content streams; ``forms`` are Form XObjects by name."""
    document = pikepdf.new()
    font = _font(document)
    resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    for content in pages:
        page = document.add_blank_page(page_size=(width, HEIGHT))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        for name, drawn in (forms or {}).items():
            form = document.make_stream(drawn.encode())
            form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            form.BBox, form.Resources = [0, 0, 1000, 1000], resources
            form.Matrix = [1, 0, 0, 1, 7, 0]
            page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/{name}"))
        page.Contents = document.make_stream(content.encode())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def glyphs(content: str, **options: dict[str, str]) -> tuple[Glyph, ...]:
    (page,) = read_glyphs(pdf(content, forms=options.get("forms")))
    assert (page.number, page.width, page.height) == (1, 500, HEIGHT)
    return page.glyphs


def places(content: str, **options: dict[str, str]) -> list[tuple[str, float, float]]:
    return [(g.text, round(g.x, 2), round(g.y, 2)) for g in glyphs(content, **options)]


def test_origin_size_and_advance_are_in_points_from_the_top_left() -> None:
    one, other = glyphs(shown("中a", 50, 80))
    assert one == Glyph("中", 50, 80, 10, 10)
    assert other == Glyph("a", 60, 80, 10, 5)
    assert other.end == 65


def test_the_matrix_scales_moves_and_flips() -> None:
    flipped = f"q 2 0 0 -2 10 {HEIGHT} cm BT /F 10 Tf 1 0 0 -1 20 40 Tm {string('中文')} Tj ET Q"
    assert glyphs(flipped) == (Glyph("中", 50, 80, 20, 20), Glyph("文", 70, 80, 20, 20))


def test_gaps_scaling_and_rise_move_glyphs() -> None:
    text = f"BT /F 10 Tf 100 520 Td [{string('中')} -200 {string('文')}] TJ ET"
    assert places(text) == [("中", 100, 80), ("文", 112, 80)]
    text = f"BT /F 10 Tf 50 Tz 3 Ts 100 520 Td {string('中文')} Tj ET"
    assert places(text) == [("中", 100, 77), ("文", 105, 77)]


def test_rotated_and_invisible_text_is_left_out() -> None:
    turned = f"BT /F 10 Tf 0 1 -1 0 100 520 Tm {string('側')} Tj ET"
    hidden = f"BT /F 10 Tf 3 Tr 100 520 Td {string('隱')} Tj ET"
    assert places(f"{turned} {hidden}") == []


def test_forms_are_followed_and_left_again() -> None:
    content = f"q 1 0 0 1 100 0 cm /X Do Q {shown('後', 50, 80)}"
    found = places(content, forms={"X": shown("內", 20, 80)})
    assert found == [("內", 127, 80), ("後", 50, 80)]


def test_replacement_text_is_ignored() -> None:
    content = f"/Span <</ActualText (ab)>> BDC {shown('中', 50, 80)} EMC"
    assert places(content) == [("中", 50, 80)]


@pytest.mark.parametrize(
    ("back", "kept"), [(250, False), (100, False), (70, True), (0, True), (-300, True)]
)
def test_a_space_that_only_covers_a_gap_is_dropped(back: int, kept: bool) -> None:
    text = f"BT /F 10 Tf 100 520 Td [{string('中 ')} {back} {string('文')}] TJ ET"
    found = places(text)
    assert ((" ", 110.0, 80.0) in found) is kept
    assert found[-1] == ("文", round(112.5 - back / 100, 2), 80)


def test_a_space_at_the_end_of_a_line_is_dropped() -> None:
    content = shown("中 ", 50, 80) + shown("文", 50, 100)
    assert places(content) == [("中", 50, 80), ("文", 50, 100)]


def test_glyphs_drawn_twice_in_one_place_count_once() -> None:
    content = shown("中", 50, 80) * 2
    assert places(content) == [("中", 50, 80)]


def test_a_radical_counts_as_the_ideograph_it_looks_like() -> None:
    assert places(shown("⼾", 50, 80)) == [("戶", 50, 80)]


def test_a_file_that_is_not_a_pdf_is_refused() -> None:
    with pytest.raises(PSException):
        read_glyphs(b"nothing")


def test_a_font_that_maps_its_codes_in_the_file_is_read() -> None:
    """The engine writes this when no font has one of the characters."""
    mapped = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange endcmap"
    with pikepdf.open(io.BytesIO(pdf(shown("中文", 50, 80)))) as document:
        (font,) = document.pages[0].Resources.Font.values()
        font.Encoding = document.make_stream(
            mapped, Type=pikepdf.Name.CMap, CMapName=pikepdf.Name.Own
        )
        out = io.BytesIO()
        document.save(out)
    (page,) = read_glyphs(out.getvalue())
    assert [glyph.text for glyph in page.glyphs] == ["中", "文"]
