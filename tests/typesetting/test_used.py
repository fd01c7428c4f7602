"""Used lengths that are known are those that the engine computes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure.boxes import BlockBox, Box

from report.typesetting.extension import hooks, used
from report.typesetting.extension.originals import original_of
from tests.typesetting.test_any_document import BLOCK
from tests.typesetting.test_any_document import STYLE as BLOCKS
from tests.typesetting.test_lines import typeset

P = "<p>一二三四五<b>六七</b>八九十</p>"
#: Cells with one style, narrow and wide ones.
CELLS = f"<table><tr><td><p>一<b>二</b></p><td>{P}{P}<tr><td><p>一</p><td>{P}</table>"
#: Documents with lengths in per cent, and whether a style has several sets of them.
DIFFERENT = {
    "cells of other widths": (
        CELLS,
        "p { margin: 5% 10%; padding-left: 3%; text-indent: 5%; min-width: 30% }",
    ),
    "sizes with borders": (
        CELLS,
        "p { box-sizing: border-box; border: 2pt solid; padding: 3% } "
        "b { box-sizing: padding-box; border: 1pt solid; padding: 0 2% }",
    ),
    "sums": (CELLS, "p { padding-left: calc(5% - 3pt); margin-left: calc(1em + 5%) }"),
    "containers of other heights": (
        f"<section><div>{P}</div><div>{P}</div></section>",
        "section { display: grid; grid-template-rows: 60pt 90pt } p { height: 50% }",
    ),
    "columns": (f"<div style='columns: 2'>{P * 6}</div>{P}", "p { width: 90%; margin: 5% 0 }"),
    "flex items": (
        f"<div style='display: flex'>{P * 3}</div>{P}",
        "p { width: 25%; flex: 1 1 auto; min-width: auto }",
    ),
    "cells of a grid": (
        f"<div style='display: grid; grid-template-columns: 1fr 2fr'>{P * 4}</div>{P}",
        "p { width: auto; padding: 2% }",
    ),
    "tables with shared borders": (
        f"<table><tr><td>{P}<td style='border-width: 6pt'>{P}<tr><td>{P}<td>{P}</table>{P}",
        "table { border-collapse: collapse; width: 80% } td { border: 2pt solid; padding: 4% }",
    ),
    "blocks that are broken": (
        f"<section>{P * 60}</section>",
        "section { border: 3pt solid; padding: 5%; margin: 5% }",
    ),
    "lines of several heights": (
        f"{P}<p style='line-height: 2'>一<big style='font-size: 2em'>二</big>三{P}",
        "p::first-line { font-size: 150% } b { line-height: 3 } p::first-letter { font-size: 3em }",
    ),
    "snapped blocks": (
        f"<div style='columns: 2'>{P * 6}</div>",
        "p { --snap: start; margin-top: 7% }",
    ),
}
#: Those in which a style has several sets of lengths.
SEVERAL = {
    "containers of other heights",
    "cells of other widths",
    "sizes with borders",
    "sums",
    "flex items",
    "cells of a grid",
}


@pytest.fixture
def found() -> Iterator[Counter[str]]:
    """Compare each known length with the engine's, and return how many sets were compared."""
    counts: Counter[str] = Counter()
    names = used._NAMES
    resolve = used.resolve

    def compared(original: Any, box: Any, container: Any) -> None:
        other = box.copy()
        original(other, container)
        known = len(vars(box.style).get("used_lengths", ()))
        resolve(original, box, container)
        assert {name: getattr(box, name) for name in names} == {
            name: getattr(other, name) for name in names
        }
        counts["known" if len(vars(box.style).get("used_lengths", ())) == known else "new"] += 1
        counts["most"] = max(counts["most"], len(vars(box.style).get("used_lengths", ())))

    line_height = used.line_height

    def compared_line(original: Any, style: Any) -> Any:
        counts["lines known" if "line_height" in vars(style) else "lines new"] += 1
        found = line_height(original, style)
        assert found == original(style)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "resolve", compared)
        patch.setattr(hooks, "line_height", compared_line)
        yield counts


@pytest.mark.parametrize("name", DIFFERENT)
def test_known_lengths_are_those_of_the_engine(name: str, found: Counter[str]) -> None:
    typeset(*DIFFERENT[name])
    assert found["known"]
    assert found["lines known"]
    assert name not in SEVERAL or found["most"] > 1


def styled(collapse: str) -> Any:
    """Return a style in which all lengths are one px."""
    lengths = dict.fromkeys(used._NAMES, _Length(1))
    return _Style({**lengths, "border_collapse": collapse, "box_sizing": "content-box"})


class _Style(dict[str, Any]):
    """A style of the engine: a dictionary with attributes."""


class _Length(int):
    """A length in px."""

    unit = "px"

    @property
    def value(self) -> int:
        return int(self)


@pytest.mark.parametrize("floats", ["none", "left", "right", "inline-end", "footnote"])
@pytest.mark.parametrize(
    "position", ["static", "relative", "absolute", "fixed", ("running()", "a"), ("note()", "a")]
)
def test_what_is_in_the_flow_is_what_the_engine_says(floats: str, position: Any) -> None:
    hooks.install()
    box = BlockBox("p", {"float": floats, "position": position}, None, [])
    assert used.is_in_normal_flow(box) == original_of(Box, "is_in_normal_flow")(box)


def test_all_lengths_are_known() -> None:
    from weasyprint.layout.percent import resolve_percentages

    box = BlockBox("p", styled("separate"), None, [])
    before = set(vars(box))
    resolve_percentages(box, (9, 9))
    assert set(vars(box)) - before == set(used._NAMES)


def test_shared_borders_are_those_of_their_cell() -> None:
    from weasyprint.layout.percent import resolve_percentages

    style = styled("collapse")
    for width in (3, 5):
        box = BlockBox("td", style, None, [])
        box.border_top_width = width
        used.resolve(resolve_percentages, box, (9, 9))
        assert box.border_top_width == width


def test_few_sets_of_lengths_are_kept(found: Counter[str]) -> None:
    cells = "".join(f"<td><div><p>{'一' * at}</p></div></td>" for at in range(1, 25))
    typeset(f"<table><tr>{cells}</table>", "@page { size: 3000pt } p { width: 50% }")
    assert found["most"] > 5
    assert found["most"] <= used._MOST


@pytest.mark.slow
@pytest.mark.no_cover  # thousands of lines, each traced, take minutes
@settings(max_examples=4, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=6), st.sampled_from([60, 120, 230]))
def test_any_document_has_the_lengths_of_the_engine(blocks: list[str], width: int) -> None:
    style = f"body {{ width: {width}pt }} p, li, td {{ padding: 1% }} b, div {{ margin: 0 1% }}"
    resolve = used.resolve

    def compared(original: Any, box: Any, container: Any) -> None:
        other = box.copy()
        original(other, container)
        resolve(original, box, container)
        wanted = {name: getattr(other, name) for name in used._NAMES}
        assert {name: getattr(box, name) for name in used._NAMES} == wanted

    body = "".join(blocks)
    try:
        typeset(body, BLOCKS + style)
    except (IndexError, AssertionError):  # the engine fails at some floats
        assume(False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hooks, "resolve", compared)
        typeset(body, BLOCKS + style)
