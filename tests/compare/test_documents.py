"""Two PDFs of any origin: pages, text, looks."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from report.compare import compare as module
from report.compare.documents import compare_files
from report.compare.looks import Tolerance, mask
from report.compare.paper import Paper
from report.compare.result import Comparison
from report.compare.states import State
from report.findings.errors import CannotRunError
from report.project.project import Project
from tests.compare.conftest import CHROMIUM
from tests.compare.foreign import chromium, text, weasyprint
from tests.small_report import run, write_report

BODY = f'<h1 class="first">壹</h1>{text(1, 9)}<h1>貳</h1>{text(20, 9)}'


@pytest.fixture
def compare(tmp_path: Path) -> Any:
    """Compare two documents of WeasyPrint, given as HTML or as bytes."""

    def call(
        one: str | bytes,
        other: str | bytes,
        style: str = "",
        styles: str | None = None,
        **more: Any,
    ) -> Comparison:
        files = []
        for name, given, own in (
            ("a", one, style),
            ("b", other, style if styles is None else styles),
        ):
            pdf = weasyprint(given, own) if isinstance(given, str) else given
            files.append(tmp_path / f"{name}.pdf")
            files[-1].write_bytes(pdf)
        return compare_files(files[0], files[1], ("a", "b"), Tolerance(**more))

    return call


def kinds(found: Comparison) -> list[tuple[int | None, int | None, str]]:
    return [(one.base, one.head, one.kind) for one in found.pages]


def words(found: Comparison) -> list[tuple[str, str, str]]:
    """All words that changed, without those that only moved."""
    return [
        (one.kind, one.old, one.new)
        for page in found.pages
        for one in page.text
        if one.kind != "moved"
    ]


def test_the_same_bytes_are_the_same(compare: Any) -> None:
    found = compare(BODY, BODY)
    assert found.same_bytes
    assert {one.kind for one in found.pages} == {"same"}
    assert len(found.pages) > 3
    assert not any(found.fails(what) for what in ("any", "pages", "facts", "text", "layout"))


def test_other_bytes_may_look_the_same(compare: Any) -> None:
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(weasyprint(BODY))) as pdf:
        pdf.docinfo["/Title"] = "Another title"
        pdf.save(again)
    found = compare(BODY, again.getvalue())
    assert not found.same_bytes
    assert not found.changed()
    assert not found.fails("any")


@pytest.mark.variants(2)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("三年之後", "兩年之後", ("changed", "三年", "兩年")),
        ("傍晚帶着", "帶着", ("removed", "傍晚", "")),
        ("雨水從此", "大的雨水從此", ("added", "", "大的")),
        ("twice", "thrice", ("changed", "twice", "thrice")),
        ("in writing", "in good writing", ("added", "", "good")),
        ("第24段", "第25.5段", ("changed", "24", "25.5")),
    ],
)
def test_one_word(compare: Any, old: str, new: str, told: tuple[str, str, str]) -> None:
    at = BODY.index(old, len(BODY) // 2)
    found = compare(BODY, BODY[:at] + new + BODY[at + len(old) :])
    assert words(found) == [told]
    assert len(found.changed()) == 1
    assert found.fails("text")
    assert found.fails("pages")


def test_reflow_is_no_change(compare: Any) -> None:
    more = "<p>新添的一段文字，把後面的段落推到下一頁，但後面的一字不改。</p>" * 3
    longer = BODY.replace("<h1>貳", more + "<h1>貳").replace("壹</h1>", "壹</h1>" + more)
    found = compare(BODY, longer)
    assert {kind for kind, _, _ in words(found)} == {"added"}
    assert found.changed()[0].head == 1
    flowed = [one for one in found.pages if one.reflowed and one.kind == "same"]
    assert flowed, "pages on which text only moved are the same"
    later = [one for one in found.pages if any(words.kind == "moved" for words in one.text)]
    assert later
    assert found.fails("layout")


def test_a_page_at_the_front_changes_no_other(compare: Any) -> None:
    found = compare(BODY, f"<p>致讀者。</p><h1>壹</h1>{BODY.partition('</h1>')[2]}")
    assert kinds(found)[0] == (None, 1, "added")
    assert {one.kind for one in found.pages[1:]} == {"same"}
    assert [one.head - one.base for one in found.pages[1:] if one.head and one.base] == [1] * (
        len(found.pages) - 1
    )
    assert words(found) == [("added", "", "致讀者。")]


def test_a_page_that_is_gone(compare: Any) -> None:
    found = compare(f"<p>致讀者。</p><h1>壹</h1>{BODY.partition('</h1>')[2]}", BODY)
    assert kinds(found)[0] == (1, None, "removed")
    assert {one.kind for one in found.pages[1:]} == {"same"}


def test_mirrored_pages_after_an_added_one_are_the_same(compare: Any) -> None:
    style = """@page:left { margin: 20mm 30mm 20mm 12mm }
        @page:right { margin: 20mm 12mm 20mm 30mm }
        @page:left { @bottom-right { content: none } @bottom-left { content: counter(page) } }"""
    found = compare(BODY, f"<p>致讀者。</p><h1>壹</h1>{BODY.partition('</h1>')[2]}", style)
    assert kinds(found)[0] == (None, 1, "added")
    assert {one.kind for one in found.pages[1:]} == {"same"}


CONTENTS = (
    '<p>目錄</p><p>壹江海 <a href="#a"></a></p><p>貳倉庫 <a href="#b"></a></p>'
    f'<p>叁市集 <a href="#c"></a></p><h1 id="a">壹江海</h1>{text(1, 8)}'
    f'<h1 id="b">貳倉庫</h1>{text(20, 8)}<h1 id="c">叁市集</h1>{text(40, 4)}'
)


def test_page_numbers_of_contents_are_furniture(compare: Any) -> None:
    longer = CONTENTS.replace('<h1 id="b">', f'{text(60, 8)}<h1 id="b">')
    found = compare(CONTENTS, longer)
    assert found.pages[0].kind == "same", "only its page numbers changed"
    assert {kind for kind, _, _ in words(found)} == {"added"}


def test_numbers_of_a_table_are_not_taken_for_page_numbers(compare: Any) -> None:
    def document(number: int) -> str:
        rows = f"<p>漁獲 <b>2</b></p><p>碼頭 <b>{number}</b></p>"
        return f"<h1>甲</h1>{rows}<h1>乙</h1><p>漁獲很多。</p><h1>丙</h1><p>停泊。</p>"

    found = compare(document(3), document(4))
    assert words(found) == [("changed", "3", "4")]


def test_a_paragraph_that_moved(compare: Any) -> None:
    one = "<p>風向標立在屋頂，指着港口以外的海面，多年不曾修理過。</p>"
    found = compare(
        BODY.replace("<p>第2段", one + "<p>第2段"), BODY.replace("<p>第26段", one + "<p>第26段")
    )
    assert words(found) == []
    moved = [words for page in found.changed() for words in page.text if words.from_page]
    assert [(one.kind, one.from_page) for one in moved] == [("moved", 1)]
    assert "風向標立在屋頂" in moved[0].new


@pytest.mark.parametrize(
    ("shift", "tolerance", "kind"),
    [("0.1mm", 0.25, "same"), ("2mm", 0.25, "changed"), ("2mm", 2.5, "same")],
)
def test_a_shift_below_the_tolerance(compare: Any, shift: str, tolerance: float, kind: str) -> None:
    moved = f".box, h1 {{ position: relative; left: {shift} }}"
    box = '<div class="box" style="width: 40mm; height: 20mm; background: #07c"></div>'
    found = compare(BODY + box, BODY + box, "", moved, shift=tolerance)
    assert found.pages[0].kind == kind
    assert found.pages[-1].kind == kind
    assert words(found) == []


@pytest.mark.variants(2)
@pytest.mark.parametrize(
    "styles",
    [
        "p { color: #300 }",
        "html { font-size: 10.8pt }",
        "p { line-height: 1.45 }",
        "p { margin-bottom: 8pt }",
        "@page { margin-left: 20mm }",
        'p { font-family: "Noto Sans CJK HK" }',
        "body { background: #fcfcf4 }",
    ],
)
def test_looks_of_all_pages(compare: Any, styles: str) -> None:
    found = compare(BODY, BODY, "", styles)
    pairs = [one for one in found.pages if one.base and one.head]
    assert {one.kind for one in pairs} == {"changed"}, kinds(found)
    assert words(found) == []
    assert found.fails("layout")
    assert not found.fails("text")


def test_looks_of_one_area(compare: Any) -> None:
    box = '<div style="width: 30mm; height: 15mm; background: {}"></div>'
    found = compare(BODY + box.format("#07c"), BODY + box.format("#08c"))
    (page,) = found.changed()
    ((left, _, right, _),) = page.regions
    assert page.head == len(found.pages)
    assert abs((right - left) / 72 * 25.4 - 30) < 4


def test_a_revision_line_can_be_left_out(compare: Any) -> None:
    line = '<p style="font-size: 7pt">Revision {} of the account</p>'
    one, other = BODY + line.format("3f9a"), BODY + line.format("77c1")
    assert compare(one, other).changed()
    assert not compare(one, other, ignored=re.compile("^Revision")).changed()


def test_an_area_can_be_left_out(compare: Any) -> None:
    box = (
        '<div style="position: absolute; top: 0; left: 0; width: 9mm; height: 9mm; background: {}">'
    )
    one, other = box.format("red") + "</div>" + BODY, box.format("blue") + "</div>" + BODY
    assert compare(one, other).changed()
    area = mask("1:17,19,12,12")
    assert area is not None
    assert not compare(one, other, masks=(area,)).changed()
    for wrong in ("1:2", "a,b,c,d", "1,2,0,4", "x:1,2,3,4"):
        assert mask(wrong) is None


def test_pages_of_another_size(compare: Any) -> None:
    found = compare(BODY, BODY, "", "@page { size: 152mm 214mm; margin: 22mm 20mm }")
    assert [one.code for one in found.found] == ["D907"]
    assert {one.kind for one in found.pages} == {"changed"}
    assert words(found) == []


def test_nothing_in_common(compare: Any) -> None:
    found = compare(text(1, 3), "<p>" + "Lorem ipsum dolor sit amet. " * 40 + "</p>", "", "p { }")
    assert "D906" in [one.code for one in found.found]
    assert {one.kind for one in found.pages} == {"added", "removed"}


def test_words_are_the_same_however_lines_are_broken(compare: Any) -> None:
    body = f'<h1 class="first">壹</h1><p lang="en">{SENTENCE * 12}</p>'
    found = compare(body, body, "", "p { hyphens: auto; width: 70mm }")
    assert words(found) == []


SENTENCE = "Extraordinarily well-known communications infrastructure notwithstanding regulation. "


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_bytes(b"no PDF at all"), "it is not a PDF"),
        (lambda path: path.write_bytes(b"%PDF-1.7\nbroken"), "it is broken"),
        (lambda path: None, "No such file"),
        ("encrypted", "a password is needed"),
        (lambda path: pikepdf.new().save(path), "it has no pages"),
    ],
)
def test_files_that_cannot_be_compared(tmp_path: Path, make: Any, why: str) -> None:
    good = tmp_path / "good.pdf"
    good.write_bytes(weasyprint(BODY))
    bad = tmp_path / "bad.pdf"
    _encrypted(bad) if make == "encrypted" else make(bad)
    for pair in ((good, bad), (bad, good)):
        outcome = run("--format", "json", "compare", *pair)
        assert (outcome.codes, outcome.exit_code) == (["D905"], 2)
        assert why in outcome.found[0]["message"]
        assert outcome.found[0]["hint"]


def _encrypted(path: Path) -> None:
    with pikepdf.open(io.BytesIO(weasyprint(BODY))) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="secret", user="secret"))


def turned(page: pikepdf.Page) -> None:
    page.obj.Rotate = 90


def cropped(page: pikepdf.Page) -> None:
    page.obj.CropBox = pikepdf.Array([20, 30, 400, 560])


def with_marks(page: pikepdf.Page) -> None:
    left, foot, right, top = (float(edge) for edge in page.mediabox)
    trim = pikepdf.Array([left, foot, right, top])
    page.obj.MediaBox = pikepdf.Array([left - 50, foot - 50, right + 50, top + 50])
    page.obj.TrimBox = page.obj.BleedBox = trim


@pytest.mark.parametrize(
    ("base", "head"), [(turned, turned), (cropped, cropped), (None, with_marks)]
)
def test_boxes_and_rotation_of_pages(compare: Any, base: Any, head: Any) -> None:
    made = []
    for change, body in ((base, BODY), (head, BODY.replace("第24段", "第84段"))):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(weasyprint(body))) as pdf:
            for page in pdf.pages if change else ():
                change(page)
            pdf.save(out)
        made.append(out.getvalue())
    found = compare(*made)
    assert words(found) == [("changed", "24", "84")]
    ((region,),) = [page.regions for page in found.changed()]
    assert max(region[2] - region[0], region[3] - region[1]) < 20


def test_a_broken_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(weasyprint(BODY)[:-2000])
    try:
        compare_files(path, path, ("a", "b"), Tolerance())
    except CannotRunError as exc:
        assert exc.diagnostics[0].code == "D905"


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.is_file(), reason=f"Chromium is not installed: {CHROMIUM}")
def test_documents_of_chromium(tmp_path: Path) -> None:
    one = chromium(tmp_path, "one", BODY)
    changed = BODY.replace("第24段", "第84段").replace("<p>第3段", "<p>新的一句。</p><p>第3段")
    other = chromium(tmp_path, "other", changed)
    outcome = run("--format", "json", "compare", one, other, "--only-changed")
    found = json.loads(outcome.stdout)
    texts = [
        (text["kind"], text["old"], text["new"]) for page in found["pages"] for text in page["text"]
    ]
    assert [text for text in texts if text[0] != "moved"] == [
        ("added", "", "新的一句。"),
        ("changed", "24", "84"),
    ]
    again = run("--format", "json", "compare", one, chromium(tmp_path, "again", BODY))
    assert {page["kind"] for page in json.loads(again.stdout)["pages"]} == {"same"}


def test_pages_that_paint_the_same_are_not_drawn_when_both_are_of_one_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (tmp_path / "a.pdf", tmp_path / "b.pdf")
    for path, body in zip(files, (BODY, BODY.replace("貳", "叁")), strict=True):
        path.write_bytes(weasyprint(body))
    slow = compare_files(*files, ("a", "b"), Tolerance())
    drawn: list[int] = []
    picture = Paper.picture

    def noted(self: Paper, number: int, dpi: float) -> Any:
        drawn.append(number)
        return picture(self, number, dpi)

    monkeypatch.setattr(Paper, "picture", noted)
    fast = compare_files(*files, ("a", "b"), Tolerance(), one_make=True)
    assert fast.as_dict() == slow.as_dict()
    assert set(drawn) == {one.head for one in fast.pages if one.kind == "changed"}
    assert len(fast.pages) > len(set(drawn))


def test_pages_of_reports_with_other_fonts_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A font that was replaced by another one of its name changes no line of a page."""
    made = {}
    for name in ("base", "head"):
        root = write_report(tmp_path / name)
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(b"%PDF")
        made[name] = State(name, path, project=Project.at(root))
    base, head = made["base"], made["head"]
    asked: list[bool] = []

    def files(*_: object, one_make: bool) -> Comparison:
        asked.append(one_make)
        return Comparison("base", "head", same_bytes=True)

    monkeypatch.setattr(module, "compare_files", files)
    monkeypatch.setattr(module, "causes", lambda *_: [])
    module.compare(base, head, Tolerance())
    fonts = tmp_path / "head/styles/fonts"
    fonts.mkdir(parents=True)
    (fonts / "own.otf").write_bytes(b"one")
    module.compare(base, head, Tolerance())
    shutil.copytree(fonts, tmp_path / "base/styles/fonts")
    module.compare(base, head, Tolerance())
    (fonts / "own.otf").write_bytes(b"two")
    module.compare(base, head, Tolerance())
    assert asked == [True, False, True, False]
