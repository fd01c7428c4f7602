"""Facts: every word of approximation and every format, as text and as printed."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from report.model.facts import WORD_JOINER, Approximation, Fact, Format
from report.model.factsfile import FactsFile
from report.model.units import counted


def fact(value: str = "1234.50", unit: str = "萬戶", word: str | None = None) -> Fact:
    return Fact.model_validate(
        {
            "value": value,
            "unit": unit,
            "approximation": word,
            "label": "用戶總數",
            "period": "2020年",
            "source": "甲",
        }
    )


FULL = {
    None: "1,234.50萬戶",
    "約": "約1,234.50萬戶",
    "近": "近1,234.50萬戶",
    "超": "超1,234.50萬戶",
    "超過": "超過1,234.50萬戶",
    "達": "達1,234.50萬戶",
    "餘": "1,234.50餘萬戶",
    "多": "1,234.50多萬戶",
    "以上": "1,234.50萬戶以上",
}


def test_every_word_of_approximation_is_here() -> None:
    assert {None, *Approximation} == set(FULL)


@pytest.mark.parametrize(("word", "text"), list(FULL.items()))
def test_full(word: str | None, text: str) -> None:
    assert fact(word=word).text() == text
    assert fact(word=word).text(Format.FULL) == text


OTHERS = {
    Format.EXACT: "1,234.50萬戶",
    Format.NUMBER: "1,234.50",
    Format.GROUPED: "1,234.50萬戶",
    Format.UNIT: "萬戶",
    Format.LABEL: "用戶總數",
    Format.PERIOD: "2020年",
}


def test_every_format_is_here() -> None:
    assert {Format.FULL, *OTHERS} == set(Format)


@pytest.mark.parametrize(("form", "text"), list(OTHERS.items()))
@pytest.mark.parametrize("word", list(FULL))
def test_other_formats_omit_the_word_of_approximation(
    form: Format, text: str, word: str | None
) -> None:
    assert fact(word=word).text(form) == text


@pytest.mark.parametrize(("form", "word"), list(itertools.product(Format, FULL)))
def test_the_printed_figure_is_the_text_without_break_opportunities(
    form: Format, word: str | None
) -> None:
    one = fact(word=word)
    printed = one.printed(form)
    assert printed.replace(WORD_JOINER, "") == one.text(form)
    assert not printed.startswith(WORD_JOINER)
    assert not printed.endswith(WORD_JOINER)
    if form in {Format.FULL, Format.EXACT, Format.GROUPED}:
        # No line may end between the number, its words and its unit.
        before, after = printed.split(one.digits)
        assert all(character != WORD_JOINER for character in before[::2] + after[1::2])
        assert all(character == WORD_JOINER for character in before[1::2] + after[::2])


def test_a_figure_without_a_unit() -> None:
    assert fact(unit="").text() == "1,234.50"
    assert fact(unit="").printed() == "1,234.50"
    assert fact(unit="", word="約").printed() == f"約{WORD_JOINER}1,234.50"


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?", fullmatch=True).filter(
    lambda written: not re.fullmatch(r"-[0.]+", written)
)


@given(NUMBERS)
def test_numbers_stay_as_written_and_exact(value: str) -> None:
    one = fact(value)
    assert one.text(Format.NUMBER).replace(",", "") == value.replace("-", "−")
    assert one.number == Decimal(value)
    assert re.fullmatch(r"−?\d{1,3}(,\d{3})*(\.\d+)?", one.digits)


@pytest.mark.parametrize(
    ("value", "unit", "printed"),
    [
        ("8610", "萬戶", "8,610"),
        ("999", "", "999"),
        ("-1234567.5", "元", "−1,234,567.5"),
        ("0.05", "%", "0.05"),
        ("2020", "年", "2020"),
        ("2020", "年間", "2,020"),
        ("12000", "年", "12,000"),
        ("1234.5", "年", "1,234.5"),
    ],
)
def test_thousands_are_separated(value: str, unit: str, printed: str) -> None:
    assert fact(value, unit=unit).digits == printed


@given(st.text())
def test_only_a_number_is_a_value(value: str) -> None:
    try:
        made = fact(value)
    except ValidationError:
        return
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", made.value)


@pytest.mark.parametrize(
    ("written", "value", "printed"),
    [
        ("4.40", "4.40", "4.40"),
        ("0", "0", "0"),
        ("0.00", "0.00", "0.00"),
        (".5", "0.5", "0.5"),
        ("-.5", "-0.5", "−0.5"),
        ("+3.2", "3.2", "3.2"),
        ("＋3.2", "3.2", "3.2"),
        ("-3.2", "-3.2", "−3.2"),
        ("−3.2", "-3.2", "−3.2"),
        ("–3.2", "-3.2", "−3.2"),
        ("－3.2", "-3.2", "−3.2"),
        ("- 3.2", "-3.2", "−3.2"),
        ("‒3.2", "-3.2", "−3.2"),
        ("(3.2)", "-3.2", "−3.2"),
        ("（3.2）", "-3.2", "−3.2"),
        ("(1,234)", "-1234", "−1,234"),
        ("1,234", "1234", "1,234"),
        ("12,345,678.90", "12345678.90", "12,345,678.90"),
        ("−1,234.5", "-1234.5", "−1,234.5"),
        ("0.123456789012", "0.123456789012", "0.123456789012"),
        ("999999999999999", "999999999999999", "999,999,999,999,999"),
        (" 4.4 ", "4.4", "4.4"),
    ],
)
def test_values_as_people_write_them(written: str, value: str, printed: str) -> None:
    made = fact(written)
    assert (made.value, made.text(Format.NUMBER)) == (value, printed)
    assert made.number == Decimal(value)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("１２", "write 12"),
        ("1,23", "write 123, or 1.23"),
        ("1234,567", "write 1234567, or 1234.567"),
        ("12,34,567", "write 1234567"),
        ("1,234,56", "write 123456"),
        ("-0", "write 0"),
        ("-0.0", "write 0.0"),
        ("(0)", "write 0"),
        (",5", "write 5"),
        ("0468", "write 468"),
        ("007.5", "write 7.5"),
        ("00", "write 0"),
        ("1e5", "write all digits"),
        ("1.5E-3", "write all digits"),
        ("12 345", "write 12345"),
        ("12'345.6", "write 12345.6"),
        ("1_000", "write 1000"),
        ("-12 345", "write -12345"),
        ("-5%", "write -5 here"),
        ("(5%)", "write -5 here"),
        ("−4.4億", "write -4.4 here"),
        ("-0468", "write -468"),
        ("-00", "write 0"),
        ("(1,23)", "write -123, or -1.23"),
        ("-1.", "write -1"),
        ("1,234.", "write 1,234"),
        ("0,5", "write 0.5"),
        ("1,2,3", "write 123"),
        ("1,23.5", "write 123.5"),
        ("（１２）", "write (12)"),
        ("－１２", "write -12"),
        ("無", "write 無 into its cell"),
        ("–", "write – into its cell"),
        ("3.2.1", "one decimal point"),
        ("1.", "write 1"),
        ("5%", "unit: %"),
        ("4.4億", "unit: 億"),
        ("約8", "it is not a number"),
        ("٣", "it is not a number"),
        ("NaN", "it is not a number"),
        ("", "it is not a number"),
        ("--3", "it is not a number"),
        ("(-3)", "it is not a number"),
        ("(3", "it is not a number"),
        ("1:30", "it is not a number"),
        ("0x10", "it is not a number"),
        ("9" * 16, "too many digits"),
        ("0." + "1" * 13, "too many digits"),
    ],
)
def test_an_invalid_value_gets_a_hint_what_to_write(written: str, says: str) -> None:
    with pytest.raises(ValidationError) as caught:
        fact(written)
    (error,) = caught.value.errors()
    assert says in f"{error['msg']} {error['ctx']['hint']}"


@pytest.mark.parametrize(
    ("unit", "what"),
    [
        ("萬人次", "人次"),
        ("億", ""),
        ("元", "元"),
        ("億元", "元"),
        ("", ""),
        ("%", "%"),
        ("千噸", "噸"),
        ("百萬元", "元"),
        ("千瓦時", "千瓦時"),
        ("萬千瓦時", "千瓦時"),
        ("兆瓦時", "兆瓦時"),
        ("千克", "千克"),
        ("百分點", "百分點"),
    ],
)
def test_the_counted_thing_of_a_unit(unit: str, what: str) -> None:
    assert counted(unit) == what


WRITTEN = {"value": "1", "label": "用戶總數", "period": "2020年", "source": "甲"}


@pytest.mark.parametrize("name", ["a", "users.total", "a_1.b2", "a.4g"])
def test_ids(name: str) -> None:
    assert name in FactsFile.model_validate({"facts": {name: WRITTEN}}).facts


@pytest.mark.parametrize("name", ["", "A", "1a", "a.", ".a", "a..b", "a b", "用戶", "a\n", "a-b"])
def test_invalid_ids(name: str) -> None:
    with pytest.raises(ValidationError):
        FactsFile.model_validate({"facts": {name: WRITTEN}})


@pytest.mark.parametrize(
    ("value", "unit", "amount"),
    [
        ("4.4", "億", "440000000"), ("3", "百萬元", "3000000"), ("5", "千噸", "5000"),
        ("-2", "十億元", "-2000000000"), ("1", "萬億元", "1000000000000"), ("7", "千瓦時", "7"),
        ("7", "", "7"), ("38.2", "%", "38.2"),
    ],
)  # fmt: skip
def test_the_amount_of_a_fact(value: str, unit: str, amount: str) -> None:
    assert fact(value, unit).amount == Decimal(amount)
