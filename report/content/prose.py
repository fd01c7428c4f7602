"""Parses prose: a subset of Markdown, and references to facts.

The markup is ``**strong**``, ``*emphasis*``, ``[words](https://…)``, ``[words](mark:dots)`` (or
``name``, ``title``), ``[字](ruby:zi6)``, ``[Smart City](lang:en)``, a backslash as an escape, two
spaces at the end of a line for a line break, and ``{{ fact.id | format }}``. HTML and code are not
supported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from report.content.advice import nearest
from report.content.languages import is_language, meant
from report.content.markdown import unread
from report.content.marks import markdown
from report.content.references import HOW, ReferenceError_, read_reference, short
from report.content.written import HAN
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import NOT_WRITTEN, Scalar, Written
from report.model.facts import Fact
from report.model.prose import LINKS, MARKS, Break, Figure, Piece, Prose, ProseFaults, Span, Text
from report.model.series import Absence, Facts, Series, period_text

#: The longest text, in characters: about five pages.
LONGEST = 10_000
#: The most unknown facts with suggestions, since the search for similar ids is slow.
MOST_ADVISED = 100

_BRACES = re.compile(
    r"[{｛]{2}[^{}｛｝]{0,80}[}｝]{2}|\}\}|[｛｝]{2}|\{\s*[a-z][\w.]*\s*(?:\|[^{}]*)?\}"
)
#: The middle of malformed markup for a mark, ruby or language.
_UNREAD = re.compile(r"\][ \u3000]?[(（][ ]?(mark|ruby|lang)[ ]?[:：]", re.IGNORECASE)


class Binder:
    """Resolves references to facts; the context of validation (``model.facts.Binding``).

    ``used`` collects the ids of the used facts, ``warnings`` the findings that are not errors.
    """

    def __init__(self, facts: Facts | Mapping[str, Fact]) -> None:
        known = facts if isinstance(facts, Facts) else Facts.of(facts)
        self._facts = known
        self.units = known.units
        self._markdown = markdown()
        self._missed = 0
        self.used: set[str] = set()
        self.warnings: list[Diagnostic] = []

    def fact(self, name: str, period: str = "") -> Fact:
        """Return the figure of a period; raises LookupError(message, hint) when there is none."""
        found = self.found(name, period)
        if isinstance(found, Absence):
            of = period_text(self._facts[name].key(period))
            message = f"the fact “{name}” has no figure for {of}: it is “{found.value}”"
            raise LookupError(message, f"name another period, like {name}[2023], or another fact")
        return found

    def found(self, name: str, period: str = "") -> Fact | Absence:
        """Return the figure of a period, or why there is none; raises LookupError as above."""
        return self.series(name).at(period)

    def series(self, name: str) -> Series:
        """Return a fact over its periods; raises LookupError(message, hint) when unknown."""
        found = self._facts.get(name)
        if found is None:
            self._missed += 1
            advice = nearest(name, self._facts) if self._missed <= MOST_ADVISED else ""
            hint = advice or "write the fact in data/facts.yaml, or correct the id"
            raise LookupError(f"there is no fact “{short(name)}”", hint)
        self.used.add(name)
        return found

    def prose(self, text: str) -> Prose:
        """Parse a text and resolve its references; raises ProseFaults (D105, D108, D201, D205)."""
        place = text.place if isinstance(text, Scalar) else Place()
        written = text.written if isinstance(text, Scalar) else NOT_WRITTEN
        bare = text.strip(" \t\n")
        written = written.after(text.index(bare))
        if len(bare) > LONGEST:
            message = f"this text has {len(bare):,} characters; a text may have {LONGEST:,}"
            hint = "split it into several blocks"
            raise ProseFaults([diagnostic("D105", message, hint=hint, place=place)])
        tokens = self._markdown.parseInline(bare)[0].children or []
        reader = _Reader(self, bare, written)
        pieces = reader.read(tokens)
        if reader.faults:
            raise ProseFaults(reader.faults)
        self.warnings.extend(reader.warnings)
        return Prose(pieces, place)


class _Reader:
    """Turns markdown-it's flat tokens into nested pieces, each character with its place."""

    def __init__(self, binder: Binder, text: str, written: Written) -> None:
        self.binder, self.text, self.written = binder, text, written
        self.cursor = 0
        self.faults: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def read(self, tokens: Sequence[Token]) -> tuple[Piece, ...]:
        """Return the pieces of the whole text."""
        stack: list[tuple[str, str, Place, list[Piece | _Run]]] = [("", "", Place(), [])]
        for token in tokens:
            into = stack[-1][3]
            match token.type:
                case "text":
                    into.append(self._run(token.content))
                case "softbreak":
                    into.append(self._run("\n"))
                case "hardbreak":
                    into.append(Break())
                case "reference":
                    if piece := self._reference(token):
                        into.append(piece)
                case "lone_mark":
                    into.append(self._run(token.content))
                    self._lone(token)
                case "strong_open" | "em_open":
                    stack.append((token.tag, "", Place(), []))
                case "link_open":
                    href, place = str(token.attrs.get("href", "")), self._place(token)
                    kind, value = self._link(href, place, picture=self._follows(token, "!"))
                    stack.append((kind, value, place, []))
                case "strong_close" | "em_close" | "link_close":
                    kind, href, place, inner = stack.pop()
                    if kind == "a" and not "".join(map(_plain, inner)).strip():
                        hint = "write the words between the square brackets"
                        self._fault("D108", "this link has no words", hint, place)
                    stack[-1][3].append(Span(kind, self._joined(inner), href, place))
                case other:  # pragma: no cover - the enabled rules make no other token
                    raise AssertionError(other)
            self.cursor = token.meta.get("end", self.cursor)
        return self._joined(stack[0][3])

    def _follows(self, token: Token, sign: str) -> bool:
        """Return whether an unescaped ``sign`` is directly before a token."""
        before = self.text[: token.meta["at"]]
        return before.endswith(sign) and not before[: -len(sign)].endswith("\\")

    def _place(self, token: Token) -> Place:
        return self.written.at(token.meta["at"])

    def _run(self, content: str) -> _Run:
        """Find the characters of a piece of plain text in the source."""
        indexes = []
        for character in content:
            found = self.text.find(character, self.cursor)
            if found >= 0:
                self.cursor = found + 1
            indexes.append(self.cursor - 1)
        return _Run(content, indexes)

    def _reference(self, token: Token) -> Figure | Text | None:
        place = self._place(token)
        if not token.meta["closed"]:
            self._fault("D205", "“{{” is never closed", f"close it with “}}}}”: {HOW}", place)
            return None
        try:
            found = read_reference(token.content, self.binder)
        except ReferenceError_ as exc:
            self._fault(exc.code, exc.message, exc.hint, place)
            return None
        if isinstance(found, str):
            return Text(found, Written(place.file, ((0, place.line, place.column),)))
        return found

    def _link(self, href: str, place: Place, *, picture: bool) -> tuple[str, str]:
        """Return the kind of an element and its value, from the address in round brackets.

        ``picture`` means that it was written as ``![words](address)``, Markdown for a picture.
        """
        if picture:
            hint = "use a block: type: picture; for a link after a “!”, write “\\!”"
            self._fault("D108", "a text cannot have pictures", hint, place)
            return "a", href
        scheme, colon, value = href.partition(":")
        scheme = scheme.lower()
        if colon and scheme == "mark":
            if value not in MARKS:
                advice = nearest(value, MARKS)
                hint = f"{advice} marks: {', '.join(MARKS)}".strip()
                self._fault("D108", f"there is no mark “{short(value)}”", hint, place)
            return "mark", value
        if colon and scheme == "ruby":
            if not value:
                hint = "write the reading after the colon: [餸](ruby:sung3)"
                self._fault("D108", "this ruby has no reading", hint, place)
            return "ruby", unquote(value)
        if colon and scheme == "lang":
            if not is_language(value):
                message = f"“{short(value)}” is not a language tag"
                hint = "write en for English, ja for Japanese, zh-Hans-CN for Simplified Chinese"
                if tag := meant(value):
                    hint = f"write {tag}; a language has two or three letters, as in BCP 47"
                self._fault("D108", message, hint, place)
            return "lang", value
        if not href.startswith(LINKS) or href in LINKS:
            hint = "write an address with https:// or mailto:, or #id for a place in the report"
            message = f"this link has an invalid address: “{short(unquote(href))}”"
            self._fault("D108", message, hint, place)
        return "a", href

    def _lone(self, token: Token) -> None:
        if token.content == "**" and not self.warnings:
            found = diagnostic(
                "D109",
                "“**” is not closed and will be printed",
                hint="close the emphasis with “**”, or write “\\*\\*” for the marks themselves",
                place=self._place(token),
            )
            self.warnings.append(found)

    def _fault(self, code: str, message: str, hint: str, place: Place) -> None:
        self.faults.append(diagnostic(code, message, hint=hint, place=place))

    def _joined(self, parts: list[Piece | _Run]) -> tuple[Piece, ...]:
        """Join adjacent texts, and remove line breaks between Chinese characters."""
        runs: list[Piece | _Run] = []
        for part in parts:
            last = runs[-1] if runs else None
            if isinstance(part, _Run) and isinstance(last, _Run):
                runs[-1] = _Run(last.text + part.text, last.indexes + part.indexes)
            else:
                runs.append(part)
        pieces: list[Piece] = []
        for number, part in enumerate(runs):
            if not isinstance(part, _Run):
                pieces.append(part)
                continue
            before = _plain(runs[number - 1])[-1:] if number else ""
            after = _plain(runs[number + 1])[:1] if number + 1 < len(runs) else ""
            text, indexes = part.unfolded(before, after)
            self._look_for_braces(text, indexes)
            self._look_for_spans(text, indexes)
            self._look_for_markdown(text, indexes, first=not pieces)
            if text:
                pieces.append(Text(text, self._places(indexes)))
        return tuple(pieces)

    def _look_for_braces(self, text: str, indexes: list[int]) -> None:
        for match in _BRACES.finditer(text):
            index = indexes[match.start()]
            if self.text[index - 1 : index] == "\\":
                continue
            place = self.written.at(index)
            message = f"“{short(match[0])}” is not a reference to a fact"
            self._fault("D205", message, f"{HOW}, with two half-width braces on each side", place)

    def _look_for_spans(self, text: str, indexes: list[int]) -> None:
        """Find malformed marks, rubies and languages, which would be printed literally."""
        for match in _UNREAD.finditer(text):
            message = f"“{short(match[0])}…” is not a valid {match[1].lower()} and would be printed"
            hint = (
                "write [字](ruby:zi6): words in square brackets, directly followed by half-width "
                "round brackets, without spaces"
            )
            self._fault("D108", message, hint, self.written.at(indexes[match.start()]))

    def _look_for_markdown(self, text: str, indexes: list[int], *, first: bool) -> None:
        """Find malformed links, and unsupported Markdown."""
        for one in unread(text):
            index = indexes[one.at]
            if self.text[index - 1 : index] == "\\" or (
                one.at == 0 and not first and one.code == "D111"
            ):
                continue
            if _UNREAD.search(text, one.at):
                continue  # a mark, ruby or language: already reported
            found = diagnostic(one.code, one.message, hint=one.hint, place=self.written.at(index))
            (self.faults if one.code == "D108" else self.warnings).append(found)

    def _places(self, indexes: list[int]) -> Written:
        runs: list[tuple[int, int, int]] = []
        expected = Place()
        for number, index in enumerate(indexes):
            place = self.written.at(index)
            if place != expected:
                runs.append((number, place.line, place.column))
            expected = Place(place.file, place.line, place.column + 1)
        return Written(self.written.file, tuple(runs))


class _Run:
    """Plain text before it becomes a piece, with the index of each character in the source."""

    def __init__(self, text: str, indexes: list[int]) -> None:
        self.text = text
        self.indexes = indexes

    def unfolded(self, before: str, after: str) -> tuple[str, list[int]]:
        """Replace line breaks by spaces, and remove them beside Chinese characters."""
        text: list[str] = []
        indexes: list[int] = []
        rest = self.text
        for number, character in enumerate(rest):
            shown = character
            if character == "\n":
                left = text[-1] if text else before
                right = rest[number + 1 : number + 2] or after
                shown = "" if HAN.match(left) or HAN.match(right) or left == " " else " "
            if shown:
                text.append(shown)
                indexes.append(self.indexes[number])
        return "".join(text), indexes


def _plain(part: Piece | _Run) -> str:
    return part.text if isinstance(part, _Run) else Prose((part,)).plain
