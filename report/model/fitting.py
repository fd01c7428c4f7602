"""Which facts a drawing can draw: what they count, how much, and how they share a whole.

Facts in; the first fact that does not fit, and what the drawing needs instead, out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from report.model.facts import Fact, counted, is_per_cent, is_share

#: What a unit of people has in it: 人, 人次, 名, 位, 員工, 學生, 戶.
_PEOPLE = "人名位員者生戶口童親"
#: Units of points, beside those with 分 and shares.
_POINTS = ("", "點", "pp", "pt", "pts")

_NOTHING = "cannot draw nothing, and needs a figure above zero"


class Misfit(NamedTuple):
    """A fact that does not fit: its place among the facts, and what the drawing needs."""

    at: int
    needs: str


def misfit(kind: str, facts: Sequence[Fact]) -> Misfit | None:
    """Give the first fault of the facts of a drawing; their number is right already."""
    check = _CHECKS.get(kind)
    return next(islice(check(facts), 1), None) if check else None


def _ratio(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _above_zero(facts)
    if "倍" not in facts[0].unit:
        yield Misfit(0, "draws how many times as much, and needs a fact in 倍")


def _per_cents(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not is_per_cent(fact.unit):
            yield Misfit(index, "draws shares, and needs facts in %")
        elif fact.number > 100:
            yield Misfit(index, "draws shares of a whole, and cannot show more than 100 %")


def _marks(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _not_below_zero(facts)
    if not any(fact.number for fact in facts):
        yield Misfit(0, _NOTHING)
    for index, fact in enumerate(facts):
        if is_share(fact.unit) or "倍" in fact.unit:
            yield Misfit(index, "draws a mark for so many of what is counted, not a share")


def _people(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _marks(facts)
    for index, fact in enumerate(facts):
        what = counted(fact.unit)
        if what and not any(character in _PEOPLE for character in what):
            yield Misfit(index, "draws people, and needs facts in 人, 人次, 名, 戶 or the like")


def _score(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not (is_share(fact.unit) or "分" in fact.unit or fact.unit in _POINTS):
            yield Misfit(index, "draws a score out of 100, and needs facts in 分 or %")
    if facts[0].number > 100:
        yield Misfit(0, "draws a score out of 100, and cannot show more")
    if len(facts) > 1 and facts[0].unit == facts[1].unit and facts[1].number > facts[0].number:
        yield Misfit(1, "draws a score and its gain, which cannot be more than the score")


def _gains(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _alike(facts, "draws bars of one scale")


def _split(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _not_below_zero(facts)
    shares = [index for index, fact in enumerate(facts) if is_share(fact.unit)]
    others = [index for index in range(len(facts)) if index not in shares]
    if shares and others:
        yield Misfit(others[0], "draws parts of one whole: all in %, or none")
    for index, fact in enumerate(facts):
        if "倍" in fact.unit or (index in shares and "點" in fact.unit):
            yield Misfit(index, "draws parts of one whole, and needs amounts or shares")
    yield from _alike(facts, "draws parts of one whole")
    total = sum((fact.number for fact in facts), Decimal(0))
    whole = 1000 if "‰" in facts[0].unit else 100
    # Shares that were rounded one by one may add up to a little more than their whole.
    rounding = sum((Decimal(5).scaleb(_places(fact) - 1) for fact in facts), Decimal(0))
    if shares and total > whole + rounding:
        yield Misfit(0, f"draws parts of one whole, and these make {total:f} of {whole}")
    if not total:
        yield Misfit(0, "draws parts of a whole, and these are nothing")


def _customers(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _above_zero(facts)
    total, mobile, fourth, broadband, share = facts
    for index, fact in enumerate(facts):
        if is_per_cent(fact.unit) != (index == 4):
            yield Misfit(
                index, "draws customers, and the fifth fact, and only that, as a share in %"
            )
    yield from _alike(facts[:4], "draws customers")
    if mobile.amount + broadband.amount > total.amount:
        first = f"more than the first, “{total.id}”, {total.text()}"
        yield Misfit(1, f"draws parts of a whole, and the second and fourth are together {first}")
    if fourth.amount > mobile.amount:
        yield Misfit(2, f"draws it within “{mobile.id}”, which is less: {mobile.text()}")
    if share.number > 100:
        yield Misfit(4, "draws a share of a whole, and cannot show more than 100 %")


def _places(fact: Fact) -> int:
    """Give the power of ten of a fact's last digit, as it is written: -1 of 33.3."""
    return -len(fact.value.partition(".")[2])


def _above_zero(facts: Sequence[Fact]) -> Iterator[Misfit]:
    yield from _not_below_zero(facts)
    for index, fact in enumerate(facts):
        if not fact.number:
            yield Misfit(index, _NOTHING)


def _not_below_zero(facts: Sequence[Fact]) -> Iterator[Misfit]:
    for index, fact in enumerate(facts):
        if fact.number < 0:
            yield Misfit(index, "cannot show a figure below zero")


def _alike(facts: Sequence[Fact], draws: str) -> Iterator[Misfit]:
    """See that facts count the same; a unit that is but a power of ten, like 億, may be any."""
    known = [n for n, fact in enumerate(facts) if counted(fact.unit) or not fact.unit]
    for index in known[1:]:
        first = facts[known[0]]
        if counted(facts[index].unit) != counted(first.unit):
            other = f"in {first.unit}" if first.unit else "without a unit"
            yield Misfit(index, f"{draws}, and “{first.id}” is {other}")


_CHECKS: dict[str, Callable[[Sequence[Fact]], Iterator[Misfit]]] = {
    "ratio": _ratio,
    "remainder": _per_cents,
    "shift": _per_cents,
    "field": _marks,
    "people": _people,
    "score": _score,
    "gains": _gains,
    "split": _split,
    "customers": _customers,
}
