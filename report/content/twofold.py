"""Finds what is said with two figures: 19.1萬人次 here and 19.1萬次 there, 8610 and 8,610.

In: the facts that are used, and the numbers that are typed in texts. Out: findings (D214), and
for a typed number that a fact has, the finding for typed numbers (D206) with the fact to print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from report.content.beside import UnitWords, nearly
from report.content.digits import Typed
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.blocks.data_table import DataTable
from report.model.facts import Fact
from report.model.numbers import plain_digits, shown
from report.model.report import Report
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


#: The places of a fact in tables: the table and the group of each row that it is in.
Groups = Mapping[str, set[tuple[Place, str]]]


def groups(report: Report) -> Groups:
    """Return in which tables, and in which groups of their rows, each fact is."""
    found: dict[str, set[tuple[Place, str]]] = {}
    for _, block in report.blocks():
        if isinstance(block, DataTable):
            group = ""
            for row in block.rows:
                if row.group is not None:
                    group = row.group.plain
                elif row.fact is not None:
                    found.setdefault(row.series.id, set()).add((block.written_at, group))
    return found


def two_figures(facts: Facts, used: frozenset[str], rows: Groups) -> Iterator[Diagnostic]:
    """Find facts with one number and two units of the same thing, or one label and two numbers.

    Facts with one label that stand in different groups of tables are different things.
    """
    by_number: dict[tuple[str, Decimal], list[_Said]] = {}
    by_label: dict[tuple[str, str, str], list[_Said]] = {}
    for said in _said(facts, used):
        fact = said.fact
        if _is_telling(fact.value):
            by_number.setdefault((said.period, fact.number), []).append(said)
        counts = facts.units.read(fact.unit).counts
        by_label.setdefault((said.period, fact.label, counts), []).append(said)
    for alike in by_number.values():
        for one, other in combinations(alike, 2):
            if _nearly(one.fact.unit, other.fact.unit) or _is_slip(one.fact, other.fact, facts):
                hint = "write the same unit in both, or correct one of them"
                yield _finding(one, other, hint)
    for alike in by_label.values():
        for other in alike[1:]:
            one = alike[0]
            mine, theirs = rows.get(one.series.id, set()), rows.get(other.series.id, set())
            apart = mine and theirs and not mine & theirs
            if not apart and _differ(one.fact, other.fact, facts):
                hint = "print one fact in both places, or give them labels that differ"
                yield _finding(one, other, hint)


def _is_slip(one: Fact, other: Fact, facts: Facts) -> bool:
    """Return whether one number is in two sizes of a unit: 637.4萬元 and 637.4百萬元."""
    if one.unit == other.unit or not _is_telling(one.value, _FEWEST_DIGITS + 1):
        return False
    return facts.units.alike(one.unit, other.unit) and not _same(one, other, facts)


def _same(one: Fact, other: Fact, facts: Facts) -> bool:
    into = facts.units.converted(one.number, one.unit, other.unit)
    return plain_digits(into, _places(other)) == plain_digits(other.number, _places(other))


def _differ(one: Fact, other: Fact, facts: Facts) -> bool:
    """Return whether two figures are not the same one, each rounded as the other."""
    return not (_same(one, other, facts) or _same(other, one, facts))


def _places(fact: Fact) -> int:
    return len(fact.value.partition(".")[2])


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


def _is_telling(value: str, fewest: int = _FEWEST_DIGITS) -> bool:
    """Return whether a number has so many digits that it is not met twice by chance."""
    return len(value.lstrip("-").replace(".", "").strip("0")) >= fewest


def _nearly(one: str, other: str) -> bool:
    """Return whether two units may be meant to be the same: 萬人次 and 萬次."""
    (power, first), (power_, second) = parted(one), parted(other)
    return power == power_ and nearly(first, second)


def typed_facts(
    found: Iterable[Typed], facts: Facts, used: frozenset[str]
) -> Iterator[tuple[Typed, Diagnostic | None]]:
    """Return typed numbers, with a finding for those that are figures of a fact."""
    by_number: dict[Decimal, list[_Said]] = {}
    by_amount: dict[tuple[str, Decimal], _Said] = {}
    words = UnitWords(facts)
    for said in _said(facts, used):
        by_number.setdefault(said.fact.number, []).append(said)
        unit = facts.units.read(said.fact.unit)
        by_amount.setdefault((unit.counts, said.fact.number * unit.factor), said)
    for one in found:
        plain = one.digits.rstrip("%").replace(",", "").strip(".")
        if plain.count(".") > 1:
            yield one, None
            continue
        wrong = _typed(one, by_number.get(Decimal(plain), []), plain)
        unit_typed = words.known_at(one.after.lstrip()) if wrong is None else ""
        if unit_typed:
            unit = facts.units.read(unit_typed)
            same = by_amount.get((unit.counts, Decimal(plain) * unit.factor))
            wrong = _converted(one, same, unit_typed) if same else None
        yield one, wrong


def _converted(one: Typed, said: _Said, unit: str) -> Diagnostic:
    """Return the finding for a typed number that a fact has in another unit: 191,000人次."""
    name = _reference(said)
    message = f"the figure “{one.digits}{unit}” is typed in the text; it is the fact “{name}”, "
    message += f"{said.fact.text()}"
    return diagnostic("D206", message, hint=f"print {{{{ {name} | in({unit}) }}}}", place=one.place)


def _reference(said: _Said) -> str:
    """Return what prints a figure: its id, with the period if it is not the report's."""
    other = said.period != said.series.year and len(said.series.points) > 1
    return f"{said.fact.id}[{said.period}]" if other else said.fact.id


def _typed(one: Typed, same: list[_Said], plain: str) -> Diagnostic | None:
    """Return the finding for a typed number that a fact has too; None when it is by chance."""
    after = f"%{one.after}" if one.digits.endswith("%") else one.after.lstrip()
    for said in same:
        unit = said.fact.unit
        if unit and after.startswith(unit):
            name = _reference(said)
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
