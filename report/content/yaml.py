"""YAML with places: every value knows its file, line and column.

Only the plain core of YAML is taken: mappings, lists and scalars. Anchors, aliases and tags
are refused (they hide where a value comes from, and make “billion laughs” possible), nesting
is limited, and a key may stand only once. Scalars stay text as they were written, so ``4.40``
keeps its zero and ``no`` is a word; the model decides what is a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from report.diagnostics import Place, diagnostic
from report.errors import FindingsError
from report.model.base import Located, Origin, Scalar, Sequence

#: Deeper nesting than this is a mistake; the deepest the model knows is about ten.
DEEPEST = 40

_NULLS = {"", "~", "null", "Null", "NULL"}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> Any:
    """Parse one YAML document.

    Gives :class:`Located`, :class:`Sequence`, :class:`Scalar` or None. Raises FindingsError:
    D006 syntax, D007 tab, D008 key twice, D009 anchor, alias or tag, D010 nested too deep.
    """
    try:
        return _Builder(file).build(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise _syntax_error(exc, text, place) from None
    except yaml.YAMLError as exc:
        raise FindingsError(
            [diagnostic("D006", f"this is not YAML: {_first_line(exc)}", place=Place(file, 1, 1))]
        ) from None


def _first_line(exc: Exception) -> str:
    return str(exc).splitlines()[0]


def _syntax_error(exc: yaml.MarkedYAMLError, text: str, place: Place) -> FindingsError:
    lines = text.splitlines()
    for number in (place.line, place.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            found = diagnostic(
                "D007",
                "this line is indented with a tab",
                hint="YAML takes spaces only: replace the tab by two spaces",
                place=Place(place.file, number, indent.index("\t") + 1),
            )
            return FindingsError([found])
    problem = exc.problem or exc.context or "unknown fault"
    hints = {
        "mapping values are not allowed": "a colon followed by a space starts a value: put the "
        "whole text in quotation marks",
        "could not find expected ':'": "after a key comes a colon and a space",
        "did not find expected key": "check the indentation of this line against its neighbours, "
        "and quotation marks that are not closed",
        "did not find expected ',' or": "a { or [ is not closed; text that starts with { needs "
        "quotation marks around it",
        "found unexpected end of stream": "quotation marks are opened and never closed",
        "cannot start any token": "a text that starts with this character needs quotation marks",
        "did not find expected '-' indicator": "list items must all start at the same column",
    }
    hint = next((advice for start, advice in hints.items() if start in problem), "")
    if not hint:
        hint = "check the indentation, the colons and the quotation marks around this place"
    message = f"this is not valid YAML: {problem}"
    return FindingsError([diagnostic("D006", message, hint=hint, place=place)])


class _Builder:
    """Builds values from parser events with a stack of its own, so depth costs no recursion."""

    def __init__(self, file: str) -> None:
        self.file = file

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def fail(self, event: yaml.Event, code: str, message: str, hint: str) -> NoReturn:
        raise FindingsError([diagnostic(code, message, hint=hint, place=self.place(event))])

    def build(self, events: Iterator[yaml.Event]) -> Any:
        stack: list[_Open] = []
        root: Any = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fail(
                        event, "D006", "a second document starts here", "remove the line “---”"
                    )
                continue
            if isinstance(event, yaml.CollectionStartEvent):
                self._refuse_extras(event)
                if len(stack) >= DEEPEST:
                    self.fail(
                        event,
                        "D010",
                        f"the data is nested more than {DEEPEST} levels deep",
                        "is a bracket or an indentation repeated by mistake?",
                    )
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), self.place(event)))
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                done = stack.pop()
                value, place = done.value(), done.place
            elif isinstance(event, yaml.ScalarEvent):
                value, place = self._scalar(event), self.place(event)
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event)
            else:
                continue
            if not stack:
                root = value
            elif problem := stack[-1].add(value, place):
                self.fail(event, *problem)
        return root

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar | None:
        self._refuse_extras(event)
        if event.style is None and event.value in _NULLS:
            return None
        return Scalar(event.value, self.place(event))

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse_alias(event)
        if event.tag is not None:
            self.fail(event, "D009", f"the tag “{event.tag}” is not used here", "remove the tag")

    def _refuse_alias(self, event: Any) -> NoReturn:
        self.fail(
            event,
            "D009",
            "anchors and aliases (& and *) are not used here",
            "write the value out; a text that starts with & or * needs quotation marks around it",
        )


class _Open:
    """A mapping or list whose end has not come yet."""

    def __init__(self, mapping: bool, place: Place) -> None:
        self.mapping = mapping
        self.place = place
        self.items: dict[str, Any] = {}
        self.rows: list[Any] = []
        self.places: list[Place] = []
        self.key: str | None = None
        self.keys: dict[str, Place] = {}
        self.values: dict[str, Place] = {}

    def add(self, value: Any, place: Place) -> tuple[str, str, str] | None:
        """Take the next value; gives (code, message, hint) when it cannot stand here."""
        if not self.mapping:
            self.rows.append(value)
            self.places.append(place)
            return None
        if self.key is None:
            if not isinstance(value, str):
                return ("D006", "a key must be a word", "write the key as text before the colon")
            key = str(value)
            if key in self.keys:
                first = self.keys[key].line
                hint = "keep one of the two; only one of them would be printed"
                return ("D008", f"the key “{key}” stands twice, first in line {first}", hint)
            self.key, self.keys[key] = key, place
            return None
        self.items[self.key], self.values[self.key] = value, place
        self.key = None
        return None

    def value(self) -> Located | Sequence:
        if self.mapping:
            return Located(self.items, Origin(self.place, self.keys, self.values))
        return Sequence(self.rows, self.places)
