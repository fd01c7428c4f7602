"""The HTML parser keeps its patterns, and reads what it has read before."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5 import inputstream

from report.typesetting.extension import html, originals

PIECES = (
    *("<p>", "</p>", "<b class=a>", "</b>", "甲乙", "<!-- 一 -->", "&amp;", "&nosuch;", "\x00"),
    *("<table>", "<td>", "</table>", "<script>a<b</script>", "<svg><path d='M0 0'/></svg>"),
    *("<a href=\"x&y\" id='一'>", "<br/>", "<title>一", "</title>", "<![CDATA[x]]>", "]"),
    *("<", ">", " ", "\t", "\r\n"),
)


@pytest.fixture(scope="module", autouse=True)
def kept() -> Iterator[None]:
    """Install and uninstall the patterns, unless the engine's wrappers are there to stay."""
    was = isinstance(inputstream.characters_until_regex, html.Patterns)
    html.install()
    yield
    if not was and not originals.originals:
        html.uninstall()


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_the_tree_is_the_same(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = ElementTree.tostring(tinyhtml5.parse(text, namespace_html_elements=False))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputstream, "characters_until_regex", {})
        plain = ElementTree.tostring(tinyhtml5.parse(text, namespace_html_elements=False))
    assert found == plain


def test_a_pattern_is_compiled_once() -> None:
    patterns = inputstream.characters_until_regex
    assert isinstance(patterns, html.Patterns)
    tinyhtml5.parse("<p id='一'>甲</p>" * 3)
    before = dict(patterns)
    assert before
    tinyhtml5.parse("<p id='一'>甲</p>" * 30)
    assert dict(patterns) == before


def test_uninstalled_it_is_as_it_was() -> None:
    html.uninstall()
    try:
        assert type(inputstream.characters_until_regex) is dict
    finally:
        html.install()
