"""Words of the drawings: titles, descriptions, broken labels, amounts."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import pytest

from report.figures.amounts import in_words, marks, per_mark, plain, runs, stands_for
from report.figures.wrap import NoFitError, lines
from report.model.units import parted
from tests.figures.samples import CHAPTER, HOUSEHOLDS, fact, request


@pytest.mark.parametrize("name", CHAPTER)
def test_descriptions_name_every_figure(name: str) -> None:
    asked = request(name)
    kind = import_module(f"report.figures.kinds.{asked.kind}")
    title, description = kind.describe(asked)
    assert 2 <= len(title) <= 24
    assert description.endswith("。")
    for one in asked.facts:
        assert one.text() in description
        assert one.label in description


def test_descriptions_of_one_and_of_falling_figures() -> None:
    from report.figures.kinds import gains, shift, tally
    from tests.figures.samples import ask

    assert gains.describe(ask("gains", HOUSEHOLDS))[0] == HOUSEHOLDS.label
    assert tally.describe(ask("tally", HOUSEHOLDS))[0] == HOUSEHOLDS.label
    down = shift.describe(ask("shift", fact("5", "%", "前"), fact("3", "%", "後")))
    assert "由5%下降至3%" in down[1]
    same = shift.describe(ask("shift", fact("5", "%", "前"), fact("5", "%", "後")))
    assert "維持於5%" in same[1]


def by_length(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("固網寬帶用戶", 10, ["固網寬帶用戶"]),
        ("固網寬帶用戶", 4, ["固網寬帶", "用戶"]),
        ("移動出賬用戶", 5, ["移動出賬", "用戶"]),
        ("數字化獲客佔比（之前）", 8, ["數字化獲客佔比", "（之前）"]),
        ("援助地區（援藏、援疆）", 7, ["援助地區", "（援藏、援疆）"]),
        ("建成5G基站", 4, ["建成", "5G基站"]),
        ("2020年", 4, ["2020", "年"]),
        ("a b", 1, ["a", "b"]),
        ("", 5, []),
    ],
)
def test_labels_break_at_the_right_places(text: str, width: float, expected: list[str]) -> None:
    assert lines(text, width, by_length) == expected


def test_marks_never_start_a_line_nor_brackets_end_one() -> None:
    text = "其他捐贈（文體、教育、醫衛、公益、環保等）及其他。"
    for width in range(4, 26):
        for line in lines(text, width, by_length):
            assert line[0] not in "、，。）"
            assert line[-1] not in "（"
            assert len(line) <= width


def test_numbers_stay_whole() -> None:
    for width in range(6, 12):
        assert any("58,095" in line for line in lines("服務達58,095人次", width, by_length))


def test_a_long_unbreakable_text_raises_an_error() -> None:
    with pytest.raises(NoFitError):
        lines("1234567", 3, by_length)
    with pytest.raises(NoFitError):
        lines("甲", 0, by_length)


def test_units_are_derived() -> None:
    assert parted("萬台次") == (Decimal(10000), "台次")
    assert parted("萬億元") == (Decimal(10) ** 12, "元")
    assert parted("%") == (Decimal(1), "%")
    assert fact("8610", "萬戶", "甲").amount == Decimal("0.861") * 10**8
    assert fact("3.06", "億戶", "甲").amount == 306_000_000


def test_marks_are_counted_whole() -> None:
    assert marks(HOUSEHOLDS, Decimal(50000)) == 39
    assert marks(fact("55006", "人", "甲"), Decimal(1000)) == 55
    assert marks(fact("58500", "人", "甲"), Decimal(1000)) == 59
    assert stands_for([fact("55006", "人", "甲")], Decimal(1000)) == "約代表"
    assert stands_for([fact("55000", "人", "甲")], Decimal(1000)) == "代表"


def test_the_value_of_a_mark_is_round_and_limits_their_number() -> None:
    for value in (
        "20",
        "21",
        "99",
        "199",
        "250",
        "251",
        "999",
        "2500",
        "2501",
        "123456",
        "9999999",
    ):
        one = fact(value, "人", "甲")
        step = per_mark([one])
        assert one.amount / step <= 60, value
        assert step == 1 or one.amount / step > 60 / Decimal("2.5"), value
        assert f"{step:f}".strip("0") in {"1", "2", "5"}


def test_numbers_are_written_as_read() -> None:
    assert in_words(Decimal(10000), "戶") == "1萬戶"
    assert in_words(Decimal(1000), "人") == "1,000人"
    assert in_words(Decimal(10) ** 9) == "10億"
    assert plain(Decimal("18.680")) == "18.68"
    assert plain(Decimal("100")) == "100"


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (fact("8610", "萬戶", "甲"), [("8,610", True), ("萬戶", False)]),
        (fact("95", "%", "甲", "超"), [("超", False), ("95", True), ("%", False)]),
        (fact("20", "種", "甲", "餘"), [("20", True), ("餘種", False)]),
        (fact("75", "%", "甲", "以上"), [("75", True), ("%以上", False)]),
        (fact("3", "", "甲"), [("3", True)]),
    ],
)
def test_figures_are_split_into_number_and_words(
    one: object, expected: list[tuple[str, bool]]
) -> None:
    assert [(run.text, run.number) for run in runs(one)] == expected  # type: ignore[arg-type]
