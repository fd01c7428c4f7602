"""Random documents: composed or not, all characters are printed, and none outside its box."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from report.measure.glyphs import Glyph, read_glyphs
from report.model.characters import CHINESE
from tests.typesetting.test_lines import typeset

OFF = " html { --composition: off }"
#: Han of the basic plane and of Extension B, marks, Western, emoji, Hebrew, Arabic, a combining
#: accent, full-width forms.
CHARACTERS = (
    "字文數中國𠮷𪚥「」『』（），。、；：！？—…·／～ab 12.%+-億個年Wi½ⁿ①Ａ１😀👍🏽❤שלוםسلامe\u0301"
)
WORDS = st.one_of(
    st.text(st.sampled_from(CHARACTERS), max_size=12),
    st.sampled_from(
        [
            "7.9億元",
            "Wi-Fi 6",
            "——",
            "……",
            "「『他』」",
            "No. 1",
            "שלום",
            "سلام",
            "👩‍👩‍👧",
            "５Ｇ",
            "a/b@c.d",
        ]
    ),
)
TAGS = ["b", "i", "span", "a", "sup", "code", "span dir=rtl", "span style='float:left'"]


def element(tag: str, inner: list[str]) -> str:
    return f"<{tag}>{''.join(inner)}</{tag.split(maxsplit=1)[0]}>"


INLINE = st.recursive(
    WORDS,
    lambda inner: st.builds(element, st.sampled_from(TAGS), st.lists(inner, max_size=3)),
    max_leaves=12,
)
PARTS = st.lists(INLINE, min_size=1, max_size=5)
BLOCK = st.one_of(
    PARTS.map(lambda parts: f"<p>{''.join(parts)}</p>"),
    PARTS.map(lambda parts: f"<h2>{''.join(parts)}</h2>"),
    PARTS.map(lambda parts: "<ul>" + "".join(f"<li>{p}</li>" for p in parts) + "</ul>"),
    PARTS.map(lambda parts: f"<table><tr>{''.join(f'<td>{p}</td>' for p in parts)}</tr></table>"),
    PARTS.map(
        lambda parts: f"<div style='display:flex'>{''.join(f'<div>{p}</div>' for p in parts)}</div>"
    ),
    PARTS.map(lambda parts: f"<div style='columns:2'>{'<br>'.join(parts)}</div>"),
    INLINE.map(lambda part: f"<p>{part}<i style='float:right'>{part}</i>{part}</p>"),
    INLINE.map(lambda part: f"<p>{part}<i style='float:footnote'>注{part}</i>{part}</p>"),
    INLINE.map(lambda part: f"<p>{part}<i style='display:inline-block'>盒{part}</i>{part}</p>"),
    INLINE.map(lambda part: f"<p><b style='padding:0 3pt;border:1pt solid'>{part}</b>字</p>"),
)
STYLE = """
p, li, td, div { text-align: justify }
ul { margin: 0; padding-left: 2em }
h2 { --keep-words: on; --line-breaking: balance; font-size: 14pt; margin: 0 }
table, td { border-spacing: 0; padding: 0 }
code { white-space: nowrap }
p, li, td, div, h2 { overflow-wrap: anywhere }
"""


def glyphs(pdf: bytes) -> list[Glyph]:
    return [glyph for page in read_glyphs(pdf) for glyph in page.glyphs]


def shown(pdf: bytes) -> Counter[str]:
    return Counter(c for glyph in glyphs(pdf) for c in glyph.text if not c.isspace())


@pytest.mark.slow
@pytest.mark.no_cover  # thousands of lines, each traced, take minutes
@settings(max_examples=15)
@given(st.lists(BLOCK, min_size=1, max_size=5), st.sampled_from([60, 120, 173, 230]))
def test_any_document_is_typeset_with_all_its_characters(blocks: list[str], width: int) -> None:
    style = f"body {{ width: {width}pt }}" + STYLE
    body = "".join(blocks)
    try:
        plain = typeset(body, style + OFF)
    except IndexError:  # the engine cannot lay out floats alone in right-to-left text
        assume(False)
    # Nor floats in columns: it may lose those that do not fit.
    han = Counter(CHINESE.findall(re.sub("<[^>]*>", "", body)))
    assume(not han - shown(plain))
    composed = typeset(body, style)
    assert shown(composed) == shown(plain)
    # The page is 300 pt wide; in the engine, unbreakable text may overflow it.
    edge = max((glyph.end for glyph in glyphs(plain)), default=0)
    assert max((glyph.end for glyph in glyphs(composed)), default=0) <= max(edge, 300) + 0.5
    assert (
        min((glyph.x for glyph in glyphs(composed)), default=0)
        >= min([0.0, *(glyph.x for glyph in glyphs(plain))]) - 0.5
    )


@pytest.mark.slow
@pytest.mark.no_cover  # thousands of lines, each traced, take minutes
@settings(max_examples=12)
@given(st.lists(INLINE, min_size=1, max_size=6), st.sampled_from([60, 120, 173, 230]))
def test_text_without_chinese_is_typeset_by_the_engine(parts: list[str], width: int) -> None:
    western = [part for part in parts if not CHINESE.search(re.sub("<[^>]*>", "", part))]
    style = f"body {{ width: {width}pt }} .western {{ font-size: 11pt }}" + STYLE
    style += "p { overflow: hidden }"  # so that no float reaches into the next paragraph
    body = "".join(f"<p class=western>{part}</p><p>字{part}</p>" for part in western)

    def set_as(pdf: bytes) -> list[tuple[str, float]]:
        return [(g.text, round(g.x, 2)) for g in glyphs(pdf) if abs(g.size - 11) < 0.1]

    try:
        plain = typeset(body, style + OFF)
    except IndexError:
        assume(False)
    assert set_as(typeset(body, style)) == set_as(plain)
