"""The base of every model: strict keys, frozen values, and where each value was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, model_validator

from report.diagnostics import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mapping stands in its file, and where each of its keys and values does."""

    place: Place = NOWHERE
    keys: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Place] = field(default_factory=dict)


class Scalar(str):
    """A scalar read from YAML that remembers where it was written."""

    place: Place
    __slots__ = ("place",)

    def __new__(cls, text: str, place: Place) -> Self:
        """Make the string and note its place."""
        made = super().__new__(cls, text)
        made.place = place
        return made


class Sequence(list[Any]):
    """A list read from YAML that remembers where each item was written."""

    def __init__(self, items: list[Any], places: list[Place]) -> None:
        super().__init__(items)
        self.places = places


class Located(dict[str, Any]):
    """A mapping read from YAML that remembers where it was written.

    ``allowed`` is filled in by the model that reads it: the keys it knows, for advice on
    those it does not.
    """

    def __init__(self, items: dict[str, Any], origin: Origin) -> None:
        super().__init__(items)
        self.origin = origin
        self.allowed: tuple[str, ...] = ()


class Model(BaseModel):
    """A piece of data with known keys only; unknown ones are findings, not noise."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    _origin: Origin = PrivateAttr(default_factory=Origin)

    @model_validator(mode="wrap")
    @classmethod
    def _remember_origin(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, Located):
            data.allowed = tuple(
                name for name, info in cls.model_fields.items() if not info.exclude
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

    def models(self) -> Iterator[Model]:
        """Give this model and, in reading order, every model inside it."""
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
