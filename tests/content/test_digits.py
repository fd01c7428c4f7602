"""Digits that are not figures are recognised; all others are reported once per word."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.content.digits import Typed, by_word, names_pattern, typed
from report.findings.diagnostics import Place
from report.model.base import NOT_WRITTEN
from tests.small_report import run, write_report
from tests.timing import takes_at_most


def words(text: str, *names: str) -> list[str]:
    return [
        one.word if one.word in text else one.digits
        for one in typed(text, NOT_WRITTEN, names_pattern(names))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "按ISO 14001管理",
        "ISO 14001:2015認證",
        "ISO/IEC 27001及ISO9001",
        "GB/T 36000-2015",
        "IFRS 16、HKFRS 9與HKAS 19",
        "GRI 305-1",
        "SDG 13",
        "《上市規則》第13.91條",
        "第13.51B(2)條的第2款",
        "條例第622章",
        "附錄C2",
        "附錄 14、附表1",
        "表3及圖2.1",
        "見第23頁",
        "見頁23",
        "p. 23",
        "第5屆、第12期",
        "電話2810 1234",
        "致電 (852) 2810 1234",
        "+852 2810 1234",
        "+86-10-6625 9550",
        "熱線10010",
        "客服熱線：1833 898",
        "傳真：2810-1234",
        "2810 1234",
        "股份代號：762",
        "股份代號00762",
        "0762.HK及600050.SH",
        "SEHK: 762",
        "2024年度",
        "2024/25年度",
        "2024/2025",
        "2023-2024年",
        "2023至2024年",
        "FY2024",
        "2024年12月31日上午9:30",
        "12月31日",
        "9時30分",
        "2024-12-31",
        "CO2與CO2e",
        "PM2.5和PM10",
        "CH4、N2O、SF6",
        "R-410A冷媒",
        "N95口罩",
        "24小時服務",
        "7×24小時",
        "24/7",
        "全年365天",
        "www.example.org/2024/a1",
        "https://example.org/x?a=1&b=2",
        "csr2024@example.org.hk",
        "example.com.hk/2024",
        "4G與5G",
        "4K及8K",
        "G20峰會",
        "KPI A1.2及B8.2",
        "層面B3、績效指標A1.1至A1.6",
        "IFRS S1及S2",
        "RCP8.5與SSP5-8.5情景",
        "Scope 1 and 2",
        "95後員工",
        "IPv6、Wi-Fi 6",
        "B2B與O2O",
        "COVID-19",
        "v2.0.1",
        "2024 年 12 月 31 日",
        "2018-2020年及2018至2020",
        "2024.12.31及2024/12/31、31/12/2024",
        "FY2024/25",
        "2024Q1、Q3、1H2024、4Q24",
        "4月1日至30日、同月15日",
        "80後、90後與80年代",
        "9:30 a.m.、9am至5pm、下午3點30分",
        "第14A.76(2)條",
        "第13.51(2)(h)至(v)條",
        "第23至25頁、第3-5頁、第10、12及15頁",
        "附註2(a)、附件3、章節3.2",
        "如圖3所示，見表1、2及3",
        "範圍1、範圍2及範圍 3，Scope 1",
        "Rule 13.91、Chapter 14A、14A章",
        "國發〔2021〕4號",
        "香港中環皇后大道中99號75樓",
        "ISO 9001、14001及45001認證",
        "GRI 305-1、305-2",
        "HKFRS 9、15及16",
        "SDG 13及17、可持續發展目標3、8及13",
        "電話：(86) 10-6625 9550",
        "電話：2810 1234 / 2810 5678",
        "報警電話110、1823熱線",
        "010-66259550、400-810-0000",
        "股份代號：00762（港幣櫃台）及80762（人民幣櫃台）",
        "762.HK、港交所：0762",
        "tCO2e、kgCO2e、CO2eq",
        "7天24小時、24 小時、7 × 24小時",
        "參閱csr2024.cn公布",
        "3D打印、5.5G",
        "沒有數字",
    ],
)
def test_known_forms_are_not_figures(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("捐款2024萬元", ["2024"]),
        ("共14001人", ["14001"]),
        ("服務240小時", ["240"]),
        ("為期24天", ["24"]),
        ("第3名", ["3"]),
        ("5折", ["5"]),
        ("用電2810千瓦時", ["2810"]),
        ("共2810 12項", ["2810", "12"]),
        ("增長13.91%", ["13.91%"]),
        ("約8倍", ["8"]),
        ("減排2.5噸", ["2.5"]),
        ("三個月後的15個項目", ["15"]),
        ("1,234.5萬", ["1,234.5"]),
        ("50G流量", ["50G"]),
        ("15GB", ["15GB"]),
        ("3475G", ["3475G"]),
        ("CX9型號", ["CX9"]),
        ("表示30人", ["30"]),
        ("共365人", ["365"]),
        ("ISO以外的20項", ["20"]),
        ("電話訪問了300人", ["300"]),
        ("代表30人", ["30"]),
        ("發表文章20篇", ["20"]),
        ("設計圖30幅", ["30"]),
        ("每頁300字", ["300"]),
        ("光纜5條300公里", ["5", "300"]),
        ("便條100張", ["100"]),
        ("見圖30張", ["30"]),
        ("附件300份", ["300"]),
        ("範圍3公里", ["3"]),
        ("圖3及30人", ["30"]),
        ("資助2000-5000元", ["2000-5000"]),
        ("每月2000-3000人", ["2000-3000"]),
        ("電話3000部", ["3000"]),
        ("電話訪問3000人", ["3000"]),
        ("致電2000次", ["2000"]),
        ("撥打次數達10000次", ["10000"]),
        ("處理查詢共3000宗", ["3000"]),
        ("服務熱線接聽3000通", ["3000"]),
        ("編號共3000個", ["3000"]),
        ("編號30人", ["30"]),
        ("股份代號：762，3000股", ["3000"]),
        ("Hotel共3000間", ["3000"]),
        ("China Telecom 5000人", ["5000"]),
        ("增長+12345678元", ["12345678"]),
        ("比例為10:30", ["10", "30"]),
        ("男女比例45:55", ["45", "55"]),
        ("分3時段", ["3"]),
        ("連續150日", ["150"]),
        ("為期15日", ["15"]),
        ("於30日內", ["30"]),
        ("共300月", ["300"]),
        ("24萬小時", ["24"]),
        ("ISO 9001、3000個單位", ["3000"]),
        ("SDG 13及17項", ["17"]),
        ("2024/25年度300人", ["300"]),
        ("增至2024人", ["2024"]),
        ("A5000", ["A5000"]),
        ("2024", ["2024"]),
    ],
)
def test_figures_are_reported(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("9G消息", ["9G"], []),
        ("推廣9G，用心", ["9G"], []),
        ("19G與9GB", ["9G"], ["19G", "9GB"]),
        ("2.9G", ["9G"], ["2.9G"]),
        ("A9G", ["9G"], ["A9G"]),
        ("閱讀2.0計劃", ["閱讀2.0"], []),
        ("閱讀2.05", ["閱讀2.0"], ["2.05"]),
        ("1+N+1體系", ["1+N+1"], []),
        ("11+N+12", ["1+N+1"], ["11+N+12"]),
        ("C+9與C+", ["C+9"], []),
    ],
)
def test_names_are_whole_words(text: str, names: list[str], found: list[str]) -> None:
    assert words(text, *names)[: len(found) or None] == found


def test_a_word_is_reported_once_with_its_other_places() -> None:
    places = [Place("data/a.yaml", line, 3) for line in (7, 9, 9, 12, 13, 14, 15, 16)]
    (one,) = by_word(Typed("CX9", "9", place) for place in places)
    assert one.code == "D206"
    assert str(one.place) == "data/a.yaml:7:3"
    assert "“CX9” is typed in the text" in one.message
    assert "in 7 more places: data/a.yaml:9, data/a.yaml:12" in one.message
    assert one.message.endswith("…")
    assert "“  - CX9” under “names”" in one.hint


def test_a_single_number_is_reported_as_a_figure() -> None:
    (one,) = by_word([Typed("38", "38", Place("data/a.yaml", 7, 3))])
    assert one.message == "the figure “38” is typed in the text"


def test_the_hint_for_a_title_does_not_suggest_a_fact(tmp_path: Path) -> None:
    folder = write_report(tmp_path / "報告")
    path = folder / "data/section.yaml"
    text = path.read_text(encoding="utf-8").replace("共享紅利", "共享30項紅利")
    path.write_text(text, encoding="utf-8")
    (one,) = run("-C", folder, "--format", "json", "check").found
    assert one["code"] == "D206"
    assert "{{" not in one["hint"]
    assert "names" in one["hint"]


@pytest.mark.parametrize(
    "text", ["1-" * 5000, "1 " * 5000, "第" + "1  " * 3000, "表" + "1.1" * 3000, "a." * 5000]
)
def test_difficult_texts_are_read_in_time(text: str) -> None:
    with takes_at_most(3):
        words(text)


def test_a_range_is_reported_as_one_figure() -> None:
    place = Place("data/a.yaml", 7, 3)
    (one,) = by_word([Typed("2000-5000", "2000", place)])
    assert one.message == "the figure “2000-5000” is typed in the text"
