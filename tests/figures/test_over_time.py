"""Drawings over time: nothing over anything with any data, true to scale, every figure told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, degrees, isclose
from typing import Any

import pytest
from pydantic import ValidationError

from report.content.prose import Binder
from report.figures.draw import draw
from report.figures.fonts import font
from report.findings.errors import FindingsError
from report.model.drawing import Drawing, Svg, kinds
from report.model.overtime import Value
from report.model.series import Absence, Facts, Point, Series, period_text
from tests.figures.awkward import (
    CASES,
    LIMITS,
    MATRICES,
    Case,
    asked,
    chosen,
    matrix,
    request,
    series,
)
from tests.figures.samples import COLUMN, FULL, THEME, Box, Read, Shape

HEIGHT = 170.0
#: The keys with which kinds are tried besides the plain drawing.
MORE: dict[str, dict[str, Any]] = {
    "line": {"mark": "2024"},
    "columns": {"mark": "f.n0"},
    "bars": {"form": "sorted"},
    "stacked": {"form": "hundred"},
    "share": {"form": "bar"},
}


@dataclass(frozen=True)
class Tried:
    """A drawing that was asked for; ``read`` is None when it was refused with ``told``."""

    kind: str
    case: str
    width: float
    asked: Drawing | None
    read: Read | None
    told: str = ""

    def __str__(self) -> str:
        return f"{self.kind} of “{self.case}”, {self.width:g} pt wide"


def attempt(kind: str, case: str, width: float, **keys: Any) -> Tried:
    try:
        made = matrix(MATRICES[case]) if kind == "matrix" else chosen(kind, CASES[case], **keys)
    except ValidationError as exc:
        return Tried(kind, case, width, None, None, exc.errors()[0]["msg"])
    try:
        return Tried(kind, case, width, made, Read(draw(request(made, width, HEIGHT), THEME)))
    except FindingsError as exc:
        (found,) = exc.diagnostics
        assert found.code == "D606" and "fails" not in found.message, found
        return Tried(kind, case, width, made, None, found.message)


@pytest.fixture(scope="module")
def tried() -> list[Tried]:
    found = []
    for width in (COLUMN, FULL):
        for kind in LIMITS:
            for case in CASES:
                found.append(attempt(kind, case, width))
                if kind in MORE and case in ("usual", "gaps", "cross", "long"):
                    found.append(attempt(kind, case, width, **MORE[kind]))
        found += [attempt("matrix", case, width) for case in MATRICES]
    return found


def drawn(tried: list[Tried]) -> list[tuple[Tried, Read]]:
    return [(one, one.read) for one in tried if one.read is not None]


def test_every_kind_over_time_is_tried() -> None:
    assert {*LIMITS, "matrix"} == {name for name, kind in kinds().items() if kind.over}
    assert len(CASES) == len(MATRICES) == 12


def test_most_are_drawn_and_the_others_say_why(tried: list[Tried]) -> None:
    refused = [one for one in tried if one.read is None]
    assert len(refused) < 0.25 * len(tried)
    for one in refused:
        assert re.search(
            r"takes|room|need|below zero|make|nothing|begins and ends|leave|width|broken", one.told
        ), one.told
    for kind in LIMITS:
        full = [one for one in tried if one.kind == kind and one.width == FULL and one.read]
        assert len(full) >= 7, kind


def box_of(text: Any) -> Box:
    left, top, right, bottom = font(text.weight).ink(text.text, text.size)
    return text.x + left, text.y + top, text.x + right, text.y + bottom


def inked(shape: Shape) -> bool:
    return bool(shape.fill) and shape.fill != "none"


def segments(shape: Shape) -> list[tuple[Any, Any]]:
    return [pair for outline in shape.outlines for pair in pairwise(outline)]


def crosses(a: Any, b: Any, box: Box) -> bool:
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        delta = b[axis] - a[axis]
        if isclose(delta, 0, abs_tol=1e-9):
            if not box[axis] < a[axis] < box[axis + 2]:
                return False
            continue
        ends = sorted(((box[axis] - a[axis]) / delta, (box[axis + 2] - a[axis]) / delta))
        enter, leave = max(enter, ends[0]), min(leave, ends[1])
    return enter < leave


def test_nothing_is_over_anything(tried: list[Tried]) -> None:
    for one, read in drawn(tried):
        boxes = [(box_of(text), text) for text in read.texts]
        for index, (box, text) in enumerate(boxes):
            assert box[0] > -0.1 and box[1] > -0.1, (str(one), text)
            assert box[2] < one.width + 0.1 and box[3] < HEIGHT + 0.1, (str(one), text)
            for other, neighbour in boxes[index + 1 :]:
                across = min(box[2], other[2]) - max(box[0], other[0])
                down = min(box[3], other[3]) - max(box[1], other[1])
                assert across < 0.1 or down < 0.1, (str(one), text.text, neighbour.text)
            for shape in read.shapes:
                if not inked(shape):
                    # A thin frame or a line; words on its edge would be crossed.
                    hit = any(crosses(a, b, box) for a, b in segments(shape))
                    assert not hit, (str(one), text.text, shape.name)
                    continue
                left, top, right, bottom = shape.box
                across = min(box[2], right) - max(box[0], left)
                down = min(box[3], bottom) - max(box[1], top)
                if across < 0.2 or down < 0.2 or ("part" in shape.name and one.kind == "share"):
                    continue
                inside = left <= box[0] and right >= box[2] and top <= box[1] and bottom >= box[3]
                assert inside, (str(one), text.text, shape.name)


def test_words_are_not_on_the_ring(tried: list[Tried]) -> None:
    for one, read in drawn(tried):
        rings = read.named("part-") if one.kind == "share" else []
        if not rings or one.asked is None or one.asked.form == "bar":
            continue
        outer = max(shape.box[2] for shape in rings) - one.width / 2
        for text in read.texts:
            left, top, right, bottom = box_of(text)
            xs = (left - one.width / 2, right - one.width / 2)
            ys = (top - HEIGHT / 2, bottom - HEIGHT / 2)
            far = max(abs(x) for x in xs) ** 2 + max(abs(y) for y in ys) ** 2
            near = sum(0 if low < 0 < high else min(low**2, high**2) for low, high in (xs, ys))
            assert far < (0.62 * outer + 0.5) ** 2 or near > outer**2, (str(one), text.text)


def test_lines_and_type_can_be_printed(tried: list[Tried]) -> None:
    tokens = {colour.srgb for colour in THEME.colours.values()} | {"none"}
    ink, paper = THEME.srgb("ink"), THEME.srgb("paper")
    for one, read in drawn(tried):
        for element in read.root:
            if "stroke-width" in element.attrib:
                assert float(element.attrib["stroke-width"]) >= 0.5, (str(one), element.attrib)
        assert {shape.fill for shape in read.shapes} <= tokens
        assert {text.size for text in read.texts} <= set(THEME.type.scale.values())
        assert all(text.fill in {ink, paper} for text in read.texts if text.size < 12), str(one)
        names = [shape.name for shape in read.shapes if shape.name]
        assert len(names) == len(set(names)), str(one)


def test_words_on_areas_can_be_read(tried: list[Tried]) -> None:
    dark = {THEME.srgb(name) for name in ("teal", "teal-deep", "slate", "ink")}
    for one, read in drawn(tried):
        for text in read.texts:
            box = box_of(text)
            under = [
                shape.fill
                for shape in read.shapes
                if inked(shape)
                and shape.box[0] <= box[0]
                and shape.box[2] >= box[2]
                and shape.box[1] <= box[1]
                and shape.box[3] >= box[3]
                and one.kind == "stacked"
            ]
            wanted = "paper" if under and under[-1] in dark else "ink"
            if text.size < 12:
                assert text.fill == THEME.srgb(wanted), (str(one), text)


def test_labels_stand_on_the_grid() -> None:
    for kind in ("line", "columns", "bars", "dots", "progress"):
        read = attempt(kind, "usual", FULL).read
        assert read is not None
        words = [text for text in read.texts if text.weight < 700]
        lines = {12.623 + 17 * n for n in range(10)}
        for text in words:
            assert min(abs(text.y - line) for line in lines) < 0.01, (kind, text.text)


def test_descriptions_tell_every_figure(tried: list[Tried]) -> None:
    def said(value: Value) -> str:
        return value.text if not isinstance(value.found, Absence) else ""

    for one, read in drawn(tried):
        svg: Svg = read.svg
        assert 2 <= len(svg.title) <= 24, (str(one), svg.title)
        assert svg.description.endswith("。")
        over = one.asked.over if one.asked else None
        assert over is not None
        for row in over.series:
            assert row.label in svg.description
            for value in row.values:
                assert said(value) in svg.description, (str(one), value)
        for point in over.points:
            assert point.name in svg.description and point.x.text() in svg.description


def test_descriptions_tell_every_number_that_is_printed(tried: list[Tried]) -> None:
    """The list of printed figures takes what a drawing computes from its description."""
    for one, read in drawn(tried):
        for text in read.texts:
            for number in re.findall(r"\d(?:[\d,.]*\d)?", text.text):
                assert number in read.svg.description, (str(one), text.text)


# True to scale --------------------------------------------------------------------------------


def reading(kind: str, figures: Any, width: float = FULL, **keys: Any) -> Read:
    made = chosen(kind, Case("", figures), **keys)
    return Read(draw(request(made, width, HEIGHT), THEME))


def test_bars_and_columns_start_at_nothing() -> None:
    bars = reading("bars", [[80], [20], [-40]])
    longest = bars.shape("bar-1")
    assert bars.shape("bar-2").width / longest.width == pytest.approx(0.25, abs=0.001)
    assert bars.shape("bar-3").width / longest.width == pytest.approx(0.5, abs=0.001)
    assert bars.shape("bar-3").box[2] == pytest.approx(longest.box[0], abs=0.01)
    columns = reading("columns", [[80, 20], [-40, 60]])
    high = columns.shape("column-1-1")
    for name, share in (("1-2", 0.25), ("2-1", 0.5), ("2-2", 0.75)):
        height = columns.shape(f"column-{name}").height
        assert height / high.height == pytest.approx(share, abs=0.002)
    assert columns.shape("column-2-1").box[1] == pytest.approx(high.box[3], abs=0.01)


def test_sorted_bars_begin_with_the_largest() -> None:
    made = reading("bars", [[20], ["–"], [80], [-3]], form="sorted")
    words = [text.text for text in made.texts if text.weight == 700]
    assert words == ["80", "20", "−3", "–"]


@pytest.mark.parametrize(
    ("years", "shares"),
    [
        (("2015", "2020", "2021", "2023"), (0, 5 / 8, 6 / 8, 1)),
        (("2021/22", "2023/24", "2024/25"), (0, 2 / 3, 1)),
        (("首季", "次季", "第三季"), (0, 1 / 2, 1)),
    ],
)
def test_years_of_a_line_are_as_far_apart_as_they_are(
    years: tuple[str, ...], shares: tuple[float, ...]
) -> None:
    points = {year: Point(str(10 + at)) for at, year in enumerate(years)}
    facts = {"f.n1": Series("f.n1", "電力", "噸", "表", points, year=years[-1])}
    read = Read(draw(request(asked("line", facts, periods=list(years)), FULL, HEIGHT), THEME))
    lefts = [shape.box[0] for shape in read.named("point-1-")]
    placed = [(left - lefts[0]) / (lefts[-1] - lefts[0]) for left in lefts]
    assert placed == pytest.approx(shares, abs=0.001)
    shown = [box_of(text) for text in read.texts if text.text in {period_text(y) for y in years}]
    assert len(shown) >= 2
    assert all(one[2] < other[0] for one, other in pairwise(sorted(shown)))


def test_a_line_has_a_gap_where_there_is_no_figure() -> None:
    made = reading("line", [[1, 2, "–", 4, 5]])
    assert len(made.named("line-1-")) == 2
    assert len(made.named("point-1-")) == 4
    ys = [shape.box[1] for shape in made.named("point-1-")]
    assert ys[0] - ys[1] == pytest.approx(ys[2] - ys[3], abs=0.02)


def test_an_axis_may_start_where_it_says() -> None:
    facts = series(Case("", [[90, 95, 100]]))
    start = series(Case("", [[80]], unit="兆瓦時"))["f.n0"]
    facts["f.start"] = replace(start, id="f.start", _facts={})
    named = {"f.n0": facts["f.n0"]}
    data = {"kind": "line", "facts": list(named), "from": "f.start"}
    made = Drawing.model_validate(data, context=Binder(Facts(facts)))
    read = Read(draw(request(made, FULL, HEIGHT), THEME))
    zero = read.shape("zero").box[1]
    heights = [zero - (shape.box[1] + shape.box[3]) / 2 for shape in read.named("point-1-")]
    assert heights[0] / heights[2] == pytest.approx(0.5, abs=0.01)
    assert "由80起" in read.words
    with pytest.raises(ValidationError, match="its lengths would lie"):
        Drawing.model_validate({**data, "kind": "columns"}, context=Binder(Facts(facts)))


def test_stacked_parts_are_as_high_as_they_are_large() -> None:
    made = reading("stacked", [[10, 20], [30, 20]])
    assert made.shape("part-2-1").height / made.shape("part-1-1").height == pytest.approx(
        3, abs=0.01
    )
    hundred = reading("stacked", [[10, 200], [30, 200]], form="hundred")
    wholes = [
        hundred.shape(f"part-1-{year}").height + hundred.shape(f"part-2-{year}").height
        for year in (1, 2)
    ]
    assert wholes[0] == pytest.approx(wholes[1], abs=0.01)
    assert "50.0%" in hundred.words


def test_a_ring_is_divided_by_its_parts() -> None:
    made = reading("share", [[25], [75]])
    first = made.shape("part-1").outlines[0]
    x, y = FULL / 2, HEIGHT / 2
    turns = [degrees(atan2(b - y, a - x)) for a, b in (first[0], first[3])]
    assert turns[1] - turns[0] == pytest.approx(90, abs=0.1)
    assert "25.0%" in made.words and "100" in made.words
    tiny = reading("share", [[1_000_000], [1]])
    assert "不足0.1%" in tiny.words and "近100%" in tiny.words


def test_steps_begin_where_the_one_before_ended() -> None:
    made = reading("waterfall", [[50], [30], [-20]])
    start, up, down, end = (made.shape(f"step-{n}") for n in (1, 2, 3, 4))
    assert up.box[3] == pytest.approx(start.box[1], abs=0.01)
    assert down.box[1] == pytest.approx(up.box[1], abs=0.01)
    assert end.box[1] == pytest.approx(down.box[3], abs=0.01)
    assert {"+30", "−20", "60"} <= {text.text for text in made.texts}


def test_progress_says_how_much_of_the_way_is_done() -> None:
    made = reading("progress", [[120, 90]])
    # The target is 60, two thirds of the last figure.
    assert "50%" in made.words.replace(" ", "") and "約" not in made.words
    assert made.shape("now").width / made.shape("before").width == pytest.approx(0.75, abs=0.001)


def test_a_row_of_dots_is_on_one_scale() -> None:
    made = reading("dots", [[10, 40], [20, 30]])
    middle = [(shape.box[0] + shape.box[2]) / 2 for shape in made.named("dot-")]
    assert (middle[1] - middle[0]) / (middle[3] - middle[2]) == pytest.approx(3, abs=0.02)


def test_points_of_a_matrix_are_where_their_figures_say() -> None:
    made = Read(draw(request(matrix(MATRICES["corners"]), FULL, HEIGHT), THEME))
    boxes = [made.shape(f"point-{n}").box for n in (1, 2, 3, 4)]
    assert boxes[0][0] == boxes[2][0] and boxes[0][1] == boxes[1][1]
    assert boxes[1][0] > boxes[0][0] and boxes[2][1] < boxes[0][1]


def test_figures_in_different_units_that_count_the_same_are_on_one_scale() -> None:
    facts = series(Case("", [[2], [500]]))
    facts["f.n1"] = replace(facts["f.n1"], unit="千瓦時", _facts={})
    made = Read(draw(request(asked("bars", facts), FULL, HEIGHT), THEME))
    assert made.shape("bar-2").width / made.shape("bar-1").width == pytest.approx(0.25, abs=0.001)
    assert {"2兆瓦時", "500千瓦時"} <= {text.text for text in made.texts}


# Refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "figures", "keys", "told"),
    [
        ("line", [["–", "–"]], {}, "none of its facts has a figure"),
        ("line", [[1, 2]] * 7, {}, "takes 1 to 6 facts, not 7"),
        ("line", [[1, 2]], {"mark": "2019"}, "neither a fact nor a period"),
        ("line", [[1, 2]], {"form": "ring"}, "has no key “form”"),
        ("line", [[1, 2]], {"periods": [2024, 2025]}, "no figure for 2025年"),
        ("line", [[1, 2]], {"periods": [2024, 2024]}, "different periods"),
        ("columns", [[1, 2]], {"from": "f.n0"}, "starts at nothing"),
        ("stacked", [[1, 2], [-1, 2]], {}, "below zero"),
        ("stacked", [[1, 2], [1, 2]], {"form": "ring"}, "cannot be ring"),
        ("share", [[0], [0]], {}, "these are nothing"),
        ("waterfall", [[1], [2], [4]], {}, "make 3, but “f.n2” is 4"),
        ("progress", [[1, 2]], {}, "needs a target"),
        ("matrix", [], {"axes": ["甲", "乙"]}, "two to twenty points"),
        ("gains", [[1]], {"periods": [2024]}, "has no key “periods”"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    kind: str, figures: Any, keys: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=re.escape(told)):
        asked(kind, series(Case("", figures)), **keys)


def test_unlike_units_are_refused_with_their_place() -> None:
    facts = series(Case("", [[1, 2], [3, 4]]))
    facts["f.n1"] = replace(facts["f.n1"], unit="人", _facts={})
    with pytest.raises(ValidationError, match=r"“f\.n1” is in 人, and “f\.n0” in 兆瓦時") as caught:
        asked("line", facts)
    (error,) = caught.value.errors()
    assert error["ctx"]["path"] == ("facts", 1)
    assert "two charts" in error["ctx"]["hint"]


@pytest.mark.parametrize("kind", ["line", "columns", "bars"])
@pytest.mark.parametrize("goal", ["1", "25", "60"])
def test_a_target_is_a_line_with_its_words(kind: str, goal: str) -> None:
    facts = series(Case("", [[30, 40], [22, 35]]))
    goals = series(Case("", [[int(goal)]]))
    named = replace(goals["f.n0"], id="f.goal", _facts={})
    data = {"kind": kind, "facts": list(facts), "target": "f.goal"}
    made = Drawing.model_validate(data, context=Binder(Facts({**facts, "f.goal": named})))
    read = Read(draw(request(made, COLUMN, HEIGHT), THEME))
    assert f"2024年目標{goal}" in read.words
    assert f"目標{goal}兆瓦時" in read.svg.description
    assert read.named("target")
    found = Tried(kind, "", COLUMN, made, read)
    test_nothing_is_over_anything([found])


def over_each_other(*drawn: tuple[str, Case, float]) -> list[Tried]:
    """Draw cases that no one thought of; found by drawing random figures."""
    made = ((kind, case, width, chosen(kind, case)) for kind, case, width in drawn)
    return [
        Tried(kind, "found", width, one, Read(draw(request(one, width, HEIGHT), THEME)))
        for kind, case, width, one in made
    ]


def test_figures_of_steps_do_not_cross_the_line_of_nothing() -> None:
    below = Case("", [[-70566.74], [31451.9], [52], [760912], [-0.9]])
    above = Case("", [[53685717], [83554], [-48206066], [-5563100], [61077.8]])
    tried = over_each_other(("waterfall", below, FULL), ("waterfall", above, FULL))
    test_nothing_is_over_anything(tried)


def test_lines_to_names_do_not_cross_figures() -> None:
    """A line that ends early, and a total that is wider than its column."""
    names = ("Scope 1 emissions", "外購電力", "範圍一", "柴油", "電", "汽油", "煤氣")
    early = Case("", [["無", -24329], [3132, "–"], [253, 0.6], [0.6, -0.2]], names, "噸")
    wide = Case("", [[147.33], [33490095], [3], ["–"]], names, "噸")
    tried = over_each_other(("line", early, FULL), ("stacked", wide, 150.0))
    test_nothing_is_over_anything(tried)
