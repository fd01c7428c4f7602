"""The findings of the meter: every error put in is counted, and there are no others."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from subprocess import run as call

import pikepdf
import pytest

from report.measure.findings import Report
from report.measure.marked import marked
from report.measure.measure import NotMeasurableError, measure
from report.measure.register import KINDS
from tests.measure.test_glyphs import HEIGHT, pdf, shown, string
from tests.shipped import shipped
from tests.small_report import run

#: Sixteen different ideographs, one em wide each.
TEXT = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜"
LEADING = 17.0
FULL = TEXT[:16]

Row = str | tuple[str, float, float]


def page(*rows: Row, left: float = 50, top: float = 100) -> str:
    """Lines of 16 em of 10 pt; a row may have its indent and gaps, in em."""
    drawn = []
    for number, row in enumerate(rows):
        text, inset, gap = row if isinstance(row, tuple) else (row, 0.0, 0.0)
        drawn.append(
            shown(text, left + 10 * inset, top + LEADING * number, gap=10 * gap) if text else ""
        )
    return " ".join(drawn)


def good(*rows: Row) -> tuple[Row, ...]:
    """Rows in the middle of a paragraph of good lines."""
    return ((FULL[2:], 2, 0), FULL, FULL, *rows, FULL, FULL, TEXT[:6] + "。")


def faults(*contents: str, source: str | None = None) -> dict[str, int]:
    """Measure pages of these contents; returns the number of findings of each kind."""
    report = measure(pdf(*contents), source)
    counts: dict[str, int] = {}
    for one in report.findings:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


def put(text: str, *, start: bool = False) -> str:
    """A full line that ends or starts with a text; an ASCII character is half an em wide."""
    width = sum(0.5 if c.isascii() else 1.0 for c in text)
    assert width == int(width), "whole ems, please"
    rest = TEXT[16 : 32 - int(width)]
    return text + rest if start else rest + text


def test_good_lines_have_no_findings() -> None:
    report = measure(pdf(page(*good())))
    assert report.findings == ()
    assert report["full_lines"] == 5
    assert report["ragged"] == report["off_grid"] == report["loose"] == 0
    assert report["ragged_most"] == report["stretch_mean"] == report["stretch_uneven"] == 0
    assert (report["body_size"], report["leading"]) == (10, 17)


#: What stands before and after the end of a line, and what is wrong with that.
AT_BREAKS = (
    *(("forbidden-start", "", mark) for mark in "」）》，。、；：！？·／～—…％℃ⁿ"),
    *(("forbidden-end", mark, "") for mark in "「（《／＃"),
    ("forbidden-end", "a#", ""),
    ("split-token", "12", "34"),
    ("split-token", "25", "%5"),
    ("split-token", "5.", "5a"),
    ("split-token", "15", ".5"),
    ("split-token", "i-", "Fi"),
    ("split-token", "Wi", "-F"),
    ("split-token", "文e-", "mail"),
    ("split-token", "(No.", "12"),
    ("split-token", "—", "—"),
    ("split-token", "…", "…"),
    ("split-unit", "25", "億"),
    ("split-unit", "25", "年"),
    ("split-unit", "25", "kW"),
    ("split-unit", "25", "px"),
    # UAX #14 after a hyphen; the Chicago Manual of Style, 14.18, in addresses.
    ("", "web-", "oriented"),
    ("", "end-to-go-", "ends"),
    ("", ".example", "-library"),
    ("", "ab.hk/a/", "path"),
    ("", "info", "@example"),
)


def test_a_fault_at_a_break_is_counted_once() -> None:
    """One page for each; long words and addresses may be broken."""
    contents = (page(*good(put(one), put(two, start=True))) for _, one, two in AT_BREAKS)
    findings = measure(pdf(*contents)).findings
    for number, (kind, *around) in enumerate(AT_BREAKS, 1):
        found = [one.kind for one in findings if one.page == number and one.kind != "missing-gap"]
        assert found == ([kind] if kind else []), around


def test_a_note_call_may_not_start_a_line() -> None:
    call_ = shown("1", 50, 164, 6) + shown(TEXT[17:30], 53, 168) + shown("。", 195, 168)
    rows = good()
    content = page(*rows[:4], "", *rows[4:]) + call_
    assert faults(content)["forbidden-start"] == 1


def test_lines_may_end_where_the_source_has_a_space() -> None:
    content = page(*good(put(" web"), put("page", start=True)))
    known = {"forbidden-start", "split-token"}
    assert not known & faults(content).keys()
    assert not known & faults(content, source="the web page").keys()
    assert faults(content, source="a webpage").get("split-token") == 1


def test_lines_off_the_measure() -> None:
    report = measure(pdf(page(*good(TEXT[16:31], (FULL, 0, 0.02)))))
    assert [one.kind for one in report.findings] == ["ragged", "ragged"]
    assert report["ragged"] == 2
    assert report["ragged_share"] == pytest.approx(2 / 7)
    assert report["ragged_most"] == pytest.approx(1)


def test_a_line_may_end_with_the_ink_of_its_last_mark() -> None:
    ends: list[Row] = [
        ("天" * 15 + "」", 0, 0.5 / 15),
        ("天" * 15 + "，", 0, 0.25 / 15),
        "天" * 15 + "」",
    ]
    assert faults(page(*good(*ends))) == {}


def test_loose_lines_and_unevenness() -> None:
    report = measure(pdf(page(*good((TEXT[:14], 0, 2 / 13)))))
    assert report["loose"] == 1
    assert report["stretch_most"] == pytest.approx(2 / 13)
    assert report["stretch_mean"] == pytest.approx(2 / 13 / 6)
    assert report["stretch_uneven"] == pytest.approx(2 / 13 / 6 * 5**0.5)


def test_han_and_western_need_a_gap_but_not_before_a_superscript() -> None:
    assert faults(page(*good(put("中5G中")))) == {"missing-gap": 2}
    gaps = f"BT /F 10 Tf 50 400 Td [{string('中')} -100 {string('5G')} -100 {string('文')}] TJ ET"
    assert faults(gaps) == {}
    assert faults(shown("中文", 50, 80) + shown("2", 70, 76, 6)) == {}


@pytest.mark.parametrize("pair", ["」」", "」「", "」，", "」？", "「「", "，「", "！「", "。」"])
def test_marks_that_share_a_blank(pair: str) -> None:
    assert faults(page(*good(put("天" + pair + "地")))) == {"wide-marks": 1}
    first, second = shown(f"天{pair[0]}", 50, 80), shown(f"{pair[1]}地", 65, 80)
    assert faults(first + second) == {}


def test_marks_that_do_not_share_a_blank() -> None:
    assert faults(page(*good(put("天，？地"), put("天？！地")))) == {}


def test_brackets_at_line_start_are_trimmed() -> None:
    wide: list[Row] = [("「" + TEXT[1:14], 2, 0), "「" + TEXT[1:16]]
    assert faults(page(*good(TEXT[16:22], *wide))) == {"wide-start": 2}
    trimmed: list[Row] = [("「" + TEXT[1:14], 1.5, 0.5 / 13), ("「" + TEXT[1:16], -0.5, 0.5 / 15)]
    assert faults(page(*good(TEXT[16:22], *trimmed))) == {}


def test_last_lines_of_one_character() -> None:
    rows: list[Row] = [(FULL[2:], 2, 0), FULL, FULL, "天。"]
    assert faults(page(*rows)) == {"short-last": 1}
    assert faults(page(*rows[:3], "天地。")) == {}
    assert faults(page((FULL[2:], 2, 0), FULL, "天。", (FULL[2:], 2, 0), FULL, "地月。")) == {
        "short-last": 1
    }


def test_widows_and_orphans() -> None:
    first: list[Row] = [(FULL[2:], 2, 0), FULL, FULL, FULL]
    last: list[Row] = ["天地。", (FULL[2:], 2, 0), FULL, FULL, "天地玄。"]
    assert faults(page(*first) + page(*last, left=250)) == {"widow": 1}
    assert faults(page(*first), page(*last)) == {"widow": 1}
    end: list[Row] = [*first, "天地。", (FULL[2:], 2, 0)]
    assert faults(page(*end) + page(FULL, FULL, "天地。", left=250)) == {"orphan": 1}
    whole = page(*first) + page(FULL, *last, left=250)
    assert faults(whole) == {}


def test_body_lines_off_the_grid() -> None:
    sound = page(*good())
    off = page(*good(), left=250, top=100.5)
    assert faults(sound + page(*good(), left=250)) == {}
    assert faults(sound, sound, off + sound) == {"off-grid": 6, "uneven-heads": 1}
    # Every page may have a grid of its own.
    others = [page(*good(), top=100 + shift) for shift in (0, 3, 6, 9)]
    assert faults(*others) == {}


def test_small_type_may_be_off_the_grid() -> None:
    small = " ".join(shown(TEXT[:14], 300, 103 + 11 * n, 7) for n in range(4))
    assert faults(page(*good()) + small) == {}


def test_spaces_in_extracted_text() -> None:
    content = shown("天地 玄黃", 50, 80)
    assert measure(pdf(content))["junk_pdfium"] == 1
    assert measure(pdf(content), "天地玄黃")["junk_pdfium"] == 1
    assert measure(pdf(content), "天地 玄黃")["junk_pdfium"] == 0
    assert measure(pdf(content), "宇宙洪荒")["junk_pdfium"] == 0
    assert measure(pdf(shown("用 5G", 50, 80)), "用5G")["junk_pdfium"] == 1


def test_paragraphs_word_for_word() -> None:
    report = measure(pdf(page(FULL, TEXT[16:32], TEXT[32:])), f"{TEXT}\n\n日月無光\n")
    assert (report["kept_pdfium"], report["kept_pdfium_share"]) == (1, 0.5)
    halves = measure(pdf(shown(FULL, 50, 80), shown(TEXT[16:20], 50, 80)), TEXT[:20])
    assert halves["kept_pdfium"] == 1
    english = pdf(shown("the web", 50, 80) + shown("page", 50, 97))
    assert measure(english, "the web page")["kept_pdfium"] == 1
    assert measure(english, "the webpage")["kept_pdfium"] == 0


def test_a_file_that_is_not_a_pdf_cannot_be_measured() -> None:
    with pytest.raises(NotMeasurableError):
        measure(b"nothing")


def test_an_empty_page_has_no_numbers() -> None:
    report = measure(pdf(""))
    assert report.findings == ()
    assert report["ragged_share"] is None
    assert ("  share of the full lines", "–") in report.rows()


def faulty() -> bytes:
    return pdf(page(*good(TEXT[16:31], put("中5G中"))), page(*good(put("」」"))))


def test_a_report_says_where() -> None:
    report = measure(faulty())
    one = report.findings[0]
    assert (one.kind, one.page) == ("ragged", 1)
    assert (one.x, one.width) == (50, 150)
    assert one.y < 100 + 3 * LEADING < one.y + one.height
    assert "-1.00 em" in one.excerpt
    data = json.loads(json.dumps(report.as_dict()))
    assert data["metrics"]["ragged"] == 1
    assert len(data["findings"]) == len(report.findings)
    assert all(isinstance(label, str) and value for label, value in report.rows())


def test_every_metric_has_a_name_of_its_own() -> None:
    report = measure(faulty(), "天")
    names = [one.name for one in report.metrics]
    assert len(names) == len(set(names))
    assert {one.kind for one in report.findings} <= set(KINDS)


def test_marked_pages_look_the_same_with_frames_over_them() -> None:
    content = faulty()
    report = measure(content)
    result = marked(content, report.findings)
    with pikepdf.open(io.BytesIO(result)) as document:
        first, second = (page_.Contents for page_ in document.pages)
        drawn = [
            b"".join(part.read_bytes() for part in (c if isinstance(c, pikepdf.Array) else [c]))
            for c in (first, second)
        ]
    frames = [d.count(b" re S") for d in drawn]
    assert frames == [sum(one.page == n for one in report.findings) for n in (1, 2)]
    assert b"full lines off the measure: 1" in drawn[0]
    one = report.findings[0]
    frame = f"{one.x - 0.5:.2f} {HEIGHT - one.y:.2f} {one.width + 1:.2f} {-one.height:.2f} re S"
    assert frame.encode() in drawn[0]
    assert marked(content, report.findings) == result
    assert isinstance(report, Report)
    assert measure(marked(content, ()))["ragged"] == 1


def test_the_plain_engine_is_measured_like_any_other() -> None:
    shipped()
    import weasyprint

    text = (
        "公司服務的用戶總數達4.4億，當中5G用戶佔比持續上升，「智慧生活」「數字家庭」深入人心。" * 6
    )
    html = f"<html lang=zh-Hant-HK><p>{text}<p>{text}"
    style = weasyprint.CSS(
        string="@page { size: A4 } p { font: 10pt/17pt 'Noto Serif CJK HK'; margin: 0;"
        " text-align: justify; text-indent: 2em; width: 21em }"
    )
    report = measure(weasyprint.HTML(string=html).write_pdf(stylesheets=[style]), text)
    assert report["body_size"] == 10
    assert report["leading"] == pytest.approx(17)
    assert (report["off_grid"], report["kept_pdfium_share"]) == (0, 1)
    counts = report.as_dict()["metrics"]
    assert counts["ragged"] > counts["full_lines"] / 4 > 2
    assert counts["missing_gap"] > 30
    assert counts["wide_marks"] >= 12
    assert counts["stretch_most"] < 0.01
    assert counts["split_token"] == counts["forbidden_start"] == counts["forbidden_end"] == 0


def test_the_command_measures_without_a_project(tmp_path: Path) -> None:
    file, text, out = tmp_path / "a.pdf", tmp_path / "a.txt", tmp_path / "marked.pdf"
    file.write_bytes(faulty())
    text.write_text(FULL, encoding="utf-8")
    told = run("-C", tmp_path, "check", "--typography", file)
    assert told.exit_code == 0
    assert "full lines off the measure" in told.stdout
    assert "p. 1" not in told.stdout
    options = ("--typography", file, "--source", text, "--marked", out)
    told = run("-v", "-C", tmp_path, "check", *options)
    assert told.exit_code == 0
    assert "p. 1   ragged" in told.stdout
    assert out.read_bytes().startswith(b"%PDF")
    told = run("--format", "json", "check", "--typography", file)
    assert json.loads(told.stdout)["metrics"]["ragged"] == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("--typography", None, "D703"),
        ("--typography", b"no pdf", "D703"),
        ("--source", None, "D002"),
        ("--source", b"\xff\xfe", "D003"),
    ],
)
def test_the_command_refuses(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    file, wrong = tmp_path / "a.pdf", tmp_path / "wrong"
    file.write_bytes(faulty())
    if content is not None:
        wrong.write_bytes(content)
    paths = {"--typography": file, "--source": file, name: wrong}
    if name == "--typography":
        del paths["--source"]
    arguments = [part for pair in paths.items() for part in pair]
    told = run("--format", "json", "check", *arguments)
    assert told.exit_code == 2
    assert [one["code"] for one in told.found] == [code]
    assert told.found[0]["hint"]


def test_check_alone_loads_no_reader_of_pdfs() -> None:
    program = (
        "import sys, report.measure.inspection, report.engine.build\n"
        "heavy = ('pdfminer', 'weasyprint', 'matplotlib', 'pikepdf')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = call([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
