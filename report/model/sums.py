"""Whether a total of a table is the sum of what it says it sums.

In: the fact of the total, and the facts of the rows. Out: whether rounding shows in the last
digit; :class:`NoSumError` when the total is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from report.model.numbers import plain_digits, shown
from report.model.series import Point, Series
from report.model.units import Units

#: Printed below a table where it is so.
ROUNDED = "因四捨五入，各項相加與合計可能略有出入。"


class NoSumError(ValueError):
    """A total that is not the sum of its parts: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class Total:
    """A total, what its row says it sums, the rows above it in its group, and all rows."""

    series: Series
    named: tuple[Series, ...]
    above: tuple[Series, ...]
    rows: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    series: Series
    #: The period, if it is not that of the column.
    period: str
    sign: int

    def point(self, period: str) -> Point:
        return self.series.point(self.period or period)


def check_total(total: Total, periods: Sequence[str], units: Units) -> bool:
    """Return whether rounding shows in a total; raises NoSumError when it is wrong."""
    parts = _parts(total)
    for part in parts:
        if not units.alike(part.series.unit, total.series.unit):
            raise NoSumError(
                f"the total “{total.series.id}” is in {total.series.unit or 'no unit'}, and "
                f"“{part.series.id}” in {part.series.unit or 'no unit'}",
                "give both units that count the same, or end the group before with its own total",
            )
    differ = [_differs(total.series, parts, period, units) for period in periods]
    return any(differ)


def _parts(total: Total) -> list[_Part]:
    """Return what a total sums: what its row names, what the fact says, or the rows above it."""
    computed = total.series.computed
    rows = {row.id: row for row in total.rows}
    if total.named:
        parts = [_Part(one, "", 1) for one in total.named]
    elif computed is not None and computed.how in ("sum", "difference"):
        signs = [1] + [1 if computed.how == "sum" else -1] * len(computed.of)
        missing = next((name for name, _ in computed.of if name not in rows), "")
        if missing:
            raise NoSumError(
                f"the total “{total.series.id}” adds up “{missing}”, which has no row here",
                f"add a row with “fact: {missing}”: the reader adds up what is printed",
            )
        parts = [
            _Part(rows[name], period, sign)
            for (name, period), sign in zip(computed.of, signs, strict=False)
        ]
    else:
        parts = [_Part(one, "", 1) for one in total.above]
    if not parts:
        raise NoSumError(
            f"the total “{total.series.id}” has nothing to add up",
            "put it below the rows that it adds up, or name them: “sums: […]”",
        )
    return parts


def _differs(total: Series, parts: Sequence[_Part], period: str, units: Units) -> bool:
    """Return whether the printed parts give another last digit; raises NoSumError."""
    whole = total.point(period)
    if whole.exact is None:
        return False
    printed, exact, places = Decimal(0), Decimal(0), 0
    for part in parts:
        point = part.point(period)
        if point.exact is not None:
            unit = part.series.unit
            number = Decimal(point.value or 0)
            printed += part.sign * units.converted(number, unit, total.unit)
            exact += part.sign * units.converted(point.exact, unit, total.unit)
        places = max(places, len(point.value.partition(".")[2]))
    own = len(whole.value.partition(".")[2])
    wanted = Decimal(whole.value or 0)
    if printed == wanted or Decimal(plain_digits(printed, own)) == wanted:
        return printed != wanted
    if whole.differs or exact == whole.exact or Decimal(plain_digits(exact, own)) == wanted:
        return True
    added = shown(plain_digits(printed, max(places, own)), rule=total.rule)
    raise NoSumError(
        f"the rows add up to {added} for {total.heading(period)}, but the total “{total.id}” is "
        f"{shown(whole.value, rule=total.rule)}",
        f"correct the figure that is wrong ({whole.place}), or say what it adds up: “sums: […]”; "
        "where the parts are rounded, let it be computed: “sum: […]” with “rounded:”",
    )
