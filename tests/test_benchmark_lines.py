"""Composed lines of a difficult text, at a wide, a usual and a narrow measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.lines import __main__ as lines
from benchmarks.lines import rivals
from report.engine.making import isolate_fonts
from report.engine.reading import read
from report.measure.measure import measure
from report.project.project import Project

TEXT = (lines.HERE / "text.html").read_text(encoding="utf-8")
CONTENT = read(Project.at(Path()))
NEVER = (
    *("forbidden_start", "forbidden_end", "split_token", "short_last", "missing_gap"),
    *("wide_marks", "wide_start", "widow", "orphan", "off_grid", "junk_pdfium"),
)


def test_the_text_is_hard_enough() -> None:
    text = lines.source(TEXT)
    assert len(text.splitlines()) == 130
    for mark in ("<b>", "<i>", "<td>", "<li>", 'class="note"', "「『", "<a "):
        assert mark in TEXT
    assert "\n回應時間按每日" in text
    assert "承諾1。" in text


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(("width", "loose"), [(40, 0), (20, 9), (17.3, 8)])
def test_a_hard_text_is_set_well(width: float, loose: int) -> None:
    check(TEXT, width, loose)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize(("width", "loose"), [(40, 0), (20, 0), (17.3, 2)])
def test_the_prose_of_the_report_is_set_well(width: float, loose: int) -> None:
    check(lines.prose(CONTENT), width, loose)


def check(html: str, width: float, loose: int) -> None:
    isolate_fonts(CONTENT.project, CONTENT.theme)
    found = measure(lines.composed(html, lines.css(width), CONTENT), lines.source(html))
    assert {name: found[name] for name in NEVER} == dict.fromkeys(NEVER, 0)
    assert found["ragged_share"] == 0
    assert found["split_unit"] == 0
    assert found["loose"] <= loose  # type: ignore[operator]
    assert found["kept_pdfium_share"] == 1
    assert found["full_lines"] > 100  # type: ignore[operator]


def test_the_report_itself_is_one_of_the_texts() -> None:
    prose = lines.prose(CONTENT)
    assert prose.count("<p>") > 100
    assert "聯通公益一積分" in prose
    assert "啟動品牌煥新工程</p>" not in prose
    assert len(lines.source(prose).splitlines()) == prose.count("<p>")


def test_other_programs_get_the_same_text() -> None:
    html = (
        "<html><head><title>題</title></head><body><h2>一　二</h2><p>文<b>Wi-Fi 6</b>"
        '的<span class="note">注*</span>。</p><ol><li>甲#</li></ol>'
        "<table><tr><th>頭</th><td>身</td></tr></table></body></html>"
    )
    wide = rivals.typst_source(html, 40)
    assert "#set page(width: 456pt" in wide
    assert wide.endswith(
        "== 一　二\n\n文#sans(700)[Wi\\-Fi 6]的#footnote[注\\*]。\n\n+ 甲\\#\n\n"
        "#table(columns: (5em, 1fr), [#par(first-line-indent: 0pt)[頭]], "
        "[#par(first-line-indent: 0pt)[身]], )\n\n"
    )
    assert rivals.typst_source(html, 20).endswith("#par[頭]\n\n#par[身]\n\n")
