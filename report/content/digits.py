"""Digits in texts: those that are known to be no figures, and the rest, told once a word.

A figure is a fact and is printed by its id; a number typed into a text would not follow when the
fact is corrected. Dates, standards, clauses, telephone numbers and the like are no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from report.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written

_START, _END = r"(?<![A-Za-z0-9.])", r"(?![A-Za-z0-9])"
_DASH = r"[-–—~～至到/]"
#: What is known to be no figure: docs/data.md lists it in words.
_KNOWN = (
    # the web and mail, before anything in them is looked at
    r"https?://[!-~]+|www\.[!-~]+|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+",
    rf"{_START}(?:[A-Za-z0-9-]+\.)+(?:com|org|net|edu|gov|hk|cn|mo|tw|io|info|app|asia)\b[!-~]*",
    # dates, years and spans of them, times of the day
    rf"\d{{4}}年?{_DASH}\d{{2,4}}(?:年度?|財政年度|財年|學年)",
    rf"{_START}(?:19|20)\d\d/\d\d(?:\d\d)?(?![\d/])",
    r"\d{4}(?:年度?(?:初|中|底|末)?|財政年度|財年|學年)|FY ?\d{2,4}",
    rf"{_START}\d{{4}}-\d{{2}}-\d{{2}}{_END}",
    r"\d{1,2}月(?:\d{1,2}[日號])?|\d{1,2}日",
    rf"{_START}\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?(?!\d)|\d{{1,2}}時(?:\d{{1,2}}分)?(?![候間])",
    # standards
    rf"{_START}(?:ISO(?:/IEC)?|IEC|IEEE|EN|BS|AS/NZS|ASTM|ANSI|GB(?:/[TZ])?|YD(?:/T)?|DB\d\d(?:/T)?|CNS|JIS|"
    r"HKFRS|HKAS|IFRS|IAS|ISAE|HKSAE|HKSA|GRI|SASB|OHSAS|SA|AA|PAS|RFC|ITU-T|SDGs?|CDP|NIST|SOC)"
    r"(?: ?[A-Z]{1,2}(?=\d))?[ -]?\d[\d.–-]*(?:[:：]\d{4})?(?:-\d{4})?",
    # clauses, pages and what is numbered in a document
    r"第 ?\d[\d.]*(?:[A-Z]{1,2})?(?:[(（]\d+[)）])* ?"
    r"(?:條|款|項|章|節|頁|段|部|冊|卷|號|屆|期|版|季|代|類|附表)",
    rf"(?:附錄|附件|附表|附註|表|圖|註|頁|章|條)[ （(]?[A-Z]?\d+(?:[.–-]\d+)*[A-Z]?"
    rf"(?:[至及、]\d+)*{_END}",
    rf"(?:pp?\. ?|[Tt]able |[Ff]igure |[Nn]ote |[Pp]age )\d+{_END}",
    # telephone and stock numbers
    r"\+\d{1,3}[ -]?\(?\d[\d ()-]{5,}\d|[(（]\d{2,4}[)）] ?\d{3,4}[ -]?\d{4}(?!\d)",
    rf"{_START}[2-9]\d{{3}}[ -]\d{{4}}{_END}",
    r"(?:電話|熱線|致電|傳真|短號|撥打|號碼|查詢|[Tt]el|[Ff]ax|WhatsApp)[^\d。，；]{0,6}"
    rf"\d[\d -]{{2,}}\d{_END}",
    r"(?:代號|代碼|編號|[Ss]tock code)[^\d。，；]{0,4}\d{1,6}(?:\.[A-Z]{2})?",
    rf"{_START}\d{{4,6}}\.(?:HK|SH|SZ|SS){_END}|(?:SEHK|HKEX|NYSE|SSE|SZSE)[:： ]+\d+",
    # substances and particles
    rf"{_START}(?:CO2e?|CH4|N2O|NO2|SO2|O3|H2O?|NH3|SF6|NF3|PM ?(?:2\.5|10|1)|K?N95|KF94|"
    rf"(?:HFC|HCFC|CFC|PFC|R)-?\d{{2,3}}[A-Za-z]{{0,2}}){_END}",
    # hours and days of service
    rf"(?<!\d)24小時|{_START}(?:24[/×xX*]7|7[/×xX*]24)(?:小時)?|(?<!\d)365[天日]",
    # names that everybody knows
    rf"{_START}(?:[2-6]G|[48]K|IPv[46]|Wi-?Fi ?\d[A-Z]?|B2[BCG]|C2[BCM]|O2O|P2P|M2M|V2X|"
    rf"COVID-19|H5|Web ?\d|USB ?\d(?:\.\d)?|MP[34]|A[345]|[vV]\d+(?:\.\d+)+){_END}",
)
_NO_FIGURE = re.compile("|".join(_KNOWN))
_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?%?")
_BESIDE = re.compile(r"[A-Za-z0-9+×-]*")
_NOTHING = re.compile(r"(?!)")
_MOST_PLACES = 5


class Typed(NamedTuple):
    """A number in a text: the word that it is part of, and where the digits stand."""

    word: str
    digits: str
    place: Place
    #: Whether a reference to a fact may stand in the text: not in titles, labels and the like.
    takes_facts: bool = True


def names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Give what finds the names, whole words only: 5G is in 5G消息, not in 15G or 5GB."""
    parts = []
    for name in sorted(names, key=len, reverse=True):
        before = r"(?<![A-Za-z0-9])(?<!\d[.,])" if _is_word(name[:1]) else ""
        after = r"(?![A-Za-z0-9])(?![.,]\d)" if _is_word(name[-1:]) else ""
        parts.append(before + re.escape(name) + after)
    return re.compile("|".join(parts)) if parts else _NOTHING


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def typed(text: str, written: Written, names: re.Pattern[str]) -> Iterator[Typed]:
    """Give the numbers of a text that are no facts, no names and no known forms."""
    if not _DIGITS.search(text):
        return
    bare = _NO_FIGURE.sub(_cover, names.sub(_cover, text))
    for match in _DIGITS.finditer(bare):
        left = _BESIDE.match(bare[: match.start()][::-1])
        right = _BESIDE.match(bare, match.end())
        start = match.start() - len(left[0]) if left else match.start()
        word = bare[start : right.end() if right else match.end()].strip("+×-")
        yield Typed(word, match[0], written.at(match.start()))


def _cover(match: re.Match[str]) -> str:
    return "〇" * len(match[0])


def told(found: Iterable[Typed]) -> Iterator[Diagnostic]:
    """Give one finding for each word (D206), at its first place, with the others named."""
    words: dict[str, list[Typed]] = {}
    for one in found:
        words.setdefault(one.word, []).append(one)
    for word, places in words.items():
        first = places[0]
        if any(character.isalpha() for character in word):
            what = f"“{word}” is typed in the text, with digits"
            hint = (
                f"if it is a name, add the line “  - {word}” under “names” in data/facts.yaml; a "
                "figure is written there as a fact and printed with {{ its.id }}"
            )
        elif not first.takes_facts:
            what = f"the figure “{first.digits}” is typed in a text that takes no facts"
            hint = (
                "print it in the text below, as a fact; if it is part of a name, add the whole "
                f"name under “names” in data/facts.yaml, in a line like “  - …{word}…”"
            )
        else:
            what = f"the figure “{first.digits}” is typed in the text"
            hint = (
                "write it in data/facts.yaml and print it with {{ its.id }}; if it is part of a "
                f"name, add the whole name under “names” there, in a line like “  - …{word}…”"
            )
        yield diagnostic("D206", what + _elsewhere(places[1:]), hint=hint, place=first.place)


def _elsewhere(others: list[Typed]) -> str:
    if not others:
        return ""
    shown = [f"{one.place.file}:{one.place.line}" for one in others]
    listed = ", ".join(dict.fromkeys(shown[:_MOST_PLACES])) + ("…" if shown[_MOST_PLACES:] else "")
    return f", and in {len(others)} more place{'s' * (len(others) > 1)}: {listed}"
