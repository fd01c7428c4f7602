"""Computes facts from others: sums, shares, changes and so on, with exact decimals.

In: facts over their periods, some of them only told how they are computed. Out: all of them with
figures, and findings: circles, unlike units, a division by nothing, a missing period (D209), and
figures that were typed but are computed otherwise (D210).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from report.content.advice import nearest
from report.content.arithmetic import Asked, CannotError, Work
from report.findings.diagnostics import NOWHERE, Diagnostic, Place, diagnostic
from report.model.numbers import shown
from report.model.series import Point, Series
from report.model.units import Units

_SIGNS = {"sum": "＋", "difference": "－", "product": "×", "divide": "÷", "share": "佔"}
_WORDS = {"change": "的變動", "points": "的變動點數", "average": "的平均"}


class Computer:
    """Computes facts, each after those that it needs."""

    def __init__(self, known: Mapping[str, Series], asked: Mapping[str, Asked], units: Units):
        self.done = dict(known)
        self.asked = asked
        self.units = units
        self.found: list[Diagnostic] = []
        self._failed: set[str] = set()

    def compute(self) -> dict[str, Series]:
        """Return all facts; what cannot be computed is told in ``found``, and is left out."""
        for name in self.asked:
            self._reach(name)
        return self.done

    def _reach(self, name: str) -> None:
        """Compute a fact and those before it, with a stack: a chain may be long."""
        stack = [name]
        while stack:
            here = stack[-1]
            if here in self.done or here in self._failed:
                stack.pop()
                continue
            needed = [one for one, _ in self.asked[here].how.of]
            waiting = [
                one
                for one in dict.fromkeys(needed)
                if one in self.asked and one not in self.done and one not in self._failed
            ]
            circle = next((one for one in waiting if one in stack), None)
            if circle is not None:
                self._tell_circle(stack[stack.index(circle) :])
            elif waiting:
                stack.append(waiting[0])
            else:
                self._try(here)

    def _tell_circle(self, names: Sequence[str]) -> None:
        way = " → ".join((*names, names[0]))
        self._fail(names[0], f"facts are computed from each other: {way}", "type one of them")
        self._failed.update(names)

    def _fail(self, name: str, message: str, hint: str, place: Place = NOWHERE) -> None:
        self._failed.add(name)
        place = place if place.file else self.asked[name].places[0]
        self.found.append(diagnostic("D209", message, hint=hint, place=place))

    def _try(self, name: str) -> None:
        asked = self.asked[name]
        how = asked.how
        for (one, _), place in zip(how.of, asked.places, strict=True):
            if one not in self.done and one not in self._failed:
                hint = nearest(one, [*self.done, *self.asked]) or "correct the id"
                message = f"there is no fact “{one}”"
                self.found.append(diagnostic("D201", message, hint=hint, place=place))
                self._failed.add(name)
        if name in self._failed or any(one in self._failed for one, _ in how.of):
            self._failed.add(name)
            return
        try:
            self.done[name] = self._computed(asked)
        except CannotError as exc:
            self._fail(name, exc.message, exc.hint, exc.place)

    def _computed(self, asked: Asked) -> Series:
        work = Work(asked, self.done, self.units)
        points = {key: work.point(key) for key in work.periods()}
        work.check_unit()
        series = replace(
            asked.series,
            unit=work.unit,
            source=asked.series.source or _source(work.how, work.of),
            points=points,
            _facts={},
        )
        return replace(series, points=self._checked(series, asked, work), _facts={})

    def _checked(self, series: Series, asked: Asked, work: Work) -> dict[str, Point]:
        """Return the figures, those that were typed instead of the computed ones."""
        points = dict(series.points)
        for typed_key, typed in asked.typed.items():
            try:
                key = series.key(typed_key)
            except LookupError as exc:
                self.found.append(
                    diagnostic("D213", exc.args[0], hint=exc.args[1], place=typed.place)
                )
                continue
            made = points[key]
            if work.agrees(typed, made, key):
                differs = made.differs or typed.value != made.value
                differs = differs and made.absence is None and typed.absence is None
                points[key] = replace(typed, differs=differs and series.rounded is not None)
                continue
            written, counted = _printed(typed, series), _printed(made, series)
            self.found.append(
                diagnostic(
                    "D210",
                    f"“{series.id}” is written as {written} for {series.heading(key)}, but "
                    f"{work.told()} it is {counted}",
                    hint="correct the one that is wrong; where rounded parts give another last "
                    "digit, add “rounded:” to the fact",
                    place=typed.place,
                )
            )
        return points


def _printed(point: Point, series: Series) -> str:
    if point.absence is not None:
        return point.absence.text
    return shown(point.value, series.unit, series.rule)


def _source(how: str, of: Sequence[Series]) -> str:
    """Return where a computed figure comes from: the labels of its facts."""
    labels = _SIGNS.get(how, "、").join(one.label for one in of)
    return f"計算：{labels}{_WORDS.get(how, '')}"
