"""A YAML parser that keeps the file, line and column of every value.

Only mappings, lists and scalars are supported. Anchors, aliases and tags are errors (they hide the
source of a value and allow “billion laughs” attacks), nesting is limited, and duplicate keys are
errors. Scalars stay text as written, so ``4.40`` keeps its zero and ``no`` is text; the model
converts numbers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from report.content.grammar import swallowed_item, syntax_error, unprintable
from report.content.mistakes import wide_indent
from report.content.swallowed import (
    after_text,
    blank_line,
    hidden_escape,
    instead_of_text,
    listed_items,
)
from report.content.written import Source
from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import FindingsError
from report.model.base import Located, Origin, Scalar, Sequence

#: The deepest nesting; valid data have about ten levels.
DEEPEST = 40

_NULLS = {"", "~", "null", "Null", "NULL"}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str, file: str) -> Any:
    """Parse one YAML document.

    Returns :class:`Located`, :class:`Sequence`, :class:`Scalar` or None. Raises FindingsError:
    D006 syntax error, D007 tab, D008 duplicate key, D009 anchor, alias or tag, D010 nested too
    deep, D012 control character, D013 text that is read as a comment.
    """
    builder = _Builder(text, file)
    if found := unprintable(text, builder.source.written) or wide_indent(text, file):
        raise FindingsError([found])
    try:
        return builder.build(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as exc:
        raise FindingsError([syntax_error(exc, text, file, builder.quoted)]) from None


#: The last text of each file, and what it holds.
_last: OrderedDict[str, tuple[str, Any]] = OrderedDict()
#: The most files that are remembered.
_FILES = 256


def parse_once(text: str, file: str) -> Any:
    """Return what :func:`parse` does; for the text of the last time, the same object.

    After an edit, all other files of a report are those of the last time. The object must not be
    changed.
    """
    known = _last.get(file)
    if known is not None and known[0] == text:
        _last.move_to_end(file)
        return known[1]
    _last.pop(file, None)
    found = parse(text, file)
    _last[file] = text, found
    if len(_last) > _FILES:
        _last.popitem(last=False)
    return found


class _Builder:
    """Builds values from parser events with an explicit stack instead of recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.source = Source(text, file)
        #: The last text in quotation marks that spans several lines.
        self.quoted: yaml.ScalarEvent | None = None

    def place(self, event: yaml.Event) -> Place:
        mark: Any = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def fail(self, place: Place, code: str, message: str, hint: str) -> NoReturn:
        raise FindingsError([diagnostic(code, message, hint=hint, place=place)])

    def build(self, events: Iterator[yaml.Event]) -> Any:
        stack: list[_Open] = []
        root: Any = None
        value: Any
        documents = 0
        for event in events:
            place = self.place(event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "remove the line “---”; a file has only one document"
                    self.fail(place, "D006", "a second document starts here", hint)
                continue
            if isinstance(event, yaml.CollectionStartEvent):
                self._refuse_extras(event)
                if len(stack) >= DEEPEST:
                    message = f"the data is nested more than {DEEPEST} levels deep"
                    hint = "is a bracket or an indentation repeated by mistake?"
                    self.fail(place, "D010", message, hint)
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), place))
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                done = stack.pop()
                value, place = done.value(), done.place
            elif isinstance(event, yaml.ScalarEvent):
                value = self._scalar(event, place)
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_alias(place)
            else:
                continue
            if not stack:
                root = value
            elif problem := stack[-1].add(value, place):
                self.fail(place, *problem)
        return root

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar | None:
        self._refuse_extras(event)
        if found := instead_of_text(event, self.source.text, self.file):
            raise FindingsError([found])
        if not event.style and event.value in _NULLS:
            return None
        mark: Any = event.start_mark
        if event.style in {'"', "'"} and "\n" in self.source.text[mark.index : _end(event)]:
            self.quoted = event
        value, written = self.source.read(event.value, mark.index, event.style or "")
        text = self.source.text
        found = (
            hidden_escape(event, text, self.file)
            or unprintable(value, written)
            or swallowed_item(event, text, self.file)
            or after_text(event, text, self.file)
            or listed_items(event, text, self.file)
        )
        if found:
            raise FindingsError([found])
        scalar = Scalar(value, place, written)
        scalar.second_paragraph = blank_line(value, written, event.style or "")
        return scalar

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse_alias(self.place(event))
        if event.tag is not None:
            message = "“!” at the start of a value is a YAML tag, which is not used here"
            hint = "put quotation marks around a text that starts with !"
            self.fail(self.place(event), "D009", message, hint)

    def _refuse_alias(self, place: Place) -> NoReturn:
        self.fail(
            place,
            "D009",
            "“&” or “*” at the start of a value is a YAML anchor or alias, which is not used here",
            "write the full value; put quotation marks around a text that starts with & or *, "
            'like “"**words**"”',
        )


def _end(event: yaml.ScalarEvent) -> int:
    mark: Any = event.end_mark
    return int(mark.index)


class _Open:
    """A mapping or list that is not complete yet."""

    def __init__(self, mapping: bool, place: Place) -> None:
        self.mapping = mapping
        self.place = place
        self.items: dict[str, Any] = {}
        self.rows: list[Any] = []
        self.places: list[Place] = []
        self.key: str | None = None
        self.origin = Origin(place)

    def add(self, value: Any, place: Place) -> tuple[str, str, str] | None:
        """Add the next value; returns (code, message, hint) when it is invalid here."""
        if not self.mapping:
            self.rows.append(value)
            self.places.append(place)
            return None
        if self.key is None:
            return self._add_key(value, place)
        self.items[self.key], self.origin.values[self.key] = value, place
        if isinstance(value, Scalar):
            blanks = len(value) - len(value.lstrip())
            self.origin.texts[self.key] = value.written.after(blanks)
        elif isinstance(value, Sequence):
            self.origin.items[self.key] = value.places
        elif isinstance(value, Located):
            self.origin.members[self.key] = value.origin
        self.key = None
        return None

    def _add_key(self, value: Any, place: Place) -> tuple[str, str, str] | None:
        if not isinstance(value, str):
            if value is None:
                return ("D006", "a key is missing before this colon", "write the key before it")
            hint = (
                "a text that starts with {, like {{ users.total }}, needs quotation marks around it"
            )
            return ("D006", "there is a bracket instead of a key", hint)
        key = str(value)
        if key in self.origin.keys:
            first = self.origin.keys[key].line
            hint = "keep one of the two; only one of them would be printed"
            return ("D008", f"the key “{key}” is used twice, first in line {first}", hint)
        self.key, self.origin.keys[key] = key, place
        return None

    def value(self) -> Located | Sequence:
        if self.mapping:
            return Located(self.items, self.origin)
        return Sequence(self.rows, tuple(self.places))
