"""The base of every model: strict keys, immutable values, and the source place of each value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from report.findings.diagnostics import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Written:
    """The places of the characters of a text in its file.

    ``runs`` are (index, line, column): from this index to the next run, the characters follow each
    other on one line.
    """

    file: str = ""
    runs: tuple[tuple[int, int, int], ...] = ()

    def at(self, index: int) -> Place:
        """Return the place of the character at ``index``."""
        number = bisect_right(self.runs, index, key=lambda run: run[0]) - 1
        if number < 0:
            return Place(self.file, *self.runs[0][1:]) if self.runs else Place(self.file)
        start, line, column = self.runs[number]
        return Place(self.file, line, column + index - start)

    def after(self, count: int) -> Written:
        """Return the places without the first ``count`` characters."""
        if not count or not self.runs:
            return self
        first = self.at(count)
        later = [
            (index - count, line, column) for index, line, column in self.runs if index > count
        ]
        return Written(self.file, ((0, first.line, first.column), *later))


NOT_WRITTEN = Written()


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a mapping in its file, and the places of its keys and values."""

    place: Place = NOWHERE
    keys: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Place] = field(default_factory=dict)
    #: For values that are lists: the places of the items.
    items: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    #: For values that are mappings: their origin.
    members: dict[str, Origin] = field(default_factory=dict)
    #: For values that are texts: the places of the characters.
    texts: dict[str, Written] = field(default_factory=dict)


class Scalar(str):
    """A scalar from YAML with its place, and the places of its characters."""

    place: Place
    written: Written
    #: The place of a second paragraph in the text, if there is one, and a hint how to join both.
    second_paragraph: tuple[Place, str] | None
    __slots__ = ("place", "second_paragraph", "written")

    def __new__(cls, text: str, place: Place, written: Written = NOT_WRITTEN) -> Self:
        """Create the string with its place."""
        made = super().__new__(cls, text)
        made.place = place
        made.written = written
        made.second_paragraph = None
        return made


class Sequence(list[Any]):
    """A list from YAML with the places of its items."""

    def __init__(self, items: list[Any], places: tuple[Place, ...]) -> None:
        super().__init__(items)
        self.places = places


class Located(dict[str, Any]):
    """A mapping from YAML with its origin.

    The model that validates it sets ``allowed`` and ``required``: the known keys and the required
    keys, for hints.
    """

    def __init__(self, items: dict[str, Any], origin: Origin) -> None:
        super().__init__(items)
        self.origin = origin
        self.allowed: tuple[str, ...] = ()
        self.required: tuple[str, ...] = ()


class Model(BaseModel):
    """The base of all data models; unknown keys are errors."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_origin(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, Located):
            fields = [(info.alias or name, info) for name, info in cls.model_fields.items()]
            data.allowed = tuple(name for name, info in fields if not info.exclude)
            data.required = tuple(name for name, info in fields if info.is_required())
            for name, info in fields:
                if info.exclude and name in data:
                    message = "the key “{key}” cannot be written here"
                    raise PydanticCustomError(
                        "not_written", message, {"key": name, "path": (name,)}
                    )
        made = handler(data)
        if isinstance(data, Located):
            made._origin = data.origin
        return made

    @property
    def written_at(self) -> Place:
        """Where this object starts in its file."""
        return self._origin.place

    def key_written_at(self, key: str) -> Place:
        """Where the value of ``key`` starts, or this object when the key was not written."""
        return self._origin.values.get(key, self._origin.place)

    def item_written_at(self, key: str, index: int) -> Place:
        """Where an item of the list under ``key`` starts."""
        places = self._origin.items.get(key, ())
        return places[index] if index < len(places) else self.key_written_at(key)

    def member_written_at(self, key: str, name: str) -> Place:
        """Where the key ``name`` of the mapping under ``key`` stands."""
        member = self._origin.members.get(key)
        return member.keys.get(name, member.place) if member else self.key_written_at(key)

    def member_value_at(self, key: str, name: str) -> Place:
        """Where the value of ``name`` in the mapping under ``key`` starts."""
        member = self._origin.members.get(key)
        return member.values.get(name, member.place) if member else self.key_written_at(key)

    def text_written_at(self, key: str) -> Written:
        """Where the characters of the text under ``key`` stand."""
        place = self.key_written_at(key)
        plain = Written(place.file, ((0, place.line, place.column),))
        return self._origin.texts.get(key, plain)

    def models(self) -> Iterator[Model]:
        """Return this model and all models in it, in reading order."""
        yield self
        for name in type(self).model_fields:
            yield from _models_in(getattr(self, name))


def _models_in(value: Any) -> Iterator[Model]:
    if isinstance(value, Model):
        yield from value.models()
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _models_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _models_in(item)
