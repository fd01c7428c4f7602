"""Sums of a table: what each adds up, and whether it is right.

A sum adds up what its row names, or the rows above it in its group; a sum directly below another
one, and the row 合計, add up all sums so far and the rows that are in none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pydantic_core import PydanticCustomError

from report.model.facts import Fact
from report.model.tablecells import figure_in
from report.model.tablerows import Line, wrong

_MINUS = "−-－"


class Sum(NamedTuple):
    """A sum: its row, and the rows that it adds up, each with 1 or −1."""

    line: Line
    parts: tuple[tuple[int, Line], ...]


def sums_of(lines: Sequence[Line]) -> list[Sum]:
    """Return the sums of the rows, from top to bottom. Raises PydanticCustomError."""
    found: list[Sum] = []
    open_: list[Line] = []
    above: list[Line] = []
    last = len(lines) - 1
    for at, line in enumerate(lines):
        if line.group is not None:
            above = []
            continue
        if not line.total:
            above.append(line)
            open_.append(line)
            continue
        if line.sums:
            parts = [_named(name, line, number, lines) for number, name in enumerate(line.sums)]
        else:
            whole = not above or (at == last and line.path == ("total",))
            parts = [(1, one) for one in (open_ if whole else above)]
        if not parts:
            raise wrong(
                "this sum has nothing to add up",
                "put it below the rows that it adds up, or name them: “sums: […]”",
                *line.path,
            )
        found.append(Sum(line, tuple(parts)))
        gone = {one.path for _, one in parts}
        open_ = [*(one for one in open_ if one.path not in gone), line]
        above = []
    return found


def _named(name: str, line: Line, number: int, lines: Sequence[Line]) -> tuple[int, Line]:
    """Return the row of which the first cell has these words, and its sign."""
    path = (*line.path, "sums", number)
    rows = [one for one in lines if one.group is None and one.path != line.path]
    sign, wanted = 1, name.strip()
    found = [one for one in rows if one.label == wanted]
    if not found and wanted[:1] in tuple(_MINUS):
        sign, wanted = -1, wanted[1:].strip()
        found = [one for one in rows if one.label == wanted]
    if not found:
        known = _cut("、".join(f"“{one.label}”" for one in rows))
        raise wrong(f"no row begins with “{wanted}”", f"the rows begin with: {known}", *path)
    if len(found) > 1:
        raise wrong(
            f"{len(found)} rows begin with “{wanted}”",
            "give them different words, so that it is clear which one is added up",
            *path,
        )
    return sign, found[0]


def check_sum(one: Sum, column: int, head: str, *, grand: bool) -> bool:
    """Return whether rounding shows in a sum: its parts give another last digit.

    ``grand``: it is the row ``total`` of the table. Raises PydanticCustomError when it is wrong.
    """
    total = figure_in(one.line.cells[column])
    if total is None:
        return False
    parts = [(sign, fact) for sign, fact in _figures(one, column) if fact is not None]
    added = sum((sign * fact.number for sign, fact in parts), Decimal(0))
    if added == total.number:
        return False
    exact = sum((sign * fact.unrounded for sign, fact in parts), Decimal(0))
    if total.differs or (total.exact is not None and exact == total.exact):
        return True
    values = {"head": head, "added": str(added), "total": total.value, "path": one.line.at(column)}
    if grand and not any(line.total for _, line in one.parts):
        message = "the rows of “{head}” add up to {added}, but the total is {total}"
        raise PydanticCustomError("sum_mismatch", message, values)
    names = "、".join(f"{'−' * (sign < 0)}{line.label}" for sign, line in one.parts)
    raise PydanticCustomError(
        "sum_mismatch",
        "in “{head}”, {parts} add up to {added}, but “{label}” is {total}",
        {**values, "parts": _cut(names), "label": one.line.label},
    )


def check_units(one: Sum, column: int) -> None:
    """Check that a sum and its parts have one unit. Raises PydanticCustomError."""
    total = figure_in(one.line.cells[column])
    for _, fact in _figures(one, column):
        if total is not None and fact is not None and fact.unit != total.unit:
            raise PydanticCustomError(
                "unlike_units",
                "the sum “{total}” is {unit}, and “{fact}”, which it adds up, is {other}",
                {
                    **{"total": total.id, "fact": fact.id},
                    **{"unit": unit_words(total.unit), "other": unit_words(fact.unit)},
                    "path": one.line.at(column),
                },
            )


def unit_words(unit: str) -> str:
    """Return a unit for a message."""
    return f"in {unit}" if unit else "without a unit"


def _figures(one: Sum, column: int) -> list[tuple[int, Fact | None]]:
    return [(sign, figure_in(line.cells[column])) for sign, line in one.parts]


def _cut(names: str) -> str:
    return f"{names[:60]}…" if len(names) > 60 else names
