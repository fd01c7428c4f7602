"""Text that nobody can read is found on every page, and legible text is not reported."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pytest

from report.engine import reading
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN, Target
from report.preflight.checks.text import check_text
from report.preflight.subject import Subject
from report.press.finish import finish
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet, target_css
from tests.preflight.test_preflight import STYLE
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
HALVES = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">'
    '<path d="M0 0h30v20h-30z" fill="DEEP"/><path d="M30 0h30v20h-30z" fill="FAINT"/></svg>'
)
DARK = HALVES.replace("FAINT", "DEEP")
ON = (
    '<div style="position: relative; height: 40pt"><img src="figures/{}.svg" alt="圖" style="'
    'height: 40pt; left: 0; position: absolute; top: 0; width: 120pt"><p style="color: PAPER;'
    ' left: 4pt; margin: 0; position: absolute; top: 10pt">照片上的白色標題</p></div>'
)
AT = '<p style="left: {}mm; margin: 0; position: absolute; top: {}mm; white-space: nowrap">{}</p>'
LONG = "這一行文字比版心長得多，右邊的字會被裁掉，一個也不能少，" * 3

_PAGE = (
    "@page :left { margin: 20mm } @page :right { margin: 20mm } body { margin: 0 }"
    "section { height: 200mm; position: relative }"
)

#: The content of a page → the codes found in print and on screen.
FAULTS = {
    "a line beyond the right edge": (f'<p style="white-space: nowrap">{LONG}</p>', "P120"),
    "a line over the top": (AT.format(0, -24, "頁頂之上"), "P120"),
    "half a line over the foot": (AT.format(0, 275.5, "頁底之下"), "P120"),
    "a text in the bleed": (AT.format(-22.6, 40, "血"), "P120"),
    "a text beyond the bleed": (AT.format(-60, 40, "看不見"), "P120"),
    "two texts in one place": (AT.format(0, 40, "第一段") + AT.format(1, 41, "另一段"), "P121"),
    "lines too close": (f'<p style="line-height: 6pt">{LONG}</p>', "P121"),
    "a paragraph drawn up": (
        "<p style='margin: 0'>前一段的文字。</p><p style='margin: -12pt 0'>後一段。</p>",
        "P121",
    ),
    "text across an upright one": (
        AT.format(0, 40, "橫排文字在此")
        + '<p style="left: 9mm; margin: 0; position: absolute; top: 36mm;'
        ' transform: rotate(90deg); transform-origin: left top">直立文字</p>',
        "P121",
    ),
    "white on paper": ('<p style="color: PAPER">白色的字</p>', "P122"),
    "a colour on itself": ('<p style="background: DEEP; color: DEEP">同色</p>', "P122"),
    "nearly white": ('<p style="color: FAINT">極淡的字</p>', "P122"),
    "nearly transparent": ('<p style="opacity: 0.03">透明的字</p>', "P122"),
    "rather transparent": ('<p style="opacity: 0.06">透明的字</p>', "P122"),
    "behind a box": (
        AT.format(0, 40, "在後面")
        + '<div style="background: PALE; height: 9mm; left: -2mm; position: absolute; top: 39mm;'
        ' width: 40mm"></div>',
        "P122",
    ),
    "half behind a box": (
        AT.format(0, 40, "下半被遮")
        + '<div style="background: PALE; height: 9mm; left: -2mm; position: absolute; top: 42mm;'
        ' width: 40mm"></div>',
        "P122",
    ),
    "cut by its box": (
        '<p style="height: 8pt; line-height: 17pt; overflow: hidden">這一行被切去一半</p>',
        "P122",
    ),
    "lines that a box hides": (
        f'<p style="height: 17pt; overflow: hidden; width: 60mm">{LONG}</p>',
        "P122",
    ),
    "white, half on a band": (
        '<div style="background: DEEP; height: 9mm; left: 0; position: absolute; top: 39mm;'
        ' width: 14mm"></div>'
        + AT.format(0, 40, '<span style="color: PAPER">一二三四五六七八</span>'),
        "P122",
    ),
    "white on a picture, half of it white": (ON.format("halves"), "P122"),
}
#: Pale text is an error on screen only.
PALE = {
    "grey on paper": '<p style="color: PALE">淡灰的字</p>',
    "large, but too pale": '<p style="color: PALE; font-size: 24pt; line-height: 34pt">淡灰</p>',
    "grey on grey": '<p style="background: PALE; color: MID">灰底灰字</p>',
}
SOUND = {
    "plain text": f"<p>{LONG}</p>",
    "dashes after letters": "<p>培育青年CO₂ ——</p><p>CO₂ ——</p><p>甲CO₂——naïve——</p>",
    "to the edge": AT.format(-19.9, 40, "貼邊") + AT.format(0, -19.5, "頁頂"),
    "solid lines": f'<p style="line-height: 1">{LONG}</p>',
    "marks close together": '<p style="font-feature-settings: halt">（「甲」、「乙」）。</p>',
    "underlined and struck": "<p><u>底線gjpqy</u><s>刪去</s><ins>加入</ins></p>",
    "raised and lowered": "<p>CO<sub>2</sub>與10<sup>8</sup>m<sup>2</sup></p>",
    "letters that overhang": '<p style="font-style: italic">AVAToffWAj</p>',
    "letters close together": '<p style="letter-spacing: -0.05em">緊排文字</p>',
    "white on dark": '<p style="background: DEEP; color: PAPER">反白</p>',
    "white on a dark picture": ON.format("dark"),
    "upright": '<p style="transform: rotate(90deg); margin: 40pt; width: 80pt">直立</p>',
    "a box behind": '<div style="background: PALE">底色上的字<br>第二行</div>',
    "small type": '<p style="font-size: 5pt">五磅的小字，、。1,234.5</p>',
    "a heavy stroke": '<p style="font-weight: 900; font-size: 40pt; line-height: 1.2">重磅</p>',
}
PAGES = {**{name: body for name, (body, _) in FAULTS.items()}, **PALE, **SOUND}


@cache
def found(target: Target) -> dict[str, set[str]]:
    """Return for each page, by its name, the codes of the findings."""
    from report.typesetting.engine import typeset

    content = shipped()
    print_ = target.colour == "cmyk"
    colours = {
        "INK": "device-cmyk(0 0 0 1)" if print_ else "#1c1c1e",
        "PAPER": "device-cmyk(0 0 0 0)" if print_ else "#ffffff",
        "DEEP": "device-cmyk(1 0.8 0.3 0.3)" if print_ else "#0d3764",
        "PALE": "device-cmyk(0 0 0 0.35)" if print_ else "#b4b4b4",
        "MID": "device-cmyk(0 0 0 0.6)" if print_ else "#808080",
        "FAINT": "device-cmyk(0 0 0 0.08)" if print_ else "#ededed",
    }
    body = "".join(
        f'<section style="break-before: page">{page}</section>' for page in PAGES.values()
    )
    html = (
        '<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title>'
        f'<meta name="dcterms.created" content="2020-12-31"><body>{body}</body></html>'
    )
    style = STYLE + target_css(content.theme, target) + _PAGE
    pictures = {"halves": HALVES, "dark": DARK}
    for name, value in colours.items():
        html, style = html.replace(name, value), style.replace(name, value)
        pictures = {key: one.replace(name, value) for key, one in pictures.items()}
    done = typeset(html, [Stylesheet("page", "test", style)], pictures, target, PROJECT, BASE_URL)
    pdf = finish(done.pdf, target, reading.read_condition(PROJECT, content.theme.press), ())
    codes: dict[str, set[str]] = {name: set() for name in PAGES}
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        assert len(document.pages) == len(PAGES)
        names = list(PAGES)
        for one in check_text(subject, "print" if print_ else "screen"):
            assert one.where.startswith(f"page {one.page}, ")
            codes[names[one.page - 1]].add(one.code)
    return codes


@pytest.mark.parametrize("target", [PRINT, SCREEN], ids=["print", "screen"])
@pytest.mark.parametrize("name", FAULTS)
def test_invisible_text_is_found(target: Target, name: str) -> None:
    assert FAULTS[name][1] in found(target)[name]
    assert found(target)[name] <= {FAULTS[name][1], "P311"}


@pytest.mark.parametrize("name", PALE)
def test_pale_text_is_an_error_on_screen(name: str) -> None:
    assert found(SCREEN)[name] == {"P311"}
    assert found(PRINT)[name] == set()


@pytest.mark.parametrize("target", [PRINT, SCREEN], ids=["print", "screen"])
@pytest.mark.parametrize("name", SOUND)
def test_legible_text_is_not_reported(target: Target, name: str) -> None:
    assert found(target)[name] == set()


@pytest.mark.parametrize("size", [(190, 250), (215.9, 279.4), (100.1, 99.7), (210, 297)])
def test_thin_marks_are_found_on_pages_of_any_size(size: tuple[float, float]) -> None:
    from report.typesetting.engine import typeset

    content = shipped()
    rows = "".join(f'<p style="height: {size[1] / 32}mm; margin: 0">–-_—</p>' for _ in range(30))
    html = f'<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title><body>{rows}</body></html>'
    sheet = target_css(content.theme, PRINT) + (
        f"@page {{ margin: 0; size: {size[0]}mm {size[1]}mm }} body {{ margin: 0 }}"
        'p { color: device-cmyk(0 0 0 1); font: 5.5pt "Noto Sans CJK HK"; text-align: right }'
    )
    done = typeset(html, [Stylesheet("page", "test", sheet)], {}, PRINT, PROJECT, BASE_URL)
    pdf = finish(done.pdf, PRINT, reading.read_condition(PROJECT, content.theme.press), ())
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        assert list(check_text(subject, "print")) == []
