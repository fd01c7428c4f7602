"""Colours, sizes and rules are only in the tokens, not in a stylesheet or drawing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
import tinycss2.color4

STYLES = sorted(Path("styles").glob("**/*.css"))
FIGURES = sorted(Path("report/figures").glob("**/*.py"))
#: Units of print and screen. Units relative to type (em, rlh, ic) or page are permitted.
ABSOLUTE = {"pt", "mm", "cm", "in", "px", "pc", "q"}
#: CSS colour keywords without a colour of their own.
NO_COLOURS = {"currentcolor", "transparent"}
COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "color", "device-cmyk"}


def tokens(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        for part in ("prelude", "content", "arguments"):
            yield from tokens(getattr(node, part, None) or ())


def literals(css: str) -> list[str]:
    found = []
    previous = None
    for node in tokens(tinycss2.parse_stylesheet(css, skip_comments=True)):
        if node.type == "dimension" and node.lower_unit in ABSOLUTE and node.value:
            found.append(f"{node.representation}{node.unit}")
        elif node.type == "hash" and re.fullmatch(r"[0-9a-fA-F]{3,8}", node.value):
            found.append(f"#{node.value}")
        elif node.type == "function" and node.lower_name in COLOUR_FUNCTIONS:
            found.append(f"{node.name}()")
        elif (
            node.type == "ident"
            and node.lower_value not in NO_COLOURS
            and not node.value.startswith("--")
            and previous != "."
            and tinycss2.color4.parse_color(node.value) is not None
        ):
            found.append(node.value)
        if node.type == "literal":
            previous = node.value
        elif node.type != "whitespace":
            previous = None
    return found


@pytest.mark.parametrize("file", STYLES, ids=str)
def test_no_stylesheet_has_a_colour_or_size_of_its_own(file: Path) -> None:
    assert literals(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { color: #c00; margin: 0 2pt }", ["#c00", "2pt"]),
        ("a { color: red; border: 1px solid rgb(0 0 0) }", ["red", "1px", "rgb()"]),
        ("@page { size: 210mm; @top-left { padding: 1.5pt } }", ["210mm", "1.5pt"]),
        ("@media print { a { color: device-cmyk(0 0 0 1) } }", ["device-cmyk()"]),
        (".red { color: var(--red); width: calc(1rlh - var(--rule-hair)) }", []),
        ("a { color: transparent; margin: 0pt }", []),
    ],
)
def test_a_literal_is_found(css: str, found: list[str]) -> None:
    assert literals(css) == found


SIZES = {"line", "size", "fontsize", "linewidth"}


def drawn(source: str) -> list[str]:
    """Return literal colours, and literal sizes of type and rules."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if re.fullmatch(r"#[0-9a-fA-F]{3,8}", node.value):
                found.append(node.value)
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                value = getattr(keyword.value, "value", None)
                if keyword.arg in SIZES and isinstance(value, int | float) and value:
                    found.append(f"{keyword.arg}={value}")
    return found


#: These two use black and white as SVG does: as defaults if no colour is given.
DEFAULTS = {
    "report/figures/svg.py": ["#000000"],
    "report/figures/recolour.py": ["#ffffff", "#000000"],
}


@pytest.mark.parametrize("file", FIGURES, ids=str)
def test_no_drawing_has_a_colour_or_size_of_its_own(file: Path) -> None:
    found = drawn(file.read_text(encoding="utf-8"))
    assert found == DEFAULTS.get(file.as_posix(), [])


def test_a_literal_in_a_drawing_is_found() -> None:
    source = "canvas.shape(path, '#ff0000', line=0.7); canvas.text(1, 2, 'x', size=9)"
    assert sorted(drawn(source)) == ["#ff0000", "line=0.7", "size=9"]
