"""Tables of facts over years: totals, changes, notes, words for figures, and what is refused."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pydantic import ValidationError

from report.content.faults import explain
from report.content.prose import Binder
from report.content.settle import settle
from report.content.yaml import parse
from report.engine.reading import read
from report.markup.datacolumns import data_columns
from report.model.base import Located
from report.model.blocks.data_table import DataTable
from report.model.factsfile import FactsFile
from report.model.ledger import printed_facts
from report.model.report import Settings
from report.model.series import Facts
from report.pdf.structure import Node
from report.press.heads import name_heads
from report.project.project import Project
from tests.figures.samples import THEME
from tests.small_report import run, write_report
from tests.test_geometry import lay_out

FACTS = """\
defaults: {source: 數據冊}
facts:
  e.grid: {label: 外購電力, unit: 兆瓦時, values: {2022: 98450, 2023: 101020, 2024: 96804}}
  e.gas: {label: 煤氣, unit: 兆瓦時, values: {2022: 5010.5, 2023: absent, 2024: 4870}}
  e.sun: {label: 太陽能, unit: 千瓦時, values: {2022: nil, 2023: not_applicable, 2024: 12250}}
  e.typed: {label: 合計, unit: 兆瓦時, values: {2022: 103460.5, 2023: 101020, 2024: 101686.25}}
  e.wrong: {label: 合計, unit: 兆瓦時, values: {2022: 103460.5, 2023: 101020, 2024: 101686.35}}
  e.sum: {label: 合計, sum: [e.grid, e.gas]}
  e.old: {label: 舊值, unit: 兆瓦時, values: {2022: 1, 2023: 2}}
  e.goal: {label: 目標, unit: 吉瓦時, value: 90, period: 2030年}
  a.one: {label: 甲, unit: 噸, rounded: 0, values: {2023: 1.4, 2024: 10}}
  a.two: {label: 乙, unit: 噸, rounded: 0, values: {2023: 1.4, 2024: 20}}
  a.sum: {label: 合計, sum: [a.one, a.two], rounded: 0}
  s.share: {label: 比例, unit: "%", values: {2023: 31.5, 2024: 33}}
  s.loss: {label: 盈虧, unit: 萬元, values: {2023: -2, 2024: -3}}
  s.zero: {label: 零, unit: 次, values: {2023: 0, 2024: 3}}
"""


@pytest.fixture(scope="module")
def facts() -> Facts:
    tree = parse(FACTS, "data/facts.yaml")
    assert isinstance(tree, Located)
    made, found = settle(
        FactsFile.model_validate(tree),
        Settings.model_construct(year=2024, period=""),  # type: ignore[call-arg]
    )
    assert found == []
    return made


def table(facts: Facts, rows: str, more: str = "", periods: str = "[2023, 2024]") -> DataTable:
    text = f"type: data_table\ncaption: 表\nperiods: {periods}\nrows:\n{rows}{more}"
    tree = parse(text, "data/s.yaml")
    assert isinstance(tree, Located)
    try:
        return DataTable.model_validate(tree, context=Binder(facts))
    except ValidationError as exc:
        (one,) = explain(exc, tree, "data/s.yaml")
        raise ValueError(f"{one.place} {one.code}: {one.message} → {one.hint}") from None


def printed(block: DataTable, row: int) -> list[str]:
    return [cell.text for cell in block.cells[row]]


def test_each_year_has_its_figure_or_its_word(facts: Facts) -> None:
    block = table(facts, "- fact: e.gas\n- fact: e.sun\n", periods="[2022, 2023, 2024]")
    assert printed(block, 0) == ["5,010.5", "–", "4,870"]
    assert printed(block, 1) == ["無", "不適用", "12,250"]
    assert [head for _, head in block.heads] == ["單位", "2022年", "2023年", "2024年"]


def test_decimals_stand_under_each_other(facts: Facts) -> None:
    block = table(facts, "- fact: e.gas\n- fact: e.grid\n- fact: e.sun\n", periods="[2022]")
    assert [row[0].room for row in block.cells] == ["", ".0", ""]


def test_a_change_is_in_per_cent_and_of_shares_in_points(facts: Facts) -> None:
    rows = "".join(f"- fact: {name}\n" for name in ("e.grid", "s.share", "s.loss", "s.zero"))
    block = table(facts, rows + "- fact: e.gas\n", "columns: [periods, change]")
    changes = [printed(block, row)[-1] for row in range(5)]
    assert changes == ["−4.2%", "+1.5個百分點", "−50.0%", "–", "–"]
    assert block.heads[-1] == ("change", "按年變動")


def test_a_total_is_the_sum_of_the_rows_above_it_in_its_group(facts: Facts) -> None:
    rows = "- fact: s.zero\n- group: 能源\n- fact: e.grid\n- fact: e.gas\n- fact: e.sun\n"
    years = "[2022, 2023, 2024]"
    with pytest.raises(ValueError, match="no figure for 2022年"):
        table(facts, rows, periods=years)
    rows = rows.partition("\n")[2]
    block = table(facts, rows + "- {fact: e.typed, total: true}\n", periods=years)
    assert block.rounded == ""
    with pytest.raises(
        ValueError, match=r"s\.yaml:9:10 D204: .*101,686\.25 for 2024年.*101,686\.35"
    ):
        table(facts, rows + "- {fact: e.wrong, total: true}\n", periods=years)


def test_a_total_that_says_what_it_sums_needs_these_rows(facts: Facts) -> None:
    rows = "- fact: e.grid\n- fact: e.gas\n- fact: e.sun\n- {fact: e.sum, total: true}\n"
    assert table(facts, rows).rounded == ""
    with pytest.raises(ValueError, match=r"adds up “e\.gas”, which has no row here"):
        table(facts, "- fact: e.grid\n- {fact: e.sum, total: true}\n")
    named = "- fact: e.grid\n- {fact: e.typed, total: true, sums: [e.grid, e.gas, e.sun]}\n"
    assert table(facts, named).cells
    with pytest.raises(ValueError, match="nothing to add up"):
        table(facts, "- {fact: e.typed, total: true}\n")
    with pytest.raises(ValueError, match=r"“e\.wrong” is in 兆瓦時, and “s\.share” in %"):
        table(facts, "- fact: s.share\n- {fact: e.wrong, total: true}\n")


def test_rounded_figures_that_do_not_add_up_are_told_below(facts: Facts) -> None:
    block = table(facts, "- fact: a.one\n- fact: a.two\n- {fact: a.sum, total: true}\n")
    assert [printed(block, row)[0] for row in range(3)] == ["1", "1", "3"]
    assert "因四捨五入" in block.rounded


def test_notes_are_numbered_by_the_order_of_the_rows(facts: Facts) -> None:
    rows = "- {fact: e.grid, notes: [b]}\n- {fact: e.gas, notes: [a, b]}\n"
    block = table(facts, rows, "notes: {a: 甲註, b: 乙註}")
    assert [(number, words.plain) for number, words in block.footnotes] == [
        (1, "乙註"),
        (2, "甲註"),
    ]
    assert block.calls(block.rows[1]) == [1, 2]


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ("- {fact: e.grid, notes: [c]}\n", "notes: {a: 甲}", r"5:26 D204: there is no note “c”"),
        ("- fact: e.grid\n", "notes: {a: 甲}", r"6:12 D204: no row names the note “a”"),
        ("- fact: e.old\n", "", r"5:9 D204: the fact “e.old” has no figure for 2024年"),
        ("- fact: e.grid\n- group: 空\n", "", "nothing follows this group"),
        ("- indent: 1\n", "", "a row has either a fact or the name of a group"),
        ("- {group: 甲, total: true}\n", "", "the name of a group has no figures"),
        ("- fact: e.grid\n", "columns: [unit]", "a table needs the years"),
        ("- fact: e.grid\n", "columns: [periods, periods]", "“periods” stands twice"),
        ("- fact: e.grid\n", "columns: [periods, growth]", "D105"),
        ("- {fact: e.grid, target: e.goal}\n", "", "the table has no column “target”"),
        ("- {fact: s.loss, target: e.goal}\n", "columns: [periods, target]", "is in 吉瓦時, and"),
        ("- fact: e.nothing\n", "", "D201"),
        ("- fact: e.grid[2023]\n", "", "named without a period"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(facts: Facts, rows: str, more: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        table(facts, rows, more)


def test_a_target_is_printed_with_its_year_and_its_unit(facts: Facts) -> None:
    rows = "- {fact: e.grid, target: e.goal}\n- fact: e.gas\n"
    block = table(facts, rows, "columns: [periods, target]")
    assert block.heads[-1] == ("target", "2030年目標")
    assert [printed(block, row)[-1] for row in (0, 1)] == ["90吉瓦時", ""]


def test_columns_fill_the_page_and_figures_keep_their_room(facts: Facts) -> None:
    rows = "- fact: e.grid\n- {fact: e.gas, notes: [a]}\n"
    more = "columns: [unit, periods, change, source]\nnotes: {a: 註}"
    widths = data_columns(table(facts, rows, more), THEME)
    assert sum(widths) == pytest.approx(THEME.measure_pt / THEME.type.scale["caption"], abs=0.1)
    assert min(widths[2:5]) > 4
    long = (
        "- fact: e.grid\n"
        + "  note: 很長的備註，說了又說，仍然未完，還要再說，直到一行也放不下。\n" * 1
    )
    narrow = data_columns(table(facts, long, "columns: [periods, note]\nwidth: column"), THEME)
    assert sum(narrow) == pytest.approx(THEME.column_pt / THEME.type.scale["caption"], abs=0.1)


#: 54 rows in six groups.
LONG = "".join(
    "      - group: 組\n" if n % 10 == 0 else f"      - fact: x.n{n}\n" for n in range(60)
)
HEAD = """\
  - type: data_table
    id: long
    caption: 長表
    periods: [2019, 2020]
    rows:
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, bytes]:
    """Return a report with a table of 60 rows, and its screen PDF."""
    folder = write_report(tmp_path_factory.mktemp("long"))
    facts = folder / "data" / "facts.yaml"
    more = "".join(
        f"  x.n{n}: {{label: 指標, unit: 噸, source: 甲, values: {{2019: {n}, 2020: {2 * n}}}}}\n"
        for n in range(1, 61)
        if n % 10
    )
    facts.write_text(facts.read_text(encoding="utf-8").replace("names:", f"{more}names:"), "utf-8")
    section = folder / "data" / "section.yaml"
    section.write_text(section.read_text("utf-8") + HEAD + LONG, "utf-8")
    project = Project.at(folder)
    return project, lay_out(project, folder / "build").pdf


def test_a_long_table_says_that_it_goes_on(built: tuple[Project, bytes]) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(built[1]) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    pages = [text for text in texts if "項目" in text and "2019" in text]
    assert len(pages) == 2
    assert ["長表（續上表）" in text.replace("\r\n", "") for text in pages] == [False, True]
    for text in pages[0:1]:
        assert not text.rstrip().endswith("組")


@pytest.mark.slow
def test_figures_of_all_years_are_in_the_ledger(built: tuple[Project, bytes]) -> None:
    report = read(built[0]).report
    assert {(fact.id, fact.period) for fact in printed_facts(report)} >= {
        ("x.n1", "2019年"),
        ("x.n59", "2020年"),
    }


def test_every_number_of_a_table_is_explained(built: tuple[Project, bytes]) -> None:
    project, pdf = built
    path = project.root / "build" / "looked-at.pdf"
    path.write_bytes(pdf)
    outcome = run("-C", project.root, "facts", "--unexplained", path)
    assert outcome.exit_code == 0, outcome.stdout + outcome.stderr


def test_cells_know_their_heads_on_every_page(built: tuple[Project, bytes]) -> None:
    with pikepdf.open(io.BytesIO(built[1])) as document:
        heads, cells = {}, []

        def walk(one: pikepdf.Object) -> None:
            if str(one.get("/S")) == "/TH":
                heads[str(one.ID)] = one
            if str(one.get("/S")) == "/TD":
                cells.append(one)
            kids: Any = one.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid)

        walk(document.Root.StructTreeRoot.K[0])
        named = [[str(head) for head in cell.A.Headers] for cell in cells if "/Headers" in cell.A]
    assert len(named) > 150
    assert {head for one in named for head in one} <= heads.keys()
    assert {len(one) for one in named[-20:]} == {3}  # the group, the row, the year


def test_heads_of_a_table_without_groups() -> None:
    def cell(kind: str) -> Node:
        return Node(kind, entries={"/A": pikepdf.Dictionary(O=pikepdf.Name.Table)})

    last = cell("TD")
    first, second = Node("TR", [cell("TH"), cell("TH")]), Node("TR", [cell("TD"), last])
    name_heads(Node("Document", [Node("Table", [first, second])]))
    assert [str(one) for one in last.entries["/A"].Headers] == ["table-1-0-1"]
