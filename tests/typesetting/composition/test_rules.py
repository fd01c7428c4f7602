"""The rules over text alone: kinds, gaps, breaks, lines. Every character is 10 px wide or 5."""

from __future__ import annotations

from collections.abc import Container, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.model.characters import Kind, kind
from report.typesetting.composition import linebreak
from report.typesetting.composition.breaks import penalties
from report.typesetting.composition.linebreak import Line
from report.typesetting.composition.paragraph import Paragraph
from report.typesetting.composition.row import Characters
from report.typesetting.composition.rules import Rules, css_name, read

EM = 10.0


def paragraph(
    text: str,
    rules: Rules | None = None,
    between: Container[int] = (),
    names: Container[int] = (),
    words: Container[int] | None = None,
    emergency: Iterable[int] = (),
) -> Paragraph:
    """Make a paragraph with simple breaks instead of UAX #14: beside Han, and after spaces."""
    rules = rules or Rules()
    widths = [
        5.0 if kind(c) in (Kind.WESTERN, Kind.OTHER, Kind.SPACE) else 0.0 if c == "\n" else EM
        for c in text
    ]
    allowed = [False]
    for before, after in pairwise(text):
        late = kind(after) in (Kind.CLOSE, Kind.PAUSE, Kind.FULL, Kind.SPACE)
        early = kind(before) is Kind.OPEN
        narrow = (Kind.WESTERN, Kind.OTHER)
        word = kind(before) in narrow and kind(after) in narrow
        allowed.append(not (late or early or word))
    allowed.append(True)
    size = len(text)
    every, attached = [rules] * size, [False] * size
    return Paragraph(
        Characters(text, widths, [0.0] * size, [EM] * size, every, attached, between),
        lambda kinds: penalties(
            *(text, allowed, kinds, every, attached),
            words=words,
            names=names,
            emergency=emergency,
        ),
    )


def lines(text: str, measure: float, rules: Rules | None = None) -> list[str]:
    made = paragraph(text, rules)
    return [text[line.start : line.end] for line in made.lines(0, measure, measure, justified=True)]


def set_width(made: Paragraph, line: Line, measure: float) -> float:
    left, right = made.set(line, measure, justified=not line.last)
    natural = sum(made.advances[line.start : line.end])
    return natural + (sum(left) + sum(right)) * EM / 1000


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("字", Kind.HAN),
        ("〇", Kind.HAN),
        ("𠮷", Kind.HAN),
        ("Ａ", Kind.HAN),
        ("A", Kind.WESTERN),
        ("7", Kind.WESTERN),
        ("ⁿ", Kind.WESTERN),
        ("「", Kind.OPEN),
        ("》", Kind.CLOSE),
        ("，", Kind.PAUSE),
        ("！", Kind.FULL),
        ("—", Kind.RULE),
        ("·", Kind.TIE),
        (" ", Kind.SPACE),
        ("\u2060", Kind.NONE),
        ("\ufe00", Kind.NONE),
        ("+", Kind.OTHER),
    ],
)
def test_kinds(character: str, expected: Kind) -> None:
    assert kind(character) is expected


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("字」「字", 3.5),
        ("字」，字", 3.5),
        ("字，「字", 3.5),
        ("字。」字", 3.5),
        ("字「『字", 3.5),
        ("字」』字", 3.5),
        ("字？「字", 3.5),
        ("字」！字", 3.5),
        ("字，字字", 4.0),
        ("字！」字", 4.0),
    ],
)
def test_adjacent_punctuation_shares_one_blank(text: str, em: float) -> None:
    assert paragraph(text).widest() == pytest.approx(em * EM)
    assert paragraph(text, Rules(mark_compression=False)).widest() == pytest.approx(4 * EM)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("字5G字", 2), ("字 5G 字", 0), ("5%字", 1), ("字字", 0), ("5G「字", 0)],
)
def test_han_and_western_have_a_gap(text: str, gaps: int) -> None:
    spaced = paragraph(text).widest()
    tight = paragraph(text, Rules(han_western_space=0)).widest()
    assert spaced - tight == pytest.approx(gaps * 0.125 * EM)


def test_gaps_between_elements_stay_narrow() -> None:
    made = paragraph("字5字", between={0, 1})
    assert made.widest() == pytest.approx(2 * EM + 5 + 2 * 0.098 * EM)


def test_brackets_are_trimmed_at_both_ends() -> None:
    assert paragraph("「字」").widest() == pytest.approx(2 * EM)
    assert paragraph("「字」", Rules(trim_start=False)).widest() == pytest.approx(2.5 * EM)
    assert paragraph("「字」", Rules(trim_end=False)).widest() == pytest.approx(2.5 * EM)


def test_numbers_stay_with_their_units_if_possible() -> None:
    text = (
        "公司全年累計投入救災資金共1.08億元，應急裝備17.8萬台次，發送應急短信7.9億條，其餘不計。"
        * 3
    )

    def splits(rules: Rules) -> int:
        return sum(
            before[-1].isdigit() and after[0] in "億萬"
            for measure in range(200, 400)
            for before, after in pairwise(lines(text, measure, rules))
        )

    assert splits(Rules(keep_units=False)) > 50
    assert splits(Rules()) < 5


def test_no_last_line_of_one_character() -> None:
    text = "字" * 21 + "。"
    assert [len(line) for line in lines(text, 100)] != [10, 10, 2]
    assert lines(text, 100)[-1].count("字") >= 2
    assert lines(text, 100, Rules(last_line=1))[-1] == "字。"


@pytest.mark.parametrize("mark", "—…·／～％ⁿ")
def test_marks_that_never_start_a_line(mark: str) -> None:
    text = ("字字字" + mark) * 8
    for measure in range(35, 90):
        assert all(not line.startswith(mark) for line in lines(text, measure)[1:])


def test_names_are_not_broken_if_possible() -> None:
    text = "字" * 22 + "中國聯通" + "字" * 40
    names = {23, 24, 25}
    (first, *_) = paragraph(text).lines(0, 230, 230, justified=True)
    assert first.resume == 23
    (first, *_) = paragraph(text, names=names).lines(0, 230, 230, justified=True)
    assert first.resume == 22


def test_balanced_lines_have_similar_lengths() -> None:
    text = "字" * 22
    counts = [len(line) for line in lines(text, 200, Rules(line_breaking="balance"))]
    assert counts == [11, 11]


def test_punctuation_is_compressed_before_a_line_gets_loose() -> None:
    """Even if much can be compressed: more than two em here."""
    assert lines("甲，乙、丙，丁、戊，123456文文文文文文", 110)[0] == "甲，乙、丙，丁、戊，123456"


def test_balanced_lines_are_shorter_than_the_measure_and_not_tight() -> None:
    text = "甲，乙、丙，丁、戊，己、庚，辛、壬，癸、甲，乙、丙，丁、戊，己、庚，辛"
    assert len(lines(text, 155, Rules(line_breaking="balance"))) == 3


def test_balancing_keeps_one_line_as_one() -> None:
    text = "甲，乙、丙，丁、戊，己"
    assert lines(text, 95, Rules(line_breaking="balance")) == [text]


def test_a_forced_break_ends_a_line() -> None:
    assert lines("字字\n字字字", 100) == ["字字", "字字字"]


def test_a_long_word_is_broken_only_if_necessary() -> None:
    word = "a" * 30
    made = paragraph(f"字{word}字", emergency=set(range(2, 31)))
    found = made.lines(0, 60, 60, justified=True)
    assert len(found) >= 3
    assert all(line.end - line.start <= 12 for line in found)


TEXTS = st.text(
    st.sampled_from("字文數中國「」『』（）《》，。、；：！？——……·／ab1259.%+- 億個年"),
    min_size=1,
    max_size=120,
)


@given(TEXTS, st.integers(45, 400), st.sampled_from(["total-fit", "greedy", "balance"]))
def test_any_text_keeps_its_characters_and_its_measure(
    text: str, measure: int, breaking: str
) -> None:
    made = paragraph(text, Rules(line_breaking=breaking))
    found = made.lines(0, measure, measure, justified=True)
    assert "".join(text[line.start : line.end] for line in found).replace(" ", "") == text.replace(
        " ", ""
    )
    assert [line.start for line in found][1:] == [line.resume for line in found][:-1]
    for line in found:
        if line.end > line.start and made.natural(line.start, line.end) <= measure:
            width = set_width(made, line, measure)
            assert width <= measure + 0.02
        shown = text[line.start : line.end]
        if line is not found[0] and shown:  # the first one begins after the spaces before it
            assert kind(shown[0]) not in (Kind.RULE, Kind.TIE)


@given(st.text(st.sampled_from("字文數「」，。ab12"), min_size=60, max_size=160))
def test_full_lines_fill_their_measure(text: str) -> None:
    made = paragraph(text)
    for line in made.lines(0, 231, 231, justified=True)[:-1]:
        if made.text[line.start : line.end].count("字") > 3:
            assert set_width(made, line, 231) == pytest.approx(231, abs=0.02)


def test_one_line_beside_a_picture() -> None:
    made = paragraph("字" * 30)
    line = made.first_line(0, 105, justified=True)
    assert (line.start, line.end, line.last) == (0, 10, False)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("composition", "off", False),
        ("line_breaking", "balance", "balance"),
        ("han_western_space", "1/4em", 0.25),
        ("han_western_space", "0.2em", 0.2),
        ("han_western_space", "none", 0.0),
        ("last_line", "3", 3),
    ],
)
def test_rules_from_css(name: str, text: str, value: object) -> None:
    assert getattr(read({name: text}, pytest.fail), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("composition", "of"),
        ("line_breaking", "best"),
        ("han_western_space", "3px"),
        ("han_western_space", "0.9em"),
        ("han_western_space", "1/0em"),
        ("last_line", "0"),
    ],
)
def test_invalid_rules_are_reported(name: str, text: str) -> None:
    told: list[str] = []
    assert read({name: text}, told.append) == Rules()
    assert css_name(name) in told[0]
    assert text in told[0]


def test_punctuation_at_the_line_end_loses_all_of_its_blank_or_none() -> None:
    text = "字字字字，"
    for measure, before, after in ((50, 0, 0), (49, -100, 0), (47.4, -10, -250), (45, -250, -250)):
        made = paragraph(text)
        (line,) = made.lines(0, measure, measure, justified=True)
        left, right = made.set(line, measure, justified=False)
        assert (left[-1], right[-1]) == (before, after)
        assert sum(left) + sum(right) == pytest.approx((measure - 50) * 100)
    assert len(lines(text, 45)) == 1
    assert len(lines(text, 44)) == 2
    assert len(lines(text, 49, Rules(trim_end=False))) == 2


@pytest.mark.parametrize("measure", [106, 97, 94, 92, 90])
def test_a_line_is_as_long_as_its_measure_with_or_without_the_blank_at_its_end(
    measure: float,
) -> None:
    text = "字「字」字，字字字字，字字字字"
    made = paragraph(text)
    line = Line(0, 11, 11, last=False)
    _, right = made.set(line, measure, justified=True)
    assert right[-1] in (0, -250)
    assert set_width(made, line, measure) == pytest.approx(measure, abs=0.01)


@pytest.mark.parametrize("unit", ["kW", "m³", "px", "Mbps", "°C", "GB/s"])
def test_a_number_stays_with_the_sign_of_its_unit_at_its_own_distance(unit: str) -> None:
    text = f"字字字字字字12 {unit}字字字字字字字字字字字"
    for width in (60, 68, 76, 80, 96, 110, 120):
        assert not any(line.endswith("12") for line in lines(text, width))
    line = Line(0, 6 + 2 + 1 + len(unit) + 4, 6 + 2 + 1 + len(unit) + 4, last=False)
    _, right = paragraph(text).set(line, 170, justified=True)
    assert right[8] == 0
    assert any(right)


def test_spaces_between_words_are_compressed_first() -> None:
    text = "字字字字字字12 words字字字字字字字字字字字"
    _, right = paragraph(text).set(Line(0, 18, 18, last=False), 155, justified=True)
    assert right[8] > 0


def test_no_word_of_one_character_stands_alone_after_a_comma_in_a_heading() -> None:
    text = "圍繞智慧冬奧戰略，憑央企匠心精神獻上聯通智慧"
    words = {0, 2, 4, 6, 8, 9, 10, 12, 14, 16, 18, 20, 22}
    for rules in (Rules(keep_words=True), Rules(keep_words=True, line_breaking="balance")):
        made = paragraph(text, rules, words=words)
        found = [text[one.start : one.end] for one in made.lines(0, 102, 102, justified=False)]
        assert not any(one.endswith("，憑") for one in found)


def test_a_stop_before_a_closing_quote_is_compressed_on_that_side() -> None:
    text = "字不急。」字"
    made = paragraph(text)
    left, right = made.set(Line(0, 6, 6, last=True), 100, justified=False)
    assert (left[3], right[3]) == (-180, -320)


@pytest.mark.parametrize("text", ["到75%以", "到75\u2060%以", "到75\u2060‰以"])
def test_a_percentage_has_its_gap_on_both_sides(text: str) -> None:
    left, right = paragraph(text).set(Line(0, len(text), len(text), True), 100, justified=False)
    assert (right[0], right[-2]) == (125, 125)
    assert sum(left) + sum(right) == 250


def test_only_few_lines_are_balanced() -> None:
    balance = Rules(line_breaking="balance")
    assert lines("字" * 24, 200, balance) == ["字" * 12] * 2
    assert lines("字" * 205, 200, balance) == lines("字" * 205, 200)


def test_an_expensive_line_does_not_hide_shorter_good_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def judge(start: int, end: int, _: float, final: bool) -> linebreak.Fit:
        size = end - start
        if size > 3:
            return linebreak.OVERFULL_COST, 0.0, True
        cost = {3: linebreak.TRIM_COST, 2: 0.0, 1: 0.0 if final else 9_000.0}[size]
        return cost, 0.2 if size == 1 else 0.0, False

    monkeypatch.setattr(linebreak, "TOLERANCES", linebreak.TOLERANCES[:1])
    places = list(range(5))
    positions, penalties = [10.0 * at for at in places], [0.0] * 5
    found = linebreak.total_fit(places, places, positions, penalties, judge, 30, 30, 0)
    assert found == [(0, 2), (2, 4)]
