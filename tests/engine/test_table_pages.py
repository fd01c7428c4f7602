"""Tables on the finished pages: tags, notes and their links, landscape pages in both targets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
import pytest

from report.engine.build import Outcome, build
from report.engine.finished import Finished
from report.engine.progress import Progress
from report.ledger.ledger import ledger_of, unexplained_in
from report.model.target import TARGETS
from report.pages.text import PageText, read_pages
from report.pdf.structure import Node, read
from report.preflight.run import preflight
from report.project.project import Project
from tests.pdf import operators
from tests.small_report import SECTION, write_report

GROUPED = """
  - type: table
    id: grouped
    caption: 捐贈一覽
    width: full
    heads:
      - ['', {head: 捐款, over: 2, notes: [late]}]
    columns:
      - head: 地區
      - {head: 本年, unit: 萬元, kind: figure}
      - {head: 備註, align: centre}
    rows:
      - group: 各區
      - {cells: [東部, "{{ gift.east | number }}", 已付], notes: [scope, late]}
      - {cells: [西部, "{{ gift.west | number }}", ''], indent: 1, notes: [scope]}
    total: [合計, "{{ gift.total | number }}", '']
    notes: {scope: 只包括本港業務。, late: 於年底後支付。}
  - type: data_table
    caption: 沒有名稱的年表
    periods: [2020]
    rows:
      - {fact: gift.east, notes: [scope]}
    notes: {scope: 另一項註釋。}
  - type: table
    caption: 橫放的表
    page: landscape
    columns:
      - head: 項目
      - {head: 數目, unit: 萬元, kind: figure}
    rows:
"""
ROWS = '      - [東部, "{{ gift.east | number }}"]\n' * 40
AFTER = "    close: true\n  - {type: paragraph, text: 橫頁之後的段落。}\n"
AFTER += "  - {type: page_break}\n  - {type: paragraph, text: 又一頁的段落。}\n"


@dataclass(frozen=True)
class Made:
    finished: Finished
    print: bytes
    screen: bytes


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = write_report(tmp_path_factory.mktemp("tables"))
    section = SECTION.partition("  - type: table\n")[0] + GROUPED.lstrip("\n") + ROWS + AFTER
    (folder / "data" / "section.yaml").write_text(section, encoding="utf-8")
    done: list[Outcome] = []
    silent = Progress(lambda _: None, live=False, silent=True)
    targets = list(TARGETS.values())
    _, found = build(Project.at(folder), targets, folder / "build", silent, keep=done.append)
    assert [one for one in found if one.code.startswith("D6")] == []
    files = (folder / "build" / f"{name}.pdf" for name in ("print", "screen"))
    return Made(Finished.of(done[0]), *(file.read_bytes() for file in files))


@pytest.fixture(scope="module")
def root(made: Made) -> Iterator[Node]:
    with pikepdf.open(io.BytesIO(made.screen)) as document:
        yield read(document)


def pages(pdf: bytes) -> list[PageText]:
    return list(read_pages(pdf))


def wide(pdf: bytes) -> list[int]:
    """Give the numbers, from 0, of the pages of the landscape table."""
    return [at for at, page in enumerate(pages(pdf)) if "橫放的表" in "".join(page.text.split())]


def of(root: Node, kind: str) -> list[Node]:
    return [node for node in root.walk() if node.kind == kind]


@pytest.mark.variants(1)
@pytest.mark.parametrize("target", ["print", "screen"])
def test_every_rule_of_preflight_is_kept(made: Made, target: str) -> None:
    result = preflight(getattr(made, target))
    broken = [(rule.code, one.message) for rule, found in result.by_rule() for one in found]
    assert broken == []


def test_both_targets_have_the_same_text_on_the_same_pages(made: Made) -> None:
    assert wide(made.print) == wide(made.screen)
    assert len(wide(made.print)) == 2
    assert len(pages(made.print)) == len(pages(made.screen))


@pytest.mark.slow
def test_landscape_pages_lie_on_screen_and_stand_on_their_side_in_print(made: Made) -> None:
    with pikepdf.open(io.BytesIO(made.screen)) as document:
        sizes = [[round(float(one)) for one in page.mediabox[2:]] for page in document.pages]
    assert {number for number, size in enumerate(sizes) if size == [842, 595]} == set(
        wide(made.screen)
    )
    with pikepdf.open(io.BytesIO(made.print)) as document:
        trims = {
            tuple(round(float(b) - float(a), 1) for a, b in zip(box[:2], box[2:], strict=True))
            for box in (list(page.TrimBox) for page in document.pages)
        }
        turned = [
            next(values for name, values in operators(page) if name == "cm")
            for page in (document.pages[at] for at in wide(made.print))
        ]
    assert trims == {(595.3, 841.9)}
    assert [values[:4] for values in turned] == [[0, 1, -1, 0]] * 2


@pytest.mark.parametrize("at", [0, 1])
def test_head_folio_and_tab_of_a_turned_page_are_where_they_always_are(made: Made, at: int) -> None:
    def places(page: PageText) -> list[tuple[float, float]]:
        words = "共享紅利" if page.number % 2 else "謀發展", "01", page.label
        found = {
            page.box(list(range(*match.span())))[:2]
            for word in words
            for match in re.finditer(word, page.text)
        }
        # Above the text, and the tab: the slug of the printer has the number of the page too.
        return sorted(place for place in found if 40 < place[1] < 200)

    turned = pages(made.print)[wide(made.print)[at]]
    upright = next(
        page
        for page in pages(made.print)
        if "段落" in page.text and page.number % 2 == turned.number % 2
    )
    furniture = places(upright)
    assert len(furniture) >= 3
    near = [place for place in places(turned) if place[1] < 100 or place[0] < 60 or place[0] > 560]
    for here, there in zip(near, furniture, strict=True):
        assert here == pytest.approx(there, abs=0.6)


def test_a_landscape_table_goes_on_with_its_head(made: Made) -> None:
    first, second = ("".join(pages(made.screen)[at].text.split()) for at in wide(made.screen))
    assert "續上表" not in first
    assert "橫放的表（續上表）" in second
    assert first.count("數目（萬元）") == second.count("數目（萬元）") == 1


def test_cells_name_all_heads_above_them(root: Node) -> None:
    table = of(root, "Table")[0]
    heads = {str(node.entries["/ID"]): node for node in table.walk() if node.kind == "TH"}
    over = [node.entries["/A"] for node in of(table, "TH")]
    assert [int(one.get("/ColSpan", 1)) for one in over[:4]] == [1, 2, 1, 1]
    assert [int(one.get("/RowSpan", 1)) for one in over[:4]] == [2, 1, 1, 1]
    assert {str(one.Scope) for one in over[:4]} == {"/Column"}
    cells = [[str(one) for one in node.entries["/A"].Headers] for node in of(table, "TD")]
    assert cells[0] == ["table-1-2-0", "table-1-3-0", "table-1-0-1", "table-1-1-1"]
    assert cells[1] == ["table-1-2-0", "table-1-3-0", "table-1-0-1", "table-1-1-2"]
    # The total is in no group.
    assert cells[-1] == ["table-1-5-0", "table-1-0-1", "table-1-1-2"]
    assert {name for names in cells for name in names} <= set(heads)


def test_notes_are_tagged_and_lead_there_and_back(made: Made, root: Node) -> None:
    notes = of(root, "Note")
    assert [str(node.entries["/ID"]) for node in notes] == ["note-1", "note-2", "note-3"]
    assert [[kid.kind for kid in node.nodes] for node in notes] == [["Lbl"]] * 3
    references = of(root, "Reference")
    calls = [node for node in references if [kid.kind for kid in node.nodes] == ["Lbl"]]
    assert len(calls) == 5
    with pikepdf.open(io.BytesIO(made.screen)) as document:
        names = document.Root.Names.Dests.Names
        known = {str(name) for name in list(names)[::2]}
        asked = [
            str(link.Dest)
            for page in document.pages
            for link in page.obj.get("/Annots", [])
            if "/Dest" in link
        ]
    wanted = [f"grouped.{kind}.{number}" for kind in ("note", "call") for number in (1, 2)]
    assert set(wanted) <= known
    counts = {name: asked.count(name) for name in wanted}
    assert counts == dict(zip(wanted, (2, 2, 1, 1), strict=True))
    others = sorted({name for name in asked if name.startswith("data_table-")})
    assert [name.partition(".")[2] for name in others] == ["call.1", "note.1"]
    assert set(others) <= known


def test_figures_of_a_turned_page_are_found_where_they_are(made: Made) -> None:
    targets = list(TARGETS.values())
    printed = ledger_of(made.finished, targets).entry("gift.east").printed
    assert {one.page - 1 for one in printed if one.target == "print"} > set(wide(made.print))
    pdf = made.finished.pdfs["print"]
    assert unexplained_in(made.finished, pdf, pages(pdf), targets) == ([], [])
