"""Turns the facts as they are written into facts over their periods, computed and checked.

In: the file ``facts.yaml`` and the settings. Out: :class:`~report.model.series.Facts`, and
findings: a fact without figure, period or source, and those of :mod:`report.content.computed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from report.content.arithmetic import Asked
from report.content.computed import Computer
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Written
from report.model.factsfile import FactsFile, WrittenFact
from report.model.numbers import plain_digits
from report.model.report import Settings
from report.model.series import (
    Absence,
    Computed,
    Facts,
    Point,
    Series,
    period_key,
    period_order,
)
from report.model.units import Units

V = TypeVar("V")

#: Keys of a fact whose texts are printed.
_PRINTED = ("label", "unit", "period")


def settle(
    file: FactsFile,
    settings: Settings,
    imported: Mapping[str, Series] | None = None,
    words: Iterable[tuple[str, str, Written]] = (),
) -> tuple[Facts, list[Diagnostic]]:
    """Return the facts with all their figures, and findings.

    ``imported`` are facts of spreadsheets, ``words`` their printed texts. Facts with errors are
    left out.
    """
    settler = _Settler(file, settings)
    for name, fact in file.facts.items():
        settler.add(name, fact, file.member_written_at("facts", name))
    known = {**(imported or {}), **settler.known}
    settler.refuse_doubles(imported or {})
    units = Units(file.units)
    computer = Computer(known, settler.asked, units)
    done = computer.compute()
    ordered = dict.fromkeys([*(name for name in file.facts if name in done), *(imported or {})])
    facts = Facts(
        {name: done[name] for name in ordered},
        names=file.names,
        units=units,
        rule=settings.numbers,
        words=(*settler.words, *words),
    )
    return facts, settler.found + computer.found


class _Settler:
    """Reads written facts one by one."""

    def __init__(self, file: FactsFile, settings: Settings) -> None:
        self.defaults, self.settings = file.defaults, settings
        self.known: dict[str, Series] = {}
        self.asked: dict[str, Asked] = {}
        self.found: list[Diagnostic] = []
        self.words: list[tuple[str, str, Written]] = []
        if self.defaults.period:
            where = self.defaults.text_written_at("period")
            self.words.append(("period", self.defaults.period, where))

    def add(self, name: str, fact: WrittenFact, named_at: Place) -> None:
        """Read one fact."""
        for key in _PRINTED:
            if text := getattr(fact, key):
                self.words.append((key, text, fact.text_written_at(key)))
        points = self._points(name, fact)
        how = fact.how
        source = fact.source or self.defaults.source
        if not source and how is None:
            hint = "add “source:” with the heading of the manuscript above it"
            self._tell("D203", f"the fact “{name}” has no source", hint, fact.written_at)
        if points is None:
            return
        series = Series(
            id=name,
            label=fact.label,
            unit=fact.unit,
            source=source if how is None else fact.source,
            points=points if how is None else {},
            year=self.settings.reported,
            approximation=fact.approximation,
            note=fact.note,
            rounded=fact.rounded,
            computed=Computed(*how) if how else None,
            rule=self.settings.numbers,
            named_at=named_at,
            written_at=fact.written_at,
        )
        if how is None:
            self.known[name] = series
            return
        places = tuple(fact.item_written_at(how[0], index) for index in range(len(how[1])))
        self.asked[name] = Asked(series, Computed(*how), places, points)

    def refuse_doubles(self, imported: Mapping[str, Series]) -> None:
        """Tell of facts that are in the file and in a spreadsheet."""
        for name in sorted(imported.keys() & (self.known.keys() | self.asked.keys())):
            here = self.known[name] if name in self.known else self.asked[name].series
            message = f"the fact “{name}” is imported too, from {imported[name].named_at}"
            hint = "remove one of the two, or give it another id"
            self._tell("D224", message, hint, here.named_at)

    def _tell(self, code: str, message: str, hint: str, place: Place) -> None:
        self.found.append(diagnostic(code, message, hint=hint, place=place))

    def _points(self, name: str, fact: WrittenFact) -> dict[str, Point] | None:
        """Return the figures that are written; None when something is missing."""
        if fact.values is not None:
            return {
                key: _point(fact, figure, fact.member_value_at("values", key))
                for key, figure in sorted_by_period(fact.values).items()
            }
        period = fact.period or (self.defaults.period if fact.how is None else "")
        if fact.value is None:
            if fact.how is not None:
                return {}
            self._tell(
                "D103",
                "the key “value” is missing here",
                f"add “value: …” or “values: …”, or say how “{name}” is computed, like “sum: […]”",
                fact.written_at,
            )
            return None
        if not period and fact.how is None:
            hint = "add “period: …”, or one for all facts under “defaults” at the top of the file"
            self._tell("D103", "the key “period” is missing here", hint, fact.written_at)
            return None
        point = _point(fact, fact.value, fact.key_written_at("value"), period)
        return {period_key(period): point}


def sorted_by_period(values: Mapping[str, V]) -> dict[str, V]:
    """Return values by period, years in order; other periods after them, as they are written."""
    return {key: values[key] for key in sorted(values, key=period_order)}


def _point(fact: WrittenFact, figure: str | Absence, place: Place, heading: str = "") -> Point:
    """Return a written figure, rounded if the fact says so."""
    if isinstance(figure, Absence):
        return Point(absence=figure, place=place, heading=heading)
    if fact.rounded is None or fact.how is not None:
        return Point(figure, place=place, heading=heading)
    exact = Decimal(figure)
    return Point(plain_digits(exact, fact.rounded), None, exact, place, heading)
