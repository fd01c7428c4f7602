"""Drawings made from facts, and art made from nothing but a name.

The model knows which drawings there are and how many facts each takes; the figures room
knows how they look. Sizes are in points (1/72 inch) and in lines of the baseline grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.facts import Fact, FactRef
from report.model.fitting import misfit

#: kind → (fewest facts, most facts, what it draws)
KINDS: dict[str, tuple[int, int, str]] = {
    "ratio": (1, 1, "one bar against another, as many times as long: 8 : 1"),
    "remainder": (1, 1, "what is left when so many per cent are taken away"),
    "field": (1, 1, "a field of small marks, each standing for one unit of the figure"),
    "score": (1, 2, "a score out of 100, with its gain"),
    "crossing": (0, 0, "two service areas and the service that crosses between them"),
    "platform": (0, 0, "one platform that carries many enterprises"),
    "customers": (5, 5, "subscribers as areas: total, mobile, 4G, broadband, converged share"),
    "gains": (1, 8, "gains in points, a bar each, all of one scale"),
    "shift": (2, 2, "a share before and after"),
    "tally": (1, 6, "unlike figures side by side, each with a mark of its own"),
    "split": (2, 6, "parts of a whole, the small parts enlarged so that they can be read"),
    "people": (1, 2, "people as small figures, each standing for a round number of them"),
    "equal": (0, 0, "things of one rank: bars of one length, each with its name"),
}

DrawingKind = Literal[
    "ratio",
    "remainder",
    "field",
    "score",
    "crossing",
    "platform",
    "customers",
    "gains",
    "shift",
    "tally",
    "split",
    "people",
    "equal",
]
MarkKind = Literal["dot", "tower", "house", "person"]
DrawnName = Annotated[str, Field(min_length=1, max_length=40)]
ArtKind = Literal["mesh", "ribbons", "contours", "waves", "snow", "rings", "skyline"]


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
        fewest, most, _ = KINDS[self.kind]
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
        if (len(self.names) > 1) != (self.kind == "equal"):
            raise PydanticCustomError(
                "names_misfit",
                "the drawing “{kind}” {takes}",
                {
                    "kind": self.kind,
                    "takes": "takes two to five names" if self.kind == "equal" else "has no names",
                    "path": ("names",),
                },
            )
        if found := misfit(self.kind, self.facts):
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
