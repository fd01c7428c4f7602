"""A table whose sums are checked."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.blocks.base import WIDTH, Block, Width
from report.model.facts import Fact, Format
from report.model.prose import CellField, Figure, Prose, ProseField
from report.model.series import Absence

#: The printed texts for a missing figure in a column of figures. 無 counts as 0.
ABSENT, NOT_APPLICABLE, NIL = (one.text for one in Absence)
_WORDS = {
    **dict.fromkeys(("", "-", "–", "—", "－", "−", "…", "——"), ABSENT),
    **dict.fromkeys(("不適用", "N/A", "n/a", "NA", "n.a."), NOT_APPLICABLE),
    **dict.fromkeys(("無", "零", "nil", "Nil"), NIL),
}
#: The formats without unit: then the unit must be in the head of the column.
_BARE = frozenset({Format.NUMBER})


class _At(NamedTuple):
    """A fact in a column, and the path to its cell."""

    fact: Fact
    path: tuple[str | int, ...]


class Column(Model):
    """A column: its head, its unit, and whether it has text or figures."""

    head: ProseField = Field(description="The words at the head of the column")
    unit: str = Field(default="", max_length=40, description="Printed once in the head: 萬元")
    kind: Literal["text", "figure"] = Field(
        default="text", description="figure: decimals aligned, added up against the total"
    )
    share: ProseField | None = Field(
        default=None,
        description="The head of a column beside it, 佔比: each figure's share of the total in %",
    )
    bars: bool = Field(
        default=False, description="Draw a bar beside each figure, all of the scale of the total"
    )


class Table(Block):
    """A table; the last row may be a total, which must be the sum of the other rows."""

    type: Literal["table"]
    caption: ProseField = Field(description="What the table shows, above it")
    columns: tuple[Column, ...] = Field(
        min_length=1, max_length=8, description="From left to right"
    )
    rows: tuple[tuple[CellField, ...], ...] = Field(
        min_length=1, description="The rows, each a list of cells"
    )
    total: tuple[CellField, ...] | None = Field(
        default=None, description="The row 合計; each figure in it must be the sum of its column"
    )
    note: ProseField | None = Field(default=None, description="A remark below it")
    width: Width = Field(default="column", description=WIDTH)

    @property
    def graphic(self) -> int | None:
        """The index of the column whose figures have bars or shares; None without one."""
        found = (n for n, one in enumerate(self.columns) if one.bars or one.share is not None)
        return next(found, None)

    def share(self, cell: Prose) -> Decimal:
        """Return a figure's share of the column's total, 0 to 1."""
        fact, whole = figure_in(cell), self._whole
        return fact.number / whole if fact and whole else Decimal(0)

    def share_text(self, cell: Prose) -> str:
        """Return a figure's share in per cent with one decimal, ``2.1%``; empty without figure."""
        fact = figure_in(cell)
        if not fact:
            return ""
        tenth = (self.share(cell) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        about = "約" if fact.approximation else ""
        return f"{about}{tenth.normalize() if tenth == 100 else tenth:f}%"

    def whole_figure(self, cell: Prose) -> Fact | None:
        """Return the fact of a cell in the format ``full``; None for other cells."""
        fact = figure_in(cell)
        whole = any(isinstance(one, Figure) and one.form is Format.FULL for one in cell.pieces)
        return fact if whole else None

    @property
    def _whole(self) -> Decimal:
        """The total of the column with bars; without a total, its largest figure."""
        index = self.graphic
        if index is None:
            return Decimal(0)
        total = figure_in(self.total[index]) if self.total is not None else None
        if total:
            return total.number
        facts = (figure_in(row[index]) for row in self.rows)
        return max((fact.number for fact in facts if fact), default=Decimal(0))

    @model_validator(mode="after")
    def _square_and_summed(self) -> Self:
        lines: list[tuple[tuple[str | int, ...], tuple[Prose, ...]]] = [
            (("rows", index), row) for index, row in enumerate(self.rows)
        ]
        if self.total is not None:
            lines.append((("total",), self.total))
        for path, row in lines:
            if len(row) != len(self.columns):
                raise PydanticCustomError(
                    "row_length",
                    "this row has {cells}, the table has {columns} columns",
                    {
                        "cells": f"{len(row)} cell{'' if len(row) == 1 else 's'}",
                        "columns": len(self.columns),
                        "path": path,
                    },
                )
        for index, column in enumerate(self.columns):
            if column.kind == "figure":
                self._check_column(index, column)
        return self

    @model_validator(mode="after")
    def _drawn(self) -> Self:
        drawn = [n for n, one in enumerate(self.columns) if one.bars or one.share is not None]
        for index in drawn[1:]:
            raise _not_drawn(index, "only one column of a table can have bars and shares")
        for index in drawn:
            column = self.columns[index]
            if column.kind != "figure":
                raise _not_drawn(index, "bars and shares are for columns of figures: kind: figure")
            total = figure_in(self.total[index]) if self.total is not None else None
            if column.share is not None and not (total and total.number > 0):
                raise _not_drawn(index, "shares need a total above zero")
            facts = [figure_in(row[index]) for row in self.rows]
            if any(fact and fact.number < 0 for fact in facts):
                raise _not_drawn(index, "bars and shares cannot show a figure below zero")
            if len({fact.unit for fact in facts if fact}) > 1:
                raise _not_drawn(index, "bars and shares need figures with the same unit")
        return self

    def _check_column(self, index: int, column: Column) -> None:
        head = column.head.plain
        facts: list[_At] = []
        for number, row in enumerate(self.rows, 1):
            fact = figure_in(row[index])
            if fact:
                facts.append(_At(fact, ("rows", number - 1, index)))
            elif word_in(row[index]) is None:
                raise PydanticCustomError(
                    "cell_not_fact",
                    "row {row} of the column “{head}” must have exactly one fact, or no figure: "
                    "–, 不適用, 無",
                    {"row": number, "head": head, "path": ("rows", number - 1, index)},
                )
        total = figure_in(self.total[index]) if self.total is not None else None
        if self.total is not None and total is None and word_in(self.total[index]) is None:
            raise PydanticCustomError(
                "cell_not_fact",
                "the total of the column “{head}” must have exactly one fact",
                {"head": head, "path": ("total", index)},
            )
        self._check_units(index, column, facts + ([_At(total, ("total", index))] if total else []))
        if total is None:
            return
        added = sum((one.fact.number for one in facts), Decimal(0))
        exact = sum((one.fact.unrounded for one in facts), Decimal(0))
        rounded = total.differs or (total.exact is not None and exact == total.exact)
        if added != total.number and not rounded:
            raise PydanticCustomError(
                "sum_mismatch",
                "the rows of “{head}” add up to {added}, but the total is {total}",
                {
                    **{"head": head, "added": str(added), "total": total.value},
                    "path": ("total", index),
                },
            )

    def _check_units(self, index: int, column: Column, facts: list[_At]) -> None:
        """Check that the figures of a column have the same unit, and that it matches the head."""
        head = column.head.plain
        other = next((one for one in facts if one.fact.unit != facts[0].fact.unit), None)
        if other and (self.total is not None or self._prints_bare(index)):
            raise PydanticCustomError(
                "unlike_units",
                "the column “{head}” has figures of different units: {units}; “{first}” is {one}, "
                "“{fact}” is {other}",
                {
                    **{"head": head, "first": facts[0].fact.id, "fact": other.fact.id},
                    **{"one": _in(facts[0].fact.unit), "other": _in(other.fact.unit)},
                    "units": ", ".join(dict.fromkeys(at.fact.unit or "none" for at in facts)),
                    "path": other.path,
                },
            )
        unlike = next((at.fact for at in facts if at.fact.unit not in ("", column.unit)), None)
        if column.unit and unlike:
            raise PydanticCustomError(
                "unlike_units",
                "the unit of the column “{head}” is {unit}, but “{fact}” is in {other}",
                {
                    **{"head": head, "unit": column.unit},
                    **{"fact": unlike.id, "other": unlike.unit, "path": ("columns", index, "unit")},
                },
            )

    def _prints_bare(self, index: int) -> bool:
        """Return whether a figure of the column is printed without its unit."""
        pieces = (piece for row in self.rows for piece in row[index].pieces)
        return any(isinstance(piece, Figure) and piece.form in _BARE for piece in pieces)

    def word(self, index: int, cell: Prose) -> str:
        """Return the printed text of a cell without figure: –, 不適用 or 無; empty for others."""
        return (word_in(cell) or "") if self.columns[index].kind == "figure" else ""

    def room(self, index: int, cell: Prose) -> str:
        """Return the missing decimals of a cell, which align the decimal points of a column.

        They are set invisibly after the figure: ``.00`` after 12 if another row has 12.25.
        """
        if self.columns[index].kind != "figure" or word_in(cell) == NOT_APPLICABLE:
            return ""
        lines = [*self.rows, self.total] if self.total is not None else self.rows
        most = max(len(_part(line[index])) for line in lines)
        own = len(_part(cell))
        closing = "" if _closed(cell) else ")" * any(_closed(line[index]) for line in lines)
        if not most or own == most:
            return closing
        return ("0" * (most - own) if own else "." + "0" * most) + closing


def _not_drawn(index: int, reason: str) -> PydanticCustomError:
    context = {"reason": reason, "path": ("columns", index)}
    return PydanticCustomError("not_drawn", "{reason}", context)


def _in(unit: str) -> str:
    return f"in {unit}" if unit else "without a unit"


def figure_in(cell: Prose) -> Fact | None:
    """Return the fact of a cell, None when it has none, several, or other text."""
    facts = [piece for piece in cell.pieces if isinstance(piece, Figure)]
    return facts[0].fact if len(facts) == len(cell.pieces) == 1 else None


def word_in(cell: Prose) -> str | None:
    """Return the printed text for a missing figure; None when the cell has a figure or text."""
    if any(isinstance(piece, Figure) for piece in cell.walk()):
        return None
    return _WORDS.get(cell.plain.strip())


def _part(cell: Prose) -> str:
    """Return the decimals of the fact in a cell."""
    fact = figure_in(cell)
    return fact.digits.partition(".")[2] if fact else ""


def _closed(cell: Prose) -> bool:
    """Return whether the figure of a cell is in parentheses, as it is below zero."""
    fact = figure_in(cell)
    return fact is not None and fact.digits_in_tables.endswith(")")
