"""Pieces of composed lines, drawn from the glyphs that their paragraph was measured with."""

from __future__ import annotations

from itertools import pairwise

import pytest

from report.measure.glyphs import read_glyphs
from tests.pdf import text as extracted
from tests.pdf import written_in
from tests.typesetting.test_lines import joined, typeset

LONG = "這一段文字比一行長得多，還有很多很多要省略的話在後面，讀者不會看見。"


def shown(pdf: bytes) -> list[str]:
    return extracted(pdf, "-raw").split()


@pytest.mark.parametrize("how", ["line-clamp: 2", "line-clamp: 2 '（略）'", "line-clamp: 1"])
def test_text_that_is_cut_ends_as_the_engine_ends_it(how: str) -> None:
    style = f"p {{ width: 80pt; {how} }}"
    lines = shown(typeset(f"<p>{LONG}</p>", style))
    assert lines == shown(typeset(f"<p>{LONG}</p>", style + "p { --composition: off }"))
    if "2" in how:
        assert lines[-1].endswith(("…", "（略）"))


def test_lines_that_fit_stay_composed_where_longer_ones_would_be_cut() -> None:
    style = "p { width: 80pt; overflow: hidden }"
    pdf = typeset(f"<p>{LONG}</p>", style + "p { text-overflow: ellipsis }")
    assert joined(extracted(pdf, "-raw")) == LONG
    assert written_in(pdf) == written_in(typeset(f"<p>{LONG}</p>", style))


@pytest.mark.parametrize("width", [33, 38, 43, 47, 52])
def test_a_split_ligature_becomes_its_letters(width: int) -> None:
    style = f"p {{ font-family: 'Noto Serif CJK HK'; width: {width}pt; word-break: break-all }}"
    words = "字ffiffiffiffiffiffiffi字"
    assert joined(extracted(typeset(f"<p>{words}</p>", style), "-raw")) == words


def test_glyphs_of_several_fonts_are_at_their_measured_positions() -> None:
    words = "文字𠮷與ⁿ和２及abc，「引號」——破折號……e\u0301完"
    pdf = typeset(f"<p>{words * 4}</p>", "p { width: 173pt }")
    assert joined(extracted(pdf, "-raw")).replace("é", "e\u0301") == words * 4
    (page,) = read_glyphs(pdf)
    for one, other in pairwise(page.glyphs):
        if other.y == one.y and not {one.text, other.text} & set("，「」—…"):
            assert one.end - 0.01 <= other.x <= one.end + 0.3 * one.size


def test_a_wide_gap_before_an_element_is_covered_and_not_copied() -> None:
    style = "p { --han-western-space: 1/4em }"
    pdf = typeset("<p>用戶<b>4G</b>網絡<b>5G</b>。</p>", style)
    assert joined(extracted(pdf, "-raw")) == "用戶4G網絡5G。"
    (page,) = read_glyphs(pdf)
    han = next(glyph for glyph in page.glyphs if glyph.text == "戶")
    digit = next(glyph for glyph in page.glyphs if glyph.text == "4")
    assert digit.x - han.end == pytest.approx(2.5, abs=0.05)
