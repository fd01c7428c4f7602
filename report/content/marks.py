"""The markup of prose: ``**strong**``, ``*emphasis*``, ``[words](https://…)``, ``{{ fact.id }}``.

These are rules for markdown-it; its own rules need spaces around words and support more markup.
Every token except plain text has its start (``at``) and end (``end``) in ``meta``.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_WORDS = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\(", re.DOTALL)
_STARS = re.compile(r"\*+")


def markdown() -> MarkdownIt:
    """Return the parser: text, escapes, line breaks, and the markup above."""
    parser = MarkdownIt("zero").enable(["newline", "escape"])
    ruler = parser.inline.ruler
    ruler.before("newline", "reference", _reference)
    ruler.after("escape", "emphasis_in_chinese", _emphasis)
    ruler.after("emphasis_in_chinese", "plain_link", _link)
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    """Read ``{{ … }}``; without the closing braces, the token has ``closed`` False."""
    start = state.pos
    if not state.src.startswith("{{", start):
        return False
    match = _REFERENCE.match(state.src, start, state.posMax)
    state.pos = match.end() if match else state.posMax
    if not silent:
        token = state.push("reference", "", 0)
        token.content = state.src[start : state.pos]
        token.meta = {"at": start, "end": state.pos, "closed": match is not None}
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """Read ``[words](address)``; the words may have other markup, but no link."""
    match = _WORDS.match(state.src, state.pos, state.posMax)
    end = _address(state.src, match.end(), state.posMax) if match else -1
    if match is None or end < 0:
        return False
    if not silent:
        token = state.push("link_open", "a", 1)
        address = _ESCAPED.sub(r"\1", state.src[match.end() : end])
        token.attrs = {"href": state.md.normalizeLink(address)}
        token.meta = {"at": match.start(), "end": match.start(1)}
        _inside(state, match.start(1), match.end(1))
        token = state.push("link_close", "a", -1)
        token.meta = {"at": match.end(1), "end": end + 1}
    state.pos = end + 1
    return True


#: The longest address, since the search for its end is slow.
_LONGEST_ADDRESS = 1_000
_ESCAPED = re.compile(r"\\([()\\])")


def _address(source: str, start: int, stop: int) -> int:
    """Return the index of the bracket that closes an address; -1 when there is none.

    Brackets in the address must be in pairs or escaped by a backslash (CommonMark 0.31.2, 6.3);
    spaces are not allowed.
    """
    depth, at = 0, start
    stop = min(stop, start + _LONGEST_ADDRESS)
    while at < stop:
        character = source[at]
        if character.isspace():
            return -1
        if character == "\\" and source[at + 1 : at + 2] in ("(", ")", "\\"):
            at += 1
        elif character == "(":
            depth += 1
        elif character == ")":
            if not depth:
                return at
            depth -= 1
        at += 1
    return -1


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Read ``**strong**`` and ``*emphasis*``.

    CommonMark's flanking rules need spaces that Chinese does not have (``提升**8**倍`` works,
    ``「**創新**」`` may not). Here a mark opens if a closing mark follows.
    """
    source, start = state.src, state.pos
    if source[start] != "*":
        return False
    mark = "**" if source.startswith("**", start) else "*"
    inner = start + len(mark)
    end = _partner(source, inner, state.posMax, mark)
    if end < 0:
        if not silent:
            token = state.push("lone_mark", "", 0)
            token.content = mark
            token.meta = {"at": start, "end": inner}
        state.pos = inner
        return True
    if not silent:
        kind = "strong" if mark == "**" else "em"
        token = state.push(f"{kind}_open", kind, 1)
        token.meta = {"at": start, "end": inner}
        _inside(state, inner, end)
        token = state.push(f"{kind}_close", kind, -1)
        token.meta = {"at": end, "end": end + len(mark)}
    state.pos = end + len(mark)
    return True


def _inside(state: StateInline, start: int, end: int) -> None:
    """Parse the text between two marks."""
    before = state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = before


def _partner(source: str, start: int, stop: int, mark: str) -> int:
    """Return the index of the closing mark, which is not empty and not escaped; -1 without one.

    In ``***``, the mark that was opened last closes first.
    """
    others = 0
    for match in _STARS.finditer(source, start, stop):
        position = match.start() + _escaped(source, match.start(), start)
        run = match.end() - position
        open_inside = others % 2
        if run >= 3 and position > start:
            return position + (3 - len(mark)) * open_inside
        if run == len(mark) and position > start:
            return position
        others += run in {1, 2} and run != len(mark)
    return -1


def _escaped(source: str, position: int, start: int) -> bool:
    """Return whether an unescaped backslash is before ``position``."""
    first = position
    while first > start and source[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1
