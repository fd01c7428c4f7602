"""Blocks of columns that are moved are where and what they would be if they were laid out anew."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from report.findings.errors import FindingsError
from report.typesetting.extension import lines
from report.typesetting.extension.again import Again
from tests.typesetting import anew
from tests.typesetting.test_any_document import BLOCK
from tests.typesetting.test_any_document import STYLE as BLOCKS
from tests.typesetting.test_lines import WORDS, typeset
from tests.typesetting.test_repeats import AGAIN


def without(body: str, style: str) -> bytes:
    """Typeset without moving blocks."""
    return anew.without(Again, "follows", False, body, style)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Return how often a block was moved, or not."""
    return anew.counted(Again, monkeypatch)


P = f"<p>{WORDS}</p>"
SHORT = "<p>一二三四五六七八九十</p>"
COLUMNS = "main { columns: 2 } "
#: Documents with columns whose blocks can be moved.
MOVED = {
    "paragraphs": (P * 5, ""),
    "blocks in blocks": (f"<div>{P}<div>{P * 2}</div></div><div>{P * 4}</div>", ""),
    "a block that ends in the next column": (f"{P}<div>{P * 2}</div>{SHORT}<div>{P}</div>", ""),
    "what cannot be broken": (
        f"<section>{SHORT}<div>{P * 2}</div>{SHORT}</section>",
        "div { break-inside: avoid }",
    ),
    "edges of blocks that are broken": (
        f"<section>{SHORT * 6}</section><section>{SHORT * 5}</section>",
        "section { border: 2pt solid; padding: 3pt; margin: 5pt 0 }",
    ),
    "edges that are drawn again": (
        f"<section>{SHORT * 6}</section><section>{SHORT * 5}</section>",
        "section { border: 2pt solid; padding: 3pt; box-decoration-break: clone }",
    ),
    "margins that collapse": (
        f"<div>{SHORT * 3}</div>{SHORT}<div>{SHORT * 2}</div>",
        "p { margin: 8pt 0 5pt } div { margin: 11pt 0 }",
    ),
    "headings that stay with their text": (
        f"<h2>題目</h2>{SHORT}" * 5,
        "h2 { break-after: avoid; font-size: 12pt; margin: 6pt 0 }",
    ),
    "marks beside lists": (
        "<ul>" + f"<li>{WORDS}</li>" * 4 + "</ul>",
        "li { position: relative; list-style: none; padding-left: 12pt }"
        "li::before { content: '•'; position: absolute; left: 0; top: 0 }",
    ),
    "relative blocks": (P * 4, "p { position: relative; left: 3pt; top: -2pt }"),
    "something placed at the foot of a block": (
        f"<div>{P}<i>一二</i></div>" * 3,
        "div { position: relative } i { position: absolute; bottom: 0; right: 0 }",
    ),
    "tables": (
        f"<table><thead><tr><th>頭<tbody><tr><td>{WORDS[:9]}<tr><td>二<tr><td>三</table>{P * 3}",
        "td { text-align: justify }",
    ),
    "flex boxes": (f"<div>{SHORT * 2}</div>{P * 2}<div>{SHORT * 2}</div>", "div { display: flex }"),
    "grids": (
        f"<div>{SHORT * 2}</div>{P * 2}",
        "div { display: grid; grid-template-columns: 1fr 1fr }",
    ),
    "boxes in lines": (
        f"<p>{WORDS}<b>盒</b>{WORDS}</p>{P * 2}",
        "b { display: inline-block; border: 1pt solid }",
    ),
    "blocks on the grid": (
        f"<h2>題目</h2>{P}<figure>圖</figure>{P * 2}",
        "html { line-height: 14pt } h2 { --snap: end; font-size: 13pt; line-height: 15pt }"
        "figure { --snap: start; margin: 3pt 0; height: 21pt }",
    ),
    "three columns": (P * 7, "main { columns: 3 }"),
    "two pages": (P * 30, ""),
    "columns in a flex box": (f"<div>{P * 3}</div>", "main { display: flex } div { columns: 2 }"),
    "space around the columns": (P * 4, "main { padding: 4pt; border: 1pt solid; margin: 6pt }"),
}
#: Documents in which a block is more than its place tells.
ANEW = {
    "a fixed height": (P * 3, "main { height: 90pt; column-fill: auto }"),
    "floats": (f"<div><i>一二</i>{P}</div>" * 3, "i { float: left }"),
    "a float beside many": (f"<i></i>{P * 3}", "i { float: left; height: 130pt; width: 30pt }"),
    "placed on the page": (f"<div>{P}<i>一</i></div>" * 3, "i { position: absolute; top: 0 }"),
    "notes at the foot": (f"<div>{P}<i>注</i></div>" * 3, "i { float: footnote }"),
    "columns in columns": (f"<div>{P * 2}</div>" * 3, "div { columns: 2 }"),
    "first letters": (P * 4, "p::first-letter { font-size: 20pt }"),
    "first lines": (P * 4, "p::first-line { font-size: 12pt }"),
}


@pytest.mark.variants(8)
@pytest.mark.parametrize("name", MOVED)
def test_blocks_are_moved_and_the_pages_are_the_same(name: str, moved: Counter[bool]) -> None:
    body, style = MOVED[name]
    pdf = typeset(f"<main>{body}</main>", COLUMNS + style)
    assert moved[True]
    assert pdf == without(f"<main>{body}</main>", COLUMNS + style)


@pytest.mark.variants(3)
@pytest.mark.parametrize("name", ANEW)
def test_other_blocks_are_laid_out_anew(name: str) -> None:
    body, style = ANEW[name]
    pdf = typeset(f"<main>{body}</main>", COLUMNS + style)
    assert pdf == without(f"<main>{body}</main>", COLUMNS + style)


@pytest.mark.slow
@pytest.mark.parametrize("name", AGAIN)
def test_pages_with_lines_that_are_copied_are_the_same(name: str) -> None:
    assert typeset(*AGAIN[name]) == without(*AGAIN[name])


def test_one_block_that_cannot_be_broken_is_laid_out_a_few_times(moved: Counter[bool]) -> None:
    """The engine tries a hundred heights, each a pixel more, until it fits."""
    rows = "".join(f"<p>{n}</p>" for n in range(9))
    typeset(
        f"<main><section><p>一</p><div>{rows}</div></section></main>",
        COLUMNS + "div { break-inside: avoid }",
    )
    assert moved[True] > 20


def test_steps_are_counted_as_if_blocks_were_laid_out_anew(
    moved: Counter[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    body, style = f"<main>{P * 3}</main>", COLUMNS

    def fits(limit: int, make: Any) -> bool:
        monkeypatch.setattr(lines, "MOST_STEPS", limit)
        try:
            make(body, style)
        except FindingsError:
            return False
        return True

    low, high = 1, 4_000  # the smallest limit that is enough, by halving
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle, without) else (middle, high)
    moved.clear()
    assert fits(high, typeset)
    assert moved[True]
    assert not fits(low, typeset)


def _held(blocks: list[str]) -> str:
    return f"<div>{''.join(blocks)}</div>"


@pytest.mark.slow
@pytest.mark.no_cover  # thousands of lines, each traced, take minutes
@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.one_of(
            BLOCK, st.lists(BLOCK, max_size=4).map(lambda all_: f"<div>{''.join(all_)}</div>")
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([60, 120, 173, 230]),
    st.sampled_from([2, 3]),
    st.sampled_from(
        ["", "break-inside: avoid", "position: relative; top: 1pt", "margin: 4pt 0", "--snap: end"]
    ),
)
def test_any_columns_are_the_same_byte_by_byte(
    blocks: list[str], width: int, count: int, rule: str
) -> None:
    style = f"body {{ width: {width}pt }} main {{ columns: {count} }} p, div {{ {rule} }}" + BLOCKS
    body = f"<main>{''.join(blocks)}</main>"
    try:
        anew = without(body, style)
    except (IndexError, AssertionError):  # the engine fails at some floats in columns
        assume(False)
    assert typeset(body, style) == anew
