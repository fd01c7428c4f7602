"""Lines that are copied are where and what they would be if they were made anew."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from report.findings.errors import FindingsError
from report.typesetting.extension import lines
from report.typesetting.extension.repeats import Repeats
from tests.pdf import text
from tests.typesetting import anew
from tests.typesetting.test_any_document import BLOCK
from tests.typesetting.test_any_document import STYLE as BLOCKS
from tests.typesetting.test_lines import WORDS, typeset


def without(body: str, style: str) -> bytes:
    """Typeset without copying lines."""
    return anew.without(Repeats, "key", None, body, style)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Return how often a line was copied, or not."""
    return anew.counted(Repeats, monkeypatch)


P = f"<p>{WORDS}</p>"
#: Documents in which lines are laid out again, with a name for each.
AGAIN = {
    "columns": (f"<div>{P * 5}</div>", "div { columns: 2 }"),
    "an indent of the first line": (f"<div>{P * 5}</div>", "div { columns: 2; text-indent: 2em }"),
    "an indent in per cent": (f"<div>{P * 5}</div>", "div { columns: 3; text-indent: 10% }"),
    "centred lines": (f"<div>{P * 5}</div>", "div { columns: 2 } p { text-align: center }"),
    "lines at the right": (f"<div>{P * 5}</div>", "div { columns: 2 } p { text-align: right }"),
    "elements with edges": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 }"
        "strong { border: 1pt solid; padding: 0 2pt; position: relative; top: 1pt }",
    ),
    "raised and lowered": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 } strong { vertical-align: super } a { vertical-align: top }",
    ),
    "relative blocks": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 } p { position: relative; left: 3pt; top: 2pt }",
    ),
    "flex items of other widths": (
        f"<section>{P}<p>一二三四五</p>{P}</section><section>{P * 2}</section>",
        "section { display: flex } p { flex: 1 1 auto }",
    ),
    "cells": (
        f"<table><tr><td>{WORDS}<td>{WORDS[:40]}<tr><td>一<td>{WORDS}</table>",
        "td { text-align: justify }",
    ),
    "floats beside": (
        f"<div>{P}<i style='float: left'>一二<br>三</i>{P * 4}</div>",
        "div { columns: 2 }",
    ),
    "floats that are beside a line only at some heights": (
        f"<div><i></i>{P * 2}</div>",
        "div { columns: 2; orphans: 1; widows: 1 } i { float: left; height: 150pt; width: 35pt }",
    ),
    "a first line of its own": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 } p::first-line { font-size: 12pt }",
    ),
    "first letters": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 } p::first-letter { font-size: 20pt }",
    ),
    "footnotes": (
        f"<div>{P}<p>甲<i style='float: footnote'>注</i>乙</p>{P * 8}</div>",
        "div { columns: 2 }",
    ),
    "page breaks in columns": (f"<div>{P * 40}</div>", "div { columns: 2; orphans: 2; widows: 2 }"),
    "no Chinese": (
        "<div>" + "<p>Plain text, set by the engine.</p>" * 9 + "</div>",
        "div { columns: 2 }",
    ),
    "ends on the grid": (
        f"<div>{P * 5}</div>",
        "div { columns: 2 } p { --snap: end; line-height: 14pt }",
    ),
}


@pytest.mark.variants(6)
@pytest.mark.parametrize("name", AGAIN)
def test_the_pages_are_the_same_byte_by_byte(name: str, copied: Counter[bool]) -> None:
    body, style = AGAIN[name]
    pdf = typeset(body, style)
    # First letters change their paragraph; beside floats, few lines are laid out a third time.
    if "columns" in style and name != "first letters" and "float" not in name:
        assert copied[True]
    assert pdf == without(body, style)


def test_a_line_is_known_by_all_that_it_depends_on() -> None:
    def key(
        *, indent: float = 0, x: float = 0, width: float = 9, skip: Any = None, shapes: Any = ()
    ) -> Any:
        line = SimpleNamespace(children=[], text_indent=indent)
        box = SimpleNamespace(content_box_x=lambda: x, width=width, height="auto")
        found = Repeats().key(SimpleNamespace(excluded_shapes=shapes), line, skip, box)
        return found and found[1:]  # the first is the identity of the line box

    keys = [
        key(),
        key(indent=1),
        key(x=1),
        key(width=8),
        key(skip={0: None}),
        key(skip={0: {1: None}}),
    ]
    assert len(set(keys)) == len(keys)
    assert key() == key()
    assert key(shapes=[object()]) is None


def test_steps_are_counted_as_if_lines_were_made_anew(
    copied: Counter[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fits(limit: int, make: Any) -> bool:
        monkeypatch.setattr(lines, "MOST_STEPS", limit)
        try:
            make(f"<div>{P * 2}</div>", AGAIN["columns"][1])
        except FindingsError:
            return False
        return True

    low, high = 1, 4_000  # the smallest limit that is enough, by halving
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle, without) else (middle, high)
    copied.clear()
    assert fits(high, typeset)
    assert copied[True]
    assert not fits(low, typeset)


def test_a_page_reference_is_not_printed_as_on_an_earlier_try() -> None:
    body = f"<div>{P * 2}<p>見第<b></b>頁及後頁</p>{P * 2}</div><h2 id=end>末</h2>"
    style = "div { columns: 2 } h2 { break-before: page }"
    style += "b::after { content: target-counter('#end', page) }"
    assert "見第2頁" in text(typeset(body, style)).replace("\n", "")


@pytest.mark.slow
@pytest.mark.no_cover  # thousands of lines, each traced, take minutes
@settings(max_examples=4, deadline=None)
@given(
    st.lists(BLOCK, min_size=1, max_size=3),
    st.sampled_from([60, 120, 173, 230]),
    st.sampled_from([2, 3]),
    st.sampled_from(["", "text-indent: 2em", "text-align: center", "position: relative; top: 1pt"]),
)
def test_any_columns_are_the_same_byte_by_byte(
    blocks: list[str], width: int, count: int, rule: str
) -> None:
    style = f"body {{ width: {width}pt }} main {{ columns: {count} }} p {{ {rule} }}" + BLOCKS
    body = f"<main>{''.join(blocks)}</main>"
    try:
        anew = without(body, style)
    except (IndexError, AssertionError):  # the engine fails at some floats in columns
        assume(False)
    assert typeset(body, style) == anew
