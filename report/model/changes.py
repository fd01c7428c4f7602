"""The change from one period to the next, as tables and drawings print it.

In: two figures of a fact. Out: the change in per cent of the first, or in percentage points for
facts that are shares themselves, half up to one digit after the point.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from report.model.numbers import USUAL, Numbers, plain_digits, shown
from report.model.series import Point
from report.model.units import EXACT, is_per_cent, is_share

#: The digits after the point, and the unit of the change of shares.
PLACES, POINTS = 1, "個百分點"


@dataclass(frozen=True, slots=True)
class Change:
    """A change: plain digits, and ``%`` or 個百分點."""

    value: str
    unit: str

    def text(self, rule: Numbers = USUAL, *, table: bool = False) -> str:
        """Return the change as it is printed, with its sign: +3.2%, −3.2%; in tables (3.2%)."""
        digits = shown(self.value, rule=rule, table=table)
        if digits.endswith(")"):
            return f"{digits[:-1]}{self.unit})"
        sign = "+" if Decimal(self.value) > 0 else ""
        return f"{sign}{digits}{self.unit}"

    @property
    def way(self) -> str:
        """The direction in a word: 上升, 下降, 持平."""
        number = Decimal(self.value)
        return "上升" if number > 0 else "下降" if number < 0 else "持平"

    @property
    def size(self) -> str:
        """The change without its sign: 3.2%."""
        return f"{shown(self.value.lstrip('-'))}{self.unit}"


def change(before: Point, after: Point, unit: str) -> Change | None:
    """Return the change between two figures in a unit; None where there is none.

    There is none when one of them is missing or the first is nothing, unless they are shares.
    """
    first, last = before.exact, after.exact
    if first is None or last is None:
        return None
    if is_share(unit):
        places = max(_places(before), _places(after)) if is_per_cent(unit) else PLACES
        return Change(plain_digits(last - first, places), POINTS if is_per_cent(unit) else unit)
    if not first:
        return None
    share = EXACT.divide((last - first) * 100, abs(first))
    return Change(plain_digits(share, PLACES), "%")


def _places(point: Point) -> int:
    return len(point.value.partition(".")[2])
