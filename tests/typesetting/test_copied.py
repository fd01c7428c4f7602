"""Characters that share a glyph are copied as they were written, in any order."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import chain

import pytest
from fontTools.ttLib import TTCollection
from hypothesis import given, settings
from hypothesis import strategies as st

from report.model.lookalikes import UNUSUAL, USUAL, usual_text
from tests.pdf import text as extracted
from tests.typesetting.test_lines import by_pdfium, joined, typeset

FACES = ("Noto Serif CJK HK", "Noto Sans CJK HK")
#: Compatibility ideographs that newer releases of Noto draw like a different ideograph.
NEWER = {"\u2f2c", "\ufa3c", "\U0002f878"}
#: Characters that extractors read as a space, or that the engine drops.
BLANK = {"\u00a0", "\u00ad", "\u1160", "\u2003", "\u3000", "\u3164", "\uffa0", " "}


@cache
def groups(family: str) -> tuple[tuple[str, ...], ...]:
    """Return the characters of a face that share a glyph."""
    asked = ["fc-match", "--format", "%{file}\t%{index}", f"{family}:regular:lang=zh-hk"]
    file, index = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.split(
        "\t"
    )
    with TTCollection(file, lazy=True) as faces:
        cmap = faces.fonts[int(index)].getBestCmap()
    found = defaultdict(list)
    for code, name in cmap.items():
        if chr(code) not in BLANK:
            found[name].append(chr(code))
    return tuple(tuple(group) for group in found.values() if len(group) > 1)


@pytest.mark.parametrize("family", FACES)
def test_at_most_one_character_of_a_group_is_usual(family: str) -> None:
    both = [
        usual
        for group in groups(family)
        if len(usual := {one for one in group if one not in USUAL}) > 1
    ]
    assert all(usual == {"·", "•"} for usual in both)
    assert len(groups(family)) > 400


@pytest.mark.parametrize("family", FACES)
def test_the_usual_character_of_a_group_is_what_its_glyph_stands_for(family: str) -> None:
    for group in groups(family):
        usual = [one for one in group if one not in USUAL]
        if usual and "•" not in usual and not set(group) & NEWER:
            assert {usual_text(one) for one in group} == set(usual), group


def test_unusual_characters_are_found() -> None:
    assert [one for one in USUAL if not UNUSUAL.search(one)] == []
    assert [one for one in USUAL.values() if one in USUAL] == []
    assert not UNUSUAL.search("行方人用金門長。，、；：「」『』…——～①／－5G")


def within_reach(text: str) -> str:
    """Leave out characters beyond U+FFFF: PDFium does not always read them."""
    return re.sub("[\U00010000-\U0010ffff]", "", text)


def paragraphs(family: str, *, usual_first: bool) -> list[str]:
    """Return a text for each ten groups: all their characters, usual ones first or last."""
    ordered = [
        sorted(group, key=lambda one: (one in USUAL) == usual_first) for group in groups(family)
    ]
    texts = ["字".join(chain.from_iterable(ordered[at : at + 10])) for at in range(0, 460, 10)]
    return [f"始{text}終" for text in texts]


@pytest.mark.parametrize("usual_first", [True, False])
@pytest.mark.parametrize("family", FACES)
def test_every_group_is_copied_as_it_was_written(family: str, usual_first: bool) -> None:
    texts = paragraphs(family, usual_first=usual_first)
    body = "".join(f"<p>{text}</p>" for text in texts)
    pdf = typeset(body, f"p {{ font-family: '{family}'; text-align: left }}")
    copied = joined(extracted(pdf, "-raw"))
    assert [text for text in texts if text not in copied] == []
    copied = within_reach(joined(by_pdfium(pdf)))
    assert [text for text in map(within_reach, texts) if text not in copied] == []


@pytest.mark.slow
@settings(max_examples=12)
@given(st.data())
def test_words_of_several_faces_in_any_order(data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(groups(FACES[0])), min_size=3, max_size=8))
    blocks = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ("<h2>%s</h2>", "<p>%s</p>", "<li>%s</li>", "<p><strong>%s</strong></p>")
                ),
                st.lists(st.sampled_from([*chain(*chosen), "字", "文"]), min_size=1, max_size=9),
            ),
            min_size=2,
            max_size=6,
        )
    )
    texts = ["".join(["頭", *characters, "尾"]) for _, characters in blocks]
    body = "".join(tag % text for (tag, _), text in zip(blocks, texts, strict=True))
    pdf = typeset(body, "li { display: block }")
    pairs = (
        (joined(extracted(pdf, "-raw")), texts),
        (within_reach(joined(by_pdfium(pdf))), list(map(within_reach, texts))),
    )
    for copied, written in pairs:
        at = 0
        for text in written:
            assert copied.find(text, at) >= 0, (text, copied)
            at = copied.find(text, at) + len(text)


@pytest.mark.parametrize(
    "words",
    [
        "葛\U000e0100飾區與葛飾區",
        "葛飾區與葛\U000e0100飾區",
        "e\u0301té與été",
        "été與e\u0301té",
        "Å與\u212b，\u2126與Ω",
    ],
)
def test_selectors_and_accents_are_copied_as_they_were_written(words: str) -> None:
    pdf = typeset(f"<p>{words}</p><p>{unicodedata.normalize('NFC', words)}</p>")
    copied = joined(extracted(pdf, "-raw"))
    assert copied == words + unicodedata.normalize("NFC", words)


def test_the_text_of_a_drawing_does_not_change_that_of_the_pages() -> None:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'>"
        "<text x='1' y='14' font-size='10' font-family='Noto Serif CJK HK'>⾏⽅</text></svg>"
    )
    pdf = typeset(f"{svg}<p>步行方便</p>")
    copied = joined(extracted(pdf, "-raw"))
    assert "步行方便" in copied
    assert "⾏⽅" in copied
