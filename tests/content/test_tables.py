"""Tables: separate columns, aligned decimal points, one unit per column, words for figures."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pydantic import ValidationError

from report.content.prose import Binder
from report.engine.reading import read
from report.markup.columns import columns
from report.measure.glyphs import Glyph, read_glyphs
from report.model.blocks.table import Table
from report.model.facts import Fact
from report.preflight.checks.text import check_text
from report.preflight.subject import Subject
from report.project.project import Project
from tests.pdf import text as extracted
from tests.small_report import ROOT, run, write_report

FIGURES = {
    "a": ("1234567.5", "元"),
    "b": ("-34567.25", "元"),
    "c": ("0", "元"),
    "sum": ("1200000.25", "元"),
    "share": ("31", "%"),
    "people": ("12", "人"),
    "bare": ("7", ""),
}


def facts() -> dict[str, Fact]:
    return {
        name: Fact.model_validate(
            {"value": value, "unit": unit, "label": name, "period": "2025年", "source": "帳目"}
        ).model_copy(update={"id": name})
        for name, (value, unit) in FIGURES.items()
    }


def table(cells: list[Any], total: Any = None, unit: str = "元", form: str = " | number") -> Table:
    def written(cell: Any) -> Any:
        return f"{{{{ {cell}{form} }}}}" if cell in FIGURES else cell

    data: dict[str, Any] = {
        "type": "table",
        "caption": "甲",
        "columns": [{"head": "項"}, {"head": "數", "unit": unit, "kind": "figure"}],
        "rows": [["乙", written(cell)] for cell in cells],
    }
    if total is not None:
        data["total"] = ["合計", written(total)]
    return Table.model_validate(data, context=Binder(facts()))


@pytest.mark.parametrize(
    ("cells", "total", "unit", "says"),
    [
        (["a", "share"], None, "", "different units: 元, %"),
        (["a", "share"], "sum", "", "different units: 元, %"),
        (["a", "bare"], None, "", "different units: 元, none"),
        (["a"], "people", "", "different units: 元, 人"),
        (["a"], None, "萬元", "is 萬元, but “a” is in 元"),
        (["a", "b"], None, "%", "is %, but “a” is in 元"),
        (["a", "b", "c"], "a", "元", "add up to 1200000.25, but the total is 1234567.5"),
        (["很多"], None, "元", "no figure: –, 不適用, 無"),
        (["約{{ a }}"], None, "元", "exactly one fact"),
        (["a"], "很多", "元", "the total of the column “數” must have exactly one fact"),
    ],
)
def test_columns_of_figures_that_are_refused(
    cells: list[Any], total: Any, unit: str, says: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        table(cells, total, unit)
    (error,) = caught.value.errors()
    assert says in error["msg"]


@pytest.mark.parametrize(
    ("cells", "total", "unit", "form"),
    [
        (["a", "b", "c"], "sum", "元", " | number"),
        (["a", "b", "無"], "sum", "元", " | number"),
        (["a", "–", "b", "不適用", "", None], "sum", "元", " | number"),
        (["a", "share", "people"], None, "", ""),
        (["bare"], None, "元", " | number"),
        (["–"], "–", "元", ""),
    ],
)
def test_columns_of_figures_that_are_accepted(
    cells: list[Any], total: Any, unit: str, form: str
) -> None:
    assert len(table(cells, total, unit, form).rows) == len(cells)


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("–", "–"), ("-", "–"), ("—", "–"), ("", "–"), (None, "–"), (" ", "–"), ("－", "–"),
        ("不適用", "不適用"), ("N/A", "不適用"), ("無", "無"), ("零", "無"), ("a", ""),
    ],
)  # fmt: skip
def test_words_in_place_of_a_figure(cell: Any, word: str) -> None:
    one = table([cell])
    assert one.word(1, one.lines[0].cells[1]) == word
    assert one.word(0, one.lines[0].cells[0]) == ""


def test_a_cell_of_words_may_be_empty() -> None:
    data = {"type": "table", "caption": "甲", "columns": [{"head": "乙"}], "rows": [[""], [None]]}
    assert [row.label for row in Table.model_validate(data, context=Binder({})).lines] == ["", ""]


@pytest.mark.parametrize(
    ("cells", "total", "path"),
    [
        (["a", "b", "share"], None, ("rows", 2, 1)),
        (["a", "share", "b"], "sum", ("rows", 1, 1)),
        (["a"], "people", ("total", 1)),
        (["–", "a", "bare"], None, ("rows", 2, 1)),
    ],
)
def test_the_different_cell_is_reported(
    cells: list[Any], total: Any, path: tuple[Any, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        table(cells, total, "")
    (error,) = caught.value.errors()
    assert error["ctx"]["path"] == path
    assert "“a” is in 元" in error["msg"]


def wide(heads: list[Any], cells: list[str], width: str = "column") -> Table:
    data = {
        "type": "table",
        "caption": "甲",
        "width": width,
        "columns": [one if isinstance(one, dict) else {"head": one} for one in heads],
        "rows": [cells],
    }
    return Table.model_validate(data, context=Binder(facts()))


MAIL = "secretariat.enquiry@subdomain.example.org.hk"
BIG = {"head": "年", "kind": "figure"}


@pytest.mark.parametrize(
    ("block", "fixed", "told"),
    [
        (wide(["甲", "乙"], ["字", "字"]), False, [0, 0]),
        (wide(["甲", "乙"], ["社區", "很長的說明文字" * 9]), False, [2, 7]),
        (
            wide(["甲"] * 8, ["社區捐款", "公共事務", MAIL, "電話", MAIL, "地", "時", "註"]),
            True,
            None,
        ),
        (wide(["甲"] * 3, ["x" * 90] * 3), True, None),
        (wide(["甲", *[BIG] * 7], ["甲", *["{{ a }}"] * 7]), False, [0] * 8),
    ],
)
def test_columns_share_the_width(block: Table, fixed: bool, told: list[float] | None) -> None:
    theme = read(Project.at(ROOT)).theme
    shared = columns(block, theme)
    assert shared.fixed == fixed
    if told is not None:
        assert list(shared.widths) == pytest.approx(told, abs=0.01)
    if fixed:
        whole = theme.column_pt / theme.type.scale["caption"] - (len(shared.widths) - 1)
        assert sum(shared.widths) == pytest.approx(whole, abs=0.1)
        assert min(shared.widths) >= 1


def test_space_after_the_decimal_point() -> None:
    one = table(["a", "b", "c", "–", "不適用", "無"], "sum")
    assert [one.room(1, line.cells[1]) for line in one.lines] == [
        "0",
        "",
        ".00",
        ".00",
        "",
        ".00",
        "",
    ]


BLOCKS = """\
  - type: table
    caption: 小數
    columns: [{head: 項}, {head: 數目, unit: 元, kind: figure}, {head: 說明文字}]
    rows:
      - [甲項, "{{ t.a | number }}", 8月由街坊自發籌得]
      - [乙項, "{{ t.b | number }}", 首次]
      - [丙項, "{{ t.c | number }}", 2024年起減免長者會費，收入相應減少]
    total: [合計, "{{ t.sum | number }}", ""]
  - type: table
    width: full
    caption: 寬表
    columns:
      - {head: 一}
      - {head: 二, unit: 元, kind: figure}
      - {head: 三, unit: 元, kind: figure}
      - {head: 四}
      - {head: 五, unit: 元, kind: figure}
      - {head: 六}
    rows:
      - [社區捐款, "{{ t.a | number }}", "{{ t.b | number }}", 8月, "{{ t.c | number }}", 9月]
      - [企業贊助項目, "{{ t.c | number }}", –, 不定期, 不適用, 每年一次]
  - type: table
    caption: 聯絡
    columns: [{head: 辦事處}, {head: 電郵}, {head: 網頁}]
    rows:
      - [總辦事處, secretariat.enquiry@subdomain.example.org.hk, www.example-library.org.hk]
      - [離島, islands.enquiry@subdomain.example.org.hk, www.example-library.org.hk]
  - type: table
    caption: 長標題
    columns:
      - {head: 項}
      - {head: 本年度經審核之捐款總額及其他支出, unit: 元, kind: figure}
      - {head: 較上年度增減百分比及其原因說明}
    rows:
      - [己項, "{{ t.b | number }}", 減少]
  - type: table
    caption: 八欄
    columns: [COLUMNS]
    rows:
      - [社區捐款, 公共事務部, MAIL, 有, www.example.org.hk, 香港中環, 上午, 沒有]
  - type: measures
    done: {year: 2025, title: 已做的事, items: [ITEM, 甲做]}
    planned: {year: 2026, title: 將做的事, items: [乙將, 丙將, 丁將]}
  - type: measures
    done: {year: 2025, title: 標題較長而要佔去兩行的已做之事項目一覽, items: [甲項說明]}
    planned: {year: 2026, title: Telecommunications與**將會推動的事**一覽表, items: [乙項說明]}
  - type: paragraph
    text: 最後一段文字。
"""
ITEM = "".join(f"在屋邨大堂增設書架，{mark}。" for mark in "甲乙丙丁戊己庚辛壬癸" * 14)


@pytest.fixture(scope="module", params=["", pytest.param("theme: plain\n", marks=pytest.mark.slow)])
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = write_report(tmp_path_factory.mktemp("tables") / "報告")
    given = "".join(
        f"  t.{name}: {{value: {value}, unit: {unit}, label: 甲, period: 2025年, source: 帳目}}\n"
        for name, (value, unit) in FIGURES.items()
        if unit == "元"
    )
    data = folder / "data/facts.yaml"
    data.write_text(
        data.read_text(encoding="utf-8").replace("facts:\n", f"facts:\n{given}", 1), "utf-8"
    )
    section = folder / "data/section.yaml"
    words = section.read_text(encoding="utf-8")
    words = words[: words.index("blocks:")] + "blocks:\n" + BLOCKS.replace("ITEM", ITEM)
    heads = ", ".join(f"{{head: 庚{number}}}" for number in "一二三四五六七八")
    words = words.replace("COLUMNS", heads).replace("MAIL", MAIL)
    section.write_text(words, encoding="utf-8")
    with (folder / "data/report.yaml").open("a", encoding="utf-8") as file:
        file.write(request.param)
    outcome = run("-C", folder, "--format", "json", "build", "--target", "screen")
    assert outcome.exit_code == 0, outcome
    wrong = ("D208", "D61")
    assert [one for one in outcome.found if one["code"].startswith(wrong)] == []
    return (folder / "build/screen.pdf").read_bytes()


def glyphs(pdf: bytes) -> list[Glyph]:
    return [one for page in read_glyphs(pdf) for one in page.glyphs]


@pytest.mark.no_cover
def test_columns_are_separate_in_the_copied_text(pdf: bytes) -> None:
    words = extracted(pdf, "-layout")
    for parts in (
        ("甲項", "1,234,567.5", "8月由街坊"),
        ("丙項", "0", "2024年起"),
        ("社區捐款", "1,234,567.5", "−34,567.25", "8月", "0", "9月"),
        ("企業贊助項目", "0", "–", "不定期", "不適用", "每年一次"),
    ):
        assert re.search(r"\s+".join(map(re.escape, parts)), words), (parts, words)


@pytest.mark.no_cover
def test_decimal_points_are_aligned(pdf: bytes) -> None:
    everything = glyphs(pdf)
    points = [one for one, after in pairwise(everything) if one.text == "." and after.text in "25"]
    first, second, total = (one.x for one in points[:3])
    assert abs(first - second) < 0.1
    assert abs(first - total) < 0.8  # the total is bold, and its digits are wider


@pytest.mark.no_cover
def test_short_words_are_not_broken_beside_long_ones(pdf: bytes) -> None:
    words = extracted(pdf)
    for word in ("社區捐款", "企業贊助項目", "總辦事處", "甲項"):
        assert word in words


@pytest.mark.no_cover
def test_no_text_overlaps_other_text(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document, Subject(document, pdf) as subject:
        assert list(check_text(subject, "screen")) == []


@pytest.mark.no_cover
def test_no_item_is_lost_and_rows_stay_together(pdf: bytes) -> None:
    words = re.sub(r"\s", "", extracted(pdf))
    assert words.count("在屋邨大堂增設書架") >= ITEM.count("在屋邨大堂增設書架") - 4
    assert words.count("已做的事") >= 3
    pages = extracted(pdf, "-layout").split("\f")
    for one, other in (("在屋邨大堂", "乙將"), ("甲做", "丙將")):
        assert any(one in page and other in page for page in pages)
    assert "丁將" in words
