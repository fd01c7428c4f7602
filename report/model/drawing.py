"""Drawings made from facts, and generated art.

The room ``figures`` declares the kinds of drawings and art, and the facts that each drawing needs;
the model validates the data. Sizes are in points (1/72 inch) and in lines of the baseline grid.
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
    """A kind of drawing: the number of its facts, and a check of the facts.

    ``draws`` is its description for docs/blocks.md; ``fits`` returns the facts that it cannot draw,
    if their number is right. A kind with ``named`` has names instead of facts.
    """

    fewest: int
    most: int
    draws: str
    fits: Callable[[Sequence[Fact]], Iterable[Misfit]] | None = None
    named: bool = False


_kinds: dict[str, Kind] = {}
_arts: dict[str, str] = {}


def declare(kinds: Mapping[str, Kind], arts: Mapping[str, str]) -> None:
    """Declare the kinds of drawings and of art; ``arts`` has descriptions for docs/blocks.md.

    The room ``figures`` calls this, so that each kind is defined in only one file there.
    """
    _kinds.update(kinds)
    _arts.update(arts)


def kinds() -> Mapping[str, Kind]:
    """Return the kinds of drawings by name."""
    return _kinds


def arts() -> Mapping[str, str]:
    """Return the descriptions of the kinds of art by name."""
    return _arts


def _one_of(names: Mapping[str, object]) -> ReadAs:
    """Return the type of a field for declared names; like a Literal, but filled later."""

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
    """A drawing: its kind and its facts."""

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
    """A request for a drawing: kind, facts, size and accent."""

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
    """A request for art: kind, size and accent; the id is the seed of the random numbers."""

    id: str
    kind: ArtKind
    width_pt: float
    height_pt: float
    accent: str
    #: Whether a title is printed on it: then a part stays dark and plain.
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Svg:
    """A finished drawing: SVG text in points, with an alternative text."""

    id: str
    text: str
    width_pt: float
    height_pt: float
    title: str = ""
    description: str = ""
