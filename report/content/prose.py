"""Prose as it is written: a small Markdown, and references to facts.

``**strong**``, ``*emphasis*``, ``[words](https://…)``, a backslash before a mark that is meant
as itself, two spaces at a line's end for a line break, and ``{{ fact.id | format }}``. That is
all; no HTML, no code.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from report.diagnostics import NOWHERE, Diagnostic, Place, diagnostic
from report.model.base import Scalar
from report.model.facts import Fact, Format
from report.model.prose import Break, Figure, Piece, Prose, ProseFaults, Span, Text

_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CONTENT = re.compile(r"^\s*([A-Za-z0-9_.\-]+)\s*(?:\|\s*([A-Za-z_]+)\s*)?$")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_FORMATS = ", ".join(Format)


def nearest(word: str, known: Mapping[str, object] | list[str] | tuple[str, ...]) -> str:
    """Give “did you mean …?” for the closest of the known words, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean “{close[0]}”?" if close else ""


class Binder:
    """Binds prose and fact ids to the facts; the context of validation (``model.facts.Binding``).

    ``sources`` are the texts of the data files by name, to point at the exact character.
    """

    def __init__(self, facts: Mapping[str, Fact], sources: Mapping[str, str]) -> None:
        self._facts = facts
        self._sources = sources
        self.used: set[str] = set()
        self._markdown = _markdown()

    def fact(self, name: str) -> Fact:
        """Give a fact by its id; raises LookupError(message, hint)."""
        found = self._facts.get(name)
        if found is None:
            hint = nearest(name, self._facts) or "facts are written in data/facts.yaml"
            raise LookupError(f"there is no fact “{name}”", hint)
        self.used.add(name)
        return found

    def prose(self, text: str) -> Prose:
        """Parse one text and bind its references; raises ProseFaults (D201, D205)."""
        start = text.place if isinstance(text, Scalar) else NOWHERE
        faults: list[Diagnostic] = []
        tokens = self._markdown.parseInline(str(text))
        pieces = _Reader(self, text, start, faults).read(tokens[0].children or [])
        if faults:
            raise ProseFaults(faults)
        return Prose(_joined(pieces), start)

    def locate(self, start: Place, needle: str) -> Place:
        """Find ``needle`` in the file at or after ``start``; gives ``start`` when it is not there."""
        source = self._sources.get(start.file, "")
        lines = source.split("\n")
        offset = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
        index = source.find(needle, max(0, offset))
        if index < 0 or not needle:
            return start
        line = source.count("\n", 0, index) + 1
        return Place(start.file, line, index - (source.rfind("\n", 0, index) + 1) + 1)


class _Reader:
    """Turns markdown-it's flat tokens into nested pieces."""

    def __init__(self, binder: Binder, text: str, start: Place, faults: list[Diagnostic]) -> None:
        self.binder, self.text, self.start, self.faults = binder, text, start, faults

    def read(self, tokens: list[Token]) -> list[Piece]:
        stack: list[tuple[str, str, list[Piece]]] = [("", "", [])]
        for token in tokens:
            match token.type:
                case "text":
                    stack[-1][2].append(Text(token.content))
                case "softbreak":
                    stack[-1][2].append(Text("\n"))
                case "hardbreak":
                    stack[-1][2].append(Break())
                case "reference":
                    if piece := self._reference(token.content, closed=token.info != "open"):
                        stack[-1][2].append(piece)
                case "strong_open" | "em_open":
                    stack.append((token.tag, "", []))
                case "link_open":
                    stack.append(("a", str(token.attrs.get("href", "")), []))
                case "strong_close" | "em_close" | "link_close":
                    kind, href, pieces = stack.pop()
                    stack[-1][2].append(Span(kind, _joined(pieces), href))
                case other:  # pragma: no cover - the rules switched on make no other token
                    raise AssertionError(other)
        return stack[0][2]

    def _reference(self, content: str, *, closed: bool) -> Figure | None:
        written = "{{" + content + ("}}" if closed else "")
        parts = _CONTENT.match(content) if closed else None
        place = self.binder.locate(self.start, written)
        if not parts:
            self._fault(
                "D205",
                f"this reference cannot be read: {written}",
                "write {{ fact.id }} or {{ fact.id | format }}, nothing more; formats: " + _FORMATS,
                place,
            )
            return None
        name, form = parts[1], parts[2] or Format.FULL
        if form not in list(Format):
            advice = nearest(form, list(Format))
            self._fault(
                "D205",
                f"there is no format “{form}”",
                f"{advice} formats: {_FORMATS}".strip(),
                place,
            )
            return None
        try:
            return Figure(self.binder.fact(name), Format(form))
        except LookupError as exc:
            self._fault("D201", exc.args[0], exc.args[1], place)
            return None

    def _fault(self, code: str, message: str, hint: str, place: Place) -> None:
        self.faults.append(diagnostic(code, message, hint=hint, place=place))


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbouring texts; a line break in the source between Han is no space in the page."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + piece.text)
        else:
            joined.append(piece)
    return tuple(Text(_unfold(p.text)) if isinstance(p, Text) else p for p in joined)


def _unfold(text: str) -> str:
    def space(match: re.Match[str]) -> str:
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        return "" if _HAN.match(before) or _HAN.match(after) else " "

    return re.sub(r" *\n *", space, text)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable(["newline", "escape", "link"])
    ruler = markdown.inline.ruler
    ruler.before("newline", "reference", _reference_rule)
    ruler.after("escape", "strong_and_em", _emphasis_rule)
    return markdown


def _reference_rule(state: StateInline, silent: bool) -> bool:
    """Read ``{{ … }}``; an opening without an end is a fault, not text."""
    if not state.src.startswith("{{", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos)
    content = match[1] if match else state.src[state.pos + 2 :]
    if not silent:
        token = state.push("reference", "", 0)
        token.content = content
        token.info = "" if match else "open"
    state.pos = match.end() if match else state.posMax
    return True


def _emphasis_rule(state: StateInline, silent: bool) -> bool:
    """Read ``**strong**`` and ``*emphasis*``.

    CommonMark's flanking rules ask for spaces that Chinese does not have (``提升**8**倍`` works,
    ``「**創新**」`` may not), so a mark opens when a partner follows and closes at its partner.
    """
    source, start = state.src, state.pos
    if source[start] != "*":
        return False
    mark = "**" if source.startswith("**", start) else "*"
    end = _partner(source, start + len(mark), state.posMax, mark)
    if end < 0:
        if not silent:
            state.pending += mark
        state.pos += len(mark)
        return True
    if not silent:
        tag = "strong" if mark == "**" else "em"
        state.push(f"{tag}_open", tag, 1)
        before = state.posMax
        state.pos, state.posMax = start + len(mark), end
        state.md.inline.tokenize(state)
        state.posMax = before
        state.push(f"{tag}_close", tag, -1)
    state.pos = end + len(mark)
    return True


def _partner(source: str, start: int, stop: int, mark: str) -> int:
    """Find the closing mark: not directly at the opening, not escaped, not part of a longer one."""
    position = start
    while 0 <= (position := source.find("*", position, stop)):
        run = len(source[position:stop]) - len(source[position:stop].lstrip("*"))
        if source[position - 1] != "\\" and position > start and run >= len(mark):
            if mark == "**" or run != 2:
                return position
        position += run
    return -1
