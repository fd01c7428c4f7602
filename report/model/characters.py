"""Classes of characters for Chinese typesetting.

The classes are those of CLREQ 3.1 (W3C, Requirements for Chinese Text Layout) for Traditional
Chinese as it is set in Hong Kong: pause and stop marks are in the middle of their em, with a
quarter em of blank on both sides; in Mainland fonts they have half an em of blank on the right.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum


class Kind(IntEnum):
    """The class of a character."""

    OTHER = 0
    #: Ideographs, kana, bopomofo: one em wide.
    HAN = 1
    #: Letters and digits that are not Han.
    WESTERN = 2
    #: Opening brackets and quotation marks: blank in their left half.
    OPEN = 3
    #: Closing brackets and quotation marks: blank in their right half.
    CLOSE = 4
    #: Pause and stop marks, centred: a quarter em of blank on both sides.
    PAUSE = 5
    #: Exclamation and question marks: one em wide, never compressed.
    FULL = 6
    #: Dashes and ellipses, which are set in pairs that must not break.
    RULE = 7
    #: Middle dots, full-width slashes, wave dashes: they connect the characters on both sides.
    TIE = 8
    #: U+0020 and U+3000, which separate words.
    SPACE = 9
    #: No width: joiners, variation selectors, combining marks.
    NONE = 10
    #: A forced line break.
    NEWLINE = 11
    #: Not text: a picture or a box in the line.
    OBJECT = 12


_NAMED = {
    **dict.fromkeys("「『（《〈【〔［｛〖﹁﹃", Kind.OPEN),
    **dict.fromkeys("」』）》〉】〕］｝〗﹂﹄", Kind.CLOSE),
    **dict.fromkeys("，、。；：．", Kind.PAUSE),
    **dict.fromkeys("！？", Kind.FULL),
    **dict.fromkeys("—⸺…⋯‥", Kind.RULE),
    **dict.fromkeys("·・‧•／～〜–", Kind.TIE),
    " ": Kind.SPACE,
    "\u3000": Kind.SPACE,
    "\n": Kind.NEWLINE,
    "\ufffc": Kind.OBJECT,
    "〇": Kind.HAN,
    "々": Kind.HAN,
}

_HAN = (
    "\u2e80-\u2fdf\u3040-\u30fa\u30fc-\u312f\u3190-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U0001b000-\U0001b2ff\U00020000-\U0003ffff〇々"
)

#: An ideograph, kana or bopomofo.
HAN = re.compile(f"[{_HAN}]")
#: A character for which a text needs Chinese composition: Han or Chinese punctuation.
CHINESE = re.compile(
    f"[{_HAN}{''.join(c for c, k in _NAMED.items() if Kind.OPEN <= k <= Kind.FULL)}]"
)

_known: dict[str, Kind] = dict(_NAMED)


def kind(character: str) -> Kind:
    """Return the class of one character."""
    found = _known.get(character)
    if found is None:
        found = _known[character] = _classify(character)
    return found


def _classify(character: str) -> Kind:
    if HAN.match(character):
        return Kind.HAN
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf") or character == "\u200b":
        return Kind.NONE
    if category[0] == "L" or category in ("Nd", "Nl", "No"):
        # Full-width letters and digits are one em wide like Han (CLREQ 3.1.1).
        wide = unicodedata.east_asian_width(character) in "FW"
        return Kind.HAN if wide else Kind.WESTERN
    return Kind.OTHER


#: The widest gap between two pieces of text, in em, that text extraction does not take as a space;
#: it does from 0.1 em on.
WIDEST_UNSPACED = 0.098


def meets_western(one: str, other: str) -> bool:
    """Return whether two adjacent characters are Han and Western and need a gap (CLREQ 3.2.2)."""
    return {kind(one), kind(other)} == {Kind.HAN, Kind.WESTERN}


#: Han that count or measure: no line break between a number and such a character (CLREQ 3.1.3).
UNITS = frozenset(
    "十百千萬億兆個位名人員戶家筆宗項條次回場站台輛架艘部件套張份本冊頁字句歲年月日天週周季時點分秒刻"
    "元角毫仙美港倍成折度級層樓屆期批種類組隊省市縣區村校所間座棵株頭隻匹斤両噸克升米里尺寸畝平方"
    "立公毫微瓦伏安赫兆吉太字代顆粒枚把餘多幾版號室"
)

#: Symbols of units, written after a number and a space (SI brochure 5.4.3; IEC 80000-13).
_SIGNS = (
    "m cm mm km nm µm μm m² m³ cm² cm³ km² ha g kg mg t L l mL ml s ms min h d Hz kHz MHz GHz THz "
    "K °C °F W kW MW GW Wh kWh MWh GWh J kJ MJ V kV mV A mA Ω kΩ Pa hPa kPa MPa N kN cd lm lx mol "
    "dB dBm bit b kb Mb Gb B kB KB MB GB TB PB EB kbps Mbps Gbps Tbps Mb/s Gb/s MB/s GB/s "
    "fps rpm px pt em dpi ppi lpi pp bp"
)
_SYMBOLS = frozenset(_SIGNS.split())
_SYMBOL = re.compile(r"[A-Za-zµμΩ°][A-Za-z/Ω]*[²³]?(?![0-9A-Za-z])")


def is_unit_symbol(text: str, at: int) -> bool:
    """Return whether the symbol of a unit starts at a place: ``kW``, ``m³``, ``px``."""
    found = _SYMBOL.match(text, at)
    return found is not None and found[0] in _SYMBOLS
