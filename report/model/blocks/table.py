"""A table whose sums are checked."""

from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.blocks.base import WIDTH, Block, Width
from report.model.facts import Fact
from report.model.prose import Figure, Prose, ProseField


class Column(Model):
    """A column: its head, its unit, and whether it holds words or figures."""

    head: ProseField = Field(description="The words at the head of the column")
    unit: str = Field(default="", max_length=40, description="Printed once in the head: 萬元")
    kind: Literal["text", "figure"] = Field(
        default="text", description="figure: decimals aligned, added up against the total"
    )


class Table(Block):
    """Rows under heads; the last row may be a total, which must be the sum of the others."""

    type: Literal["table"]
    caption: ProseField = Field(description="What the table shows, above it")
    columns: tuple[Column, ...] = Field(
        min_length=1, max_length=8, description="From left to right"
    )
    rows: tuple[tuple[ProseField, ...], ...] = Field(
        min_length=1, description="The rows, each a list of cells"
    )
    total: tuple[ProseField, ...] | None = Field(
        default=None, description="The row 合計; each figure in it must be the sum of its column"
    )
    note: ProseField | None = Field(default=None, description="A remark below it")
    width: Width = Field(default="column", description=WIDTH)

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

    def _check_column(self, index: int, column: Column) -> None:
        head, place = column.head.plain, ("total", index)
        figures = [figure_in(row[index]) for row in self.rows]
        for number, fact in enumerate(figures, 1):
            if fact is None:
                raise PydanticCustomError(
                    "cell_not_fact",
                    "row {row} of the column “{head}” must hold exactly one fact",
                    {"row": number, "head": head, "path": ("rows", number - 1, index)},
                )
        if self.total is None:
            return
        total = figure_in(self.total[index])
        if total is None:
            raise PydanticCustomError(
                "cell_not_fact",
                "the total of the column “{head}” must hold exactly one fact",
                {"head": head, "path": place},
            )
        units = {fact.unit for fact in figures if fact} | {total.unit}
        if len(units) > 1:
            raise PydanticCustomError(
                "sum_mismatch",
                "the column “{head}” adds figures of different units: {units}",
                {"head": head, "units": ", ".join(sorted(units)), "path": place},
            )
        added = sum((fact.number for fact in figures if fact), Decimal(0))
        if added != total.number:
            raise PydanticCustomError(
                "sum_mismatch",
                "the rows of “{head}” add up to {added}, the total says {total}",
                {"head": head, "added": str(added), "total": total.value, "path": place},
            )


def figure_in(cell: Prose) -> Fact | None:
    """Give the one fact a cell holds, None when it holds none, several, or words beside it."""
    facts = [piece for piece in cell.pieces if isinstance(piece, Figure)]
    return facts[0].fact if len(facts) == len(cell.pieces) == 1 else None
