"""Amounts: round numbers for marks, and numbers with 萬 and 億.

Arithmetic is exact (``Decimal``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

from report.model.facts import Fact
from report.model.numbers import USUAL, Numbers, shown

_POWERS = {"萬": Decimal(10) ** 4, "億": Decimal(10) ** 8}

#: The most marks that can be counted, and the most dots, which form an area.
MOST, MOST_DOTS = 60, 250
#: Round numbers within a power of ten.
_ROUND = (1, 2, 5)


def per_mark(facts: Iterable[Fact], most: int = MOST) -> Decimal:
    """Return the amount of one mark: 1, 2 or 5 times a power of ten, at least 1.

    It is the smallest amount with at most ``most`` marks for the largest fact.
    """
    largest = max(fact.amount for fact in facts)
    return next(step for step in _steps() if largest <= most * step)


def _steps() -> Iterator[Decimal]:
    for power in count():
        for times in _ROUND:
            yield Decimal(times).scaleb(power)


def marks(fact: Fact, step: Decimal) -> int:
    """Return the number of marks of a fact, rounded (half a mark counts as one)."""
    return int((fact.amount / step).quantize(Decimal(1), ROUND_HALF_UP))


def stands_for(facts: Iterable[Fact], step: Decimal) -> str:
    """Return ``代表`` if all marks are exact, ``約代表`` if one was rounded."""
    return "代表" if all(fact.amount % step == 0 for fact in facts) else "約代表"


def in_words(number: Decimal, unit: str = "", rule: Numbers = USUAL) -> str:
    """Return a round number as it is printed: 10000 and ``戶`` → ``1萬戶``, 1000 → ``1,000``."""
    for name in ("億", "萬"):
        if number >= _POWERS[name]:
            return f"{plain(number / _POWERS[name], rule)}{name}{unit}"
    return f"{plain(number, rule)}{unit}"


def plain(number: Decimal, rule: Numbers = USUAL) -> str:
    """Return a number by the report's rule, without trailing zeros: 18.680 → ``18.68``."""
    text = f"{number:f}"
    return shown(text.rstrip("0").rstrip(".") if "." in text else text, rule=rule)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a printed figure: its text, and whether it is the number itself."""

    text: str
    number: bool


def runs(fact: Fact) -> tuple[Run, ...]:
    """Split a printed figure, ``fact.text()``, into its number and the words around it.

    The number is set in large type, the words (約, 超, 萬戶) in small type.
    """
    before, _, after = fact.text().partition(fact.digits)
    pieces = (Run(before, False), Run(fact.digits, True), Run(after, False))
    return tuple(piece for piece in pieces if piece.text)


def spoken(fact: Fact) -> str:
    """Return label and figure of a fact for an alternative text: ``用戶總數4.4億``."""
    return f"{fact.label}{fact.text()}"
