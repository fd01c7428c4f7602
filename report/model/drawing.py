"""Drawings made from facts, and art made from nothing but a name.

The room that draws declares which drawings and arts there are, and which facts each takes; the
model holds the data to it. Sizes are in points (1/72 inch) and in lines of the baseline grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError, core_schema

from report.model.base import Model
from report.model.facts import Fact, FactRef
from report.model.fitting import Misfit
from report.model.readas import ReadAs


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of drawing takes: how many facts, and which.

    ``draws`` says what it draws, for docs/blocks.md; ``fits`` gives the facts that it cannot draw,
    once their number is right. One that is ``named`` takes names instead of facts.
    """

    fewest: int
    most: int
    draws: str
    fits: Callable[[Sequence[Fact]], Iterable[Misfit]] | None = None
    named: bool = False


_kinds: dict[str, Kind] = {}
_arts: dict[str, str] = {}


def declare(kinds: Mapping[str, Kind], arts: Mapping[str, str]) -> None:
    """Say which kinds of drawings and of art there are.

    The room that draws them does so: a kind stands in one file there, and the model knows of it.
    Of an art, what it shows is said, for docs/blocks.md.
    """
    _kinds.update(kinds)
    _arts.update(arts)


def kinds() -> Mapping[str, Kind]:
    """Give the kinds of drawings by name."""
    return _kinds


def arts() -> Mapping[str, str]:
    """Give what each kind of art shows, by name."""
    return _arts


def _one_of(names: Mapping[str, object]) -> ReadAs:
    """Give the type of a field: a name that has been declared, described as a Literal's is."""

    def known(value: Any, _info: core_schema.ValidationInfo) -> str:
        if isinstance(value, str) and value in names:
            return str(value)  # without its place in the file
        raise PydanticKnownError("literal_error", {"expected": " or ".join(map(repr, names))})

    return ReadAs(known, lambda: {"enum": list(names), "type": "string"})


DrawingKind = Annotated[str, _one_of(_kinds)]
ArtKind = Annotated[str, _one_of(_arts)]
MarkKind = Literal["dot", "tower", "house", "person"]
DrawnName = Annotated[str, Field(min_length=1, max_length=40)]


class Drawing(Model):
    """A drawing chosen by kind and fed with facts."""

    kind: DrawingKind = Field(description="Which drawing: see docs/blocks.md")
    facts: tuple[FactRef, ...] = Field(
        default=(), description="Ids of the facts it draws, in order"
    )
    mark: MarkKind = Field(default="dot", description="The mark of a field")
    names: tuple[DrawnName, ...] = Field(
        default=(), max_length=5, description="The names of a drawing “equal”, two to five"
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        kind = _kinds[self.kind]
        fewest, most = kind.fewest, kind.most
        if not fewest <= len(self.facts) <= most:
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise PydanticCustomError(
                "facts_misfit",
                "the drawing “{kind}” takes {wanted}, not {count}",
                {
                    "kind": self.kind,
                    "wanted": f"{wanted} fact{'' if wanted == '1' else 's'}",
                    "count": len(self.facts),
                    "path": ("facts",),
                },
            )
        if (len(self.names) > 1) != kind.named:
            raise PydanticCustomError(
                "names_misfit",
                "the drawing “{kind}” {takes}",
                {
                    "kind": self.kind,
                    "takes": "takes two to five names" if kind.named else "has no names",
                    "path": ("names",),
                },
            )
        if found := next(iter(kind.fits(self.facts) if kind.fits else ()), None):
            fact = self.facts[found.at]
            raise PydanticCustomError(
                "facts_misfit",
                "the drawing “{kind}” {needs}; “{fact}” is {number}, {unit}",
                {
                    **{"kind": self.kind, "needs": found.needs, "fact": fact.id},
                    **{"number": fact.digits, "path": ("facts", found.at)},
                    "unit": f"in {fact.unit}" if fact.unit else "without a unit",
                    "hint": "name another fact, correct it in data/facts.yaml, or choose another "
                    "kind of drawing: docs/blocks.md lists what each takes",
                },
            )
        return self


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """One drawing to be made: what, from which facts, how large, in which accent."""

    id: str
    kind: DrawingKind
    facts: tuple[Fact, ...]
    width_pt: float
    height_pt: float
    accent: str
    mark: MarkKind = "dot"
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArtRequest:
    """One piece of art to be made: a family of forms, seeded by the slot's id."""

    id: str
    kind: ArtKind
    width_pt: float
    height_pt: float
    accent: str
    #: Whether white words stand on it: part of it is then kept dark and calm.
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Svg:
    """A finished drawing: SVG text in points, with words for those who cannot see it."""

    id: str
    text: str
    width_pt: float
    height_pt: float
    title: str = ""
    description: str = ""
