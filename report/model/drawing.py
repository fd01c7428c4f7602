"""Drawings made from facts, and art made from nothing but a name.

The model knows which drawings there are and how many facts each takes; the figures room
knows how they look. Sizes are in points (1/72 inch) and in lines of the baseline grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NoReturn, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.facts import Fact, FactRef, counted, is_share

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
]
MarkKind = Literal["dot", "tower", "house", "person"]
ArtKind = Literal["mesh", "ribbons", "contours", "waves", "snow", "rings", "skyline"]


class Drawing(Model):
    """A drawing chosen by kind and fed with facts."""

    kind: DrawingKind = Field(description="Which drawing: see docs/blocks.md")
    facts: tuple[FactRef, ...] = Field(
        default=(), description="Ids of the facts it draws, in order"
    )
    mark: MarkKind = Field(default="dot", description="The mark of a field")

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
        if self.kind in {"ratio", "remainder", "field", "score", "shift", "split", "people"}:
            for index, fact in enumerate(self.facts):
                if fact.number < 0:
                    raise PydanticCustomError(
                        "facts_misfit",
                        "the drawing “{kind}” cannot show a figure below zero: {fact}",
                        {"kind": self.kind, "fact": fact.id, "path": ("facts", index)},
                    )
        if self.kind in {"remainder", "shift"} and any(f.number > 100 for f in self.facts):
            raise PydanticCustomError(
                "facts_misfit",
                "the drawing “{kind}” shows per cent and cannot show more than 100",
                {"kind": self.kind, "path": ("facts",)},
            )
        self._counts_alike()
        return self

    def _counts_alike(self) -> None:
        """See that the facts count what the drawing draws; raises ``facts_misfit`` (D207)."""
        shares = [index for index, fact in enumerate(self.facts) if is_share(fact.unit)]
        others = [index for index in range(len(self.facts)) if index not in shares]
        everything = range(len(self.facts))
        if self.kind == "ratio":
            if "倍" not in self.facts[0].unit:
                self._refuse(0, "draws how many times as much, and needs a fact in 倍")
        elif self.kind in ("remainder", "shift"):
            if others:
                self._refuse(others[0], "draws shares, and needs facts in %")
        elif self.kind in ("field", "people"):
            if shares:
                self._refuse(shares[0], "draws a mark for so many of what is counted, not a share")
        elif self.kind == "split":
            self._parts(shares, others)
            self._same(everything, "draws parts of one whole")
        elif self.kind == "gains":
            self._same(everything, "draws bars of one scale")
        elif self.kind == "customers":
            if shares != [4]:
                at = shares[0] if shares else 4
                self._refuse(
                    at, "draws customers, and the fifth fact, and only that, as a share in %"
                )
            self._same(range(4), "draws customers")
        if self.kind in ("ratio", "customers") and not self.facts[0].number:
            self._refuse(0, "cannot draw nothing")

    def _parts(self, shares: list[int], others: list[int]) -> None:
        total = sum(fact.number for fact in self.facts)
        if shares and others:
            self._refuse(others[0], "draws parts of one whole: all in %, or none")
        if shares and total > 100:
            self._refuse(0, f"draws parts of one whole, and these make {total} per cent")
        if not total:
            self._refuse(0, "draws parts of a whole, and these are nothing")

    def _same(self, indexes: Iterable[int], draws: str) -> None:
        """See that facts count the same; a unit that is but a power of ten, like 億, may be any."""
        known = [
            one for one in indexes if counted(self.facts[one].unit) or not self.facts[one].unit
        ]
        for index in known[1:]:
            first, unit = self.facts[known[0]], self.facts[index].unit
            if counted(unit) != counted(first.unit):
                other = f"in {first.unit}" if first.unit else "without a unit"
                self._refuse(index, f"{draws}, and “{first.id}” is {other}")

    def _refuse(self, index: int, needs: str) -> NoReturn:
        fact = self.facts[index]
        unit = f"in {fact.unit}" if fact.unit else "without a unit"
        raise PydanticCustomError(
            "facts_misfit",
            "the drawing “{kind}” {needs}; “{fact}” is {number}, {unit}",
            {
                **{"kind": self.kind, "needs": needs, "fact": fact.id, "number": fact.digits},
                **{"unit": unit, "path": ("facts", index)},
                "hint": "name another fact, correct its unit in data/facts.yaml, or choose another "
                "kind of drawing: docs/blocks.md lists what each takes",
            },
        )


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
