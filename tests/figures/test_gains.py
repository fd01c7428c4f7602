"""Gains and losses from one zero line, beside their labels or, where it is narrow, below them."""

from __future__ import annotations

import pytest

from report.findings.errors import FindingsError
from tests.figures.samples import COLUMN, FULL, PANEL, Read, ask, fact, read


def gains(width: float, *values: str, height: float = 102.0, label: str = "業務") -> Read:
    facts = [fact(value, "分", f"{label}{place}") for place, value in enumerate(values)]
    return read(ask("gains", *facts, width=width, height=height))


def height_of(drawing: Read, text: str) -> float:
    (found,) = [one.y for one in drawing.texts if one.text == text]
    return found


@pytest.mark.parametrize("width", [PANEL, COLUMN, FULL])
def test_losses_go_the_other_way_from_zero(width: float) -> None:
    drawing = gains(width, "3", "-2", "0")
    gain, loss, zero = drawing.shape("bar-1"), drawing.shape("bar-2"), drawing.shape("zero")
    middle = (zero.box[0] + zero.box[2]) / 2
    assert gain.box[0] == pytest.approx(middle, abs=0.01)
    assert loss.box[2] == pytest.approx(middle, abs=0.01)
    assert gain.width / loss.width == pytest.approx(3 / 2, abs=0.001)
    assert gain.fill != loss.fill
    assert {"3", "−2", "0"} <= {one.text for one in drawing.texts}
    assert len(drawing.named("bar")) == 2  # nothing is drawn for a gain of 0


def test_a_narrow_drawing_has_each_label_over_its_bar() -> None:
    drawing = gains(PANEL, "12", "6")
    for place in (0, 1):
        bar = drawing.shape(f"bar-{place + 1}")
        assert height_of(drawing, f"業務{place}") < bar.box[1]
        assert bar.box[0] == 0
    assert height_of(drawing, "業務1") > drawing.shape("bar-1").box[3]


def test_a_wide_drawing_has_each_label_beside_its_bar() -> None:
    drawing = gains(COLUMN, "12", "6")
    for place in (0, 1):
        bar = drawing.shape(f"bar-{place + 1}")
        assert bar.box[1] < height_of(drawing, f"業務{place}") < bar.box[3] + 3


@pytest.mark.parametrize(
    ("width", "height", "count", "label", "why"),
    [
        (PANEL, 60.0, 6, "業務", "6 bars leave 10.0 pt for each"),
        (PANEL, 26.0, 1, "一個很長的名稱" * 3, "labels leave no height for the bars"),
        (COLUMN, 34.0, 2, "一個很長的名稱" * 3, "labels leave no height for the bars"),
    ],
)
def test_what_has_no_room_is_told(
    width: float, height: float, count: int, label: str, why: str
) -> None:
    with pytest.raises(FindingsError) as caught:
        gains(width, *(["3"] * count), height=height, label=label)
    (found,) = caught.value.diagnostics
    assert found.code == "D606"
    assert why in found.message
    assert "shorten its facts’ labels" in found.hint


def score(
    points: str,
    gain: str,
    width: float = COLUMN,
    height: float = 102.0,
    label: str = "客戶滿意度",
) -> Read:
    facts = (fact(points, "分", label), fact(gain, "分", "同比提升"))
    return read(ask("score", *facts, width=width, height=height))


def test_a_tick_shows_where_the_score_was() -> None:
    drawing = score("80", "20")
    scale, end, before = drawing.shape("scale"), drawing.shape("score"), drawing.shape("before")
    assert end.width / scale.width == pytest.approx(0.8, abs=0.005)
    assert before.box[2] / scale.width == pytest.approx(0.6, abs=0.01)


def test_a_score_of_nothing_has_no_bar() -> None:
    assert not score("0", "0").named("score")


def test_a_long_label_stands_below_the_score() -> None:
    short, long = score("81.32", "0.21"), score("81.32", "0.21", label="客戶對服務的綜合滿意度" * 2)
    assert height_of(short, "客戶滿意度") == height_of(short, "81.32")
    below = [one.y for one in long.texts if one.text.startswith("客戶對服務")]
    assert min(below) > height_of(long, "81.32")


@pytest.mark.parametrize(
    ("size", "more", "why"),
    [
        ((COLUMN, 15.0), {}, "its scale leaves no height for its figures"),
        ((COLUMN, 30.0), {}, "“0.21分” has no room over the scale"),
        ((COLUMN, 48.0), {}, "its scale leaves no height for its figures"),
        ((COLUMN, 66.0), {"label": "客戶對服務的綜合滿意度" * 8}, "綜合滿意度” has no room"),
    ],
)
def test_a_score_without_room_is_told(
    size: tuple[float, float], more: dict[str, str], why: str
) -> None:
    with pytest.raises(FindingsError, match=why):
        score("81.32", "0.21", *size, label=more.get("label", "客戶滿意度"))
