"""What a drawing over time draws: facts over their periods, all in one unit.

In: the keys of a drawing, as they are written, and the known units. Out: :class:`OverTime`, which
has for each fact a figure or the reason why there is none, for each period. What cannot be drawn
is refused with its place: unlike units, a period that a fact does not have, nothing but gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticCustomError

from report.model.facts import Fact
from report.model.series import Absence, Series
from report.model.units import Units, is_per_cent


@dataclass(frozen=True, slots=True)
class Takes:
    """What a kind of drawing over time takes.

    ``periods`` are the fewest and the most periods; ``keys`` the keys that it knows besides facts
    and periods; ``forms`` the values of the key ``form``, the usual one first.
    """

    periods: tuple[int, int]
    keys: frozenset[str] = frozenset()
    forms: tuple[str, ...] = ()
    #: Whether all facts must be above or at zero: parts of a whole.
    parts: bool = False
    #: Whether it needs a target.
    targeted: bool = False
    #: Whether the last fact must be what the others make.
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a fact, or why there is none; ``amount`` is in the unit of the drawing."""

    found: Fact | Absence
    amount: Decimal | None

    @property
    def digits(self) -> str:
        """What is printed without the unit: 5,010, –, 不適用, 無; with 約 where it is not exact."""
        if isinstance(self.found, Absence):
            return self.found.text
        fact = self.found
        return (fact.model_copy(update={"unit": ""}) if fact.unit else fact).text()

    @property
    def text(self) -> str:
        """The same with the unit."""
        return self.found.text if isinstance(self.found, Absence) else self.found.text()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A fact of a drawing: its label, its own unit, and a value for each period."""

    id: str
    label: str
    unit: str
    values: tuple[Value, ...]

    @property
    def amounts(self) -> list[Decimal]:
        """The figures that there are."""
        return [one.amount for one in self.values if one.amount is not None]


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a matrix: its name, and a figure for each axis."""

    name: str
    x: Fact
    y: Fact


@dataclass(frozen=True, slots=True)
class OverTime:
    """A drawing over time: facts, periods as they are printed, and the other keys."""

    series: tuple[Drawn, ...]
    periods: tuple[str, ...]
    #: The unit of all amounts, that of the first fact.
    unit: str
    #: The keys of the periods.
    keys: tuple[str, ...] = ()
    target: Value | None = None
    #: Where the axis starts, if not at zero.
    start: Value | None = None
    #: The indices of the fact and of the period to bring out.
    marked: int | None = None
    marked_period: int | None = None
    form: str = ""
    #: Whether the last fact is computed as the first one less the others.
    falls: bool = False
    points: tuple[Place, ...] = ()
    axes: tuple[str, str] = ("", "")

    @property
    def amounts(self) -> list[Decimal]:
        """All figures that there are."""
        return [amount for one in self.series for amount in one.amounts]

    @property
    def same_unit(self) -> bool:
        """Whether all facts have the unit of the first, so that it can be printed once."""
        return all(one.unit == self.unit for one in self.series)


def refused(reason: str, hint: str, *path: str | int) -> PydanticCustomError:
    """Return the error for a drawing that cannot be made (D207)."""
    context: dict[str, Any] = {"reason": reason, "hint": hint, "path": path}
    return PydanticCustomError("not_drawn", "{reason}", context)


def drawn(kind: str, facts: Sequence[Series], periods: Sequence[str], units: Units) -> OverTime:
    """Return the facts over these periods, all amounts in the unit of the first fact."""
    first = facts[0]
    made = []
    for index, series in enumerate(facts):
        if not units.alike(series.unit, first.unit):
            raise refused(
                f"the drawing “{kind}” has one scale; “{series.id}” is {_in(series)}, and "
                f"“{first.id}” {_in(first)}",
                "draw them in two charts, or name facts that count the same",
                *("facts", index),
            )
        values = []
        for period in periods:
            try:
                found = series.at(period)
            except LookupError as exc:
                raise refused(exc.args[0], exc.args[1], "facts", index) from None
            values.append(Value(found, _amount(found, series.unit, first.unit, units)))
        made.append(Drawn(series.id, series.label, series.unit, tuple(values)))
    if not any(one.amounts for one in made):
        raise refused(
            f"the drawing “{kind}” has nothing to draw: none of its facts has a figure",
            "name other periods or facts, or remove the drawing",
            "facts",
        )
    headings = tuple(first.heading(period) for period in periods)
    return OverTime(tuple(made), headings, first.unit, tuple(periods))


def usual_periods(facts: Sequence[Series], most: int) -> tuple[str, ...]:
    """Return the periods of a drawing that names none: those of all facts, the last ones.

    For a single one it is the year of the report.
    """
    if most == 1:
        try:
            return (facts[0].key(),)
        except LookupError as exc:
            raise refused(exc.args[0], exc.args[1], "facts", 0) from None
    shared = [key for key in facts[0].periods if all(one.has(key) for one in facts)]
    if not shared:
        raise refused(
            "these facts have no period in common",
            "name the periods: “periods: [2023, 2024]”, and write “2023: absent” where there is "
            "no figure",
            "facts",
        )
    return tuple(shared[-most:])


def targeted(target: Fact, first: Series, units: Units, key: str = "target") -> Value:
    """Return a target, or the start of an axis, in the unit of the drawing."""
    if not units.alike(target.unit, first.unit):
        here = f"in {target.unit}" if target.unit else "without a unit"
        raise refused(
            f"the {'target' if key == 'target' else 'start'} “{target.id}” is {here}, and "
            f"“{first.id}” {_in(first)}",
            "name a fact that counts the same",
            key,
        )
    return Value(target, _amount(target, target.unit, first.unit, units))


def check_parts(kind: str, asked: OverTime, *, whole: bool) -> None:
    """Refuse parts of a whole that are below zero; with ``whole``, also a whole of nothing.

    Parts in per cent must make a hundred, except for rounding.
    """
    for index, one in enumerate(asked.series):
        if any(amount < 0 for amount in one.amounts):
            raise refused(
                f"the drawing “{kind}” shows parts of a whole, and “{one.id}” is below zero",
                "draw it as columns, bars or a waterfall",
                *("facts", index),
            )
    wholes = [
        sum((one.values[at].amount or Decimal(0) for one in asked.series), Decimal(0))
        for at in range(len(asked.periods))
    ]
    if whole and not any(wholes):
        reason = f"the drawing “{kind}” shows parts of a whole, and these are nothing"
        raise refused(reason, "name other facts, or print 0 in a table", "facts")
    if not is_per_cent(asked.unit):
        return
    slack = Decimal("0.05") * len(asked.series)
    for period, added in zip(asked.periods, wholes, strict=True):
        if added > 100 + slack or (whole and added < 100 - slack):
            reason = f"the drawing “{kind}” shows parts of a whole, and these make {added} of 100"
            hint = "name all parts of one whole, or draw columns or bars"
            raise refused(f"{reason} for {period}", hint, "facts")


def check_steps(kind: str, asked: OverTime, facts: Sequence[Series]) -> None:
    """Refuse a last fact that is not what the first and the steps make."""
    computed = facts[-1].computed
    sign = -1 if computed is not None and computed.how == "difference" else 1
    amounts = [one.values[0].amount for one in asked.series]
    for index in (0, len(amounts) - 1):
        if amounts[index] is None:
            reason = f"the drawing “{kind}” begins and ends with a figure"
            raise refused(reason, "name another period, or other facts", "facts", index)
    first, *steps, last = (amount or Decimal(0) for amount in amounts)
    made = first + sign * sum(steps, Decimal(0))
    point = facts[-1].point(asked.keys[0])
    if made != last and not point.differs:
        raise refused(
            f"the steps of “{kind}” make {made}, but “{asked.series[-1].id}” is {last}",
            "name all steps, with a minus for what is taken away, or compute the last fact: "
            "“sum: […]” or “difference: […]”",
            *("facts", len(amounts) - 1),
        )


def _amount(found: Fact | Absence, unit: str, wanted: str, units: Units) -> Decimal | None:
    if isinstance(found, Absence):
        return Decimal(0) if found is Absence.NIL else None
    return units.converted(found.number, unit, wanted) if unit != wanted else found.number


def _in(series: Series) -> str:
    return f"in {series.unit}" if series.unit else "without a unit"
