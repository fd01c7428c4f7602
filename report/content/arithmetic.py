"""Computes one fact from others, with exact decimals.

In: how a fact is computed, and the facts that it needs. Out: its unit and its figure for each
period. Raises CannotError for unlike units, a division by nothing and a missing period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from report.findings.diagnostics import NOWHERE, Place
from report.model.numbers import places_of, plain_digits
from report.model.series import Absence, Computed, Point, Series, period_order, period_text
from report.model.units import EXACT, Units, halves, is_per_cent, is_share, mass

#: Ways of computing whose results need not end, like a third.
_QUOTIENTS = frozenset({"divide", "share", "change", "average"})
#: Ways that count a fact without any figure as nothing.
_ADDED = frozenset({"sum", "difference", "average"})
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact to compute: its series without figures, and where its facts are named."""

    series: Series
    how: Computed
    places: tuple[Place, ...]
    #: Figures that are typed, to be compared: by period, "" when the period is not said.
    typed: Mapping[str, Point] = field(default_factory=dict)


class CannotError(Exception):
    """A fact cannot be computed; the message, the hint, and where."""

    def __init__(self, message: str, hint: str, place: Place = NOWHERE, code: str = "D209") -> None:
        super().__init__(message)
        self.message, self.hint, self.place, self.code = message, hint, place, code


class Work:
    """Computes one fact."""

    def __init__(self, asked: Asked, done: Mapping[str, Series], units: Units) -> None:
        how = asked.how
        self.asked, self.units = asked, units
        self.series, self.how = asked.series, how.how
        self.fixed = [period for _, period in how.of]
        self.of = [done[name] for name, _ in how.of]
        self.unit = self._unit()
        #: For change and points of one fact: the period before each.
        self.before: dict[str, str] = {}

    def told(self) -> str:
        """Return how it is computed, for messages."""
        names = [
            f"“{one.id}{f'[{period}]' if period else ''}”"
            for one, period in zip(self.of, self.fixed, strict=True)
        ]
        return f"by “{self.how}” of {', '.join(names[:4])}{' …' if names[4:] else ''}"

    # periods

    def periods(self) -> list[str]:
        """Return the periods of the result."""
        free = [one for one, period in zip(self.of, self.fixed, strict=True) if not period]
        for one, period, place in zip(self.of, self.fixed, self.asked.places, strict=True):
            if period and not one.has(period):
                raise self._missing(one, [period], place)
        if not free:
            said = [key for key in self.asked.typed if key]
            return said or [self.series.year]
        keys = list(dict.fromkeys(key for one in free for key in one.points))
        if all(key[:4].isdigit() for key in keys):
            keys.sort(key=period_order)
        for one, period, place in zip(self.of, self.fixed, self.asked.places, strict=True):
            lacking = [key for key in keys if not period and not one.has(key)]
            if lacking:
                raise self._missing(one, lacking, place)
        if self.how in ("change", "points") and len(self.of) == 1 and not self.fixed[0]:
            self.before = dict(zip(keys[1:], keys, strict=False))
            if not self.before:
                message = f"“{self.series.id}” needs two periods, and “{free[0].id}” has only "
                hint = "give that fact “values:” of two periods or more"
                raise CannotError(message + period_text(keys[0]), hint)
            return keys[1:]
        return keys

    def _missing(self, one: Series, keys: Sequence[str], place: Place) -> CannotError:
        named = "、".join(map(period_text, keys[:5])) + ("…" if keys[5:] else "")
        has = ", ".join(one.points)
        return CannotError(
            f"“{self.series.id}” cannot be computed for {named}: “{one.id}” has no figure then",
            f"write it there, or “{keys[0]}: absent”; it has {has}, and {one.id}[{one.periods[0]}] "
            "names one period",
            place,
        )

    # units

    def _unit(self) -> str:
        said = self.series.unit
        units = [one.unit for one in self.of]
        first = units[0]
        match self.how:
            case "sum" | "difference" | "average":
                unit = said or first
                self._same(unit, range(len(units)))
            case "share" | "change":
                unit = said or "%"
                if not is_share(unit) or "點" in unit:
                    hint = 'write “unit: "%"”, or remove the unit'
                    raise CannotError(f"a {self.how} is in %, not in {unit}", hint)
                self._same(first, range(1, len(units)))
            case "points":
                unit = said or ("個百分點" if is_per_cent(first) else first)
                self._same(first, range(1, len(units)))
            case _:
                named = [one for one in units if one and not is_share(one)]
                alike = self.how == "divide" and self.units.alike(units[0], units[1])
                unit = said or ("" if alike or not named else named[0])
                if not said and not alike and (len(named) > 1 or units[0] not in [*named[:1], ""]):
                    hint = "add “unit:” with the unit of the result"
                    what = " and ".join(one or "no unit" for one in units)
                    raise CannotError(f"the unit of “{self.series.id}” is not clear: {what}", hint)
        return unit

    def check_unit(self) -> None:
        """Raise CannotError when the unit of a quotient or product does not say what it counts.

        28噸 divided by 7萬人次 is 4噸/萬人次, and 400克/人次. In a unit that names no mass,
        like 份, the number could be any.
        """
        if self.how not in ("divide", "product"):
            return
        unit = self.unit
        said: tuple[list[str], list[str]] = ([], [])
        made: tuple[list[str], list[str]] = ([], [])
        for half, part in enumerate(halves(unit)):
            said[half].append(self.units.read(part).counts)
        for index, one in enumerate(self.of):
            for half, part in enumerate(halves(one.unit)):
                below = half != (index == 1 and self.how == "divide")
                made[below].append(part)
        for half, other in ((0, 1), (1, 0)):
            against = [self.units.read(part).counts for part in made[other]]
            for part in filter(self.units.sized, made[half]):
                counts = self.units.read(part).counts
                if counts in against:
                    against.remove(counts)
                elif not any(mass(one) == mass(counts) for one in said[half]):
                    what = " and ".join(one.unit or "no unit" for one in self.of)
                    raise CannotError(
                        f"the unit of “{self.series.id}” is not clear: {unit or 'no unit'}, "
                        f"computed by “{self.how}” of {what}",
                        f"write its unit with what {part} counts, as in 噸/萬人次 or 小時/名",
                    )

    def _same(self, unit: str, indexes: Iterable[int]) -> None:
        for index in indexes:
            one = self.of[index]
            if not self.units.alike(one.unit, unit):
                here = f"in {one.unit}" if one.unit else "without a unit"
                there = f"in {unit}" if unit else "without a unit"
                raise CannotError(
                    f"unlike units: “{one.id}” is {here}, but “{self.series.id}” is computed "
                    f"{there}",
                    "name facts that count the same, or add the unit under “units” in the file",
                    self.asked.places[index],
                )

    def _factor(self, unit: str) -> Decimal:
        """Return what a figure is multiplied by to be free of its unit's size; per cent too."""
        return self.units.read(unit).factor / (_HUNDRED if is_share(unit) else 1)

    # figures

    def point(self, key: str) -> Point:
        """Return the result for a period."""
        numbers: list[Decimal] = []
        absences: list[Absence] = []
        for one, period in zip(self.of, self._keys(key), strict=True):
            at = one.points[period]
            if at.absence is Absence.ABSENT or (
                at.absence is Absence.NOT_APPLICABLE and self.how not in _ADDED
            ):
                return self._none(at.absence)
            if at.absence is not None:
                absences.append(at.absence)
            exact = at.exact
            if exact is None:
                exact = Decimal(0)
                if self.how == "average":
                    continue
            numbers.append(self._amount(exact, one.unit))
        if len(absences) == len(self.of):
            return self._none(absences[0])
        if self.before:
            absent = self._before(key)
            if isinstance(absent, Absence):
                return self._none(absent)
            numbers.insert(0, absent)
        number = self._number(numbers, key)
        return self._settled(number, key)

    def _keys(self, key: str) -> list[str]:
        return [period or key for period in self.fixed]

    def _before(self, key: str) -> Decimal | Absence:
        point = self.of[0].points[self.before[key]]
        exact = point.exact
        return exact if exact is not None else point.absence or Absence.ABSENT

    def _none(self, absence: Absence) -> Point:
        return Point(absence=absence, place=self.asked.places[0])

    def _amount(self, number: Decimal, unit: str) -> Decimal:
        """Return a figure as it is computed with: in the result's unit, or free of units."""
        if self.how in ("product", "divide"):
            return EXACT.multiply(number, self._factor(unit))
        wanted = self.unit if self.how in _ADDED else self.of[0].unit
        return number if unit == wanted else self.units.converted(number, unit, wanted)

    def _number(self, numbers: list[Decimal], key: str) -> Decimal:
        match self.how:
            case "sum":
                return sum(numbers[1:], numbers[0])
            case "difference":
                return numbers[0] - sum(numbers[1:], Decimal(0))
            case "average":
                return EXACT.divide(sum(numbers[1:], numbers[0]), Decimal(len(numbers)))
            case "points":
                return numbers[1] - numbers[0]
            case "product":
                made = Decimal(1)
                for one in numbers:
                    made = EXACT.multiply(made, one)
                return EXACT.divide(made, self._factor(self.unit))
            case "divide":
                quotient = self._quotient(numbers[0], numbers[1], key)
                return EXACT.divide(quotient, self._factor(self.unit))
            case "share":
                return self._quotient(numbers[0], numbers[1], key) * self._whole()
            case _:
                apart = numbers[1] - numbers[0]
                return self._quotient(apart, abs(numbers[0]), key) * self._whole()

    def _whole(self) -> Decimal:
        return Decimal(1000) if "‰" in self.unit else _HUNDRED

    def _quotient(self, part: Decimal, whole: Decimal, key: str) -> Decimal:
        if not whole:
            index = 0 if self.how == "change" else 1
            at = self.before.get(key, self._keys(key)[index])
            raise CannotError(
                f"“{self.series.id}” divides by nothing: “{self.of[index].id}” is 0 for "
                f"{period_text(at)}",
                f"correct that figure, or write “{at}: not_applicable” there",
                self.asked.places[index],
            )
        return EXACT.divide(part, whole)

    def _settled(self, number: Decimal, key: str) -> Point:
        """Return a figure as it is printed."""
        place = self.asked.places[0]
        if self.series.rounded is None:
            try:
                places = places_of(number)
            except LookupError as exc:
                self.check_unit()  # a unit that does not follow gives digits without end
                typed = self.asked.typed.get(key) or self.asked.typed.get("")
                if typed is None or typed.absence is not None:
                    raise CannotError(
                        f"“{self.series.id}” for {period_text(key)} is {exc.args[0]}",
                        "say how many are printed, like “rounded: 1”",
                    ) from None
                places = places_of(Decimal(typed.value))
            same = all(one.unit == self.unit for one in self.of)
            if same and self.how in ("sum", "difference"):
                exponent = number.as_tuple().exponent
                places = max(places, -exponent if isinstance(exponent, int) else 0)
                places = min(places, 12)
            value = plain_digits(number, places)
            return Point(value, unrounded=EXACT.plus(number), place=place)
        value = plain_digits(number, self.series.rounded)
        return Point(
            value, unrounded=EXACT.plus(number), place=place, differs=self._differs(value, key)
        )

    def _differs(self, value: str, key: str) -> bool:
        """Return whether the printed parts do not give the printed sum."""
        if self.how not in ("sum", "difference"):
            return False
        numbers = []
        for one, period in zip(self.of, self._keys(key), strict=True):
            point = one.points[period]
            numbers.append(self._amount(Decimal(point.value or 0), one.unit))
        return self._number(numbers, key) != Decimal(value)

    def agrees(self, typed: Point, made: Point, key: str) -> bool:
        """Return whether a typed figure is the computed one.

        Where the parts are rounded themselves, the last digit may be another, if ``rounded``
        says so: each part may be off by half of the last digit, and so may the whole.
        """
        if made.absence is not None:
            return made.absence is not Absence.NIL or typed.absence is made.absence
        if typed.absence is not None:
            return False
        number, exact = Decimal(typed.value), made.exact or Decimal(0)
        places = len(typed.value.partition(".")[2])
        if self.series.rounded is None:
            if self.how not in _QUOTIENTS:
                return number == exact
            return number == Decimal(plain_digits(exact, places))
        if number == Decimal(made.value):
            return True
        if self.how not in _ADDED:
            return False
        last = Decimal(1).scaleb(-self.series.rounded)
        rounded = 0
        for one, period in zip(self.of, self._keys(key), strict=True):
            part = one.points[period].exact
            rounded += part is not None and part == part.quantize(last)
        return bool(rounded) and abs(number - exact) < last * (rounded + 1) / 2
