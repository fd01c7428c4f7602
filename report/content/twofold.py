"""Finds what is said with two figures: 19.1萬人次 here and 19.1萬次 there, 8610 and 8,610.

In: the facts that are used, and the numbers that are typed in texts. Out: findings (D214), and
for a typed number that a fact has, the finding for typed numbers (D206) with the fact to print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from report.content.digits import Typed
from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.facts import Fact
from report.model.numbers import shown
from report.model.series import Facts, Series
from report.model.units import parted

#: The fewest digits, without zeros at the ends, that make two equal numbers no chance.
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure of a fact, and its period."""

    series: Series
    period: str
    fact: Fact


def two_figures(facts: Facts, used: frozenset[str]) -> Iterator[Diagnostic]:
    """Find facts with one number and two units of the same thing, or one label and two numbers."""
    by_number: dict[tuple[str, Decimal], list[_Said]] = {}
    by_label: dict[tuple[str, str, str], list[_Said]] = {}
    for said in _said(facts, used):
        fact = said.fact
        if _is_telling(fact.value):
            by_number.setdefault((said.period, fact.number), []).append(said)
        by_label.setdefault((said.period, fact.label, fact.unit), []).append(said)
    for alike in by_number.values():
        for number, one in enumerate(alike):
            for other in alike[number + 1 :]:
                if _nearly(one.fact.unit, other.fact.unit):
                    yield _finding(
                        one, other, "write the same unit in both, or correct one of them"
                    )
    for alike in by_label.values():
        for other in alike[1:]:
            if other.fact.number != alike[0].fact.number:
                hint = "print one fact in both places, or give them labels that differ"
                yield _finding(alike[0], other, hint)


def _said(facts: Facts, used: frozenset[str]) -> Iterator[_Said]:
    for name in facts:
        if name in used:
            series = facts[name]
            for period in series.points:
                fact = series.at(period)
                if isinstance(fact, Fact):
                    yield _Said(series, period, fact)


def _finding(one: _Said, other: _Said, hint: str) -> Diagnostic:
    message = (
        f"the same thing seems to be said with two figures: “{other.fact.id}” is "
        f"{other.fact.label} {other.fact.text()}, and “{one.fact.id}” is {one.fact.label} "
        f"{one.fact.text()}"
    )
    return diagnostic("D214", message, hint=hint, place=other.series.place(other.period))


def _is_telling(value: str) -> bool:
    """Return whether a number has so many digits that it is not met twice by chance."""
    return len(value.lstrip("-").replace(".", "").strip("0")) >= _FEWEST_DIGITS


def _nearly(one: str, other: str) -> bool:
    """Return whether two units may be meant to be the same: 萬人次 and 萬次."""
    (power, first), (power_, second) = parted(one), parted(other)
    few, many = sorted((first, second), key=len)
    return power == power_ and few != many and bool(few) and set(few) <= set(many)


def typed_facts(
    found: Iterable[Typed], facts: Facts, used: frozenset[str]
) -> Iterator[tuple[Typed, Diagnostic | None]]:
    """Return typed numbers, with a finding for those that are figures of a fact."""
    by_number: dict[Decimal, list[_Said]] = {}
    for said in _said(facts, used):
        by_number.setdefault(said.fact.number, []).append(said)
    for one in found:
        plain = one.digits.rstrip("%").replace(",", "").strip(".")
        same = by_number.get(Decimal(plain), []) if plain.count(".") <= 1 else []
        yield one, _typed(one, same, plain)


def _typed(one: Typed, same: list[_Said], plain: str) -> Diagnostic | None:
    """Return the finding for a typed number that a fact has too; None when it is by chance."""
    after = f"%{one.after}" if one.digits.endswith("%") else one.after.lstrip()
    for said in same:
        unit = said.fact.unit
        if unit and after.startswith(unit):
            name = said.fact.id
            if said.period != said.series.year and len(said.series.points) > 1:
                name += f"[{said.period}]"
            message = f"the figure “{one.digits}” is typed in the text; it is the fact “{name}”"
            written = shown(plain, unit, said.series.rule)
            if written != one.digits.rstrip("%"):
                message += f", which prints {written}"
            return diagnostic("D206", message, hint=f"print {{{{ {name} }}}}", place=one.place)
    for said in same:
        power, counts = parted(said.fact.unit)
        rest = after[: len(said.fact.unit) + 2]
        typed_power, typed_unit = parted(rest)
        if (
            _is_telling(plain)
            and counts
            and power == typed_power
            and typed_unit
            and any(_nearly(counts, typed_unit[:length]) for length in (1, 2, 3))
        ):
            fact = said.fact
            message = (
                f"“{one.digits}{rest}…” is typed here, and “{fact.id}” is {fact.label} "
                f"{fact.text()}: the same thing seems to be said with two figures"
            )
            hint = f"print {{{{ {fact.id} }}}} here, or correct one of the two"
            return diagnostic("D214", message, hint=hint, place=one.place)
    return None
