"""Shared checks of the facts of a drawing.

In: facts. Out: the facts that do not fit, and what the drawing needs instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from report.model.facts import Fact
from report.model.units import counted, is_per_cent, is_share

#: The message for a figure of zero.
NOTHING = "needs a figure above zero"


class Misfit(NamedTuple):
    """A fact that does not fit: its index among the facts, and what the drawing needs."""

    at: int
    needs: str


def per_cents(facts: Sequence[Fact]) -> Iterator[Misfit]:
    """Return the facts that are not a share from 0 to 100 %."""
    yield from not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not is_per_cent(fact.unit):
            yield Misfit(index, "draws shares and needs facts in %")
        elif fact.number > 100:
            yield Misfit(index, "draws shares of a whole and cannot show more than 100 %")


def marks(facts: Sequence[Fact]) -> Iterator[Misfit]:
    """Return the facts that cannot be drawn as marks."""
    yield from not_below_zero(facts)
    if not any(fact.number for fact in facts):
        yield Misfit(0, NOTHING)
    for index, fact in enumerate(facts):
        if is_share(fact.unit) or "倍" in fact.unit:
            yield Misfit(index, "draws marks for counted things and cannot show shares")


def above_zero(facts: Sequence[Fact]) -> Iterator[Misfit]:
    """Return the facts that are not above zero."""
    yield from not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not fact.number:
            yield Misfit(index, NOTHING)


def not_below_zero(facts: Sequence[Fact]) -> Iterator[Misfit]:
    """Return the facts below zero."""
    for index, fact in enumerate(facts):
        if fact.number < 0:
            yield Misfit(index, "cannot show a figure below zero")


def alike(facts: Sequence[Fact], draws: str) -> Iterator[Misfit]:
    """Return the facts that count something else; units that are only a power of ten fit all."""
    known = [n for n, fact in enumerate(facts) if counted(fact.unit) or not fact.unit]
    for index in known[1:]:
        first = facts[known[0]]
        if counted(facts[index].unit) != counted(first.unit):
            other = f"in {first.unit}" if first.unit else "without a unit"
            yield Misfit(index, f"{draws}, and “{first.id}” is {other}")
