"""Facts over years: written, computed, compared with what was typed, and named by period."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from report.content.claims import needed
from report.content.faults import explain
from report.content.prose import Binder
from report.content.settle import settle
from report.content.yaml import parse
from report.findings.diagnostics import Diagnostic
from report.model.base import Located
from report.model.blocks.table import Table
from report.model.facts import Fact, Format
from report.model.factsfile import FactsFile
from report.model.prose import Prose, ProseFaults
from report.model.report import Settings
from report.model.series import Absence, Facts, period_key, period_text

YEARS = """\
defaults: {period: 2024年, source: 環境數據冊}
facts:
  power:
    label: 外購電力
    unit: 兆瓦時
    values: {2022: 98450, 2023: 101020, 2024: 96804}
  gas:
    label: 煤氣
    unit: 兆瓦時
    source: 環境數據冊，表2
    values: {2022: "5,010", 2023: absent, 2024: 4870.5}
  target: {label: 2030年目標, unit: 兆瓦時, value: 90000, period: 2030年}
  staff: {label: 員工, unit: 人, values: {2022: 1200, 2023: nil, 2024: 1250}}
"""


def load(text: str, year: int = 2024, period: str = "") -> tuple[Facts, list[Diagnostic]]:
    tree = parse(text, "facts.yaml")
    assert isinstance(tree, Located)
    settings = Settings.model_construct(year=year, period=period)  # type: ignore[call-arg]
    try:
        return settle(FactsFile.model_validate(tree), settings)
    except ValidationError as exc:
        return Facts({}), explain(exc, tree, "facts.yaml")


def facts(more: str = "", **settings: object) -> Facts:
    made, found = load(YEARS + more, **settings)  # type: ignore[arg-type]
    assert found == []
    return made


def fault(more: str) -> str:
    _, found = load(YEARS + more)
    (one,) = found
    return f"{one.place} {one.code}: {one.message} → {one.hint}"


def number(name: str, more: str, period: str = "") -> str:
    found = facts(more)[name].at(period)
    assert isinstance(found, Fact)
    return found.text()


def test_a_series_has_all_that_a_table_needs() -> None:
    gas = facts()["gas"]
    assert (gas.label, gas.unit, gas.source) == ("煤氣", "兆瓦時", "環境數據冊，表2")
    assert gas.periods == ("2022", "2023", "2024")
    assert [gas.heading(one) for one in gas.periods] == ["2022年", "2023年", "2024年"]
    assert [gas.text(one, Format.NUMBER) for one in gas.periods] == ["5,010", "–", "4,870.5"]
    assert gas.at(2023) is Absence.ABSENT
    assert gas.exact("2024年") == Decimal("4870.5")
    assert gas.exact(2023) is None
    assert str(gas.place(2024)) == "facts.yaml:11:49"
    year = gas.at()
    assert isinstance(year, Fact)
    assert (year.id, year.period, year.value) == ("gas", "2024年", "4870.5")


def test_years_are_in_order_however_they_are_written() -> None:
    made = facts("  x: {label: 甲, values: {2024: 3, 2022: 1, 2023: 2}}\n")
    assert made["x"].periods == ("2022", "2023", "2024")


@pytest.mark.parametrize(
    ("written", "key", "printed"),
    [
        ("2024", "2024", "2024年"),
        ("2024年", "2024", "2024年"),
        ("2024年度", "2024", "2024年"),
        ("2024/25年度", "2024/25", "2024/25年度"),
        ("2024 / 25", "2024/25", "2024/25年度"),
        ("截至12月底", "截至12月底", "截至12月底"),
    ],
)
def test_periods(written: str, key: str, printed: str) -> None:
    assert period_key(written) == key
    assert period_text(key) == printed


def test_defaults_are_for_facts_that_say_nothing_else() -> None:
    made = facts("  x: {label: 甲, value: 3}\n")
    assert (made["x"].text(), made["x"].heading("2024")) == ("3", "2024年")
    assert made["x"].source == "環境數據冊"


def test_a_fact_of_one_period_needs_no_year() -> None:
    assert facts()["target"].text() == "90,000兆瓦時"
    assert facts()["target"].text(2030) == "90,000兆瓦時"


def test_the_period_of_the_report_may_be_a_span_of_years() -> None:
    more = '  x: {label: 甲, values: {"2023/24": 3, "2024/25": 5}}\n'
    assert facts(more, period="2024/25年度")["x"].text() == "5"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("unit: 兆瓦時, sum: [power, gas]", "101,674.5兆瓦時"),
        ("sum: [power, gas], rounded: 0", "101,675兆瓦時"),
        ("difference: [power, gas]", "91,933.5兆瓦時"),
        ("unit: 吉瓦時, sum: [power, gas]", "101.6745吉瓦時"),
        ("unit: 吉焦, sum: [gas]", "17,533.8吉焦"),
        ("share: [gas, power], rounded: 1", "5.0%"),
        ("change: power, rounded: 2", "−4.17%"),
        ('change: ["power[2022]", power], rounded: 1', "−1.7%"),
        ("points: staff_share", "4個百分點"),
        ("divide: [power, gas], unit: 倍, rounded: 1", "19.9倍"),
        ("product: [staff, staff_share], unit: 人", "175人"),
        ("divide: [power, heads], unit: 兆瓦時/人, rounded: 2", "77.44兆瓦時/人"),
        ("divide: [power, heads], unit: 千瓦時／百人, rounded: 0", "7,744,320千瓦時／百人"),
        ("divide: [power, heads], unit: 兆瓦時每千人, rounded: 1", "77,443.2兆瓦時每千人"),
        ("divide: [hours, heads], unit: 小時, rounded: 1", "40.0小時"),
        ("product: [per_head, heads], unit: 兆瓦時", "2,500兆瓦時"),
        ("divide: [power, per_head], unit: 人, rounded: 0", "48,402人"),
        ("average: [power, gas], rounded: 0", "50,837兆瓦時"),
        ('average: ["power[2022]", "power[2023]", "power[2024]"]', "98,758兆瓦時"),
    ],
)
def test_computed(written: str, printed: str) -> None:
    shares = '  staff_share: {label: 佔比, unit: "%", values: {2022: 10, 2023: 10, 2024: 14}}\n'
    rates = "  heads: {label: 人數, unit: 人, values: {2022: 5, 2023: 6, 2024: 1250}}\n"
    rates += "  hours: {label: 時數, unit: 小時, values: {2022: 1, 2023: 1, 2024: 50000}}\n"
    rates += "  per_head: {label: 人均, unit: 兆瓦時/人, values: {2022: 1, 2023: 1, 2024: 2}}\n"
    more = f"{shares}{rates}  x: {{label: 甲, {written}}}\n"
    made, found = load(YEARS + more)
    assert [one.message for one in found] == []
    assert made["x"].text() == printed


def test_what_is_absent_makes_a_sum_unknown_and_nil_is_nothing() -> None:
    made = facts(
        "  x: {label: 甲, sum: [power, gas]}\n"
        "  y: {label: 乙, sum: [staff, staff]}\n"
        "  z: {label: 丙, unit: 人, values: {2022: 1, 2023: 5, 2024: not_applicable}}\n"
        "  w: {label: 丁, sum: [staff, z]}\n"
    )
    assert [made["x"].text(one) for one in made["x"].periods] == [
        "103,460兆瓦時",
        "–",
        "101,674.5兆瓦時",
    ]
    assert made["y"].text(2023) == "無"
    assert [made["w"].text(one) for one in made["w"].periods] == ["1,201人", "5人", "1,250人"]


def test_zeros_at_the_end_stay() -> None:
    more = "  a: {label: 甲, value: 1.50}\n  b: {label: 乙, value: 2.5}\n"
    more += "  c: {label: 丙, sum: [a, b]}\n"
    assert number("c", more) == "4.00"


def test_a_chain_of_facts_in_any_order() -> None:
    more = "".join(f"  f{n}: {{label: 甲, sum: [f{n + 1}, one]}}\n" for n in range(900))
    more += "  one: {label: 一, value: 1}\n  f900: {label: 末, value: 0}\n"
    assert number("f0", more) == "900"


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("sum: [x]", "14:23 D209: facts are computed from each other: x → x"),
        ("sum: [power, staff]", "14:30 D209: unlike units: “staff” is in 人"),
        ("sum: [power, target]", "14:23 D209: “x” cannot be computed for 2030年: “power” has no"),
        ("sum: [power, nobody]", "14:30 D201: there is no fact “nobody”"),
        ("share: [power, staff]", "unlike units"),
        ("divide: [power, zero], unit: 倍", "divides by nothing: “zero” is 0 for 2022年"),
        ("change: zero", "divides by nothing: “zero” is 0 for 2022年"),
        ("change: target", "needs two periods"),
        ("divide: [power, staff]", "the unit of “x” is not clear"),
        (
            "divide: [power, heads], unit: 份",
            "the unit of “x” is not clear: 份, computed by “divide”",
        ),
        ("divide: [heads, power], unit: 人", "write its unit with what 兆瓦時 counts"),
        (
            "product: [power, staff], unit: 工時",
            "of 兆瓦時 and 人 → write its unit with what 兆瓦時",
        ),
        ("divide: [power, power], sum: [power]", "cannot have both “sum” and “divide”"),
        ("divide: [power]", "“divide” takes 2 facts, not 1"),
        ('share: ["gas[2022]", "power[2022]"]', "has more than 12 digits after its point"),
        ('sum: ["gas[2021]"]', "cannot be computed for 2021年"),
        ("value: 3, values: {2022: 3}", "cannot have both “value” and “values”"),
        ("values: {2022: 3, 2022年: 4}", "the period 2022 is written twice"),
        ("values: {2022: 3..}", "14:32 D105: “3..” cannot be a value"),
        ("values: {}", "D105"),
        ("values: {202: 3}", "“202” cannot be a period → write a year, like 2023:"),
        ("values: {20233: 3}", "“20233” cannot be a period"),
        ("values: {2022: }", "D102: a figure is missing here → write a number; or absent"),
        (
            "value: 3, sum: [power, gas]",
            "is written as 3 for 2024年, but by “sum” of “power”, “gas” it is 101,674.5",
        ),
        ("unit: 元", "14:6 D103: the key “value” is missing here"),
        ("rounded: 1.5, value: 3", "must be a whole number"),
    ],
)
def test_what_cannot_be_computed(written: str, says: str) -> None:
    if "heads" in written:
        written += "}\n  heads: {label: 人數, unit: 人, values: {2022: 5, 2023: 6, 2024: 7}"
    if "zero" in written:
        written += "}\n  zero: {label: 零, unit: 人, values: {2022: 0, 2023: 0, 2024: 0}"
    assert says in fault(f"  x: {{label: 甲, {written}}}\n")


def test_a_longer_circle_is_told_once() -> None:
    more = "  a: {label: 甲, sum: [b]}\n  b: {label: 乙, sum: [c]}\n  c: {label: 丙, sum: [a]}\n"
    assert "a → b → c → a" in fault(more)


@pytest.mark.parametrize(
    ("written", "fine"),
    [
        ("values: {2022: 103460, 2024: 101674.5}", True),
        ("values: {2022: 103460, 2024: 101674.6}", False),
        ("values: {2022: 103450}", False),
        ("values: {2022: 103460, 2023: 101020}", True),
        ("rounded: 0, values: {2024: 101675}", True),
        ("rounded: 0, values: {2024: 101674}", True),
        ("rounded: 0, values: {2024: 101673}", False),
        ("rounded: 0, values: {2024: absent}", False),
        ("value: 101674.5, period: 2024年", True),
        ("value: 101674.5", True),
    ],
)
def test_a_typed_figure_is_compared(written: str, fine: bool) -> None:
    _, found = load(f"{YEARS}  x: {{label: 甲, sum: [power, gas], {written}}}\n")
    assert [one.code for one in found] == ([] if fine else ["D210"])


def test_rounded_parts_may_differ_in_the_last_digit() -> None:
    more = (
        "  a: {label: 甲, rounded: 1, values: {2023: 1.26, 2024: 1}}\n"
        "  b: {label: 乙, rounded: 1, values: {2023: 2.26, 2024: 2}}\n"
        "  c: {label: 丙, rounded: 1, sum: [a, b]}\n"
    )
    made = facts(more)
    assert [made[one].text(2023) for one in "abc"] == ["1.3", "2.3", "3.5"]
    assert (made["c"].differs(2023), made["c"].differs(2024)) == (True, False)
    assert made["c"].exact(2023) == Decimal("3.52")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("{{ power }}", "96,804兆瓦時"),
        ("{{ power[2023] }}", "101,020兆瓦時"),
        ("{{ power[2023年] | number }}", "101,020"),
        ("{{power[2023]|period}}", "2023年"),
        ("{{ gas[2023] }}", "–"),
        ("{{ gas[2023] | label }}", "煤氣"),
        ("{{ staff[2023] }}", "無"),
        ("{{ power | in(吉瓦時) | rounded(1) }}", "96.8吉瓦時"),
        ("{{ power | in(萬千瓦時) | rounded(0) | number }}", "9,680"),
        ("{{ power | in(吉焦) | rounded(0) }}", "348,494吉焦"),
        ("{{ staff | rounded(0) | unit }}", "人"),
        ("{{ target | in(千瓦時) }}", "90,000,000千瓦時"),
    ],
)
def test_references(written: str, printed: str) -> None:
    assert Binder(facts()).prose(written).plain == printed


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("{{ power[2021] }}", "D213", "no figure for 2021年 → it has 2022, 2023, 2024"),
        ("{{ power | in(噸) }}", "D212", "is in 兆瓦時 and cannot be converted into 噸"),
        ("{{ gas | in(千焦) | rounded(x) }}", "D212", "does not say how many digits"),
        ("{{ gas | in() }}", "D205", "needs what is in brackets → write it like in(億元)"),
        ("{{ gas | rounded }}", "D205", "needs what is in brackets"),
        ("{{ gas | number | unit }}", "D205", "two formats"),
        ("{{ gas[2024][2023] }}", "D205", "cannot be read"),
        ("{{ staff | in(億人) | in(萬人) }}", "D205", "“in” is twice"),
    ],
)
def test_references_that_cannot_be_printed(written: str, code: str, says: str) -> None:
    with pytest.raises(ProseFaults) as caught:
        Binder(facts()).prose(written)
    (one,) = caught.value.faults
    assert one.code == code
    assert says in f"{one.message} → {one.hint}"


def test_a_figure_that_does_not_end_must_be_rounded() -> None:
    assert plain(Binder(facts()).prose("{{ gas | in(焦) }}")) == "17,533,800,000,000焦"
    more = "  x: {label: 甲, unit: 吉焦, value: 1}\n"
    with pytest.raises(ProseFaults, match="more than 12 digits"):
        Binder(facts(more)).prose("{{ x | in(千瓦時) }}")
    assert plain(Binder(facts(more)).prose("{{ x | in(千瓦時) | rounded(2) }}")) == "277.78千瓦時"


def plain(prose: Prose) -> str:
    return prose.plain


def test_units_of_the_project() -> None:
    text = "units: {標準煤噸: 29.3 吉焦, 大箱: 12 瓶, 巨箱: 3 大箱}\n" + YEARS
    made, found = load(text + "  x: {label: 甲, unit: 巨箱, value: 2}\n")
    assert found == []
    assert Binder(made).prose("{{ x | in(瓶) }}").plain == "72瓶"
    assert Binder(made).prose("{{ power | in(萬標準煤噸) | rounded(2) }}").plain == "1.19萬標準煤噸"


def test_a_wrong_unit_of_the_project() -> None:
    _, found = load("units: {大箱: 瓶}\n" + YEARS)
    assert [(one.code, one.line) for one in found] == [("D105", 1)]
    assert "標準煤噸: 29.3076 吉焦" in found[0].hint


def test_a_drawing_needs_a_figure() -> None:
    binder = Binder(facts())
    assert binder.fact("gas", "2022").text() == "5,010兆瓦時"
    with pytest.raises(LookupError, match="no figure for 2023年"):
        binder.fact("gas", "2023")


def test_rounded_facts_may_stand_in_a_table() -> None:
    more = (
        "  a: {label: 甲, value: 1.3}\n  b: {label: 乙, value: 2.3}\n"
        "  c: {label: 丙, value: 3.5, sum: [a, b], rounded: 1}\n"
    )
    made = facts(more)
    total = made["c"].at()
    assert isinstance(total, Fact)
    assert (total.text(), total.differs) == ("3.5", True)
    table = Table.model_validate(
        {
            "type": "table",
            "caption": "甲",
            "columns": [{"head": "甲"}, {"head": "乙", "kind": "figure"}],
            "rows": [["甲", "{{ a }}"], ["乙", "{{ b }}"]],
            "total": ["丙", "{{ c }}"],
        },
        context=Binder(made),
    )
    assert table.total is not None


def test_facts_that_others_need_are_used() -> None:
    text = f"{YEARS}  x: {{label: 甲, sum: [power, gas]}}\nmust: ['staff[2024] > 1000']\n"
    file = FactsFile.model_validate(parse(text, "facts.yaml"))
    made, _ = load(text)
    assert needed(file, made) == {"power", "gas", "staff"}
