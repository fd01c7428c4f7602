"""Heads of neighbouring columns in the meter: on one baseline, or reported."""

from __future__ import annotations

import pytest

from report.measure.findings import Report
from report.measure.measure import measure
from tests.measure.test_glyphs import HEIGHT, pdf, shown
from tests.measure.test_measure import FULL, good, page

LEADING = 17.0
RIGHT = 250


def found(*contents: str) -> list[tuple[int, str]]:
    report = measure(pdf(*contents))
    return [(one.page, one.excerpt) for one in report.findings if one.kind == "uneven-heads"]


def left(top: float = 100) -> str:
    return page(*good(), top=top)


def right(top: float = 100) -> str:
    return page(*good(), left=RIGHT, top=top)


def headed(size: float, top: float, x: float = RIGHT) -> str:
    """A heading of five characters over the grid's second line."""
    return shown(FULL[:5], x, top, size) + page(*good(), left=x, top=100 + LEADING)


def area(x: float, top: float, wide: float, high: float, ink: str = "0 1 0.9 0.05") -> str:
    return f"q {ink} k {x} {HEIGHT - top - high} {wide} {high} re f Q "


def test_columns_on_one_baseline_are_not_reported() -> None:
    report = measure(pdf(left() + right(100.25)))
    assert isinstance(report, Report)
    assert (report["heads"], report["uneven_heads"]) == (1, 0)
    assert report["heads_most"] == pytest.approx(0.25)


def test_a_head_off_its_neighbours_baseline_is_reported() -> None:
    report = measure(pdf(left(), left() + right(102.87)))
    (one,) = (one for one in report.findings if one.kind == "uneven-heads")
    assert (one.page, one.x) == (2, RIGHT + 20)
    assert one.excerpt.startswith("+2.87 pt:")
    assert (report["heads"], report["uneven_heads"]) == (1, 1)
    assert ("  not on one baseline (more than 0.3 pt)", "1") in report.rows()


@pytest.mark.parametrize("size", [11, 16])
def test_the_baseline_of_a_heading_is_compared_not_its_size(size: float) -> None:
    assert found(left() + headed(size, 100)) == []
    assert found(left() + headed(size, 102.87)) == [(1, f"+2.87 pt: {FULL[:5]}")]
    assert found(headed(size, 102.87, 50) + right()) == [(1, f"-2.87 pt: {FULL[2:]}")]


def test_display_type_is_not_a_heading() -> None:
    assert found(left() + headed(30, 105)) == []


def test_a_column_lower_by_a_whole_line_is_not_reported() -> None:
    assert found(left() + right(117)) == []
    assert found(left() + right(119.87)) == []


@pytest.mark.parametrize(
    "cause",
    [
        area(RIGHT, 91, 160, 0.5),  # a rule above
        area(RIGHT - 6, 88, 172, 180, "0 0.1 0.1 0"),  # a box around
        f"q 160 0 0 40 {RIGHT} {HEIGHT - 92} cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q ",
        f"q 0.5 w {RIGHT} {HEIGHT - 91} m {RIGHT + 160} {HEIGHT - 91} l S Q ",
    ],
)
def test_a_column_below_a_rule_or_picture_or_in_a_box_is_not_reported(cause: str) -> None:
    assert found(cause + left() + right(104)) == []


@pytest.mark.parametrize(
    "cause",
    [
        area(40, 80, 380, 300, "0 0.1 0.1 0"),  # a ground below both
        area(RIGHT, 220, 160, 50),  # a picture farther down
        area(40, 91, 380, 0.5),  # a rule across both
        area(RIGHT - 6, 88, 172, 180, "0 0 0 0"),  # paper
    ],
)
def test_other_objects_are_no_reason_for_a_lower_column(cause: str) -> None:
    assert [one for one, _ in found(cause + left() + right(104))] == [1]


def test_each_run_below_something_wide_has_heads_of_its_own() -> None:
    wide = shown(FULL + FULL + FULL[:4], 50, 260)
    assert found(left() + right() + wide + left(300) + right(300.2)) == []
    assert len(found(left() + right() + wide + left(300) + right(303))) == 1
    assert len(found(left() + right() + left(300) + right(303))) == 1


def test_a_line_within_a_run_is_not_a_head() -> None:
    long = left() + left(100 + 8 * LEADING)
    assert found(long + right(103 + 8 * LEADING)) == []
    reading = shown("wenzi", 80, 91 + 8 * LEADING, 4)
    assert found(long + reading + right(103 + 8 * LEADING)) == []
    caption = shown(FULL[:9], 50, 85 + 8 * LEADING, 8)
    assert len(found(long + caption + right(103 + 8 * LEADING))) == 1


def test_a_list_marker_is_not_a_head() -> None:
    assert found(left() + right() + shown("•", RIGHT - 8, 98)) == []


def test_columns_far_apart_are_not_compared() -> None:
    assert found(left() + page(*good(), left=290, top=104)) == []
