"""Styles that are made once for elements that are alike are the engine's own."""

from __future__ import annotations

from typing import Any

import cssselect2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint import CSS, HTML, css
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.css.targets import TargetCollector
from weasyprint.text.fonts import FontConfiguration

from report.typesetting.extension import hooks
from report.typesetting.extension.cascade import SharedStyles, by_name
from report.typesetting.extension.matched import Matched

SVG = "http://www.w3.org/2000/svg"
#: Selectors that ask for an element and its ancestors, for its siblings, or for what is inside.
SELECTORS = (
    *("p", "P", ".a", ".b.a", "#x", "[id]", "[id^='x']", "[data-n]", "[data-n='1']", "[lang]"),
    *(":lang(zh)", "div p", "div > .a", "div > div .b", ":is(p, .b) i", "p:not(.a, .b)", ":root"),
    *("p + p", ".a ~ .b", "p:first-child", "p:last-child", "i:nth-child(2n)", "i:only-child"),
    *("#x1 i, #x > p", "#x1"),
    *("p:empty", "div:has(.b)", "p:nth-last-of-type(2)", "div:has(> p + p) i", "a:link"),
    *("p::before", ".a::after", "p:first-child::before", "p::first-line", "li::marker"),
    *("p::note-call", "[data-n='1' i]::before", "*", "p:nth-child(2 of .a)"),
)
ATTRIBUTES = (
    *(
        "",
        " id='x1'",
        " class='a'",
        " class='b a'",
        " class='b'",
        " id='x'",
        " data-n='1'",
        " data-n='2'",
    ),
    *(" lang='zh-HK'", " style='color: red'", " id='x1' class='a'", " href='#x'"),
    " style='padding: 1px' lang='en'",
)


def styles(make: Any, html: str, text: str) -> list[dict[str, Any]]:
    """Compute all properties of all elements and pseudo-elements, in the order of the tree."""
    fonts = FontConfiguration()
    document = HTML(string=html)
    sheet = CSS(string=text, font_config=fonts)
    sheets = [(one, "user agent", None) for one in document._ua_stylesheets()]
    sheets.append((sheet, "author", None))
    found = make(document, sheets, False, fonts, TargetCollector())
    names = (None, "before", "after", "marker", "first-line", "note-call")
    return [
        {name: style[name] for name in INITIAL_VALUES}
        for element in document.etree_element.iter()
        for pseudo in names
        if (style := found(element, pseudo)) is not None
    ]


def elements(children: Any) -> Any:
    parts = st.tuples(
        st.sampled_from(("p", "div", "i", "li", "a")), st.sampled_from(ATTRIBUTES), children
    )
    return parts.map(lambda one: f"<{one[0]}{one[1]}>{''.join(one[2])}</{one[0]}>")


trees = st.recursive(elements(st.just([])), lambda one: elements(st.lists(one, max_size=5)))


@pytest.mark.slow
@settings(max_examples=30)
@given(
    st.lists(trees, min_size=1, max_size=4),
    st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=12),
)
def test_styles_are_those_of_the_engine(body: list[str], selectors: list[str]) -> None:
    sheet = "".join(
        f"{'@layer one {' * (n % 3 == 0)}{one} {{ --n: {n}; margin: {n}px;"
        f" width: {n}{'px !important' if n % 4 == 0 else 'em'}; anchor: attr(id); content: '{n}' }}"
        f"{'}' * (n % 3 == 0)}"
        for n, one in enumerate(selectors)
    )
    html = f"<html lang='zh'><body>{''.join(body)}</body></html>"
    assert styles(SharedStyles, html, sheet) == styles(SharedStyles.__base__, html, sheet)


@pytest.mark.parametrize("selector", SELECTORS)
def test_each_selector_finds_the_same_elements(selector: str) -> None:
    matcher = cssselect2.Matcher()
    for number, one in enumerate(cssselect2.compile_selector_list(selector)):
        matcher.add_selector(one, number)
    inside = "".join(
        f"<{tag}{one}>{within}</{tag}>"
        for within in ("", "<i></i><p class='a'></p><p class='b'><a href='x'></a></p>", "<p>甲</p>")
        for tag in ("p", "div", "li")
        for one in ATTRIBUTES
    )
    root = HTML(string=f"<html lang='zh'><body>{inside}</body></html>").wrapper_element
    matched = Matched([matcher])
    for element in root.iter_subtree():
        assert [rule[1:] for rule in matched(element)] == matcher.match(element)


def test_cells_that_are_alike_share_rules_and_styles() -> None:
    row = "<tr><td class='a'>1</td><td class='b'>2</td></tr>"
    document = HTML(string=f"<table>{row * 50}</table>")
    sheet = CSS(string="td.a, td + td { color: red } td::before { content: '.' }")
    found = SharedStyles(document, [(sheet, "author", None)], False, FontConfiguration(), None)
    cells = [one for one in document.etree_element.iter() if one.tag == "td"]
    assert len(cells) == 100
    assert len({id(found(one)) for one in cells}) == 2
    assert len({id(found(one, "before")) for one in cells}) == 2


@pytest.mark.parametrize(
    ("html", "red"),
    [
        ("<p>一</p>", False),
        ("<style>p { color: red }</style><p>一</p>", True),
        ("<link rel=stylesheet href='data:text/css,p{color:red}'><p>一</p>", True),
        (
            "<svg xmlns='http://www.w3.org/2000/svg'><style>p { color: red }</style></svg><p>一",
            False,
        ),
    ],
)
def test_stylesheets_within_a_document_are_found(html: str, red: bool) -> None:
    hooks.install()
    document = HTML(string=html)
    style_for = css.get_all_computed_styles(document)
    (element,) = [one for one in document.etree_element.iter() if one.tag == "p"]
    assert (style_for(element)["color"].coordinates[0] == 1) == red


@pytest.mark.parametrize("names", [("style", "link"), ("title", "meta", "link"), ("b",)])
def test_elements_are_found_by_name_as_the_engine_finds_them(names: tuple[str, ...]) -> None:
    html = (
        "<title>一</title><meta name=a><link rel=x><p>甲<b>乙</b><!-- link -->"
        "<svg><title>丙</title><style>a {}</style><b/></svg><style>p {}</style>"
    )
    wrapper = HTML(string=html).wrapper_element
    found = by_name(wrapper, names)
    assert found is not None
    elements = [one.etree_element for one in found]
    assert elements == [one.etree_element for one in wrapper.query_all(*names)]
    assert elements


def test_other_selectors_are_left_to_the_engine() -> None:
    wrapper = HTML(string="<p class=a>").wrapper_element
    assert by_name(wrapper, ("p.a",)) is None
    assert by_name(wrapper, ("p", "*")) is None
    assert by_name(wrapper, ()) is None
    assert [one.etree_element.tag for one in wrapper.query_all("p.a", "p > a")] == ["p"]
