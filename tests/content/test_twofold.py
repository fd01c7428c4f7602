"""The same thing said with two figures: two facts, or a fact and a typed number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.content.checks import check_report
from report.content.load import load_report
from report.figures.declared import declare_drawings
from report.project.project import Project
from tests.conftest import Edit

declare_drawings()

Told = Callable[..., list[str]]

MORE = """\
facts:
  flood.staff: {value: 19.1, unit: 萬人次, label: 救災人員, period: 2020年, source: 甲}
  flood.users: {value: 8610, unit: 萬戶, label: 用戶, period: 2020年, source: 甲}
  flood.share: {value: 26.9, unit: "%", label: 佔比, period: 2020年, source: 甲}
  flood.gift: {value: 1234.5, unit: 萬元, label: 捐贈, period: 2020年, source: 甲}
  flood.years: {label: 捐款, unit: 萬元, source: 甲, values: {2019: 31.7, 2020: 32.6}}
"""
USED = "{{ flood.staff }}{{ flood.users }}{{ flood.share }}{{ flood.gift }}{{ flood.years }}"


@pytest.fixture
def told(project: Path, edit: Edit) -> Told:
    """Return what is found when a text and facts are added."""

    def found(text: str, facts: str = "") -> list[str]:
        edit("data/facts.yaml", "facts:\n", MORE + facts)
        edit("data/section.yaml", "公司推廣5G，", f"公司推廣5G，{USED}{text}，")
        report, wrong, used = load_report(Project.at(project))
        assert report is not None, wrong
        return [
            f"{one.place} {one.code}: {one.message} → {one.hint}"
            for one in check_report(report, used)
            if one.code in ("D206", "D214")
        ]

    return found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("投入19.1萬次", "D214: “19.1萬次"),
        (
            "投入19.1萬人次",
            "D206: the figure “19.1” is typed in the text; it is the fact “flood.staff”",
        ),
        (
            "共8610萬戶",
            "it is the fact “flood.users”, which prints 8,610 → print {{ flood.users }}",
        ),
        ("佔26.9%", "it is the fact “flood.share” → print {{ flood.share }}"),
        ("捐31.7萬元", "it is the fact “flood.years[2019]” → print {{ flood.years[2019] }}"),
        ("捐32.6萬元", "it is the fact “flood.years” → print {{ flood.years }}"),
        ("共86.1百萬戶", "“flood.users”, 8,610萬戶 → print {{ flood.users | in(百萬戶) }}"),
        ("有191,000人次", "“flood.staff”, 19.1萬人次 → print {{ flood.staff | in(人次) }}"),
        ("捐0.00317億元", "→ print {{ flood.years[2019] | in(億元) }}"),
        ("共8610部", "D206: the figure “8610” is typed in the text → write it"),
    ],
)
def test_a_typed_number_that_a_fact_has(told: Told, text: str, says: str) -> None:
    (line,) = told(text)
    assert line.startswith("data/section.yaml:8:")
    assert says in line


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (
            "{value: 19.1, unit: 萬次, label: 救災人次, period: 2020年, source: 甲}",
            "“twin” is 救災人次 19.1萬次, and “flood.staff” is 救災人員 19.1萬人次",
        ),
        (
            "{value: 19.2, unit: 萬人次, label: 救災人員, period: 2020年, source: 甲}",
            "“twin” is 救災人員 19.2萬人次, and “flood.staff” is 救災人員 19.1萬人次",
        ),
        (
            "{value: 0.87, unit: 億戶, label: 用戶, period: 2020年, source: 甲}",
            "“twin” is 用戶 0.87億戶, and “flood.users” is 用戶 8,610萬戶",
        ),
        (
            "{value: 1234.5, unit: 百萬元, label: 善款, period: 2020年, source: 甲}",
            "“twin” is 善款 1,234.5百萬元, and “flood.gift” is 捐贈 1,234.5萬元",
        ),
    ],
)
def test_two_facts_of_one_thing(told: Told, fact: str, says: str) -> None:
    (line,) = told("{{ twin }}", f"  twin: {fact}\n")
    assert "D214: the same thing seems to be said with two figures" in line
    assert line.startswith("data/facts.yaml:7:")
    assert says in line


@pytest.mark.parametrize(
    "fact",
    [
        "{value: 19.1, unit: 萬次, label: 救災人次, period: 2019年, source: 甲}",
        "{value: 19.1, unit: 億條, label: 短信, period: 2020年, source: 甲}",
        "{value: 0.86, unit: 億戶, label: 用戶, period: 2020年, source: 甲}",
        "{value: 12.345, unit: 百萬元, label: 捐贈, period: 2020年, source: 甲}",
        "{value: 19.2, unit: 萬人次, label: 志願者, period: 2020年, source: 甲}",
    ],
)
def test_facts_of_other_things(told: Told, fact: str) -> None:
    assert told("{{ twin }}", f"  twin: {fact}\n") == []


def test_names_of_one_kind_are_told_once(told: Told) -> None:
    (line,) = told("航廈T1、T2及T3，另T2")
    assert "“T1”, “T2”, “T3” are typed in the text, with digits, and in 3 more places" in line
    assert "add the lines “  - T1”; “  - T2”; “  - T3” under “names”" in line


def test_one_label_in_two_groups_of_a_table_is_no_contradiction(told: Told, edit: Edit) -> None:
    """Full-time women and part-time women are both called 女性."""
    table = (
        "blocks:\n  - type: data_table\n    caption: 員工\n    periods: [2020]\n    rows:\n"
        "      - group: 全職\n      - fact: women.full\n"
        "      - group: 兼職\n      - fact: women.part\n"
    )
    edit("data/section.yaml", "blocks:\n", table)
    facts = (
        "  women.full: {value: 120, unit: 名, label: 女性, period: 2020年, source: 甲}\n"
        "  women.part: {value: 35, unit: 名, label: 女性, period: 2020年, source: 甲}\n"
    )
    assert told("", facts) == []
