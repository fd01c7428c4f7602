"""Drawings made from facts, and generated art.

The room ``figures`` declares the kinds of drawings and art, and the facts that each drawing needs;
the model validates the data. Sizes are in points (1/72 inch) and in lines of the baseline grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Self, cast, get_args

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError, core_schema

from report.model.base import Model
from report.model.facts import Binding, Fact, FactRef, bind_fact
from report.model.fitting import Misfit
from report.model.overtime import (
    OverTime,
    Place,
    Takes,
    check_parts,
    check_steps,
    drawn,
    refused,
    targeted,
    usual_periods,
)
from report.model.readas import ReadAs
from report.model.series import ID_OR_PERIOD, Period, Series, bind_series, period_key


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of drawing: the number of its facts, and a check of the facts.

    ``draws`` is its description for docs/blocks.md; ``fits`` returns the facts that it cannot draw,
    if their number is right. A kind with ``named`` has names instead of facts. One with ``over``
    draws facts over their periods; its ``fits`` is asked for none.
    """

    fewest: int
    most: int
    draws: str
    fits: Callable[[Sequence[Fact]], Iterable[Misfit]] | None = None
    named: bool = False
    over: Takes | None = None


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


#: All values of the key ``form``; each kind has its own.
Form = Literal["absolute", "hundred", "ring", "bar", "given", "sorted"]
#: The keys of drawings over time, by the names of their fields.
_OVER_TIME = {
    **{"periods": "periods", "target": "target", "start": "from", "form": "form"},
    **{"points": "points", "axes": "axes"},
}


def _drawn_fact(value: Any, info: core_schema.ValidationInfo) -> Fact | Series:
    """Return a fact over its periods for drawings over time, a figure for the others."""
    kind = _kinds.get(info.data.get("kind", ""))
    return bind_series(value, info) if kind and kind.over else bind_fact(value, info)


DrawnFact = Annotated[
    Fact | Series, ReadAs(_drawn_fact, lambda: {"type": "string", "pattern": ID_OR_PERIOD})
]


def _mark(value: Any, info: core_schema.ValidationInfo) -> str:
    kind = _kinds.get(info.data.get("kind", ""))
    if isinstance(value, str) and (kind is None or kind.over or value in get_args(MarkKind)):
        return str(value)
    raise PydanticKnownError(
        "literal_error", {"expected": " or ".join(map(repr, get_args(MarkKind)))}
    )


class DrawnPoint(Model):
    """A point of a matrix: its name, and a fact for each axis."""

    name: DrawnName = Field(description="The name beside the point")
    x: FactRef = Field(description="The fact that says how far to the right it is")
    y: FactRef = Field(description="The fact that says how high it is")


class Drawing(Model):
    """A drawing: its kind and its facts."""

    kind: DrawingKind = Field(description="Which drawing: see docs/blocks.md")
    facts: tuple[DrawnFact, ...] = Field(
        default=(), description="Ids of the facts it draws, in order"
    )
    periods: tuple[Period, ...] = Field(
        default=(), description="For drawings over time: the years, [2022, 2023]"
    )
    mark: Annotated[
        str,
        ReadAs(
            _mark,
            lambda: {
                "anyOf": [
                    {"enum": list(get_args(MarkKind)), "type": "string"},
                    {"type": ["string", "integer"]},
                ],
                "description": "The mark of a field; over time: the fact or the year to bring out",
            },
        ),
    ] = Field(default="dot", description="The mark of a field")
    target: FactRef | None = Field(default=None, description="The fact of the target")
    start: FactRef | None = Field(
        default=None, alias="from", description="The fact at which the axis starts, if not at 0"
    )
    form: Form | None = Field(
        default=None,
        description="stacked: absolute, hundred; share: ring, bar; bars: given, sorted",
    )
    points: tuple[DrawnPoint, ...] = Field(
        default=(), max_length=20, description="The points of a matrix"
    )
    axes: tuple[DrawnName, ...] = Field(
        default=(), max_length=2, description="The names of the axes of a matrix: across, up"
    )
    names: tuple[DrawnName, ...] = Field(
        default=(), max_length=5, description="The names of a drawing “equal”, two to five"
    )

    #: What a drawing over time draws.
    _over: OverTime | None = None

    @property
    def over(self) -> OverTime | None:
        """What a drawing over time draws; None for other kinds."""
        return self._over

    @property
    def figures(self) -> tuple[Fact, ...]:
        """The figures that a drawing which is none over time draws."""
        return tuple(one for one in self.facts if isinstance(one, Fact))

    def shown_figures(self) -> Iterable[Fact]:
        """Return the figures that a drawing over time prints."""
        for series in self._over.series if self._over else ():
            yield from (one.found for one in series.values if isinstance(one.found, Fact))

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
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
        self._check_keys(kind)
        if kind.over is not None:
            self._over = self._over_time(kind.over, cast(Binding, info.context))
        elif found := next(iter(kind.fits(self.figures) if kind.fits else ()), None):
            fact = self.figures[found.at]
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

    def _check_keys(self, kind: Kind) -> None:
        """Refuse keys that this kind of drawing does not know."""
        known = {"periods", *kind.over.keys} if kind.over else set()
        for name, key in _OVER_TIME.items():
            if key in known or not getattr(self, name):
                continue
            reason = f"the drawing “{self.kind}” has no key “{key}”"
            if key == "from" and self.kind in ("bars", "columns"):
                reason = f"the drawing “{self.kind}” starts at nothing, or its lengths would lie"
            raise refused(reason, "remove it, or choose another kind: docs/blocks.md", key)
        if kind.over and self.form and self.form not in kind.over.forms:
            has = ", ".join(kind.over.forms)
            raise refused(
                f"the form of “{self.kind}” cannot be {self.form}", f"it has {has}", "form"
            )

    def _over_time(self, takes: Takes, binding: Binding) -> OverTime:
        if "points" in takes.keys:
            return self._matrix()
        facts = [one for one in self.facts if isinstance(one, Series)]
        fewest, most = takes.periods
        periods = self.periods or usual_periods(facts, most)
        if not fewest <= len(periods) <= most or len(set(periods)) < len(periods):
            wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
            raise refused(
                f"the drawing “{self.kind}” takes {wanted} different "
                f"period{'' if most == 1 else 's'}, not {len(periods)}",
                "write “periods: […]” with as many",
                "periods" if self.periods else "facts",
            )
        made = drawn(self.kind, facts, periods, binding.units)
        if takes.parts:
            check_parts(self.kind, made, whole=most == 1)
        if takes.adds:
            check_steps(self.kind, made, facts)
        marked, marked_period = self._marked(facts, periods)
        target = start = None
        if self.target is not None:
            target = targeted(self.target, facts[0], binding.units)
        elif takes.targeted:
            reason = f"the drawing “{self.kind}” needs a target"
            raise refused(reason, "add “target: …” with the id of a fact")
        if self.start is not None:
            start = targeted(self.start, facts[0], binding.units, "from")
            least = min(made.amounts)
            if start.amount is not None and start.amount > least:
                reason = f"the axis starts at {start.amount}, above the smallest figure, {least}"
                raise refused(reason, "start it at that figure or below", "from")
        computed = facts[-1].computed
        return replace(
            made,
            target=target,
            start=start,
            marked=marked,
            marked_period=marked_period,
            form=self.form or (takes.forms[0] if takes.forms else ""),
            falls=computed is not None and computed.how == "difference",
        )

    def _marked(
        self, facts: Sequence[Series], periods: Sequence[str]
    ) -> tuple[int | None, int | None]:
        """Return the indices of the fact and of the period that ``mark`` names."""
        if "mark" not in self.model_fields_set:
            return None, None
        ids = [one.id for one in facts]
        if self.mark in ids:
            return ids.index(self.mark), None
        if period_key(self.mark) in periods:
            return None, list(periods).index(period_key(self.mark))
        raise refused(
            f"“{self.mark}” is neither a fact nor a period of this drawing",
            f"name one of {', '.join([*ids, *periods])}",
            "mark",
        )

    def _matrix(self) -> OverTime:
        if len(self.points) < 2 or len(self.axes) != 2:
            raise refused(
                "a matrix has two to twenty points, and the names of its two axes",
                "write “axes: […, …]” and “points: [{name: …, x: …, y: …}, …]”",
            )
        for at, one in enumerate(self.points):
            for axis in ("x", "y"):
                here, first = getattr(one, axis), getattr(self.points[0], axis)
                if here.unit != first.unit:
                    raise refused(
                        f"the axis has one scale; “{here.id}” is in {here.unit or 'no unit'}, and "
                        f"“{first.id}” in {first.unit or 'no unit'}",
                        "name a fact in the same unit",
                        *("points", at, axis),
                    )
        names = [one.name for one in self.points]
        marked = names.index(self.mark) if self.mark in names else None
        places = tuple(Place(one.name, one.x, one.y) for one in self.points)
        return OverTime((), (), "", points=places, axes=(self.axes[0], self.axes[1]), marked=marked)


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """A request for a drawing: kind, facts, size and accent."""

    id: str
    kind: DrawingKind
    facts: tuple[Fact, ...]
    width_pt: float
    height_pt: float
    accent: str
    mark: str = "dot"
    names: tuple[str, ...] = ()
    #: What a drawing over time draws; then there are no ``facts``.
    over: OverTime | None = None


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
