"""Invisible characters and boxes in text, and CSS that changes text."""

from __future__ import annotations

import pytest

from report.measure.glyphs import Glyph, read_glyphs
from tests.pdf import text as extracted
from tests.typesetting.test_lines import typeset

OFF = "p, td, div { --composition: off }"
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUB"
    "AScY42YAAAAASUVORK5CYII="
)


def rows(pdf: bytes) -> list[str]:
    return extracted(pdf, "-raw").split()


def glyphs(pdf: bytes) -> list[Glyph]:
    return [glyph for page in read_glyphs(pdf) for glyph in page.glyphs]


@pytest.mark.parametrize("size", ["", "width: 1em", "height: 50%", "width: 30%; margin: 1px"])
def test_a_picture_in_a_paragraph(size: str) -> None:
    pdf = typeset(f"<p>文字<img alt='圖' src='{PIXEL}' style='{size}'>文字" + "字" * 40 + "</p>")
    assert "".join(rows(pdf)) == "文字文字" + "字" * 40


def test_a_table_in_a_paragraph() -> None:
    pdf = typeset("<p>文<span style='display: inline-table'>表格</span>字</p>")
    assert "".join(rows(pdf)) == "文表格字"


@pytest.mark.parametrize("box", ["float: left", "display: inline-block", "display: table"])
def test_a_first_letter_inside_an_element(box: str) -> None:
    words = "公司服務的用戶總數達當中移動公司服務的用戶總數達當中移動"
    style = f"body {{ width: 120pt }} div {{ {box} }} div::first-letter {{ color: #c8102e }}"
    pdf = typeset(f"<div><b>{words}</b>出賬用戶億戶用戶億戶</div>", style)
    assert "".join(rows(pdf)) == words + "出賬用戶億戶用戶億戶"


@pytest.mark.variants(5)
@pytest.mark.parametrize("invisible", ["&#8203;", "<wbr>", "&#8288;", "&zwj;"])
@pytest.mark.parametrize("width", [20, 25, 40, 60])
def test_no_line_has_only_invisible_characters(invisible: str, width: int) -> None:
    style = f"p {{ width: {width}pt; text-indent: 20pt }}"
    for words in (f"{invisible}億", f"{invisible} International<b>文</b>", f"字{invisible} 字"):
        pdf = typeset(f"<p>{words}</p>", style)
        assert rows(pdf) == rows(typeset(f"<p>{words}</p>", style + OFF))


def test_characters_before_a_wide_box_or_word_stay_together() -> None:
    wide = "<span style='display: inline-block; width: 100%'>用戶</span>"
    assert rows(typeset(f"<p>公司服務的{wide}</p>", "p { width: 173pt }")) == ["公司服務的", "用戶"]
    word = typeset("<p>公司服務的abcdefghijklmnopqrs字</p>", "p { width: 80pt }")
    assert rows(word)[0] == "公司服務的"


@pytest.mark.parametrize("mark", ["&#8203;", "<wbr>"])
def test_a_word_is_broken_at_zero_width_spaces_and_wbr(mark: str) -> None:
    words = f"公司用戶abcdefg{mark}hijklmnop{mark}qrstuvwx{mark}yz字"
    pdf = typeset(f"<p>{words}</p>", "p { width: 120pt }")
    assert "".join(rows(pdf)) == "公司用戶abcdefghijklmnopqrstuvwxyz字"
    assert max(glyph.end for glyph in glyphs(pdf)) <= 150.3  # kerning is rounded


def test_an_address_that_may_not_wrap_does_not() -> None:
    address = "https://www.example.com/a/b/c?d=e"
    kept = f"<p>見<span style='white-space: nowrap'>{address}</span>文字</p>"
    assert address in rows(typeset(kept, "p { width: 60pt }"))
    assert address not in rows(typeset(f"<p>見{address}文字</p>", "p { width: 60pt }"))


def test_a_box_has_room_for_the_floats_in_its_line() -> None:
    body = "<div style='float: left'>文字4G<span style='float: right'>浮</span></div>"
    pdf = typeset(body)
    assert len({round(glyph.y) for glyph in glyphs(pdf)}) == 1


@pytest.mark.parametrize("indent", ["0%", "10%", "1em"])
def test_a_box_has_room_for_the_gaps_whatever_its_indent(indent: str) -> None:
    body = f"<div style='float: left; text-indent: {indent}'>用戶4G用戶2.7億戶</div>"
    assert len(rows(typeset(body))) == (2 if indent == "10%" else 1)


def test_small_capitals_stay_on_the_grid() -> None:
    style = "p { font-variant-caps: small-caps }"
    body = "<p>文字ab</p>"
    assert [round(g.y, 1) for g in glyphs(typeset(body, style)) if g.text == "文"] == [
        round(g.y, 1) for g in glyphs(typeset(body, style + OFF)) if g.text == "文"
    ]


def test_text_with_letter_spacing_zero_is_composed() -> None:
    words = "「用戶」，「達4.4億」（見《報告》）。" * 4
    composed = glyphs(typeset(f"<p>{words}</p>"))
    assert glyphs(typeset(f"<p>{words}</p>", "p { letter-spacing: 0 }")) == composed
    assert glyphs(typeset(f"<p>{words}</p>", OFF)) != composed
