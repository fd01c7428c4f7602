"""Prose: text after its Markdown has been parsed and its references to facts resolved.

``Prose`` is a sequence of inline pieces. The room ``markup`` turns it into HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from pydantic_core import PydanticCustomError, core_schema

from report.findings.diagnostics import NOWHERE, Diagnostic, Place
from report.model.base import NOT_WRITTEN, Written
from report.model.facts import Binding, Fact, Format
from report.model.readas import ReadAs

#: The allowed starts of a link's address.
LINKS = ("https://", "http://", "mailto:", "#")
#: The names of marks under words: 着重號, 專名號, 書名號 (CLREQ 3.3).
MARKS = ("dots", "name", "title")


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, with the places of its characters."""

    text: str
    written: Written = field(default=NOT_WRITTEN, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure: a fact in one of its formats."""

    fact: Fact
    form: Format = Format.FULL


@dataclass(frozen=True, slots=True)
class Break:
    """A forced line break."""


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces inside an inline element: ``strong``, ``em``, ``a``, ``mark``, ``ruby`` or ``lang``.

    ``href`` is the address of a link, the name of a mark (see :data:`MARKS`), the text above a
    ruby base, or a language tag (BCP 47).
    """

    kind: str
    pieces: tuple[Piece, ...]
    href: str = ""
    place: Place = field(default=NOWHERE, compare=False, repr=False)


Piece = Text | Figure | Break | Span


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of inline pieces."""

    pieces: tuple[Piece, ...] = ()
    place: Place = NOWHERE

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def walk(self) -> Iterator[Piece]:
        """Return every piece, spans before their content."""
        yield from _walk(self.pieces)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that this prose prints."""
        return tuple(piece.fact for piece in self.walk() if isinstance(piece, Figure))

    @property
    def plain(self) -> str:
        """The printed text without markup."""
        parts = []
        for piece in self.walk():
            if isinstance(piece, Text):
                parts.append(piece.text)
            elif isinstance(piece, Figure):
                parts.append(piece.fact.text(piece.form))
        return "".join(parts)


def _walk(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Span):
            yield from _walk(piece.pieces)


class ProseFaults(ValueError):  # noqa: N818 - several faults, which pydantic turns into one error
    """All faults of one text, each with its place."""

    def __init__(self, faults: list[Diagnostic]) -> None:
        super().__init__(faults)
        self.faults = faults


_SCHEMA = {
    "type": "string",
    "minLength": 1,
    "description": "Text; **strong**, *emphasis*, [link](https://…), {{ fact.id }}, "
    "[words](mark:dots), [字](ruby:zi6), [words](lang:en)",
}


def _parse(value: Any, info: core_schema.ValidationInfo) -> Prose:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text is expected here")
    if not value.strip():
        raise PydanticCustomError("string_too_short", "this text is empty")
    binding = cast(Binding, info.context)
    try:
        prose: Prose = binding.prose(value)
    except ProseFaults as exc:
        raise PydanticCustomError("prose", "errors in the text", {"faults": exc.faults}) from None
    return prose


def _parse_cell(value: Any, info: core_schema.ValidationInfo) -> Prose:
    if value is None or (isinstance(value, str) and not value.strip()):
        return Prose()
    return _parse(value, info)


#: A field with text; its value is :class:`Prose`.
ProseField = Annotated[Prose, ReadAs(_parse, lambda: _SCHEMA)]
#: The same for a table cell, which may be empty.
CellField = Annotated[
    Prose,
    ReadAs(
        _parse_cell,
        lambda: {"type": ["string", "null"], "description": _SCHEMA["description"]},
    ),
]
