"""Tables: groups, sums, heads over columns, notes; and each wrong form at its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from report.content.faults import explain
from report.content.prose import Binder
from report.content.yaml import parse
from report.model.base import Located
from report.model.blocks.table import Table
from report.model.facts import Fact
from tests.small_report import CHAPTER, run, write_report

VALUES = {"a": "10.5", "b": "4.5", "sub": "15", "c": "2", "d": "3", "sub2": "5", "all": "20"}
HEAD = "type: table\ncaption: 表\ncolumns: [{head: 項}, {head: 數, kind: figure}]\n"
GROUPED = """\
rows:
  - group: 能源
  - [外購電力, "{{ a | number }}"]
  - {cells: [煤氣, "{{ b | number }}"], indent: 1, notes: [scope]}
  - {cells: [小計, "{{ sub | number }}"], total: true}
  - group: 用水
  - [食水, "{{ c | number }}"]
  - [再造水, "{{ d | number }}"]
  - {cells: [用水小計, "{{ sub2 | number }}"], total: true}
total: [合計, "{{ all | number }}"]
notes: {scope: 只包括本港業務。}
"""


def facts(**other: dict[str, Any]) -> dict[str, Fact]:
    common = {"unit": "噸", "label": "項", "period": "2020年", "source": "帳目"}
    made = {}
    for name, value in VALUES.items():
        more = other.get(name, {})
        fact = Fact.model_validate({**common, "value": more.get("value", value)})
        made[name] = fact.model_copy(update={"id": name, **more})
    return made


def table(rows: str, head: str = HEAD, **other: dict[str, Any]) -> Table:
    tree = parse(head + rows, "data/s.yaml")
    assert isinstance(tree, Located)
    try:
        return Table.model_validate(tree, context=Binder(facts(**other)))
    except ValidationError as exc:
        (one,) = explain(exc, tree, "data/s.yaml")
        raise ValueError(f"{one.place} {one.code}: {one.message} → {one.hint}") from None


def test_rows_are_lists_or_say_more_than_their_cells() -> None:
    made = table(GROUPED)
    assert [line.label for line in made.lines if line.group is None] == [
        *("外購電力", "煤氣", "小計", "食水", "再造水", "用水小計", "合計")
    ]
    assert [one.group.plain for one in made.lines if one.group is not None] == ["能源", "用水"]
    assert [line.indent for line in made.lines] == [0, 0, 1, 0, 0, 0, 0, 0, 0]
    assert [line.total for line in made.lines].count(True) == 3
    assert made.is_close and not table('rows: [[甲, "{{ a }}"]]').is_close


def test_decimals_stand_under_each_other_in_all_groups() -> None:
    made = table(GROUPED)
    after = [row[1].after for row in made.body if row]
    assert after == ["", "", ".0", ".0", ".0", ".0", ".0"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{{ sub | ", "{{ all | ", "s.yaml:8:18 D204: in “數”, 外購電力、煤氣 add up to 15.0"),
        ("{{ sub2 | ", "{{ a | ", "s.yaml:12:20 D204: in “數”, 食水、再造水 add up to 5"),
        ("{{ all | ", "{{ c | ", "s.yaml:13:13 D204: in “數”, 小計、用水小計 add up to 20"),
    ],
)
def test_each_sum_is_checked_at_its_cell(old: str, new: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"D204") as caught:
        table(GROUPED.replace(old, new))
    assert says in str(caught.value)


def test_a_sum_says_what_it_adds_up_and_takes_away() -> None:
    rows = (
        'rows:\n  - [收入, "{{ sub | number }}"]\n  - [成本, "{{ b | number }}"]\n'
        '  - {cells: [毛利, "{{ a | number }}"], total: true, sums: [收入, −成本]}\n'
    )
    assert len(table(rows).lines) == 3
    with pytest.raises(ValueError, match=r"收入、成本 add up to 19\.5, but “毛利” is 10\.5"):
        table(rows.replace("−成本", "成本"))
    with pytest.raises(ValueError, match=r"s\.yaml:7:63 D105: no row begins with “支出” → .*收入"):
        table(rows.replace("−成本", "−支出"))
    twice = rows.replace("[成本, ", "[收入, ").replace("−成本", "收入")
    with pytest.raises(ValueError, match="2 rows begin with “收入”"):
        table(twice)


def test_a_sum_directly_below_a_sum_adds_up_all_so_far() -> None:
    last = '  - {cells: [總計, "{{ all | number }}"], total: true}\n'
    body, _, rest = GROUPED.partition("total: [")
    notes = rest.partition("\n")[2]
    assert table(body + last + notes).lines[-1].total
    with pytest.raises(ValueError, match="小計、用水小計 add up to 20, but “總計” is 15"):
        table(body + last.replace("all", "sub") + notes)


def test_rounded_parts_may_differ_and_the_table_says_so() -> None:
    differs = {"value": "19.9", "differs": True}
    assert table(GROUPED).rounded == ""
    made = table(GROUPED, all=differs)
    assert made.rounded == "因四捨五入，各項相加與合計可能略有出入。"


def test_notes_are_numbered_as_they_are_read() -> None:
    rows = (
        'rows:\n  - {cells: [甲, "{{ a | number }}"], notes: [late, early]}\n'
        '  - {cells: [乙, "{{ b | number }}"], notes: [late]}\n'
        "notes: {early: 早。, late: 晚。}\n"
    )
    head = HEAD.replace("數, kind: figure", "數, kind: figure, notes: [early]")
    made = table(rows, head)
    assert made.noted.numbers == {"early": 1, "late": 2}
    assert made.noted.calls("columns", 1) == ((1, True),)
    assert made.noted.calls("rows", 0) == ((1, False), (2, True))
    assert made.noted.calls("rows", 1) == ((2, False),)
    assert [words.plain for _, words in made.noted.texts] == ["早。", "晚。"]


HEADS = """\
type: table
caption: 表
heads:
  - ['', {head: 上, over: 3}]
  - ['', 左, {head: 右, over: 2}]
columns: [{head: 甲}, {head: 乙}, {head: 丙}, {head: 丁}]
"""


def test_heads_are_over_columns_and_rows() -> None:
    made = table("rows: [[一, 二, 三, 四]]\n", HEADS)
    seen = [
        [(cell.words.plain if cell.words else "", cell.over, cell.high) for cell in row]
        for row in made.head_rows
    ]
    assert seen == [
        [("", 1, 3), ("上", 3, 1)],
        [("左", 1, 1), ("右", 2, 1)],
        [("", 1, 1), ("", 1, 1), ("", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("over: 3", "over: 2", "s.yaml:4:5 D105: these heads are over 3 columns, the table has 4"),
        ("over: 3", "over: 17", "s.yaml:4:26 D105: “over” must be 16 or less"),
        ("'', {head: 上, over: 3}", "上, {over: 3}", "ok"),
        ("['', {head: 上, over: 3}]", "[{over: 4}]", "s.yaml:4:5 D105: this row of heads has no"),
        (
            "['', {head: 上, over: 3}]",
            "[{over: 3}, 上]",
            "s.yaml:5:13 D105: the head “右” is over columns 3 to 4, but a head above it ends at "
            "column 3",
        ),
        ("head: 上", "haed: 上", "D101: the key “haed” is unknown here"),
    ],
)
def test_heads_that_do_not_fit_the_columns(old: str, new: str, says: str) -> None:
    try:
        table("rows: [[一, 二, 三, 四]]\n", HEADS.replace(old, new))
    except ValueError as exc:
        assert says in str(exc)
    else:
        assert says == "ok"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("rows: [{cells: [甲]}]", "s.yaml:4:16 D105: this row has 1 cell, the table has 2"),
        ("rows: [[甲, –], 乙]", "s.yaml:4:16 D102: entry 2 of “rows” must be a list"),
        ("rows: [{group: 組}]", "s.yaml:4:8 D105: nothing follows this group"),
        ("rows: [{group: 組}]\ntotal: [甲, –]", "D105: nothing follows this group"),
        ("rows: [{group: 組, cells: [甲, –]}]", "D105: a row has either cells or the name"),
        ("rows: [{group: 組, total: true}, [甲, –]]", "D105: the name of a group has no figures"),
        (
            "rows: [[甲, –]]\ntotal: {cells: [甲, –], group: 組}",
            "s.yaml:5:24 D101: the key “group” is unknown here",
        ),
        (
            "rows: [{cells: [甲, –], total: true}]",
            "s.yaml:4:8 D105: this sum has nothing to add up → put it below the rows",
        ),
        (
            "rows: [{cells: [甲, –], notes: [x]}]",
            "s.yaml:4:32 D105: there is no note “x” → add “notes: {x: …}” to the table",
        ),
        (
            "rows: [[甲, –]]\nnotes: {x: 註}",
            "s.yaml:5:12 D105: no row names the note “x” → name it in a row",
        ),
        ("rows: [{cells: [甲, –], indent: 4}]", "s.yaml:4:32 D105: “indent” must be 3 or less"),
        ("rows: [{cells: [甲, 多]}]", "s.yaml:4:20 D204: row 1 of the column “數” must have"),
        (
            "rows: [[甲, –]]\npage: landscape\nwidth: column",
            "s.yaml:6:8 D105: a table on a landscape page is across the page",
        ),
        ("rows: [[甲, –]]\npage: landscap", "did you mean “landscape”?"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(rows: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"D\d\d\d") as caught:
        table(rows + "\n")
    assert says in str(caught.value)


def test_sixteen_columns_are_the_most() -> None:
    def head(count: int) -> str:
        columns = ", ".join(f"{{head: {n}}}" for n in range(count))
        return f"type: table\ncaption: 表\ncolumns: [{columns}]\n"

    def row(count: int) -> str:
        return f"rows: [[{', '.join('一' * count)}]]\n"

    assert table(row(16), head(16)).is_close
    with pytest.raises(ValueError, match=r"“columns” has too many entries: at most 16"):
        table(row(17), head(17))


def test_bars_are_for_plain_rows() -> None:
    head = HEAD.replace("kind: figure", "kind: figure, bars: true")
    assert table('rows: [[甲, "{{ a | number }}"]]', head).graphic == 1
    with pytest.raises(ValueError, match="bars and shares are for a table of plain rows"):
        table('rows: [{group: 組}, [甲, "{{ a | number }}"]]', head)


def test_figures_in_the_middle_keep_their_decimals_under_each_other() -> None:
    rows = 'rows: [[甲, "{{ a | number }}"], [乙, "{{ b | number }}"], [丙, –]]\n'
    head = HEAD.replace("kind: figure", "kind: figure, align: centre")
    cells = [row[1] for row in table(rows, head, a={"value": "-1234.5"}).body]
    assert [(one.before, one.after, one.word) for one in cells] == [
        ("", "", ""),
        ("−1,23", "", ""),
        ("", "", "–"),
    ]


WIDE = """
  - type: table
    caption: 寬表
    WIDTH
    columns:
      - {head: 甲, width: 34}
      - {head: 乙, width: 12.5}
      - {head: 丙}
    rows: [[一, 二, 三]]
"""


@pytest.mark.parametrize(
    ("width", "says"),
    [
        ("width: column", "46.5 characters together, and there is room for 22 beside the other"),
        ("width: full", ""),
        ("page: landscape", ""),
    ],
)
def test_widths_must_fit_the_page(tmp_path: Path, width: str, says: str) -> None:
    folder = write_report(tmp_path)
    section = folder / "data" / "section.yaml"
    before = section.read_text(encoding="utf-8")
    section.write_text(before + WIDE.replace("WIDTH", width).lstrip("\n"), encoding="utf-8")
    done = run("-C", folder, "--format", "json", "check")
    found = [one for one in done.found if one["code"] == "D105"]
    assert [says in one["message"] for one in found] == [True] * bool(says)
    if says:
        line = before.count("\n") + 6
        assert (found[0]["line"], found[0]["column"]) == (line, 26)
        assert "“width: full”" in found[0]["hint"]


def test_an_introduction_has_no_landscape_page(tmp_path: Path) -> None:
    folder = write_report(tmp_path)
    own = "introduction:\n" + WIDE.replace("WIDTH", "page: landscape").lstrip("\n")
    (folder / "data" / "chapter.yaml").write_text(CHAPTER + own, encoding="utf-8")
    done = run("-C", folder, "--format", "json", "check")
    (one,) = (one for one in done.found if one["code"] == "D105")
    assert (one["file"], one["line"]) == ("data/chapter.yaml", CHAPTER.count("\n") + 4)
    assert one["message"] == "a landscape page cannot be in the introduction of a chapter"
