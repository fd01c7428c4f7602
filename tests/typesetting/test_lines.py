"""Composed lines in the engine: what a reader sees, copies and searches."""

from __future__ import annotations

import re

import pypdfium2
import pytest

from report.markup.document import BASE_URL
from report.measure.glyphs import read_glyphs
from report.model.target import PRINT
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet
from tests.pdf import text as extracted
from tests.pdf import written_in
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
STYLE = """
@page { margin: 30pt; size: 300pt 400pt; }
html { font: 10pt/17pt "Noto Serif CJK HK"; }
body { margin: 0; }
p { margin: 0; text-align: justify; }
strong { font-family: "Noto Sans CJK HK"; line-height: 0; }
.name { --text-mark: name; } .title { --text-mark: title; } .dots { --text-mark: dots; }
"""
WORDS = (
    "公司服務的用戶總數達<strong>4.4億</strong>，當中移動出賬用戶3.06億戶，4G用戶2.7億戶；「雲外交」"
    "（見《報告》）為<strong>G20</strong>峰會等<a href='#x'>40場</a>活動提供Wi-Fi保障——從不間斷……"
)


def typeset(body: str, style: str = "") -> bytes:
    from report.typesetting.engine import typeset as run

    shipped()
    html = f'<!DOCTYPE html><html lang="zh-Hant-HK"><title>行</title><body>{body}</body></html>'
    sheets = [Stylesheet("page", "test", STYLE + style)]
    done = run(html, sheets, {}, PRINT, PROJECT, BASE_URL)
    told = [d for d in done.found if d.code not in ("D603", "D631", "D632")]
    assert told == []
    return done.pdf


def source(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


def by_pdfium(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def joined(words: str) -> str:
    return re.sub(r"[\r\n\f]", "", words)


@pytest.mark.parametrize("width", [400, 240, 200, 173])
def test_copied_text_is_the_source_text(width: int) -> None:
    pdf = typeset(f"<p>{WORDS * 3}</p>", f"body {{ width: {width}pt }} @page {{ size: 480pt }}")
    wanted = source(WORDS * 3)
    assert joined(extracted(pdf, "-raw")) == wanted
    assert joined(extracted(pdf)) == wanted
    assert joined(by_pdfium(pdf)) == wanted


def right_ends(pdf: bytes) -> list[float]:
    """Return the end of each line, by the ink of its last character."""
    ends: dict[int, float] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        textpage = document[0].get_textpage()
        for at in range(textpage.count_chars()):
            if not textpage.get_text_range(at, 1).strip():
                continue
            _, bottom, right, _ = textpage.get_charbox(at, loose=True)
            line = round(bottom)
            ends[line] = max(ends.get(line, 0), right)
    return [ends[line] for line in sorted(ends, reverse=True)]


def test_full_lines_end_at_the_measure() -> None:
    words = "中國聯通始終將人民生命安全置於首位投身搶險救災並為重大活動提供通信保障" * 3
    composed = right_ends(typeset(f"<p>{words}</p>", "body { width: 233pt }"))
    plain = right_ends(typeset(f"<p>{words}</p>", "body { width: 233pt; --composition: off }"))
    assert all(abs(end - 263) < 0.5 for end in composed[:-1])
    assert all(end < 261 for end in plain)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Plain English lines, justified by the engine alone, go on as they always did.</p>" * 3,
        "<p style='letter-spacing: 1pt'>字距已經拉開的段落由引擎自行處理。</p>",
        "<p style='white-space: pre-wrap'>保留  空白的段落。</p>",
        "<p style='direction: rtl'>字字</p>",
    ],
)
def test_text_without_rules_is_typeset_by_the_engine(body: str) -> None:
    style = "body { width: 150pt } p { font-family: 'Noto Serif CJK HK' }"
    assert typeset(body, style) == typeset(body, style + "html { --composition: off }")


def test_rules_can_be_switched_for_an_element() -> None:
    tight = typeset("<p>共5G字</p>", "p { --han-western-space: none }")
    loose = typeset("<p>共5G字</p>", "p { --han-western-space: 1/4em }")
    assert right_ends(loose)[0] - right_ends(tight)[0] == pytest.approx(4.6, abs=0.5)


def test_an_invalid_value_is_reported() -> None:
    from report.typesetting.engine import typeset as run

    shipped()
    html = '<!DOCTYPE html><html lang="zh-Hant-HK"><title>行</title><p>字字</p></html>'
    sheets = [Stylesheet("page", "test", STYLE + "p { --keep-units: sometimes }")]
    (found,) = run(html, sheets, {}, PRINT, PROJECT, BASE_URL).found
    assert found.code == "D603"
    assert "--keep-units: “sometimes” is not valid; write on or off" in found.message


@pytest.mark.parametrize("mark", ["dots", "name", "title"])
def test_marks_are_drawn_and_not_copied(mark: str) -> None:
    pdf = typeset(f"<p>字<span class='{mark}'>紅樓夢</span>字</p>")
    bare = typeset("<p>字<span>紅樓夢</span>字</p>")
    assert joined(extracted(pdf)) == "字紅樓夢字"
    curves = sum(name in ("c", "l") for name, _ in written_in(pdf))
    assert curves > sum(name in ("c", "l") for name, _ in written_in(bare))


def test_ruby_is_above_and_outside_the_text() -> None:
    style = (theme_folder() / "styles/base/type.css").read_text(encoding="utf-8")
    pdf = typeset(
        "<p>他說：餐廳的<ruby style='--characters: 1'><rt>sung3</rt>餸</ruby>很好吃。</p>",
        style[style.index("ruby {") :].replace("var(--slate)", "black").replace("var(--sans)", "x"),
    )
    assert "他說：餐廳的餸很好吃。" in joined(extracted(pdf, "-raw"))
    assert "sung3" in extracted(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        textpage = document[0].get_textpage()
        words = textpage.get_text_range()
        boxes = {c: textpage.get_charbox(words.index(c)) for c in "餸g"}
    middle = (boxes["餸"][0] + boxes["餸"][2]) / 2
    assert boxes["g"][0] - 5 < middle < boxes["g"][2] + 5
    assert boxes["g"][1] > boxes["餸"][3] - 1


def test_cells_and_floats_have_room_for_the_gaps() -> None:
    body = "<div style='float: left'>共5G字7個「字」</div>"
    pdf = typeset(body)
    assert len(set(map(round, right_ends(pdf)))) == 1


def test_another_version_of_the_engine_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.typesetting.extension import hooks, known

    composed = typeset(f"<p>{WORDS}</p>")
    hooks.uninstall()
    monkeypatch.setattr(known, "VERSION", "1.0")
    from report.typesetting.engine import typeset as run

    html = f'<html lang="zh-Hant-HK"><title>行</title><p>{WORDS}</p></html>'
    done = run(html, [Stylesheet("page", "test", STYLE)], {}, PRINT, PROJECT, BASE_URL)
    (found,) = [d for d in done.found if d.code == "D607"]
    assert "not 1.0" in found.message
    assert len(done.pdf) > 1000
    monkeypatch.undo()
    assert known.differences() == []
    assert typeset(f"<p>{WORDS}</p>") == composed


@pytest.mark.variants(4)
@pytest.mark.parametrize(
    ("rule", "value", "body"),
    [
        ("composition", "off", "公司服務的用戶總數達4.4億戶，數量是全國第一"),
        ("line-breaking", "greedy", "字" * 21),
        ("line-breaking", "balance", "字" * 31),
        ("han-justification", "off", "公司服務的用戶總數達4.4億戶，數量是全國第一位的"),
        ("han-western-space", "none", "公司4G用戶"),
        ("han-western-space", "1/4em", "公司4G用戶"),
        ("mark-compression", "off", "他說：「好。」"),
        ("trim-start", "off", "「好」字"),
        ("trim-end", "off", f"「{'字' * 18}」一二三四五六七八九十"),
        ("keep-words", "on", "一二三四五六七八九十甲乙丙丁戊己庚辛壬圖書館三四五六"),
        ("keep-units", "off", "一二三四五六七八九十甲乙丙丁戊己庚辛12億元五六七八九"),
        ("last-line", "6", "字" * 23),
    ],
)
def test_every_rule_can_be_changed_on_any_element(rule: str, value: str, body: str) -> None:
    def places(style: str) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        pdf = typeset(
            f"<table><td><p style='{style}'>{body}</table><p class=other>{body}",
            "p { width: 200pt } .other { font-size: 10.5pt; width: 210pt }",
        )
        found = [glyph for page in read_glyphs(pdf) for glyph in page.glyphs]
        return (
            [(g.text, round(g.x, 1)) for g in found if abs(g.size - 10) < 0.1],
            [(g.text, round(g.x, 1)) for g in found if abs(g.size - 10.5) < 0.1],
        )

    plain, plain_other = places("")
    changed, other = places(f"--{rule}: {value}")
    assert changed != plain
    assert "".join(c for c, _ in changed) == "".join(c for c, _ in plain)
    assert other == plain_other


def test_a_dash_of_two_characters_with_one_glyph_advances_the_line() -> None:
    words = "「無牆」——館藏隨身，服務上門；「無聲與有聲」——安靜的歸安靜，熱鬧的歸熱鬧。"
    ends = right_ends(typeset(f"<p>{words * 3}</p>"))[:-1]
    assert max(ends) - min(ends) < 0.2


def test_a_line_may_end_after_an_element_without_text() -> None:
    part = "<b><b>、2½</b><b></b></b>"
    pdf = typeset(
        f"<p>{part}<i style='display:inline-block'>盒{part}</i>{part}</p>", "body { width: 60pt }"
    )
    assert joined(extracted(pdf, "-raw")) == "、2½盒、2½、2½"


def test_a_float_at_the_end_of_a_line_leaves_the_line_to_the_engine() -> None:
    body = "<p>字<i style='float:footnote'>注<b style='float:left'>左</b></i>字</p>"
    composed, plain = (
        read_glyphs(typeset(body, "body { width: 60pt }" + rule))
        for rule in ("", " html { --composition: off }")
    )
    for text in "注左":
        one, other = (
            next(glyph for glyph in pages[0].glyphs if glyph.text == text)
            for pages in (composed, plain)
        )
        assert (round(one.x), round(one.y)) == (round(other.x), round(other.y))


def test_an_accent_at_the_end_of_a_line_stays() -> None:
    (page,) = read_glyphs(typeset("<p>字e\u0301</p>"))
    assert "".join(glyph.text for glyph in page.glyphs) == "字é"


@pytest.mark.parametrize("family", ["Noto Serif CJK HK", "Noto Sans CJK HK"])
def test_a_middle_dot_is_half_a_square_in_every_font(family: str) -> None:
    (page,) = read_glyphs(typeset("<p>約翰·史密夫</p>", f"p {{ font-family: {family} }}"))
    starts = {glyph.text: glyph.x for glyph in page.glyphs}
    assert starts["史"] - starts["翰"] == pytest.approx(15, abs=0.02)


@pytest.mark.parametrize("count", range(1, 8))
def test_text_after_columns_is_on_the_grid(count: int) -> None:
    body = f"<div style='columns: 2'>{'<p>一行</p>' * count}</div><p class=after>後</p>"
    (page,) = read_glyphs(typeset(body))
    first, after = (next(g for g in page.glyphs if g.text == text) for text in "一後")
    assert after.y - first.y == pytest.approx(17 * -(-count // 2), abs=0.02)


@pytest.mark.parametrize(
    ("rule", "inside", "lines"),
    [
        # The engine balances to the mean of both columns, which here is half a line too much.
        ("column-gap: 20pt", f"<p>一<p>{'字' * 44}", 3),
        ("column-gap: 20pt; --baseline-grid: off", f"<p>一<p>{'字' * 44}", 3.5),
        # A box that ends between the lines is not cut.
        ("", "<p>一<p style='padding-bottom: 4pt'>行<p>行<p>行", 3),
        ("", "<p>一<p style='height: 30pt'>行<p>行<p>行", 3),
        # A height set by a designer is kept.
        ("height: 40pt", "<p>一<p>行<p>行", 40 / 17),
    ],
)
def test_columns_end_on_whole_lines(rule: str, inside: str, lines: float) -> None:
    body = f"<div style='columns: 2; {rule}'>{inside}</div><p>後</p>"
    (page,) = read_glyphs(typeset(body))
    first, after = (next(g for g in page.glyphs if g.text == text) for text in "一後")
    assert (after.y - first.y) / 17 == pytest.approx(lines, abs=0.002)


@pytest.mark.parametrize(("rule", "lines"), [("", 0), ("margin-break: keep", 1)])
def test_a_column_begins_at_its_top(rule: str, lines: float) -> None:
    late = f"<p style='margin-top: 17pt; {rule}'>次</p>"
    body = f"<div style='columns: 2; height: 51pt'><p>一<p>行<p>行</p>{late}<p>行</div>"
    (page,) = read_glyphs(typeset(body))
    first, second = (next(g for g in page.glyphs if g.text == text) for text in "一次")
    assert (second.y - first.y) / 17 == pytest.approx(lines, abs=0.002)


def test_every_replaced_name_exists_in_the_engine() -> None:
    from report.typesetting.extension import hooks, known

    hooks.uninstall()
    assert known.differences() == []
    assert set(hooks._WRAPPERS) == {name for _, name in known.NAMES}
    assert hooks.install() == []
