"""Units that are typed beside figures: after a number, in heads, labels, captions and names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.content.checks import RELEASE_BLOCKERS, check_report
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
  flood.power: {value: 96804, unit: 兆瓦時, label: 外購電力, period: 2020年, source: 甲}
  flood.money: {value: 637.4, unit: 萬元, label: 捐款, period: 2020年, source: 甲}
  flood.crew: {value: 212, unit: 名, label: 船員, period: 2020年, source: 甲}
  flood.oil: {value: 512, unit: 升, label: 用油, period: 2020年, source: 甲}
"""
NAMES = ("staff", "users", "share", "power", "money", "crew", "oil")
USED = "".join(f"{{{{ flood.{name} }}}}" for name in NAMES)


@pytest.fixture
def told(project: Path, edit: Edit) -> Told:
    """Return what is found when a text, blocks and facts are added."""

    def found(text: str = "", blocks: str = "", facts: str = "") -> list[str]:
        edit("data/facts.yaml", "facts:\n", MORE + facts)
        edit("data/section.yaml", "公司推廣5G，", f"公司推廣5G，{USED}。{text}，")
        section = project / "data/section.yaml"
        section.write_text(section.read_text(encoding="utf-8") + blocks, encoding="utf-8")
        report, wrong, used = load_report(Project.at(project))
        assert report is not None, wrong
        return [
            f"{one.place} {one.code}: {one.message} → {one.hint}"
            for one in check_report(report, used)
            if one.code in ("D206", "D214", "D217")
        ]

    return found


@pytest.mark.parametrize(
    ("text", "unit", "fact"),
    [
        ("投入{{ flood.staff | number }}萬次", "萬次", "19.1萬人次"),
        ("投入{{ flood.staff | number }}億人次", "億人次", "19.1萬人次"),
        ("投入{{ flood.staff | number }}人次", "人次", "19.1萬人次"),
        ("投入{{ flood.staff | number }}餘萬次", "萬次", "19.1萬人次"),
        ("共{{ flood.users | number }}戶", "戶", "8,610萬戶"),
        ("共**{{ flood.users | number }}**百萬戶", "百萬戶", "8,610萬戶"),
        ("佔{{ flood.share | number }}個百分點", "個百分點", "26.9%"),
        ("佔{{ flood.share | number }} ‰", "‰", "26.9%"),
        ("用電{{ flood.power | number }}千瓦時", "千瓦時", "96,804兆瓦時"),
        ("用電{{ flood.power | in(吉瓦時) | number }}兆瓦時", "兆瓦時", "96.804吉瓦時"),
        ("捐{{ flood.money | number }}萬港元", "萬港元", "637.4萬元"),
        ("捐{{ flood.money | number }}%", "%", "637.4萬元"),
    ],
)
def test_a_unit_after_a_number(told: Told, text: str, unit: str, fact: str) -> None:
    (line,) = told(text)
    assert line.startswith("data/section.yaml:8:")
    assert f"stands here with the unit {unit}, but the fact “flood." in line
    assert f"is {fact} → print {{{{ flood." in line


@pytest.mark.parametrize(
    "text",
    [
        "投入{{ flood.staff | number }}萬人次",
        "投入{{ flood.staff | number }} 萬人次",
        "由{{ flood.staff | number }}萬至{{ flood.staff }}",
        "由{{ flood.crew | number }}升至{{ flood.crew }}",
        "{{ flood.crew | number }}、{{ flood.crew | number }}及{{ flood.crew }}",
        "捐{{ flood.money | number }}，是歷年之冠",
        "佔{{ flood.share | number }}%",
        "用電{{ flood.power | in(吉瓦時) | number }}吉瓦時",
        "用油{{ flood.oil | number }}升",
        "投入{{ flood.staff }}億元的設備",
    ],
)
def test_its_own_unit_and_no_unit(told: Told, text: str) -> None:
    assert told(text) == []


TABLE = """\
  - type: table
    id: more
    caption: {caption}
    columns: [{{head: 項目}}, {{head: {head}, kind: figure}}]
    rows:
      - [一項, "{{{{ {fact} | number }}}}"]
"""
STRIP = """\
  - type: figures
    items: [{{fact: flood.users}}, {{fact: flood.staff, label: {label}}}]
"""
YEARS = """\
  - type: data_table
    caption: 用電（單位：{unit}）
    periods: [2020]
    columns: [periods]
    rows: [{{fact: flood.power}}]
"""


@pytest.mark.parametrize(
    ("block", "unit"),
    [
        (TABLE.format(caption="表", head="金額（億元）", fact="flood.money"), "億元"),
        (TABLE.format(caption="表（單位：萬次）", head="人數", fact="flood.staff"), "萬次"),
        (TABLE.format(caption="表 單位：百萬元", head="金額", fact="flood.money"), "百萬元"),
        (STRIP.format(label="救災（萬次）"), "萬次"),
        (YEARS.format(unit="千瓦時"), "千瓦時"),
    ],
)
def test_a_unit_in_a_head_a_caption_or_a_label(told: Told, block: str, unit: str) -> None:
    (line,) = told(blocks=block)
    assert (
        f"D217: “{line.partition('“')[2].partition('”')[0]}” stands here with the unit {unit}"
        in line
    )


@pytest.mark.parametrize(
    "block",
    [
        TABLE.format(caption="表（單位：億元）", head="金額（萬元）", fact="flood.money"),
        TABLE.format(caption="表（未經審計）", head="金額（註）", fact="flood.money"),
        STRIP.format(label="救災（萬人次）"),
        STRIP.format(label="救災（十一月）"),
        YEARS.format(unit="兆瓦時"),
    ],
)
def test_the_right_unit_in_a_head(told: Told, block: str) -> None:
    assert told(blocks=block) == []


def test_a_label_that_names_another_unit(told: Told) -> None:
    fact = "{value: 3.5, unit: 萬元, label: 義賣（億元）, period: 2020年, source: 甲}"
    (line,) = told("{{ sale }}", facts=f"  sale: {fact}\n")
    assert line.startswith("data/facts.yaml:9:")
    assert "D217: the label of “sale” says 億元, but its unit is 萬元" in line


@pytest.mark.parametrize(
    "drawing",
    [
        "{kind: equal, names: [投入19.1萬次, 乙]}",
        "{kind: matrix, axes: [甲, 乙], points: [{name: 投入19.1萬次, x: flood.staff, "
        "y: flood.users}, {name: 丙, x: flood.staff, y: flood.users}]}",
        "{kind: matrix, axes: [影響19.1萬次, 乙], points: [{name: 甲, x: flood.staff, "
        "y: flood.users}, {name: 丙, x: flood.staff, y: flood.users}]}",
    ],
)
def test_a_figure_typed_into_the_words_of_a_drawing(told: Told, drawing: str) -> None:
    chart = f"  - type: chart\n    id: drawn\n    title: 圖\n    drawing: {drawing}\n"
    (line,) = told(blocks=chart)
    assert line.startswith("data/section.yaml:28:")
    assert "D214: “19.1萬次…” is typed here, and “flood.staff”" in line


def test_a_figure_typed_into_a_note_of_a_table(told: Told) -> None:
    table = YEARS.format(unit="兆瓦時").replace(
        "{fact: flood.power}", "{fact: flood.power, notes: [a]}"
    )
    (line,) = told(blocks=f"{table}    notes: {{a: 另捐637.4萬元。}}\n")
    assert "D206: the figure “637.4” is typed in the text; it is the fact “flood.money”" in line


def test_it_stops_a_release() -> None:
    assert "D217" in RELEASE_BLOCKERS
