"""Characters that look like more usual characters.

Fonts often use one glyph for both: for a Kangxi radical ⾏ and 行, for a compatibility ideograph
and the unified one, for ‧ and •. They look the same to a reader, but differ for search and screen
readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

#: CJK Radicals Supplement and the ideographs that they stand for, as in the Unicode Character
#: Database (EquivalentUnifiedIdeograph); those without an ideograph of their own are left out.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍𭕄⺎兀⺏尣⺐尢⺑尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母"
    "⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩𤣩⺪疋⺫罒⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺵𦉫⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠"
    "⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
#: Signs with the same glyph: pairs of an unusual and a usual one.
_SIGNS = "\u00a0 \u2011-\u2010-‒–‧·・·⋯…∕／〜～➀①➁②➂③➃④➄⑤➅⑥➆⑦➇⑧➈⑨➉⑩🄋⓪🄌⓿➊❶➋❷➌❸➍❹➎❺➏❻➐❼➑❽➒❾➓❿⮕➡μµ‵｀"
#: Usual signs that may share a glyph.
_BOTH = "•·"
#: Ideographs with the same glyph in Noto CJK: pairs of an unusual and a usual one.
_IDEOGRAPHS = "䎛㖈㦳㘽㬺幐㬻䐠𪏭㴝𤈎㶷鿐䲤𩿗𩿎𧺯﨣"
#: Half-width Hangul letters, and the full letters that look like them.
_HALVES = {
    chr(code): chr(int(unicodedata.decomposition(chr(code)).split()[-1], 16))
    for code in (*range(0xFFA1, 0xFFBF), *range(0xFFC2, 0xFFDD))
    if unicodedata.decomposition(chr(code))
}
#: Compatibility ideographs that share a glyph with an ideograph other than their canonical form.
_GLYPHS = {"\uf92c": "郞", "\U0002f82c": "𠦄", "\U0002f8db": "𣏌", "\U0002f9b2": "𧃰"}
#: Ranges with ideographs and signs whose canonical form is another character (UAX #15).
_SINGLES = (
    *range(0x2100, 0x2400),
    *range(0x2F00, 0x2FE0),
    *range(0xF900, 0xFB00),
    *range(0x2F800, 0x2FA20),
)


def _pairs() -> Iterator[tuple[str, str]]:
    for table in (_SUPPLEMENT, _SIGNS, _IDEOGRAPHS):
        yield from zip(table[::2], table[1::2], strict=True)
    yield from _HALVES.items()
    for code in _SINGLES:
        character = chr(code)
        is_radical = 0x2F00 <= code < 0x2FE0
        plain = unicodedata.normalize("NFKC" if is_radical else "NFC", character)
        if plain != character and len(plain) == 1:
            yield character, plain


#: The usual character for each lookalike.
USUAL: Mapping[str, str] = MappingProxyType(dict(_pairs()))
#: The same, with the characters of shared glyphs.
_ON_PAGES = str.maketrans({**USUAL, **_GLYPHS})
#: Selects a variant of the ideograph or sign before it (UTS #37).
VARIATION_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: Combining accents.
_COMBINING = "\u0300-\u036f"
#: A quick test for characters that may share a glyph with a more usual one; it uses whole blocks of
#: Unicode to be fast.
UNUSUAL = re.compile(
    f"[{re.escape(_BOTH + _SIGNS[::2] + _IDEOGRAPHS[::2])}{_COMBINING}"
    "\u2126\u212a\u212b\u2329\u232a\u2e80-\u2fdf\uf900-\ufaff\ufe00-\ufe0f\uffa1-\uffdc\U0002f800-\U0002fa1f"
    "\U000e0100-\U000e01ef]"
)


def usual_text(text: str) -> str:
    """Return a text with usual, composed characters instead of lookalikes."""
    plain = VARIATION_SELECTOR.sub("", text).translate(_ON_PAGES)
    return unicodedata.normalize("NFC", plain)
