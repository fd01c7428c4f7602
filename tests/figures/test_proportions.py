"""What is drawn is what is counted: lengths, areas and numbers of marks are true to the facts."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, degrees, hypot

import pytest

from report.figures.fonts import font
from tests.figures.samples import (
    COLUMN,
    CUSTOMERS,
    DONATIONS,
    FULL,
    GAINS,
    PANEL,
    PEOPLE,
    SHIFT,
    SPEED,
    THEME,
    TRAFFIC,
    Shape,
    ask,
    fact,
    read,
    request,
)


@pytest.mark.parametrize("width", [93.0, PANEL, COLUMN, FULL])
def test_the_long_bar_is_eight_times_the_short_one(width: float) -> None:
    drawing = read(request("speed.1", width, 102.0))
    one, times = drawing.shape("one"), drawing.shape("times")
    assert times.width / one.width == pytest.approx(8, abs=0.001)
    assert times.height == pytest.approx(one.height, abs=0.002)
    assert {text.text for text in drawing.texts} >= {"1", "8"}


def test_a_ratio_below_one_has_the_shorter_bar() -> None:
    drawing = read(ask("ratio", fact("0.5", "倍", "成本為原來的")))
    assert drawing.shape("times").width / drawing.shape("one").width == pytest.approx(
        0.5, abs=0.001
    )


def test_a_ratio_of_many_has_no_blocks() -> None:
    drawing = read(ask("ratio", fact("120", "倍", "速率提升"), width=PANEL, height=102.0))
    assert drawing.shape("times").width / drawing.shape("one").width == pytest.approx(
        120, rel=0.001
    )
    assert len(drawing.shapes) == 2


@pytest.mark.parametrize(("width", "height"), [(PANEL, 102.0), (COLUMN, 170.0)])
def test_five_per_cent_are_left_of_the_vessel(width: float, height: float) -> None:
    drawing = read(request("fees.1", width, height))
    left = drawing.shape("left")
    assert left.height / height == pytest.approx(0.05, abs=0.0005)
    assert left.box[3] == pytest.approx(height, abs=0.01)
    assert "餘下不足5%" in drawing.words


def test_a_lying_vessel_is_true_too() -> None:
    drawing = read(request("fees.2", FULL, 102.0))
    assert drawing.shape("left").width / FULL == pytest.approx(0.85, abs=0.0005)
    assert "餘下不足85%" in drawing.words


@pytest.mark.parametrize(
    ("value", "word", "said"),
    [
        ("95", "", "餘下5%"),
        ("95", "達", "餘下5%"),
        ("95", "超過", "餘下不足5%"),
        ("99.5", "超", "餘下不足0.5%"),
        ("95", "約", "餘下約5%"),
        ("95", "以上", "餘下至多5%"),
        ("0", "", "餘下100%"),
        ("100", "", "餘下0%"),
    ],
)
def test_what_is_left_is_said_with_the_right_word(value: str, word: str, said: str) -> None:
    drawing = read(ask("remainder", fact(value, "%", "降幅", word), width=PANEL, height=102.0))
    assert said in drawing.words


@pytest.mark.parametrize("width", [93.0, PANEL, COLUMN, FULL])
def test_thirty_eight_towers(width: float) -> None:
    drawing = read(request("speed.2", width, 102.0))
    # A tower is a head, its legs, a bar and four waves.
    assert len(drawing.shape("marks").outlines) == 38 * 7
    assert "每個圖標代表1萬個" in drawing.words


def test_one_hundred_and_ninety_four_houses_and_seven_tenths() -> None:
    drawing = read(request("fees.3", PANEL, 102.0))
    assert len(drawing.shape("marks").outlines) == 194
    assert drawing.shape("part").width / drawing.shape("last").width == pytest.approx(0.7, abs=0.01)
    assert "每個圖標代表1萬戶" in drawing.words


@pytest.mark.parametrize(
    ("value", "unit", "step", "count"),
    [
        ("38", "萬個", "1萬個", 38),
        ("8610", "萬戶", "100萬戶", 86),
        ("4.4", "億", "1,000萬", 44),
        ("12", "家", "1家", 12),
        ("1612", "人", "10人", 161),
        ("260", "萬戶", "10萬戶", 26),
    ],
)
def test_a_mark_stands_for_a_round_number(value: str, unit: str, step: str, count: int) -> None:
    drawing = read(ask("field", fact(value, unit, "甲")))
    assert f"每個圖標代表{step}" in drawing.words
    assert len(drawing.shape("marks").outlines) == count


def test_notes_of_fields_stand_on_one_line_and_as_far_below_the_marks() -> None:
    for width, height in ((93.0, 102.0), (PANEL, 102.0), (COLUMN, 170.0), (FULL, 221.0)):
        found = []
        for name in ("speed.2", "fees.3"):
            drawing = read(request(name, width, height))
            last = [text for text in drawing.texts if text.size == THEME.type.scale["note"]][-1]
            first = next(text for text in drawing.texts if text.text.startswith("每個圖標"))
            feet = [shape.box[3] for shape in drawing.shapes]
            found.append((first.y - max(feet), last.y))
        # A house stands a fiftieth of its height above the foot of its place.
        assert found[0][0] == pytest.approx(found[1][0], abs=0.6), width
        assert found[0][1] == pytest.approx(found[1][1], abs=0.01), width


def test_a_field_of_nothing_is_empty() -> None:
    assert not read(ask("field", fact("0", "戶", "甲"))).named("marks")


def test_the_ring_is_filled_to_the_score() -> None:
    for width, height in ((PANEL, 102.0), (COLUMN, 170.0), (FULL, 136.0)):
        drawing = read(request("service.1", width, height))
        left, top, right, bottom = drawing.shape("scale").box
        x, y = (left + right) / 2, (top + bottom) / 2
        end = drawing.shape("score").outlines[0][-1]
        angle = degrees(atan2(end[0] - x, y - end[1])) % 360
        assert angle == pytest.approx(360 * 0.8132, abs=0.05)
        assert drawing.shape("gain").height > 0


def test_the_score_is_large_in_a_ring_at_the_left() -> None:
    for width, height in ((PANEL, 102.0), (COLUMN, 170.0), (FULL, 136.0), (FULL, 340.0)):
        drawing = read(request("service.1", width, height))
        ring = drawing.shape("scale")
        assert 0 < ring.box[0] < 15
        (number,) = (text for text in drawing.texts if text.text == "81.32")
        assert number.size >= THEME.type.scale["title"]
        assert "同比提升" in drawing.words


def test_words_in_a_ring_stay_within_it() -> None:
    for width, height in ((93.0, 102.0), (PANEL, 102.0), (135.0, 102.0), (COLUMN, 170.0)):
        drawing = read(request("service.1", width, height))
        left, top, right, bottom = drawing.shape("scale").box
        x, y = (left + right) / 2, (top + bottom) / 2
        inner = (right - left) / 2 * (1 - 0.13 / 1.87)
        for text in drawing.texts:
            box = font(text.weight).ink(text.text, text.size)
            for across in (box[0], box[2]):
                for down in (box[1], box[3]):
                    reach = hypot(text.x + across - x, text.y + down - y)
                    assert reach < inner - 1, (width, text)


def test_the_ring_stands_empty_and_full() -> None:
    assert read(ask("score", fact("100", "分", "得分"))).shape("score").outlines
    assert "0" in read(ask("score", fact("0", "分", "得分"))).words


CUSTOMER_SIZES = [(COLUMN, 187.0), (FULL, 170.0), (FULL, 187.0), (FULL, 221.0)]


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_customers_are_areas_of_one_scale(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    mobile, broadband, other = (drawing.shape(name) for name in ("mobile", "broadband", "other"))
    whole = mobile.area + broadband.area + other.area
    assert mobile.area / whole == pytest.approx(3.06 / 4.4, abs=0.0005)
    assert broadband.area / whole == pytest.approx(0.861 / 4.4, abs=0.0005)
    fourth, converged = drawing.shape("mobile-part"), drawing.shape("broadband-part")
    assert fourth.area / whole == pytest.approx(2.7 / 4.4, abs=0.0005)
    assert converged.area / broadband.area == pytest.approx(0.64, abs=0.0005)
    assert inside(fourth, mobile)
    assert inside(converged, broadband)
    gutters = (broadband.box[0] - mobile.box[2], other.box[0] - broadband.box[2])
    assert gutters == pytest.approx((4.0, 4.0), abs=0.002)
    assert {tile.box[3] for tile in (mobile, broadband, other)} == {height}


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_the_total_of_the_customers_heads_them_all(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    bracket = drawing.shape("total")
    assert (bracket.box[0], bracket.box[2]) == pytest.approx((0.5, width - 0.5), abs=0.01)
    (total,) = (text for text in drawing.texts if text.text == "4.4")
    others = [text for text in drawing.texts if text != total]
    assert total.size == THEME.type.scale["figure"]
    assert all(text.size < 0.7 * total.size for text in others if text.weight == 700)
    assert total.y < bracket.box[1] < min(text.y for text in others if text.text[0] in "移固其")


def inside(part: Shape, whole: Shape) -> bool:
    return all(a >= b - 0.01 for a, b in zip(part.box[:2], whole.box[:2], strict=True)) and all(
        a <= b + 0.01 for a, b in zip(part.box[2:], whole.box[2:], strict=True)
    )


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_customers_say_each_figure_at_its_area(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    for one in CUSTOMERS:
        assert one.digits in {text.text for text in drawing.texts}
    for one in CUSTOMERS[:4]:
        assert one.label in drawing.words
    # A rate does not name an area: 融合業務滲透率 is said as what is counted.
    assert "其中融合業務" in drawing.words
    assert "滲透率" not in drawing.words
    assert CUSTOMERS[4].label in drawing.svg.description


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_words_in_an_area_keep_off_its_edges(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    areas = [drawing.shape("mobile-part"), drawing.shape("broadband-part")]
    checked = 0
    for text in drawing.texts:
        left, top, right, bottom = font(text.weight).ink(text.text, text.size)
        box = (text.x + left, text.y + top, text.x + right, text.y + bottom)
        for area in areas:
            if area.box[0] <= text.x <= area.box[2] and area.box[1] <= text.y <= area.box[3]:
                room = [box[0] - area.box[0], box[1] - area.box[1]]
                room += [area.box[2] - box[2], area.box[3] - box[3]]
                assert min(room) > 3, (text, room)
                checked += 1
    assert checked >= 6


def test_customers_of_nothing_else_have_two_areas() -> None:
    facts = (fact("4", "億", "用戶總數"), fact("3", "億戶", "移動"), fact("1", "億戶", "4G"))
    rest = (fact("1", "億戶", "寬帶"), fact("60", "%", "融合比例"))
    drawing = read(ask("customers", *facts, *rest, width=FULL))
    assert not drawing.named("other")
    assert "其他" not in drawing.words + drawing.svg.description
    assert drawing.shape("broadband").box[2] == pytest.approx(FULL, abs=0.01)


@pytest.mark.parametrize("width", [93.0, COLUMN, FULL])
def test_gains_are_bars_of_one_scale(width: float) -> None:
    drawing = read(request("gains", width, 136.0))
    bars = drawing.named("bar-")
    assert [bar.width / bars[0].width for bar in bars] == pytest.approx(
        [float(gain.number) / 5.5 for gain in GAINS], rel=0.001
    )
    assert len({round(bar.box[0], 2) for bar in bars}) == 1


def test_gains_lie_flat_over_the_full_width() -> None:
    drawing = read(request("gains", FULL, 119.0))
    bars = drawing.named("bar-")
    pitches = [low.box[1] - high.box[1] for high, low in pairwise(bars)]
    assert pitches == pytest.approx([pitches[0]] * 4, abs=0.01)
    assert bars[0].height > 0.55 * pitches[0]
    assert bars[0].box[1] < 6 and bars[-1].box[3] > 118
    labels = {text.text: text for text in drawing.texts}
    for bar, gain in zip(bars, GAINS, strict=True):
        label, value = labels[gain.label], labels[gain.value]
        assert label.x == 0
        assert value.x == pytest.approx(bar.box[2] + 5, abs=0.01)
        assert bar.box[1] < label.y < bar.box[3]


def test_losses_go_the_other_way() -> None:
    drawing = read(ask("gains", fact("4", "分", "甲"), fact("-2", "分", "乙")))
    up, down = drawing.named("bar-")
    assert up.width == pytest.approx(2 * down.width, rel=0.001)
    assert down.box[2] == pytest.approx(up.box[0], abs=0.01)
    assert drawing.shape("zero").box[0] < up.box[0] < drawing.shape("zero").box[2]


def test_gains_of_nothing_have_no_bars() -> None:
    assert not read(ask("gains", fact("0", "分", "甲"))).named("bar-")


@pytest.mark.parametrize(("width", "height"), [(93.0, 102.0), (COLUMN, 136.0), (FULL, 153.0)])
def test_the_columns_are_as_high_as_the_shares(width: float, height: float) -> None:
    drawing = read(request("shift", width, height))
    before, after = drawing.shape("before"), drawing.shape("after")
    assert before.height / after.height == pytest.approx(38.2 / 52.1, rel=0.001)
    assert before.box[3] == pytest.approx(after.box[3], abs=0.01)


def test_a_shift_tells_before_from_after() -> None:
    same = (fact("30", "%", "佔比", period="2019年"), fact("20", "%", "佔比", period="2020年"))
    assert {"2019年", "2020年"} <= {text.text for text in read(ask("shift", *same)).texts}
    named = {text.text for text in read(request("shift")).texts}
    assert {one.label for one in SHIFT} <= named
    plain = (fact("30", "%", "佔比"), fact("0", "%", "佔比"))
    drawing = read(ask("shift", *plain))
    assert not drawing.named("after")


def test_tallies_stand_side_by_side_and_wrap() -> None:
    def rows(name: str, width: float, height: float) -> int:
        numbers = [text for text in read(request(name, width, height)).texts if text.weight == 700]
        return len({round(text.y) for text in numbers})

    assert rows("flood", FULL, 85.0) == 1
    assert rows("flood", COLUMN, 136.0) == 2
    assert rows("ice", PANEL, 102.0) == 3
    six = [fact(str(n), "個", f"第{n}項") for n in range(1, 7)]
    numbers = [text for text in read(ask("tally", *six, width=COLUMN)).texts if text.weight == 700]
    assert len({round(text.y) for text in numbers}) == 2


def test_parts_are_true_to_scale_and_small_ones_enlarged() -> None:
    for width in (COLUMN, FULL):
        drawing = read(request("split", width, 170.0))
        whole = sum(float(part.number) for part in DONATIONS)
        parts = drawing.named("part-")
        assert [part.width / width for part in parts] == pytest.approx(
            [618.9 / whole, 13.3 / whole, 5.2 / whole], abs=0.0001
        )
        first, second = drawing.named("enlarged-")
        assert first.width / second.width == pytest.approx(13.3 / 5.2, rel=0.001)
        assert first.fill == parts[1].fill
        assert second.fill == parts[2].fill


def test_parts_of_like_size_are_not_enlarged() -> None:
    drawing = read(ask("split", fact("40", "%", "甲"), fact("60", "%", "乙"), width=FULL))
    assert not drawing.named("enlarged-")
    assert not drawing.named("fan")


def test_many_parts_are_told_in_rows() -> None:
    parts = [fact("800", "元", "其他")] + [fact(str(n), "元", f"第{n}項開支") for n in (9, 4, 3, 2)]
    drawing = read(ask("split", *parts, width=COLUMN, height=255.0))
    assert all(part.label in drawing.words for part in parts)


@pytest.mark.parametrize(("width", "height"), [(93.0, 102.0), (COLUMN, 170.0), (FULL, 153.0)])
def test_people_stand_for_a_thousand_each(width: float, height: float) -> None:
    drawing = read(request("people", width, height))
    # A person is a head and a body.
    assert len(drawing.shape("people-1").outlines) == 55 * 2
    assert len(drawing.shape("people-2").outlines) == 58 * 2
    assert drawing.named("last-2")
    assert not drawing.named("last-1")
    assert "每個圖標代表1,000人或人次" in drawing.words
    assert {one.digits for one in PEOPLE} <= {text.text for text in drawing.texts}


def test_two_crowds_stand_in_the_columns_of_the_page() -> None:
    assert pytest.approx(FULL) == THEME.measure_pt
    assert pytest.approx(COLUMN) == THEME.column_pt
    drawing = read(request("people", FULL, 153.0))
    first, second = drawing.shape("people-1"), drawing.shape("people-2")
    assert first.box[0] == pytest.approx(0, abs=0.01)
    assert first.box[2] == pytest.approx(COLUMN, abs=0.01)
    assert second.box[0] == pytest.approx(FULL - COLUMN, abs=0.01)
    assert second.box[2] == pytest.approx(FULL, abs=0.01)
    numbers = {text.text: text for text in drawing.texts}
    for one, x in zip(PEOPLE, (0, FULL - COLUMN), strict=True):
        label, number = numbers[one.label], numbers[one.digits]
        assert (label.x, number.x) == pytest.approx((x, x), abs=0.01)
        assert label.y < number.y


def test_what_is_left_of_the_last_person_is_pale() -> None:
    drawing = read(request("people", FULL, 153.0))
    assert drawing.shape("last-2").fill == THEME.srgb("red-tint")


def test_a_label_goes_before_its_figure_where_there_is_no_height() -> None:
    drawing = read(request("people", COLUMN, 136.0))
    texts = {text.text: text for text in drawing.texts}
    for one in PEOPLE:
        label, number = texts[one.label], texts[one.digits]
        assert label.y == number.y
        assert label.x < number.x


def test_one_crowd_alone() -> None:
    drawing = read(ask("people", fact("240", "人", "義工")))
    assert len(drawing.shape("people-1").outlines) == 240 * 2
    assert not read(ask("people", fact("0", "人", "義工"))).shapes


def test_the_link_joins_two_areas() -> None:
    drawing = read(request("service.2", PANEL, 102.0))
    link = drawing.shape("link").outlines[0]
    for name, end in (("home", link[0]), ("away", link[-1])):
        cell, phone = drawing.shape(f"{name}-cell"), drawing.shape(f"{name}-phone")
        assert len(set(cell.outlines[0])) == 6
        assert cell.box[0] < phone.box[0] < end[0] < phone.box[2] < cell.box[2]
        assert end[1] == pytest.approx(phone.box[1], abs=0.01)
    home, away = drawing.shape("home-cell"), drawing.shape("away-cell")
    assert home.box[2] < away.box[0]
    assert home.area == pytest.approx(away.area, rel=0.001)
    assert not set("地圖省") & set(drawing.svg.title + drawing.svg.description)


def test_the_platform_carries_many() -> None:
    drawing = read(request("service.3", PANEL, 102.0))
    assert len(drawing.shapes) == 3 + 13 * 3


def test_numbers_are_bold_and_units_small() -> None:
    drawing = read(ask("ratio", SPEED, width=FULL))
    (number,) = (text for text in drawing.texts if text.text == "8" and text.size > 12)
    (unit,) = (text for text in drawing.texts if text.text == "倍")
    assert number.weight == 700
    assert unit.size < number.size
    assert unit.x > number.x
    assert TRAFFIC.text() == "超95%"
    words = "".join(t.text for t in read(ask("remainder", TRAFFIC)).texts)
    assert "超95%" in words


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        (("1", "億元"), ("8000", "萬元"), 1.25),
        (("3", "百萬元"), ("500", "萬元"), 0.6),
        (("5", "千噸"), ("2500", "噸"), 2),
        (("5", "千瓦時"), ("2.5", "千瓦時"), 2),
    ],
)
@pytest.mark.parametrize(("kind", "name"), [("gains", "bar"), ("split", "part")])
def test_powers_of_ten_are_drawn_to_one_scale(
    kind: str, name: str, first: tuple[str, str], second: tuple[str, str], ratio: float
) -> None:
    drawing = read(ask(kind, fact(*first, "甲"), fact(*second, "乙")))
    one, other = drawing.shape(f"{name}-1"), drawing.shape(f"{name}-2")
    assert one.width / other.width == pytest.approx(ratio, rel=0.02)
