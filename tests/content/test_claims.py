"""Claims under ``must``: read, compared in units, and told when figures do not bear them out."""

from __future__ import annotations

import pytest

from report.content.claims import check_claims
from report.content.settle import settle
from report.content.yaml import parse
from report.model.factsfile import FactsFile
from report.model.report import Settings

FACTS = """\
facts:
  power: {label: 電, unit: 兆瓦時, source: 甲, values: {2023: 101020, 2024: 96804}}
  gas: {label: 氣, unit: 吉瓦時, source: 甲, values: {2023: absent, 2024: 4.87}}
  women: {label: 女, unit: "%", source: 甲, values: {2023: 29.5, 2024: 30}}
  staff: {label: 人, unit: 人, source: 甲, values: {2023: 1200, 2024: 1250}}
  ratio: {label: 比, source: 甲, values: {2023: 0, 2024: 3}}
must:
"""


def told(claim: str, facts: str = FACTS) -> str:
    text = f"{facts}  - {claim}\n"
    file = FactsFile.model_validate(parse(text, "facts.yaml"))
    settings = Settings.model_construct(year=2024)  # type: ignore[call-arg]
    made, found = settle(file, settings)
    assert found == []
    return "".join(f"{one.place} {one.code}: {one.message}" for one in check_claims(file, made))


@pytest.mark.parametrize(
    "claim",
    [
        "power[2024] < power[2023]",
        "power < power[2023]",
        "power ≤ 96804",
        "power = 96,804 兆瓦時",
        "power == 96.804吉瓦時",
        "gas < power",
        "women[2023] < women <= 30%",
        "30 <= women",
        "staff[2024] - staff[2023] = 50人",
        "staff >= 1,250",
        "staff > (1000 + 200) * 1",
        "power / power[2023] < 0.96",
        "(staff - staff[2023]) / staff[2023] > 0.04",
        "ratio >= 3",
        "-ratio = -3",
        "staff != staff[2023]",
    ],
)
def test_claims_that_are_borne_out(claim: str) -> None:
    assert told(claim) == ""


def test_nil_counts_as_nothing() -> None:
    assert told("ratio > ratio[2023] = 0", FACTS.replace("2023: 0,", "2023: nil,")) == ""


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("power > power[2023]", "96,804兆瓦時 is less than 101,020兆瓦時"),
        ("power < 96,804", "96,804兆瓦時 equals 96,804兆瓦時"),
        ("gas > power", "4.87吉瓦時 is less than 96,804兆瓦時"),
        ("women > 30", "30% equals 30%"),
        ("29 < women < 30", "30% equals 30%"),
        ("staff - staff[2023] = 49", "50人 is more than 49人"),
        ("power / power[2023] < 0.9", "0.958266 is more than 0.9"),
    ],
)
def test_claims_that_are_not(claim: str, says: str) -> None:
    assert told(claim) == f"facts.yaml:8:5 D211: “{claim}” is not borne out: {says}"


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("power", "8:5 D205: this claim compares nothing"),
        ("power <", "8:12 D205: this claim cannot be read at its end"),
        ("power < < 3", "D205: this claim cannot be read at “< 3”"),
        ("power < __import__('os')", "8:13 D205: this claim cannot be read at “__import__"),
        ("power < (3", "D205: this claim cannot be read at its end"),
        ("power 3", "8:11 D205: this claim cannot be read at “3”"),
        ("power < " + "(" * 30 + "3", "D205: this claim cannot be read at “("),
        ("power < nobody", "8:13 D201: there is no fact “nobody”"),
        ("power < power[2022]", "8:13 D213: the fact “power” has no figure for 2022年"),
        ("gas[2023] < gas", "8:5 D213: “gas[2023]” has no figure: it is “absent”"),
        ("power < staff", "8:5 D209: unlike units cannot be compared: 兆瓦時 and 人"),
        ("power * staff < 3", "D209: figures with units are multiplied here"),
        ("power / ratio[2023] < 3", "D209: this claim divides by nothing"),
    ],
)
def test_claims_that_cannot_be_read(claim: str, says: str) -> None:
    assert says in told(claim)
