"""Stylesheets with too large values are reported quickly, at their place; others are accepted."""

from __future__ import annotations

import pytest

from report.project.shipped import theme_folder
from report.typesetting.limits import check_limits
from tests.timing import takes_at_most

LEVELS = "".join(f"--a{n}: {f'var(--a{n - 1}) ' * 10};" for n in range(1, 9))
CHAIN = "".join(f"--c{n}: var(--c{n - 1});" for n in range(1, 3000))


@pytest.mark.parametrize(
    ("line", "column", "css"),
    [
        (1, 10, "p{width: 1e9pt}"),
        (2, 8, "p {\n width: 6001mm }"),
        (1, 12, "p{padding: 9000cm}"),
        (1, 12, "p{margin: 0 -1000000mm}"),
        (1, 16, "p{font-size:   1000000pt}"),
        (1, 16, "p{text-indent: 10000000pt}"),
        (1, 18, "p{letter-spacing:1000000px}"),
        (1, 9, "p{width:calc(100% + 1e12mm)}"),
        (1, 3, "p{width:90000000%}"),
        (1, 14, "p{line-height:1e9}"),
        (1, 11, "p{columns: 100000}"),
        (1, 17, "p{column-count: 100}"),
        (1, 1, "p{grid-template-columns: repeat(1000000, 1px)}"),
        (1, 1, "@media print { p { orphans: 100000 } }"),
        (1, 1, f"p::before{{content: '{'x' * 6000}'}}"),
        (1, 1, "a{" * 3000 + "}" * 3000),
        (1, 1, ":not(" * 900 + "p" + ")" * 900 + "{color:red}"),
        (1, 1, "p{color:black}\n" * 40_000),
        (1, 1, ":root{--a0: one two three;" + LEVELS + "}"),
        (1, 1, ":root{--c0: x;" + CHAIN + "}"),
        (1, 1, "p{color: red; /* } */ width: 1e12px"),
    ],
    ids=lambda one: str(one)[:24],
)
def test_endless_css_is_reported(line: int, column: int, css: str) -> None:
    with takes_at_most(2):
        found = list(check_limits([("styles/blocks/own.css", css)]))
    assert {one.code for one in found} == {"D506"}
    place = found[0].place
    assert place.file == "styles/blocks/own.css"
    assert place.line == line
    assert place.column >= column or column == 1


@pytest.mark.parametrize(
    "css",
    [
        "@page { size: 1mm }",
        "@page{size:900mm 900mm}",
        "@page { size: A4 }",
        "@page :left { size: A4 landscape }",
        "@page band { size: 5mm 5mm }",
        "@page { margin: 3000mm }",
        "@page :right { margin-left: 10mm }",
        "@page { marks: crop; bleed: 5mm }",
        "@media print { @page { size: 100mm 100mm } }",
    ],
)
def test_limits_of_tokens_are_reported(css: str) -> None:
    found = list(check_limits([("styles/page/own.css", css)]))
    assert {one.code for one in found} == {"D507"}
    assert all(one.place.line == 1 and one.place.column > 1 for one in found)


@pytest.mark.parametrize(
    "css",
    [
        "p { z-index: 99999; color: #100000; width: calc(100% - 2 * var(--gutter)) }",
        "@page plate { margin: 0 }",
        "@page band { @top-left { content: none } margin-top: 0 }",
        "p { left: -9999px; width: 4999mm; columns: 50; line-height: 1.7 }",
        "p { content: '一百個字' }",
        ":root { --a: var(--b); --b: var(--a) }",
        ":root { --b: 1em } p { margin: var(--b) var(--b) var(--b) var(--b, var(--c, 2em)) }",
        "p { color: red",
        "/* " + "long " * 2000 + "*/",
    ],
)
def test_usual_css_is_accepted(css: str) -> None:
    assert list(check_limits([("styles/blocks/own.css", css)])) == []


def test_the_shipped_stylesheets_are_accepted() -> None:
    root = theme_folder() / "styles"
    sheets = [(str(path), path.read_text(encoding="utf-8")) for path in root.rglob("*.css")]
    assert sheets
    assert list(check_limits(sheets)) == []
