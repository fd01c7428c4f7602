"""Finds unsupported Markdown and malformed links, which would be printed literally."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Unread(NamedTuple):
    """Markup that would be printed literally: its index, the code, a message and a hint."""

    at: int
    code: str
    message: str
    hint: str


_ADDRESS = r"(?:https?:|mailto:|#[a-z])"
_WRITE = "write [words](https://…)"
_HOW = (
    "write [words](https://…): the words in square brackets, directly followed by the address in "
)
_HOW += "half-width round brackets, without spaces"
#: Patterns for malformed links → message and hint (D108).
_LINKS = [
    (
        r"!\[[^\[\]]*\]\([^()]*\)",
        "a text cannot have pictures",
        "use a block: type: picture",
    ),
    (r"\[\s*\]\([^()\s]*\)", "this link has no words", _HOW),
    (
        rf"\[[^\[\]]+\][ \u3000]+[(（]\s*{_ADDRESS}",
        "there are spaces between words and address",
        _HOW,
    ),
    (rf"\[[^\[\]]+\]（\s*{_ADDRESS}", "the brackets of the address are full-width", _HOW),
    (
        rf"[［【][^\[\]［］【】]+[］】][(（]\s*{_ADDRESS}",
        "the square brackets are full-width",
        _HOW,
    ),
    (
        rf"\[[^\[\]()]+[(（]\s*{_ADDRESS}[^()（）\s]*[)）]",
        "the square bracket after the words is missing",
        _HOW,
    ),
    (
        rf"[(（][^()（）]*[)）]\[\s*{_ADDRESS}[^\[\]]*\]",
        "round and square brackets are swapped",
        _HOW,
    ),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}[^()\s]*\s+[\"'“「][^()]*\)",
        "links cannot have a title",
        "remove the title: [words](https://…)",
    ),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}[^()]*\s[^()]*\)",
        "there are spaces in the address",
        f"write %20 for a space in an address; {_HOW}",
    ),
    (
        rf"\[[^\[\]]+\]\(\s*{_ADDRESS}",
        "the address is not closed, or its brackets are not in pairs",
        "close it with ), and write %28 and %29 for single brackets in an address",
    ),
    (
        rf"\[[^\[\]]*\[[^\[\]]*\][^\[\]]*\]\(\s*{_ADDRESS}",
        "there are square brackets in the words of this link",
        "write \\[ and \\] for printed brackets",
    ),
    (
        r"\[[^\[\]]+\]\[[A-Za-z0-9_-]*\]",
        "reference links are not supported",
        _WRITE,
    ),
    (
        r"\[[^\[\]]+\]\(\s*<[^<>]*>[^()]*\)",
        "addresses in < > are not supported",
        f"write %20 for a space in an address; {_HOW}",
    ),
    (rf"(?<!\[)[^\[\]]?\]\(\s*{_ADDRESS}", "the square bracket before the words is missing", _HOW),
    (
        r"\[[^\[\]]+\]:\s+(?:https?:|www\.)\S+",
        "link definitions are not supported",
        _WRITE,
    ),
    (
        r"<[\w.+-]+@[\w-]+\.[\w.-]+>",
        "addresses in < > are not supported",
        "write [words](mailto:name@example.org)",
    ),
    (
        rf"<\s*{_ADDRESS}[^<>\s]*>",
        "addresses in < > are not supported",
        _WRITE,
    ),
]
_TAGS = "a|b|i|u|s|em|strong|br|p|div|span|img|small|font|h[1-6]|li|ul|ol|table|td|tr"
#: Patterns for other unsupported Markdown and HTML → message and hint (D111).
_MARKS = [
    (r"\A#{1,6} (?=\S)", "“#” does not make a heading", "use a block: type: heading"),
    (r"\A[-+*] +(?=\S)", "this does not make a list", "use a block: type: list"),
    (r"\A> *(?=\S)", "“>” does not make a quotation", "use a block: type: quote"),
    (r"`[^`\n]+`", "“`” has no meaning", "write the words without it"),
    (r"~~[^~\n]+~~", "“~~” has no meaning", "write the words without it"),
    (r"(?<!_)__[^_\n]+__(?!_)", "“__” has no meaning", "write **words** for a strong text"),
    (r"(?<![\w/.])_[^_\s][^_\n]*_(?![\w/])", "“_” has no meaning", "write *words* for emphasis"),
    (r"==[^=\n]+==", "“==” has no meaning", "write **words** for a strong text"),
    (r"＊＊[^＊\n]+＊＊", "the signs are full-width", "write **words** with half-width signs"),
    (
        r"(?<=[A-Za-z])~\d{1,3}~|\^\w{1,4}\^",
        "this does not make a subscript or superscript",
        "type the sign itself: ₂, ²",
    ),
    (r"\[\^[^\[\]\s]{1,20}\]", "footnotes are not supported", "write the note in the text"),
    (
        r"(?<![A-Za-z0-9:\\])\\[nrt](?![A-Za-z0-9])",
        "this backslash code has no meaning",
        "write two spaces at the end of a line for a line break",
    ),
    (r"\A\|.*\|\Z", "“|” does not make a table", "use a block: type: table"),
    (r"\A(?:-{3,}|_{3,}|\*{3,}|={3,})\Z", "this does not make a line", "remove it"),
    (
        r"</?(sup|sub)>(?:[^<>]{0,40}</\1>)?",
        "HTML is not supported",
        "type the sign itself, like ² or ₂",
    ),
    (
        rf"</?({_TAGS})(?:\s[^<>]*)?/?>(?:[^<>]{{0,60}}</\1>)?",
        "HTML is not supported",
        "write **words** for strong, two spaces at the end of a line for a line break",
    ),
    (
        r"&(?:[a-z]{2,8}|#\d{2,5}|#x[0-9a-f]{2,5});",
        "HTML is not supported",
        "type the character itself",
    ),
    (
        r"\{%.{0,200}?%\}|\{#.{0,200}?#\}",
        "template code is not supported",
        "only {{ fact.id }} is possible",
    ),
]
_EITHER = [(re.compile(pattern, re.DOTALL), "D108", why, hint) for pattern, why, hint in _LINKS]
_EITHER += [
    (re.compile(pattern, re.DOTALL | re.IGNORECASE), "D111", why, hint)
    for pattern, why, hint in _MARKS
]
_CLOSING = re.compile("[)）>\\]]")
#: A quick test: texts without any of these need no search.
_ANY = re.compile(r"[\[［\]【<`~&{#>_^＊|\\]|==|\A[-+*=]")


def unread(text: str) -> Iterator[Unread]:
    """Return unsupported markup in a text; valid links and marks must have been removed."""
    if not _ANY.search(text):
        return
    taken = bytearray(len(text))
    for pattern, code, why, hint in _EITHER:
        for match in pattern.finditer(text):
            if taken[match.start()]:
                continue
            end = match.end()
            if code == "D108" and (closing := _CLOSING.search(text, end - 1)):
                end = closing.end()
            taken[match.start() : end] = b"\1" * (end - match.start())
            whole = text[match.start() : end]
            shown = f"{whole[:40]}…" if len(whole) > 40 else whole.strip()
            yield Unread(match.start(), code, f"“{shown}” would be printed: {why}", hint)
