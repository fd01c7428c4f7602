"""The meter's reading of lines, areas, pictures and colours, where they are visible."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from report.measure.glyphs import Page, read_glyphs
from report.measure.inks import Ink
from report.measure.shapes import Frame, Shape
from tests.measure.test_glyphs import pdf, shown


def drawn(content: str, change: Any = None, **forms: str) -> Page:
    """Read the one page of this content; ``change`` may alter it before."""
    with pikepdf.open(io.BytesIO(pdf(content, forms=forms))) as document:
        if change is not None:
            change(document, document.pages[0])
        out = io.BytesIO()
        document.save(out)
    (page,) = read_glyphs(out.getvalue())
    return page


def only(content: str, **forms: str) -> Shape:
    (shape,) = drawn(content, **forms).shapes
    return shape


def rounded(frame: Frame) -> tuple[float, ...]:
    return tuple(round(edge, 2) for edge in frame)


def test_a_line_has_its_width_colour_and_frame() -> None:
    shape = only("0 1 0.9 0.05 K 0.5 w 50 520 m 150 520 l S")
    assert (shape.kind, shape.width, shape.ink) == (
        "stroke",
        0.5,
        Ink("DeviceCMYK", (0, 1, 0.9, 0.05)),
    )
    assert rounded(shape.frame) == (49.75, 79.75, 150.25, 80.25)


def test_the_matrix_at_painting_scales_a_line() -> None:
    assert only("2 w q 0.25 0 0 0.25 0 0 cm 50 520 m 150 520 l S Q").width == 0.5
    assert only("50 520 m 150 520 l S").width == 1


def test_a_clip_leaves_what_lies_within_it_and_ends_with_its_state() -> None:
    cut = drawn("q 0 0 100 600 re W n 50 500 100 20 re f Q 50 400 100 20 re f")
    assert [rounded(one.frame) for one in cut.shapes] == [(50, 80, 100, 100), (50, 180, 150, 200)]
    assert drawn("0 0 100 600 re W n 200 500 100 20 re f").shapes == ()


def test_a_form_starts_with_the_state_around_it() -> None:
    content = "q 1 0 0 rg 0 0 100 600 re W n /X Do Q 10 10 5 5 re f"
    first, last = drawn(content, X="50 500 100 20 re f 0 0 1 rg").shapes
    assert first.ink == Ink("DeviceRGB", (1, 0, 0))
    assert rounded(first.frame) == (57, 80, 100, 100)
    assert last.ink == Ink("DeviceGray", (0,))


def test_the_old_fill_operator_fills() -> None:
    assert [one.kind for one in drawn("10 10 5 5 re F 20 20 5 5 re f").shapes] == ["fill", "fill"]


def test_a_border_is_four_bars() -> None:
    (shape,) = drawn("50 500 100 20 re 50.5 501 99 18 re f*").shapes
    found = {rounded(bar) for bar in shape.bars()}
    assert found == {
        (50, 80, 150, 81),
        (50, 99, 150, 100),
        (50, 81, 50.5, 99),
        (149.5, 81, 150, 99),
    }
    one_side = only("50 519 100 1 re W n 50 500 100 20 re 50 500 100 19 re f*")
    assert [rounded(bar) for bar in one_side.bars()] == [(50, 80, 150, 81)]


def test_bars_are_upright_rectangles_alone() -> None:
    assert list(only("50 500 m 60 520 l 70 500 l h f").bars()) == []
    assert list(only("50 500 m 60 505 l 59 506 l 49 501 l h f").bars()) == []
    assert len(list(only("50 500 100 1 re 50 490 100 1 re f").bars())) == 2


@pytest.mark.parametrize(
    ("content", "inside", "outside"),
    [
        ("50 500 100 100 re f", (100, 50), (200, 50)),
        ("50 500 m 150 500 l 50 600 l h f", (60, 90), (140, 10)),
        ("50 500 m 50 600 150 600 150 500 c f", (100, 60), (52, 20)),
        ("50 500 100 100 re 80 530 40 40 re f*", (60, 90), (100, 50)),
    ],
)
def test_a_shape_has_its_fill_or_stroke(
    content: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    shape = only(content)
    assert shape.holds(*inside)
    assert not shape.holds(*outside)


def test_pictures_and_gradients_are_areas() -> None:
    image = "q 100 0 0 50 20 500 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"
    shape = only(image)
    assert (shape.kind, rounded(shape.frame)) == ("image", (20, 50, 120, 100))
    assert shape.holds(60, 70)
    assert not shape.ink.is_paper
    assert rounded(only("20 500 100 50 re W n /S sh").frame) == (20, 50, 120, 100)


@pytest.mark.parametrize(
    "content",
    [
        "h f",
        "h 5 5 l h S",
        "10 10 20 20 30 30 c h f",
        "5 5 m h h S",
        "5 5 m f",
        "l f",
        "/Q CS S W n",
    ],
)
def test_degenerate_paths_do_not_fail(content: str) -> None:
    for shape in drawn(content).shapes:
        assert list(shape.bars()) == []
        assert not shape.holds(300, 300)


@pytest.mark.parametrize("box", [[1, 2, 3], [0, 0, pikepdf.Name.A, 9], 5, []])
def test_an_invalid_trim_box_gives_the_whole_page(box: Any) -> None:
    def change(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.TrimBox = box

    left, top, right, bottom = drawn(shown("字", 50, 80), change).trim
    assert left < 0 and top < 0 and right > 500 and bottom > 600


def spaces(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    name = pikepdf.Name
    tint = document.make_stream(b"{0 exch 0 exch 0}")
    profile = document.make_stream(b"", N=4)
    page.Resources.ColorSpace = pikepdf.Dictionary(
        Spot=[name.Separation, name("/PANTONE 186 C"), name.DeviceCMYK, tint],
        Own=[name.ICCBased, profile],
        Odd=[name.DeviceN, [name.A, name.B], name.DeviceCMYK, tint],
    )
    page.TrimBox = [10, 20, 490, 580]


def test_text_has_the_colour_it_is_drawn_in() -> None:
    colours = (
        "0 0 0 0.68 k",
        "1 1 1 rg",
        "0.5 g",
        "/Spot cs 0.4 scn",
        "/Own cs 0 0 0 1 scn",
        "/Odd cs 1 0 scn",
        "1 Tr 1 0 0 RG",
        "/Pattern cs /P scn",
    )
    texts = [shown("字", 50 + 20 * place, 80) for place in range(len(colours))]
    content = (f"q {colour} {text} Q" for colour, text in zip(colours, texts, strict=True))
    page = drawn(" ".join(content), spaces)
    assert [(g.ink.space, g.ink.values) for g in page.glyphs] == [
        ("DeviceCMYK", (0, 0, 0, 0.68)),
        ("DeviceRGB", (1, 1, 1)),
        ("DeviceGray", (0.5,)),
        ("Separation PANTONE 186 C", (0.4,)),
        ("ICCCMYK", (0, 0, 0, 1)),
        ("DeviceN", ()),
        ("DeviceRGB", (1, 0, 0)),
        ("Pattern", ()),
    ]
    assert rounded(page.trim) == (10, 20, 490, 580)


@pytest.mark.parametrize(
    ("ink", "screened", "paper"),
    [
        (Ink("DeviceCMYK", (0, 0, 0, 1)), False, False),
        (Ink("DeviceCMYK", (0, 1, 0.9, 0.05)), False, False),
        (Ink("DeviceCMYK", (0.15, 0.85, 0.2, 0)), False, False),
        (Ink("DeviceCMYK", (0, 0.55, 0.38, 0)), True, False),
        (Ink("DeviceCMYK", (0, 0, 0, 0.18)), True, False),
        (Ink("DeviceCMYK", (0, 0, 0, 0)), False, True),
        (Ink("DeviceGray", (0,)), False, False),
        (Ink("DeviceGray", (0.6,)), True, False),
        (Ink("DeviceGray", (1,)), False, True),
        (Ink("Separation All", (1,)), False, False),
        (Ink("Separation PANTONE 186 C", (0.4,)), True, False),
        (Ink("DeviceRGB", (0.9, 0.9, 0.9)), False, False),
        (Ink("DeviceRGB", (1, 1, 1)), False, True),
        (Ink("Pattern"), False, False),
        (Ink("Lab", (50, 0, 0)), False, False),
    ],
)
def test_screened_and_white_colours(ink: Ink, screened: bool, paper: bool) -> None:
    assert (ink.is_screened, ink.is_paper) == (screened, paper)


@pytest.mark.parametrize(
    ("ink", "shown_"),
    [
        (Ink("DeviceCMYK", (0, 0.55, 0.38, 0)), "M55 Y38"),
        (Ink("DeviceCMYK", (0, 0, 0, 0)), "paper"),
        (Ink("DeviceRGB", (1, 0, 0.2)), "#ff0033"),
        (Ink("Separation PANTONE 186 C", (0.4,)), "Separation PANTONE 186 C 0.4"),
        (Ink("Pattern"), "Pattern"),
    ],
)
def test_colours_are_named_in_the_usual_notation(ink: Ink, shown_: str) -> None:
    assert ink.shown == shown_
