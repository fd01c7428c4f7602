"""Sixty wrong copies of a sound report: each is found where it is wrong, none on the clean data.

A digit in one place, a unit lost, a total off by 0.1, years swapped, a cell that was changed, a
number typed. Each fault is put into a copy, and one finding must be at the line or cell.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from report.content.checks import check_report
from report.content.load import load_report
from report.figures.declared import declare_drawings
from report.findings.diagnostics import Diagnostic, Severity
from report.project.project import Project
from tests.content.workbooks import HEADS, xlsx
from tests.small_report import write_report
from tests.timing import takes_at_most

declare_drawings()

ROWS = (
    HEADS,
    ("energy.power", "外購電力", "兆瓦時", "表2", 98450, 101020.5, 96804.2),
    ("energy.gas", "煤氣", "兆瓦時", "表2", 5010.5, 4930, 4870.3),
    ("energy.fuel", "柴油", "兆瓦時", "表2", 310.2, 298.6, 305.5),
)
FACTS = """\
defaults: {source: 管理層資料, period: 2024年}
facts:
  energy.total:
    label: 能源總耗量
    unit: 兆瓦時
    sum: [energy.power, energy.gas, energy.fuel]
    values: {2022: 103770.7, 2023: 106249.1, 2024: 101980}
  women: {label: 女員工, unit: 人, values: {2022: 480, 2023: 496, 2024: 512}}
  men: {label: 男員工, unit: 人, values: {2022: 720, 2023: 731, 2024: 738}}
  staff: {label: 員工, sum: [women, men], values: {2022: 1200, 2023: 1227, 2024: 1250}}
  share: {label: 女佔比, share: [women, staff], values: {2022: 40.0, 2023: 40.4, 2024: 41.0}}
  gift.east: {label: 東部, unit: 萬元, value: 30.5}
  gift.west: {label: 西部, unit: 萬元, value: 12.8}
  gift.total: {label: 合共, unit: 萬元, value: 43.3}
imports:
  - file: sources/環境.xlsx
    columns:
      {id: 編號, label: 指標, unit: 單位, source: 出處, 2022: 2022年, 2023: 2023年, 2024: 2024年}
must:
  - energy.total[2024] < energy.total[2023]
  - share >= 40
  - gift.east > gift.west * 2
names: [5G]
"""
SECTION = """\
id: sharing
title: 共享紅利
lead: 員工{{ staff }}，女員工佔{{ share }}，上年{{ share[2023] }}。
blocks:
  - type: paragraph
    text: 耗電{{ energy.power }}，氣{{ energy.gas }}，油{{ energy.fuel | in(吉瓦時) | rounded(1) }}
  - type: paragraph
    text: 共耗{{ energy.total }}，女員工{{ women }}，男員工{{ men }}，按ISO 14001管理。
  - type: table
    id: gifts
    caption: 捐贈
    columns: [{head: 地區}, {head: 金額, kind: figure, unit: 萬元}]
    rows:
      - [東部, "{{ gift.east | number }}"]
      - [西部, "{{ gift.west | number }}"]
    total: [合計, "{{ gift.total | number }}"]
"""
REPORT, CHAPTER, DATA, TEXT = (
    f"data/{one}.yaml" for one in ("report", "chapter", "facts", "section")
)
SHEET = "sources/環境.xlsx:環境"
#: What is changed in a copy: the file, the old text and the new; or the sheet, and a change.
Fault = tuple[str, str, str] | Callable[[Worksheet], object]


def cell(at: str, value: Any, **more: Any) -> Callable[[Worksheet], None]:
    """Return a change of a cell."""

    def change(sheet: Worksheet) -> None:
        sheet[at] = value
        for key, one in more.items():
            setattr(sheet[at], key, one)

    return change


def swapped(one: str, other: str) -> Callable[[Worksheet], None]:
    """Return a change that swaps two cells."""

    def change(sheet: Worksheet) -> None:
        sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value

    return change


def d(old: str, new: str) -> tuple[str, str, str]:
    return DATA, old, new


def t(old: str, new: str) -> tuple[str, str, str]:
    return TEXT, old, new


TOTAL = f"{DATA}:7"
FAULTS: list[tuple[Fault, str, str]] = [
    # a cell changed in the spreadsheet, but not the total of the manuscript
    (cell("E2", 98540), TOTAL, "D210"),
    (cell("F2", 101020.6), TOTAL, "D210"),
    (cell("G2", 96840.2), TOTAL, "D210"),
    (cell("E3", 5010.6), TOTAL, "D210"),
    (cell("F3", 4390), TOTAL, "D210"),
    (cell("G3", 4870.4), TOTAL, "D210"),
    (cell("E4", 310.3), TOTAL, "D210"),
    (cell("F4", 289.6), TOTAL, "D210"),
    (cell("G4", 3055), TOTAL, "D210"),
    # years swapped
    (swapped("E2", "F2"), TOTAL, "D210"),
    (swapped("F3", "G3"), TOTAL, "D210"),
    (swapped("E4", "G4"), TOTAL, "D210"),
    (swapped("E1", "F1"), TOTAL, "D210"),
    (d("2022: 2022年, 2023: 2023年", "2022: 2023年, 2023: 2022年"), f"{DATA}:18", "D222"),
    (d("{2022: 480, 2023: 496", "{2022: 496, 2023: 480"), f"{DATA}:10", "D210"),
    # totals off by 0.1, and other digits
    (d("2022: 103770.7", "2022: 103770.8"), TOTAL, "D210"),
    (d("2023: 106249.1", "2023: 106249.2"), TOTAL, "D210"),
    (d("2024: 101980}", "2024: 101980.1}"), TOTAL, "D210"),
    (d("2022: 103770.7", "2022: 107330.7"), TOTAL, "D210"),
    (d("2024: 41.0", "2024: 41.1"), f"{DATA}:11", "D210"),
    (d("2023: 40.4", "2023: 44.0"), f"{DATA}:11", "D210"),
    (d("2023: 1227", "2023: 1272"), f"{DATA}:10", "D210"),
    (d("value: 43.3", "value: 43.4"), f"{TEXT}:16", "D204"),
    (d("value: 30.5", "value: 30.6"), f"{TEXT}:16", "D204"),
    (d("value: 12.8", "value: 18.2"), f"{DATA}:22", "D211"),
    (d("value: 12.8", "value: -12.8"), f"{TEXT}:16", "D204"),
    # digits of the parts
    (d("2024: 512", "2024: 521"), f"{DATA}:10", "D210"),
    (d("2024: 738", "2024: 783"), f"{DATA}:10", "D210"),
    (d("2022: 720", "2022: 7200"), f"{DATA}:10", "D210"),
    (d("2023: 731", "2023: 73l"), f"{DATA}:9", "D105"),
    (d("2023: 731", "2023: 7,31"), f"{DATA}:9", "D105"),
    (d("2023: 731", "2023: "), f"{DATA}:9", "D102"),
    (d("2023: 731", "2032: 731"), f"{DATA}:10", "D209"),
    (d(", 2023: 731", ""), f"{DATA}:10", "D209"),
    # a unit lost, or another
    (d("label: 男員工, unit: 人", "label: 男員工"), f"{DATA}:10", "D209"),
    (d("label: 男員工, unit: 人", "label: 男員工, unit: 萬人"), f"{DATA}:10", "D210"),
    (d("unit: 兆瓦時\n", "unit: 吉焦\n"), TOTAL, "D210"),
    (d("unit: 兆瓦時\n", "unit: 噸\n"), f"{DATA}:6", "D209"),
    (d("西部, unit: 萬元", "西部, unit: 億元"), f"{DATA}:22", "D211"),
    (d("合共, unit: 萬元", "合共"), f"{TEXT}:16", "D204"),
    (cell("C2", None), f"{DATA}:6", "D209"),
    (cell("C3", "噸"), f"{DATA}:6", "D209"),
    (cell("C4", "千瓦時"), TOTAL, "D210"),
    # cells that are no figures
    (cell("F2", None), f"{SHEET}!F2", "D223"),
    (cell("G3", "4,870.3"), f"{SHEET}!G3", "D223"),
    (cell("E4", "=E2+E3"), f"{SHEET}!E4", "D223"),
    (cell("G4", "#REF!", data_type="e"), f"{SHEET}!G4", "D223"),
    (cell("F3", 45293, number_format="d/m/yyyy"), f"{SHEET}!F3", "D223"),
    (cell("A3", "energy.power"), f"{SHEET}!A3", "D224"),
    (cell("A4", "energy fuel"), f"{SHEET}!A4", "D224"),
    (cell("A4", "energy.feul"), f"{DATA}:6", "D201"),
    (cell("G1", "2025年"), f"{DATA}:18", "D222"),
    # claims that the figures do not bear out
    (d("energy.total[2024] < energy.total[2023]", "energy.total > energy.total[2023]"),
     f"{DATA}:20", "D211"),
    (d("share >= 40", "share > 41"), f"{DATA}:21", "D211"),
    (d("gift.west * 2", "gift.west * 3"), f"{DATA}:22", "D211"),
    # typed numbers, and references to another figure
    (t("耗電{{ energy.power }}", "耗電96,804.2兆瓦時"), f"{TEXT}:6", "D206"),
    (t("女員工佔{{ share }}", "女員工佔41%"), f"{TEXT}:3", "D206"),
    (t("，按ISO", "，另有37個項目，按ISO"), f"{TEXT}:8", "D206"),
    (t("，按ISO", "，耗電96804.2萬兆瓦，按ISO"), f"{TEXT}:8", "D206"),
    (t("男員工{{ men }}", "男員工738名人員"), f"{TEXT}:8", "D214"),
    (t("share[2023]", "share[2021]"), f"{TEXT}:3", "D213"),
    (t("{{ energy.gas }}", "{{ energy.gsa }}"), f"{TEXT}:6", "D201"),
    (t("in(吉瓦時)", "in(噸)"), f"{TEXT}:6", "D212"),
    (t('"{{ gift.west | number }}"', '"{{ gift.east | number }}"'), f"{TEXT}:16", "D204"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report without a fault; each test writes its files anew."""
    return write_report(tmp_path_factory.mktemp("sound") / "report")


def found(project: Path, fault: Fault | None = None) -> list[Diagnostic]:
    """Write the report, with a fault, and return what is found."""
    files = {DATA: FACTS, TEXT: SECTION}
    files[REPORT] = (project / REPORT).read_text("utf-8").replace("year: 2020", "year: 2024")
    change = fault if callable(fault) else None
    if isinstance(fault, tuple):
        name, old, new = fault
        assert files[name].count(old) == 1, (old, files[name].count(old))
        files[name] = files[name].replace(old, new)
    for name, text in files.items():
        (project / name).write_text(text, encoding="utf-8")
    (project / "sources").mkdir(exist_ok=True)
    (project / "sources/環境.xlsx").write_bytes(xlsx(change, ROWS))
    report, wrong, used = load_report(Project.at(project))
    return [*wrong, *(check_report(report, used) if report else [])]


def test_there_are_sixty_faults() -> None:
    assert len(FAULTS) >= 60


def test_nothing_is_found_on_the_clean_data(sound: Path) -> None:
    assert [f"{one.place} {one.message}" for one in found(sound)] == []


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_each_fault_is_found_where_it_is(sound: Path, number: int) -> None:
    fault, place, code = FAULTS[number]
    wrong = [one for one in found(sound, fault) if one.severity is not Severity.NOTE]
    places = [f"{one.code} {one.file}{f':{one.line}' if one.line else ''}" for one in wrong]
    assert f"{code} {place}" in places, [f"{one.place} {one.code} {one.message}" for one in wrong]


def test_two_thousand_facts_are_read_in_a_second(sound: Path) -> None:
    rows = [HEADS, *((f"f{n}", "指標", "噸", "表", n, n + 0.5, n * 1.1) for n in range(2_000))]
    (sound / "sources").mkdir(exist_ok=True)  # this test may be the first
    (sound / "sources/環境.xlsx").write_bytes(xlsx(rows=rows))
    (sound / DATA).write_text(FACTS[FACTS.index("imports") : FACTS.index("must")], "utf-8")
    with takes_at_most(1.5):
        load_report(Project.at(sound))
