"""Invisible text is found on the laid-out pages, and visible text is not reported."""

from __future__ import annotations

import pytest

from report.findings.diagnostics import Diagnostic
from report.markup.document import BASE_URL
from report.model.target import PRINT
from report.typesetting.stylesheets import Stylesheet
from tests.shipped import shipped
from tests.typesetting.test_lines import PROJECT, STYLE


def findings(body: str, style: str = "") -> list[Diagnostic]:
    from report.typesetting.engine import typeset

    shipped()
    html = f'<!DOCTYPE html><html lang="zh-Hant-HK"><title>頁</title><body>{body}</body></html>'
    sheets = [Stylesheet("page", "test", STYLE + style)]
    places = {"": "data/report.yaml:1:8", "titled": "data/a.yaml:3:8"}
    done = typeset(html, sheets, {}, PRINT, PROJECT, BASE_URL, places=places)
    return [one for one in done.found if one.code in ("D208", "D611", "D612", "D613", "D614")]


def block(words: str, style: str = "", tag: str = "p") -> str:
    return f'<{tag} data-at="data/a.yaml:7:5" style="{style}">{words}</{tag}>'


LONG = "這一段文字比一行長得多" * 8
UPRIGHT = "transform: rotate(90deg)"
LEFT, DOWN = "transform: translate(-20pt)", "transform: translate(0, 40pt)"


@pytest.mark.variants(12)
@pytest.mark.parametrize(
    ("code", "body", "style"),
    [
        # off the page: 300 × 400 pt, 30 pt of margin
        ("D611", block("很長的字" * 12, "white-space: nowrap"), ""),
        ("D611", block("12345678" * 8, "overflow-wrap: normal; word-break: normal"), ""),
        ("D611", block("字", "position: absolute; left: -45pt; top: 0"), ""),
        ("D611", block("字", "position: absolute; right: -60pt; top: 0"), ""),
        ("D611", block("字", "position: absolute; top: -60pt"), ""),
        ("D611", block("字", "position: absolute; top: 380pt"), ""),
        ("D611", block("字", "margin-left: -60pt"), ""),
        ("D611", block("字", "font-size: 900pt; line-height: 1"), ""),
        ("D613", block(LONG * 8, "height: 20pt"), ""),
        # over other text
        ("D612", block("上面的字") + block("下面的字", "margin-top: -17pt"), ""),
        ("D612", block("文字", "line-height: 2pt; width: 10pt"), ""),
        ("D612", block(LONG, "height: 17pt") + block("後面的一段"), ""),
        ("D612", block("文字") + block("蓋上", "position: absolute; top: 0; left: 0"), ""),
        ("D612", "<table><tr>" + block("甲乙丙丁戊己", "white-space: nowrap", "td")
         + block("庚辛", "", "td") + "</tr></table>",
         "table { table-layout: fixed; width: 40pt; border-spacing: 0 } td { padding: 0 }"),
        ("D612", block("字<span style='position: relative; left: -10pt'>字</span>"
                       "<span style='float: left; margin-left: 10pt'>疊</span>"), ""),
        # turned, moved, made smaller
        ("D611", block("字", "transform: translate(-60pt)"), ""),
        ("D611", block("一行很長的文字", "transform: rotate(-90deg); transform-origin: 0 0"), ""),
        ("D611", block("字字字", "transform: scale(9)"), ""),
        ("D611", f"<div style='transform: translate(-20pt)'>{block('字', LEFT)}</div>", ""),
        ("D612", block("上面的字") + block("下面的字", "transform: translate(0, -17pt)"), ""),
        ("D612", block("文字文字", f"margin: 0 0 0 40pt; {UPRIGHT}; width: 2em; line-height: 1")
         + block("蓋上", "margin: -15pt 0 0 40pt"), ""),
        ("D613", f"<div style='height: 34pt; overflow: hidden'>{block('字', DOWN)}</div>", ""),
        ("D614", block("很小的字", "transform: scale(0.05)"), ""),
        ("D614", block("沒有了", "transform: scale(1e-9)"), ""),
        ("D614", block("沒有了", "transform: scale(1, 0)"), ""),
        ("D614", block("白字", f"color: device-cmyk(0 0 0 0); {UPRIGHT}; width: 3em"), ""),
        # cut or lost
        ("D613", block(LONG, "height: 17pt; overflow: hidden"), ""),
        ("D613", block("很長的字" * 8, "white-space: nowrap; overflow: hidden; width: 40pt"), ""),
        ("D613", f"<div style='height: 9pt; overflow: hidden'>{block(LONG)}</div>", ""),
        ("D613", block(LONG, "line-clamp: 2"), ""),
        ("D613", block("不見了", "display: none"), ""),
        ("D613", block("看得見<span style='display: none'>看不見</span>"), ""),
        # too similar to its ground, or too small
        ("D614", block("白字", "color: white"), ""),
        ("D614", block("白字", "color: #fdfdfd"), ""),
        ("D614", block("黑字", "background: black"), ""),
        ("D614", block("字", "background: #cf1430; color: #cf1430"), ""),
        ("D614", f"<div style='background: navy'>{block('字', 'color: navy')}</div>", ""),
        ("D614", block("字", "color: device-cmyk(0 0 0 0)"), ""),
        ("D614", block("字", "color: transparent"), ""),
        ("D614", block("字", "opacity: 0"), ""),
        ("D614", f"<div style='opacity: 0.05'>{block('字')}</div>", ""),
        ("D614", block("字", "visibility: hidden"), ""),
        ("D614", block("字", "font-size: 0.5pt"), ""),
        ("D614", block("字", "color: rgba(0, 0, 0, 0.04)"), ""),
        ("D614", block("字", "color: white"), "@page { background: #fafafa }"),
        ("D614", "<div style='position: absolute; background: black; height: 60pt; left: 0; "
         "right: 0; top: 0'></div>" + block("字", "position: relative"), ""),
    ],
)  # fmt: skip
def test_invisible_text_is_found(code: str, body: str, style: str) -> None:
    found = findings(body, style)
    assert [one.code for one in found] == [code], found
    assert str(found[0].place) == "data/a.yaml:7:5"
    assert found[0].hint


@pytest.mark.variants(8)
@pytest.mark.parametrize(
    ("body", "style"),
    [
        (block(LONG * 4), ""),
        (block("用戶<sup>1</sup>達4.4<sub>2</sub>億"), ""),
        (block("<ruby><rt>sung3</rt>餸</ruby>菜"), "rt { display: block; font-size: 5pt }"),
        (block("密排的兩行" * 20, "line-height: 1"), ""),
        (block("（「標點」，。）「『甲』、乙」" * 9), ""),
        (block("字" * 300, "columns: 2"), ""),
        (block("白字", "color: white; background: #cf1430"), ""),
        (block("白字", "color: white; background: device-cmyk(0 1 0.8 0.1)"), ""),
        (block("灰字", "color: #999"), ""),
        ("<div style='position: absolute; background: black; height: 60pt; left: 0; right: 0; "
         "top: 0'></div>" + block("字", "position: relative; color: white"), ""),
        (block("剛好一行", "overflow: hidden; height: 17pt"), ""),
        (block("轉字", "transform: rotate(90deg); width: 3em"), ""),
        (block("斜排的字", "margin: 60pt; transform: rotate(-30deg); width: 6em"), ""),
        (block("移", "transform: translate(20pt, 20pt)") + block("右"), ""),
        (block("白字", "background: device-cmyk(0 0 0 1); color: device-cmyk(0 0 0 0);"
               " margin: 40pt; transform: rotate(90deg); width: 3em"), ""),
        ("<ol>" + "".join(f"<li>{LONG}</li>" for _ in range(12)) + "</ol>", ""),
        ("<table>" + "<thead><tr><th>頭</th></tr></thead>"
         + "<tr><td>身體文字</td></tr>" * 40 + "</table>", ""),
        (block("文<span style='float: footnote'>腳註文字</span>字"), ""),
        (block("abc DEF", "text-transform: uppercase"), ""),
        (block("前" + "　" * 3 + "後 \u2060 x"), ""),
        (block("<b>粗</b><i>斜</i><a href='#x'>連結</a>", "letter-spacing: 1pt"), ""),
        ("<h2 style='string-set: t content()'>題</h2>" + block("字"),
         "@page { @top-left { content: string(t) } }"),
        (block("字<br>字" * 9, "widows: 2; orphans: 2"), ""),
    ],
)  # fmt: skip
def test_visible_text_is_not_reported(body: str, style: str) -> None:
    assert findings(body, style) == []


def test_a_finding_has_the_place_and_the_words() -> None:
    (one,) = findings(block("很長的字" * 30, "white-space: nowrap") * 2)
    assert one.message.startswith("page 1: text is outside the page: “很長的字")
    assert one.message.endswith("…”, and 1 more")
    assert len(one.message) < 90


def test_text_without_a_block_is_reported_at_its_title() -> None:
    (one,) = findings('<section id="titled"><h2 style="color: white">題</h2></section>')
    assert str(one.place) == "data/a.yaml:3:8"
    (one,) = findings('<h2 style="color: white">題</h2>')
    assert str(one.place) == "data/report.yaml:1:8"


def test_lost_text_is_quoted_from_its_first_lost_character() -> None:
    (one,) = findings(block("甲乙丙丁<span style='display: none'>戊己庚</span>辛"))
    assert "戊己庚" in one.message


@pytest.mark.parametrize(
    ("style", "words", "codes"),
    [
        ("width: 60pt", "甲", []),
        ("width: 100%", "甲", []),
        ("width: 100%; margin-left: 0.4pt", "甲", []),
        ("width: 100%", "甲" * 80, []),
        ("width: 100%; white-space: nowrap", "甲" * 14, ["D208"]),
    ],
)
def test_a_table_wider_than_its_container(style: str, words: str, codes: list[str]) -> None:
    table = f'<table style="{style}"><tr><td>{words}</td><td>乙</td></tr></table>'
    found = findings(block(table, "width: 120pt", "div"))
    assert [one.code for one in found] == codes
    assert all(str(one.place) == "data/a.yaml:7:5" and " mm" in one.message for one in found)
