"""Nothing moves the baseline grid: body text stands on it after any blocks in any order.

Many sequences of blocks of all types are typeset in one document, a few lines of body text after
each; what is looked at are the boxes as they were laid out.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from report.engine.new import create
from report.model.blocks import block_types
from report.project.project import Project
from tests.test_geometry import kind, lay_out, walk

#: It takes long: many builds of whole reports.
pytestmark = pytest.mark.slow

PX = 96 / 72
#: What rounding may do, in px.
NEAR = 0.1
WORDS = (
    "示例機構相信，一本好書可以連起一條街。過去一年，我們與街坊、學校和義工同行，把書架搬進屋邨。"
)
LONG = "Internationalization-and-Localization計劃"
#: What tells body text from all other.
BODY = ("font_family", "font_size", "line_height")
Block = dict[str, Any]
#: Every block type that is laid out in a column, by what makes it of another height.
IN_COLUMN: dict[str, Block] = {
    "line": {"type": "paragraph", "text": "一行的段落。"},
    "lines": {"type": "paragraph", "text": WORDS},
    "lead": {"type": "paragraph", "lead": True, "text": "引言一行。"},
    "leads": {"type": "paragraph", "lead": True, "text": WORDS},
    "heading 2": {"type": "heading", "level": 2, "text": "標題"},
    "heading 2 long": {"type": "heading", "level": 2, "text": LONG},
    "heading 3": {"type": "heading", "level": 3, "text": "小標題"},
    "heading 3 long": {"type": "heading", "level": 3, "text": LONG},
    "heading 4": {"type": "heading", "level": 4, "text": "分題"},
    "list": {"type": "list", "items": ["一", WORDS]},
    "ordered": {"type": "list", "ordered": True, "items": ["一", "二"]},
    "quote": {"type": "quote", "text": "一本好書"},
    "quote long": {"type": "quote", "text": WORDS, "source": "示例機構"},
    "award": {"type": "award", "name": "示例獎", "text": WORDS},
    "case": {"type": "case", "place": "離島", "text": [WORDS]},
    "case titled": {"type": "case", "place": "離島", "title": "題", "text": ["一", "二"]},
    "figures": {
        "type": "figures",
        "width": "column",
        "items": [{"fact": "readers.total"}, {"fact": "readers.loans"}],
    },
    "table": {
        "type": "table",
        "caption": "表",
        "columns": [{"head": "甲"}, {"head": "乙"}],
        "rows": [["一", "二"], [WORDS, "三"]],
        "note": "表註",
    },
    "table close": {
        "type": "table",
        "caption": "表",
        "heads": [["", {"head": "乙", "over": 2}]],
        "columns": [{"head": "甲"}, {"head": "乙"}, {"head": "丙", "align": "centre"}],
        "rows": [
            {"group": "組"},
            ["一", "二", "三"],
            {"cells": [WORDS, "四", "–"], "indent": 1, "notes": ["a"]},
        ],
        "notes": {"a": WORDS},
        "note": "表註",
    },
    "data": {
        "type": "data_table",
        "caption": "年表",
        "periods": [2024, 2025],
        "columns": ["periods"],
        "width": "column",
        "rows": [
            {"group": "組"},
            {"fact": "visits.counter"},
            {"fact": "visits.online", "notes": ["a"]},
        ],
        "notes": {"a": "表註"},
    },
    "picture": {"type": "picture", "alt": "圖", "lines": 4, "caption": "圖一"},
    "art": {"type": "picture", "alt": "圖", "art": "waves", "lines": 5},
    "chart": {
        "type": "chart",
        "title": "圖表",
        "lines": 7,
        "note": "圖註",
        "drawing": {"kind": "shift", "facts": ["digital.before", "digital.after"]},
    },
}
PANEL: Block = {
    "type": "panel",
    "title": "看服務",
    "headline": "更快捷",
    "lines": 5,
    "claims": [
        {
            "text": "網上續借",
            "fact": "digital.speed",
            "drawing": {"kind": "ratio", "facts": ["digital.speed"]},
        },
        {"text": "**遍佈全區**的社區借還點"},
    ],
}
HALF = {"year": 2025, "title": "措施", "items": ["一", WORDS]}
#: And across the page.
ACROSS: dict[str, Block] = {
    **{
        f"{name} across": {**IN_COLUMN[name], "width": "full"}
        for name in (
            *("quote", "quote long", "case", "figures", "table", "table close", "data"),
            *("picture", "chart"),
        )
    },
    "table landscape": {**IN_COLUMN["table close"], "page": "landscape"},
    "panel": PANEL,
    "measures": {"type": "measures", "done": HALF, "planned": {**HALF, "year": 2026}},
}
ALL = {**IN_COLUMN, **ACROSS}
BREAKS = {"column_break", "page_break"}
#: What a template of somebody's own may bring: any height at all.
ODD = (
    ".case.column { padding-bottom: 5.3pt } .quote { border-top-width: 1.7pt } .art { height: 3pt }"
)


def test_every_block_type_is_tried() -> None:
    missing = set(block_types()) - {str(block["type"]) for block in ALL.values()} - BREAKS
    assert not missing, f"give IN_COLUMN or ACROSS, above, a block of the type: {sorted(missing)}"


def in_any_order(seed: int) -> Iterator[str]:
    """Give the names of all blocks, with body text after two and after three of them."""
    dice = random.Random(seed)
    names = list(ALL)
    dice.shuffle(names)
    for at, name in enumerate(names):
        yield name
        if at % 5 in (1, 4):
            yield "lines"


def section(names: Sequence[str], lead: str, number: int) -> str:
    blocks = []
    for at, name in enumerate(names):
        block = dict(ALL[name])
        if block["type"] in ("picture", "chart", "panel"):
            block["id"] = f"block{number}_{at}"
        blocks.append(block)
    return json.dumps(
        {
            "id": f"section{number}",
            "title": "章節",
            "accent": "second",
            "art": "contours",
            "lead": lead,
            "blocks": blocks,
        },
        ensure_ascii=False,
    )


def pages_of(folder: Path, sections: Sequence[Sequence[str]], theme: str, css: str) -> Any:
    """Lay out a report whose sections have these blocks, under leads of one, two, three lines."""
    create(folder / "new")
    data = folder / "new" / "data" / "chapter"
    names = []
    for number, blocks in enumerate(sections):
        lead = "引言。" + WORDS * (number % 3)
        (data / f"s{number}.yaml").write_text(section(blocks, lead, number), encoding="utf-8")
        names.append(f"s{number}.yaml")
    chapter = yaml.safe_load((data / "chapter.yaml").read_text(encoding="utf-8"))
    chapter["sections"] = names
    (data / "chapter.yaml").write_text(json.dumps(chapter, ensure_ascii=False), "utf-8")
    settings = folder / "new" / "data" / "report.yaml"
    if theme:
        settings.write_text(settings.read_text("utf-8") + f"theme: {theme}\n", encoding="utf-8")
    if css:
        styles = folder / "new" / "styles" / "blocks"
        styles.mkdir(parents=True)
        (styles / "zz.css").write_text(css, encoding="utf-8")
    return lay_out(Project.at(folder / "new"), folder / "build").pages


def off_grid(pages: Any) -> tuple[list[str], int]:
    """Give the body lines that do not stand on the grid of their page, and how many were seen."""
    faults, count = [], 0
    for number, page in enumerate(pages, 1):
        root = page.children[0].style
        leading = root["line_height"].value
        for box, holder in walk(page):
            if kind(box) != "LineBox" or holder is None or not box.width:
                continue
            if any(box.style[name] != root[name] for name in BODY):
                continue
            count += 1
            lines = (box.position_y - page.content_box_y()) / leading
            off = (lines - round(lines)) * leading
            if abs(off) > NEAR:
                words = "".join(holder.element.itertext())[:12]
                faults.append(f"page {number}: {off / PX:+.2f} pt: {words}")
    return faults, count


@pytest.mark.parametrize(("theme", "css", "seed"), [("plain", "", 3), ("", ODD, 4)])
def test_body_text_stands_on_the_grid(tmp_path: Path, theme: str, css: str, seed: int) -> None:
    sections = [list(in_any_order(seed))]
    faults, count = off_grid(pages_of(tmp_path, sections, theme, css))
    assert faults == []
    assert count > 30


def test_text_off_the_grid_would_be_found(tmp_path: Path) -> None:
    off = ".columns, .across, .columns > *, .across > * { --snap: none }"
    faults, _ = off_grid(pages_of(tmp_path, [list(in_any_order(4))], "", ODD + off))
    assert faults
