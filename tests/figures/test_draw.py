"""Every drawing at every size: whole, clean, in the theme's colours and sizes, always the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from report.figures.draw import draw, draw_all
from report.figures.fonts import font
from report.findings.errors import FindingsError
from report.model.drawing import ArtRequest, FigureRequest, Svg
from report.model.theme import Theme
from tests.figures.samples import (
    CASES,
    CHAPTER,
    COLUMN,
    FULL,
    GAINS,
    ROOT,
    SCORE,
    SPEED,
    THEME,
    Read,
    ask,
    bounds,
    fact,
    read,
    request,
)
from tests.figures.sheet import sheet


@pytest.fixture(scope="module")
def drawings() -> list[Read]:
    return [read(request(*case)) for case in CASES]


def test_is_as_large_as_asked(drawings: list[Read]) -> None:
    for (_, width, height), drawing in zip(CASES, drawings, strict=True):
        assert drawing.root.attrib["width"] == f"{width:g}pt"
        assert drawing.root.attrib["height"] == f"{height:g}pt"
        assert drawing.root.attrib["viewBox"] == f"0 0 {width:g} {height:g}"
        assert (drawing.svg.width_pt, drawing.svg.height_pt) == (width, height)


def test_holds_nothing_but_paths_and_text(drawings: list[Read]) -> None:
    for drawing in drawings:
        assert drawing.tags <= {"svg", "title", "desc", "path", "text"}
        for word in ("style", "transform", "clip", "opacity", "url(", "<?xml", "DOCTYPE", "base64"):
            assert word not in drawing.svg.text
        ids = [shape.name for shape in drawing.shapes if shape.name]
        assert len(ids) == len(set(ids))
        assert all(own.startswith(f"{drawing.svg.id}-") for own in ids)


def test_is_an_image_with_words(drawings: list[Read]) -> None:
    for drawing in drawings:
        assert drawing.root.attrib["role"] == "img"
        title, description = list(drawing.root)[:2]
        assert title.tag.endswith("}title")
        assert title.text == drawing.svg.title
        assert description.tag.endswith("}desc")
        assert description.text == drawing.svg.description


def test_uses_only_tokens(drawings: list[Read]) -> None:
    tokens = {colour.srgb for colour in THEME.colours.values()} | {"none"}
    for drawing in drawings:
        assert {shape.fill for shape in drawing.shapes} <= tokens
        assert {shape.stroke for shape in drawing.shapes} <= tokens | {""}
        assert {text.fill for text in drawing.texts} <= tokens - {"none"}


def test_uses_only_the_scale_and_the_sans(drawings: list[Read]) -> None:
    for drawing in drawings:
        assert {text.size for text in drawing.texts} <= set(THEME.type.scale.values())
        assert all(text.size >= 6.5 for text in drawing.texts)
        assert {text.family.split(",")[0] for text in drawing.texts} <= {THEME.type.sans}
        assert {text.weight for text in drawing.texts} <= {400, 500, 700}


def test_text_stays_on_the_canvas_and_apart(drawings: list[Read]) -> None:
    for (name, width, height), drawing in zip(CASES, drawings, strict=True):
        boxes = []
        for text in drawing.texts:
            left, top, right, bottom = font(text.weight).ink(text.text, text.size)
            box = (text.x + left, text.y + top, text.x + right, text.y + bottom)
            assert box[0] > -0.1 and box[1] > -0.1, (name, width, height, text)
            assert box[2] < width + 0.1 and box[3] < height + 0.1, (name, width, height, text)
            boxes.append(box)
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across < 0.1 or down < 0.1, (name, width, height)


def test_the_box_of_a_curve_is_that_of_what_is_drawn() -> None:
    assert bounds("M0 0C10 0 10 10 0 10C-4 10 -4 0 0 0z") == pytest.approx((-3, 0, 7.5, 10))


def test_shapes_stay_on_the_canvas(drawings: list[Read]) -> None:
    for (_, width, height), drawing in zip(CASES, drawings, strict=True):
        for shape in drawing.shapes:
            left, top, right, bottom = shape.box
            case = f"{shape.name}, {width:g} × {height:g} pt"
            assert left >= -0.1 and top >= -0.1, case
            assert right <= width + 0.1 and bottom <= height + 0.1, case


def test_accent_decides_the_colours() -> None:
    first, fourth = (
        draw(request("gains", accent=accent), THEME).text for accent in ("first", "fourth")
    )
    assert THEME.srgb("red") in first
    assert THEME.srgb("amber") in fourth
    assert THEME.srgb("red") not in fourth


def test_text_on_colour_can_be_read() -> None:
    """Text on the areas of the customers' drawing keeps a contrast of 4.5 : 1, in each accent."""
    for accent in THEME.accents:
        drawing = read(request("customers", FULL, 221.0, accent))
        for text in drawing.texts:
            under = [
                shape.fill
                for shape in drawing.shapes
                if shape.box[0] <= text.x + 1 <= shape.box[2]
                and shape.box[1] <= text.y - 1 <= shape.box[3]
            ]
            ground = under[-1] if under else THEME.srgb("paper")
            assert contrast(text.fill, ground) >= 4.5, (accent, text)


def test_figures_are_in_the_accent_and_labels_in_grey(drawings: list[Read]) -> None:
    """One rule for all: only what is not a result is set bold in another colour."""
    base, deep, paper, grey = (THEME.srgb(name) for name in ("red", "red-deep", "paper", "slate"))
    black = THEME.srgb("ink")
    for (name, *_), drawing in zip(CASES, drawings, strict=True):
        numbers = [text for text in drawing.texts if text.weight == 700]
        others = {
            # The length that the long bar is measured by; where the growth began.
            "speed.1": {"1"},
            "shift": {"38.2"},
            # What is left over, whose area is outlined.
            "customers": {"0.48"},
            # As its people, who are others than those above.
            "people": {"58,095"},
        }.get(name, set())
        for text in numbers:
            if text.text in others:
                assert text.fill in {grey, black, deep}, (name, text)
            else:
                # Small type is in ink: in several inks it would print blurred.
                assert text.fill in ({base, paper} if text.size >= 12 else {black, paper}), (
                    name,
                    text,
                )
        for text in drawing.texts:
            if text.weight == 400:
                # White in the dark areas of customers.
                allowed = {grey, black, paper} if name == "customers" else {grey, black}
                assert text.fill in allowed, (name, text)


def contrast(one: str, other: str) -> float:
    low, high = sorted(luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_DIGEST = """
import hashlib
from report.figures.draw import draw_all
from tests.figures.samples import CHAPTER, THEME, request
drawn = draw_all([request(name) for name in CHAPTER], THEME)
print(hashlib.sha256("".join(svg.text for svg in drawn.values()).encode()).hexdigest())
"""


@pytest.mark.slow
def test_is_the_same_in_every_process() -> None:
    here = draw_all([request(name) for name in CHAPTER], THEME)
    expected = hashlib.sha256("".join(svg.text for svg in here.values()).encode()).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", _DIGEST],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": another_seed()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == expected


def another_seed() -> str:
    """Give a hash seed that this process does not have."""
    return "1" if os.environ.get("PYTHONHASHSEED") != "1" else "4242"


def test_matplotlib_waits_for_the_first_figure() -> None:
    code = (
        "import sys, report.figures, report.figures.draw, report.figures.recolour\n"
        "report.figures.draw.draw_all([], None)\n"
        "assert 'matplotlib' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_draw_all_keeps_the_order_and_hands_art_on(monkeypatch: pytest.MonkeyPatch) -> None:
    art = Svg("sea", "<svg/>", 10.0, 10.0)
    fake = SimpleNamespace(draw_art=lambda request, theme: art)
    monkeypatch.setitem(sys.modules, "report.figures.art", fake)
    wanted: list[FigureRequest | ArtRequest] = [
        request("shift"),
        ArtRequest("sea", "waves", 10.0, 10.0, "first"),
        request("gains"),
    ]
    drawn = draw_all(wanted, THEME)
    assert list(drawn) == ["shift", "sea", "gains"]
    assert drawn["sea"] is art


def test_art_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: ArtRequest, theme: Theme) -> Svg:
        raise ZeroDivisionError("no sea")

    monkeypatch.setitem(sys.modules, "report.figures.art", SimpleNamespace(draw_art=fail))
    with pytest.raises(FindingsError) as caught:
        draw_all([ArtRequest("sea", "waves", 10.0, 10.0, "first")], THEME)
    (found,) = caught.value.diagnostics
    assert found.code == "D606"
    assert "“sea”" in found.message and "no sea" in found.message


@pytest.mark.parametrize(
    "size", [(60.0, 40.0), (COLUMN, 68.0), (COLUMN, 102.0), (FULL, 51.0), (FULL, 85.0)]
)
def test_a_drawing_too_small_is_a_finding(size: tuple[float, float]) -> None:
    with pytest.raises(FindingsError) as caught:
        draw(request("customers", *size), THEME)
    (found,) = caught.value.diagnostics
    assert found.code == "D606"
    assert "“customers”" in found.message and found.hint


def test_all_failing_drawings_are_named_at_once() -> None:
    wanted = [request("gains", 40.0, 20.0), request("shift"), request("split", 50.0, 30.0)]
    with pytest.raises(FindingsError) as caught:
        draw_all(wanted, THEME)
    assert [found.code for found in caught.value.diagnostics] == ["D606", "D606"]


def test_whatever_fails_in_a_drawing_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.figures.kinds import ratio

    def fail(canvas: object, request: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(ratio, "paint", fail)
    with pytest.raises(FindingsError) as caught:
        draw(request("speed.1"), THEME)
    (found,) = caught.value.diagnostics
    assert (found.code, "speed.1" in found.message) == ("D606", True)


def test_an_error_in_a_kind_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.figures.kinds import ratio

    monkeypatch.setattr(ratio, "spoken", None)
    with pytest.raises(FindingsError, match=r"TypeError: .* \(ratio\.py, line \d+\)"):
        draw(request("speed.1"), THEME)


def test_a_colour_that_is_none_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.figures.canvas import Canvas
    from report.figures.kinds import ratio

    def paint(canvas: Canvas, request: FigureRequest) -> None:
        canvas.text(10, 20, "甲", colour="middle")

    monkeypatch.setattr(ratio, "paint", paint)
    with pytest.raises(FindingsError, match="no colour “middle”") as caught:
        draw(request("speed.1"), THEME)
    (found,) = caught.value.diagnostics
    assert found.code == "D504"
    assert "mid, tint" in found.hint


def test_text_that_runs_into_text_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.figures.canvas import Canvas
    from report.figures.kinds import ratio

    def crowd(canvas: Canvas, request: FigureRequest) -> None:
        canvas.text(10, 20, "甲乙丙")
        canvas.text(14, 22, "丁戊己")

    monkeypatch.setattr(ratio, "paint", crowd)
    with pytest.raises(FindingsError, match="overlaps"):
        draw(request("speed.1"), THEME)


def test_a_character_that_no_font_has_is_a_finding() -> None:
    with pytest.raises(FindingsError) as caught:
        draw(ask("gains", fact("1", "分", "5G\U0001f9ff")), THEME)
    (found,) = caught.value.diagnostics
    assert found.code == "D601"
    assert "U+1F9FF" in found.message


def test_an_accent_that_is_not_a_token_is_a_finding() -> None:
    with pytest.raises(FindingsError) as caught:
        draw(replace(request("gains"), accent="ninth"), THEME)
    assert caught.value.diagnostics[0].code == "D504"


def test_a_size_that_is_not_in_the_scale_is_a_finding() -> None:
    small = THEME.type.model_copy(update={"scale": {"body": 9.5}})
    with pytest.raises(FindingsError) as caught:
        draw(request("gains"), THEME.model_copy(update={"type": small}))
    assert caught.value.diagnostics[0].code == "D504"


def test_a_font_that_is_missing_is_a_finding() -> None:
    other = THEME.type.model_copy(update={"sans": "Nowhere Sans"})
    with pytest.raises(FindingsError) as caught:
        draw(request("gains"), THEME.model_copy(update={"type": other}))
    (found,) = caught.value.diagnostics
    assert found.code == "D604"
    assert "fonts-noto-cjk-extra" in found.hint


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("customers", (GAINS[0], GAINS[1], GAINS[2], GAINS[3], GAINS[4])),
        ("score", (fact("120", "分", "得分"),)),
        ("split", (fact("0", "元", "甲"), fact("0", "元", "乙"))),
    ],
)
def test_facts_that_cannot_be_drawn_together(kind: str, facts: tuple[object, ...]) -> None:
    with pytest.raises(FindingsError) as caught:
        draw(ask(kind, *facts), THEME)  # type: ignore[arg-type]
    assert caught.value.diagnostics[0].code == "D207"


def test_markup_in_a_label_is_text() -> None:
    drawing = read(ask("gains", fact("3", "分", "甲 < 乙 & $x$")))
    assert "甲 < 乙 & $x$" in drawing.words
    assert "甲 < 乙 & $x$" in drawing.svg.description


def test_names_with_spaces_make_good_ids() -> None:
    made = draw(replace(ask("ratio", SPEED), id="看 提速"), THEME).text
    assert 'id="看-提速-one"' in made


def test_another_theme_sets_other_sizes_and_black() -> None:
    plain = THEME.model_copy(
        update={
            "colours": {
                **THEME.colours,
                "ink": THEME.colours["ink"].model_copy(update={"srgb": "#000000"}),
            }
        }
    )
    made = Read(draw(ask("gains", SCORE), plain))
    assert "#000000" in {text.fill for text in made.texts}


def test_drawings_can_be_looked_at(tmp_path: Path) -> None:
    first, *_ = sheet(["crossing"], tmp_path)
    with Image.open(first) as picture:
        assert len(set(picture.convert("L").tobytes())) > 9
