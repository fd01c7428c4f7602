"""What a fact amounts to: 萬 and 億 worked out, round numbers for marks, numbers as words.

Arithmetic is exact (``Decimal``); nothing here is a length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from report.model.facts import Fact, parted

_POWERS = {"萬": Decimal(10) ** 4, "億": Decimal(10) ** 8}

#: The fewest and the most marks that a field of marks should have.
FEWEST, MOST = 20, 250


def per_mark(facts: Iterable[Fact]) -> Decimal:
    """Choose what one mark stands for: a round number that makes 20 to 250 marks of the most.

    One of the first fact's own unit (1 萬) is taken where it fits, else a power of ten; never
    less than one.
    """
    known = tuple(facts)
    most = max(fact.amount for fact in known)
    own = parted(known[0].unit)[0]
    if FEWEST * own <= most <= MOST * own:
        return own
    step = Decimal(1)
    while most / step > MOST:
        step *= 10
    return step


def marks(fact: Fact, step: Decimal) -> tuple[int, Decimal]:
    """Count the marks of a fact: so many whole ones, and the tenths of one more (0 to 0.9)."""
    tenths = (fact.amount / step).quantize(Decimal("0.1"), ROUND_HALF_UP)
    whole = int(tenths)
    return whole, tenths - whole


def in_words(number: Decimal, unit: str = "") -> str:
    """Write a round number as it is read: 10000 and ``戶`` → ``1萬戶``, 1000 → ``1,000``."""
    for name in ("億", "萬"):
        if number >= _POWERS[name]:
            return f"{plain(number / _POWERS[name])}{name}{unit}"
    return f"{plain(number)}{unit}"


def plain(number: Decimal) -> str:
    """Write a number with its thousands parted and no idle zeros: 18.680 → ``18.68``."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a printed figure: its text, and whether it is the number itself."""

    text: str
    number: bool


def runs(fact: Fact) -> tuple[Run, ...]:
    """Part a figure as it is printed, ``fact.text()`` with its thousands parted, into pieces.

    The number is set large, the words around it (約, 超, 萬戶) small.
    """
    before, _, after = fact.text().partition(fact.digits)
    pieces = (Run(before, False), Run(fact.digits, True), Run(after, False))
    return tuple(piece for piece in pieces if piece.text)


def spoken(fact: Fact) -> str:
    """Name a fact and its figure for a description: ``用戶總數4.4億``."""
    return f"{fact.label}{fact.text()}"
