"""Markdown that is not read here, and links that are none: told, never printed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Unread(NamedTuple):
    """Something that would be printed as it stands: where it starts, what it is, what to write."""

    at: int
    code: str
    message: str
    hint: str


_ADDRESS = r"(?:https?:|mailto:|#[a-z])"
_WRITE = "write [words](https://…)"
_HOW = "write [words](https://…): the words in square brackets, right after them the address in "
_HOW += "half-width round ones, without spaces"
#: What was meant for a link → what is wrong with it. Each would be printed as it stands (D108).
_LINKS = [
    (
        r"!\[[^\[\]]*\]\([^()]*\)",
        "a picture does not stand in a text",
        "use a block: type: picture",
    ),
    (r"\[\s*\]\([^()\s]*\)", "this link has no words", _HOW),
    (rf"\[[^\[\]]+\][ \u3000]+[(（]\s*{_ADDRESS}", "blanks part the words from the address", _HOW),
    (rf"\[[^\[\]]+\]（\s*{_ADDRESS}", "the brackets of the address are full-width", _HOW),
    (
        rf"[［【][^\[\]［］【】]+[］】][(（]\s*{_ADDRESS}",
        "the square brackets are full-width",
        _HOW,
    ),
    (
        rf"\[[^\[\]()]+[(（]\s*{_ADDRESS}[^()（）\s]*[)）]",
        "the square bracket behind the words is missing",
        _HOW,
    ),
    (rf"[(（][^()（）]*[)）]\[\s*{_ADDRESS}[^\[\]]*\]", "the brackets are exchanged", _HOW),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}[^()\s]*\s+[\"'“「][^()]*\)",
        "a link has no title of its own here",
        "leave the title out: [words](https://…)",
    ),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}[^()]*\s[^()]*\)",
        "blanks stand within the address",
        f"write %20 for a space in an address; {_HOW}",
    ),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}",
        "the address is not closed, or its brackets do not come in pairs",
        "close it with ), and write %28 and %29 for single brackets in an address",
    ),
    (
        rf"\[[^\[\]]*\[[^\[\]]*\][^\[\]]*\]\(\s*{_ADDRESS}",
        "square brackets stand within the words of this link",
        "write \\[ and \\] for brackets that are printed",
    ),
    (
        r"\[[^\[\]]+\]\[[A-Za-z0-9_-]*\]",
        "a link does not take its address from elsewhere",
        _WRITE,
    ),
    (
        r"\[[^\[\]]+\]\(\s*<[^<>]*>[^()]*\)",
        "an address in < > is not read",
        f"write %20 for a space in an address; {_HOW}",
    ),
    (rf"(?<!\[)[^\[\]]?\]\(\s*{_ADDRESS}", "the square bracket before the words is missing", _HOW),
    (
        r"\[[^\[\]]+\]:\s+(?:https?:|www\.)\S+",
        "an address is not given apart from its link",
        _WRITE,
    ),
    (
        r"<[\w.+-]+@[\w-]+\.[\w.-]+>",
        "an address in < > is not read as a link",
        "write [words](mailto:name@example.org)",
    ),
    (
        rf"<\s*{_ADDRESS}[^<>\s]*>",
        "an address in < > is not read as a link",
        _WRITE,
    ),
]
_TAGS = "a|b|i|u|s|em|strong|br|p|div|span|img|small|font|h[1-6]|li|ul|ol|table|td|tr"
#: Other marks of Markdown and HTML, which are printed as they stand (D111).
_MARKS = [
    (r"\A#{1,6} (?=\S)", "“#” makes no heading", "use a block: type: heading"),
    (r"\A[-+*] +(?=\S)", "this makes no list", "use a block: type: list"),
    (r"\A> *(?=\S)", "“>” makes no quotation", "use a block: type: quote"),
    (r"`[^`\n]+`", "“`” has no meaning", "write the words without it"),
    (r"~~[^~\n]+~~", "“~~” has no meaning", "write the words without it"),
    (r"(?<!_)__[^_\n]+__(?!_)", "“__” has no meaning", "write **words** for a strong text"),
    (r"(?<![\w/.])_[^_\s][^_\n]*_(?![\w/])", "“_” has no meaning", "write *words* for emphasis"),
    (r"==[^=\n]+==", "“==” has no meaning", "write **words** for a strong text"),
    (r"＊＊[^＊\n]+＊＊", "the signs are full-width", "write **words** with half-width signs"),
    (
        r"(?<=[A-Za-z])~\d{1,3}~|\^\w{1,4}\^",
        "it makes no small figure",
        "type the sign itself: ₂, ²",
    ),
    (r"\[\^[^\[\]\s]{1,20}\]", "there are no notes at the foot", "write the note in the text"),
    (
        r"(?<![A-Za-z0-9:\\])\\[nrt](?![A-Za-z0-9])",
        "“\\” starts no sign here",
        "write two spaces at the end of a line for a line break",
    ),
    (r"\A\|.*\|\Z", "“|” makes no table", "use a block: type: table"),
    (r"\A(?:-{3,}|_{3,}|\*{3,}|={3,})\Z", "this makes no line", "take it out"),
    (
        r"</?(sup|sub)>(?:[^<>]{0,40}</\1>)?",
        "HTML is not read",
        "type the sign itself, like ² or ₂",
    ),
    (
        rf"</?({_TAGS})(?:\s[^<>]*)?/?>(?:[^<>]{{0,60}}</\1>)?",
        "HTML is not read",
        "write **words** for strong, two spaces at the end of a line for a line break",
    ),
    (r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});", "HTML is not read", "type the character itself"),
    (r"\{%.{0,200}?%\}|\{#.{0,200}?#\}", "a text is no template", "only {{ fact.id }} is read"),
]
_EITHER = [(re.compile(pattern, re.DOTALL), "D108", said, hint) for pattern, said, hint in _LINKS]
_EITHER += [
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), "D111", said, hint)
    for pattern, said, hint in _MARKS
]
_CLOSING = re.compile("[)）>\\]]")
#: Without any of these there is nothing to look for.
_ANY = re.compile(r"[\[［\]【<`~&{#>_^＊|\\]|==|\A[-+*=]")


def unread(text: str) -> Iterator[Unread]:
    """Give what would be printed as it stands, of a text whose links and marks have been read."""
    if not _ANY.search(text):
        return
    taken = bytearray(len(text))
    for pattern, code, said, hint in _EITHER:
        for match in pattern.finditer(text):
            if taken[match.start()]:
                continue
            end = match.end()
            if code == "D108" and (closing := _CLOSING.search(text, end - 1)):
                end = closing.end()
            taken[match.start() : end] = b"\1" * (end - match.start())
            whole = text[match.start() : end]
            shown = f"{whole[:40]}…" if len(whole) > 40 else whole.strip()
            yield Unread(match.start(), code, f"“{shown}” would be printed: {said}", hint)
