"""What is drawn is what is counted: lengths, areas and numbers of marks are true to the facts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from report.figures.canvas import OUTLINE
from report.figures.fonts import font
from report.model.drawing import FigureRequest
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
    # A panel sets the number itself.
    assert {text.text for text in drawing.texts} >= ({"1", "8"} if width > PANEL else set())
    assert bool(drawing.texts) == (width > PANEL)


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


def test_marks_are_rounded_to_whole_ones_and_the_note_says_so() -> None:
    drawing = read(request("fees.3", PANEL, 102.0))
    assert len(drawing.shape("marks").outlines) == 39
    assert "每個圖標約代表5萬戶" in drawing.words


def test_marks_stand_in_tens_with_a_gap_after_five() -> None:
    for width in (PANEL, COLUMN, FULL):
        facts = (fact("39", "萬戶", "甲"),)
        drawing = read(FigureRequest("x", "field", facts, width, 102.0, "first", "house"))
        dots = drawing.shape("marks").outlines
        lefts = [min(x for x, _ in dot) for dot in dots]
        tops = [round(min(y for _, y in dot), 2) for dot in dots]
        per_row = tops.count(tops[0])
        assert per_row % 10 == 0 or per_row == 39
        assert len(set(tops)) == -(-39 // per_row), width
        steps = [b - a for a, b in pairwise(lefts[:per_row])]
        assert steps[4] == pytest.approx(1.35 * steps[0], abs=0.02)
        assert steps[:4] == pytest.approx([steps[0]] * 4, abs=0.02)


@pytest.mark.parametrize(
    ("value", "unit", "step", "count"),
    [
        ("38", "萬個", "2,000個", 190),
        ("12", "家", "1家", 12),
        ("260", "萬戶", "2萬戶", 130),
        ("1250", "人", "5人", 250),
        ("1255", "人", "10人", 126),
        ("8610", "萬戶", "50萬戶", 172),
    ],
)
def test_a_mark_stands_for_a_round_number(value: str, unit: str, step: str, count: int) -> None:
    drawing = read(ask("field", fact(value, unit, "甲")))
    assert re.search(f"每個圖標約?代表{step}", drawing.words)
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
        assert found[0][0] == pytest.approx(found[1][0], abs=0.9), width
        assert found[0][1] == pytest.approx(found[1][1], abs=0.01), width


def test_a_field_of_nothing_is_empty() -> None:
    assert not read(ask("field", fact("0", "戶", "甲"))).named("marks")


@pytest.mark.parametrize(("width", "height"), [(PANEL, 85.0), (COLUMN, 102.0), (FULL, 136.0)])
def test_the_scale_is_filled_to_the_score(width: float, height: float) -> None:
    drawing = read(request("service.1", width, height))
    assert drawing.shape("score").width / width == pytest.approx(0.8132, abs=0.0002)
    assert not drawing.named("before"), "too near to the end of the score to be told from it"
    assert {"+0.21", "0", "100", "同比提升"} <= {text.text for text in drawing.texts}
    # A panel sets the score itself.
    assert ("81.32" in drawing.words) == (width > PANEL)


def test_a_tick_stands_where_the_score_was() -> None:
    facts = (fact("81", "分", "得分"), fact("10", "分", "提升"))
    drawing = read(ask("score", *facts))
    assert drawing.shape("before").box[2] / COLUMN == pytest.approx(0.71, abs=0.0002)


def test_the_scale_stands_empty_and_full() -> None:
    assert read(ask("score", fact("100", "分", "得分"))).shape("score").outlines
    assert not read(ask("score", fact("0", "分", "得分"))).named("score")


CUSTOMER_SIZES = [(COLUMN, 187.0), (FULL, 170.0), (FULL, 187.0), (FULL, 221.0)]


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_customers_are_areas_of_one_scale(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    mobile, broadband, other = (drawing.shape(name) for name in ("mobile", "broadband", "other"))
    hair = OUTLINE  # that of the rest is drawn within its edges
    whole = mobile.area + broadband.area + (other.width + hair) * (other.height + hair)
    assert mobile.area / whole == pytest.approx(3.06 / 4.4, abs=0.0005)
    assert broadband.area / whole == pytest.approx(0.861 / 4.4, abs=0.0005)
    fourth, converged = drawing.shape("mobile-part"), drawing.shape("broadband-part")
    assert fourth.area / whole == pytest.approx(2.7 / 4.4, abs=0.0005)
    assert converged.area / broadband.area == pytest.approx(0.64, abs=0.0005)
    assert inside(fourth, mobile)
    assert inside(converged, broadband)
    gutters = (broadband.box[0] - mobile.box[2], other.box[0] - broadband.box[2])
    assert gutters == pytest.approx((4.0, 4.0), abs=0.4)
    feet = [mobile.box[3], broadband.box[3], other.box[3] + hair / 2]
    assert feet == pytest.approx([height] * 3, abs=0.01)


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_the_total_of_the_customers_heads_them_all(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    bracket = drawing.shape("total")
    assert (bracket.box[0], bracket.box[2]) == pytest.approx((0.5, width - 0.5), abs=0.01)
    (total,) = (text for text in drawing.texts if text.text == "4.4")
    others = [text for text in drawing.texts if text != total]
    assert total.size == THEME.type.scale["title"]
    assert all(text.size < 0.7 * total.size for text in others if text.weight == 700)
    assert total.y < bracket.box[1] < min(text.y for text in others if text.text[0] in "移固其")


def inside(part: Shape, whole: Shape) -> bool:
    return all(a >= b - 0.01 for a, b in zip(part.box[:2], whole.box[:2], strict=True)) and all(
        a <= b + 0.01 for a, b in zip(part.box[2:], whole.box[2:], strict=True)
    )


@pytest.mark.parametrize(("width", "height"), CUSTOMER_SIZES)
def test_customers_say_each_figure_at_its_area(width: float, height: float) -> None:
    drawing = read(request("customers", width, height))
    for one in CUSTOMERS[:4]:
        assert one.digits in {text.text for text in drawing.texts}
    # What the share amounts to, where it has room, and what is left are about right.
    assert ("約5,510萬戶" in drawing.words) == (width == FULL)
    assert ("約0.48億" in drawing.words) == (width == FULL)
    for one in CUSTOMERS[:4]:
        assert one.label in drawing.words
    # A rate does not name an area: 融合業務滲透率 is said as what is counted.
    assert ("其中融合業務64%" if width == FULL else "其中融合業務") in drawing.words
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
    assert "其餘" not in drawing.words + drawing.svg.description
    assert drawing.shape("broadband").box[2] == pytest.approx(FULL, abs=0.01)


@pytest.mark.parametrize("width", [93.0, COLUMN, FULL])
def test_gains_are_bars_of_one_scale(width: float) -> None:
    drawing = read(request("gains", width, 136.0))
    bars = drawing.named("bar-")
    assert [bar.width / bars[0].width for bar in bars] == pytest.approx(
        [float(gain.number) / 5.5 for gain in GAINS], rel=0.001
    )
    assert len({round(bar.box[0], 2) for bar in bars}) == 1


@pytest.mark.parametrize(("width", "height"), [(COLUMN, 102.0), (FULL, 119.0)])
def test_values_of_gains_stand_in_a_column_at_the_right(width: float, height: float) -> None:
    drawing = read(request("gains", width, height))
    bars = drawing.named("bar-")
    pitches = [low.box[1] - high.box[1] for high, low in pairwise(bars)]
    assert pitches == pytest.approx([pitches[0]] * 4, abs=0.01)
    assert {round(bar.height, 2) for bar in bars} == {6.0}
    texts = {text.text: text for text in drawing.texts}
    units = [text for text in drawing.texts if text.text == "分"]
    assert len({round(unit.x, 2) for unit in units}) == 1
    for bar, gain in zip(bars, GAINS, strict=True):
        assert texts[gain.label].x == 0
        assert texts[gain.value].x > bar.box[2]
        assert bar.box[1] < texts[gain.label].y < bar.box[3] + 4


def test_losses_go_the_other_way() -> None:
    drawing = read(ask("gains", fact("4", "分", "甲"), fact("-2", "分", "乙")))
    up, down = drawing.named("bar-")
    assert up.width == pytest.approx(2 * down.width, rel=0.001)
    assert down.box[2] == pytest.approx(up.box[0], abs=0.01)
    assert drawing.shape("zero").box[0] < up.box[0] < drawing.shape("zero").box[2]


def test_gains_of_nothing_have_no_bars() -> None:
    assert not read(ask("gains", fact("0", "分", "甲"))).named("bar-")


@pytest.mark.parametrize(("width", "height"), [(PANEL, 102.0), (COLUMN, 102.0), (FULL, 153.0)])
def test_the_bars_are_as_long_as_the_shares(width: float, height: float) -> None:
    drawing = read(request("shift", width, height))
    before, after = drawing.shape("before"), drawing.shape("after")
    wholes = [drawing.shape(f"whole-{name}") for name in ("before", "after")]
    assert {round(one.width, 2) for one in wholes} == {round(wholes[0].width, 2)}
    whole = wholes[0].width + OUTLINE  # drawn within the edges
    assert before.width / whole == pytest.approx(0.382, rel=0.001)
    assert after.width / whole == pytest.approx(0.521, rel=0.001)
    assert {"+13.9", "個百分點"} <= {text.text for text in drawing.texts}


def test_a_difference_of_what_is_not_exact_is_about_right() -> None:
    facts = (fact("38.2", "%", "前"), fact("52.1", "%", "後", "約"))
    assert "約+13.9" in read(ask("shift", *facts, width=FULL)).words.replace("\n", "")
    down = read(ask("shift", fact("5", "%", "前"), fact("3", "%", "後")))
    assert "−2" in {text.text for text in down.texts}


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
    assert rows("ice", PANEL, 153.0) == 3
    six = [fact(str(n), "個", f"第{n}項") for n in range(1, 7)]
    numbers = [text for text in read(ask("tally", *six, width=COLUMN)).texts if text.weight == 700]
    assert len({round(text.y) for text in numbers}) == 2


def test_a_tally_is_of_one_size_everywhere_and_stands_on_the_columns_of_the_page() -> None:
    for name, edges in (("flood", (0, 118.75, 237.5, 356.25)), ("ice", (0, 158.333, 316.667))):
        drawing = read(request(name, FULL, 85.0))
        numbers = [text for text in drawing.texts if text.weight == 700]
        assert {number.size for number in numbers} == {THEME.type.scale["title"]}
        assert [number.x for number in numbers] == pytest.approx(edges, abs=0.01)
        assert not drawing.shapes


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


@pytest.mark.parametrize(("width", "height"), [(PANEL, 170.0), (COLUMN, 170.0), (FULL, 102.0)])
def test_people_stand_for_a_thousand_each(width: float, height: float) -> None:
    drawing = read(request("people", width, height))
    # A person is a head and a body. In a panel there is room for few.
    first, second, each = (55, 58, "1,000") if width > PANEL else (6, 6, "1萬")
    assert len(drawing.shape("people-1").outlines) == first * 2
    assert len(drawing.shape("people-2").outlines) == second * 2
    assert f"每個圖標約代表{each}人或人次" in drawing.words.replace("\n", "")
    assert {one.digits for one in PEOPLE} <= {text.text for text in drawing.texts}


def test_two_crowds_begin_at_one_edge_with_a_row_for_each() -> None:
    assert pytest.approx(FULL) == THEME.measure_pt
    assert pytest.approx(COLUMN) == THEME.column_pt
    drawing = read(request("people", FULL, 102.0))
    first, second = drawing.shape("people-1"), drawing.shape("people-2")
    assert first.box[0] == pytest.approx(second.box[0], abs=0.01)
    assert first.height == pytest.approx(second.height, abs=0.02)
    assert first.height > 8.5  # 3 mm
    assert first.width / second.width == pytest.approx(55 / 58, abs=0.02)


def test_a_label_goes_before_its_figure_where_there_is_no_height() -> None:
    drawing = read(request("people", COLUMN, 136.0))
    texts = {text.text: text for text in drawing.texts}
    for one in PEOPLE:
        label, number = texts[one.label], texts[one.digits]
        assert label.y == number.y
        assert label.x < number.x


def test_one_crowd_alone() -> None:
    drawing = read(ask("people", fact("240", "人", "義工")))
    assert len(drawing.shape("people-1").outlines) == 48 * 2
    assert not read(ask("people", fact("0", "人", "義工"))).shapes


def test_things_of_one_rank_are_bars_of_one_length() -> None:
    drawing = read(request("equal", PANEL, 85.0))
    bars = drawing.named("bar-")
    assert {round(bar.width, 2) for bar in bars} == {PANEL}
    assert bars[-1].box[3] == pytest.approx(85, abs=0.01)
    assert {text.text for text in drawing.texts} == {"千兆5G", "千兆寬帶", "千兆Wi-Fi"}


def test_the_link_joins_two_areas() -> None:
    drawing = read(request("service.2", PANEL, 102.0))
    link = drawing.shape("link").outlines[0]
    for name, end in (("home", link[0]), ("away", link[-1])):
        area, phone = drawing.shape(f"{name}-area"), drawing.shape(f"{name}-phone")
        assert area.box[0] < phone.box[0] < end[0] < phone.box[2] < area.box[2]
        assert end[1] == pytest.approx(phone.box[1], abs=6)
        assert area.box[3] == pytest.approx(102, abs=0.6)
    home, away = drawing.shape("home-area"), drawing.shape("away-area")
    assert home.box[2] < away.box[0]
    assert not set("地圖省") & set(drawing.svg.title + drawing.svg.description)


def test_the_platform_carries_many() -> None:
    drawing = read(request("service.3", PANEL, 102.0))
    boxes = [drawing.shape(f"enterprise-{number}") for number in (1, 2, 3)]
    platform = drawing.shape("platform")
    assert platform.width == pytest.approx(PANEL, abs=0.01)
    assert {round(box.width, 2) for box in boxes} == {round(boxes[0].width, 2)}
    assert all(box.box[3] < platform.box[1] for box in boxes)
    assert [text.text for text in drawing.texts] == ["企業", "企業", "企業", "平台"]


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
