"""The columns, heads and rows of a table, as they are written.

A row is a list of cells, or a mapping: the name of a group, or cells with what else is said of
them. A head over several columns is a mapping too, or just its words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.prose import CellField, Prose, ProseField

#: The most columns of a table.
MOST_COLUMNS = 16
#: The least width of a column in characters, and the gap before it where there is little room.
LEAST, TIGHT = 2.0, 0.7
#: The names of notes in heads and rows.
NOTES = "The names of its notes: [scope]"
SUMS = "The first cells of the rows that a sum adds up, −成本 to take one away"


class Column(Model):
    """A column: its head, its unit, and whether it has text or figures."""

    head: ProseField = Field(description="The words at the head of the column")
    unit: str = Field(default="", max_length=40, description="Printed once in the head: 萬元")
    kind: Literal["text", "figure"] = Field(
        default="text", description="figure: decimals aligned, added up against the total"
    )
    align: Literal["left", "centre", "right"] | None = Field(
        default=None, description="Where cells and head stand; usually text left, figures right"
    )
    width: float | None = Field(
        default=None, ge=LEAST, le=60, description="Its width in characters; usually by its content"
    )
    notes: tuple[str, ...] = Field(default=(), description=NOTES)
    share: ProseField | None = Field(
        default=None,
        description="The head of a column beside it, 佔比: each figure's share of the total in %",
    )
    bars: bool = Field(
        default=False, description="Draw a bar beside each figure, all of the scale of the total"
    )

    @property
    def look(self) -> str:
        """The class names of its cells: the kind, and the alignment if it is said."""
        return f"{self.kind} {self.align}" if self.align else self.kind


class Head(Model):
    """A head over several columns; without words, nothing stands there."""

    head: CellField = Field(default=Prose(), description="The words above the columns")
    over: int = Field(default=1, ge=1, le=MOST_COLUMNS, description="How many columns it is over")
    notes: tuple[str, ...] = Field(default=(), description=NOTES)


class Row(Model):
    """A row that says more than its cells: the name of a group, an indent, a sum, notes."""

    group: ProseField | None = Field(
        default=None, description="A row of its own: the name of the rows below it, 能源"
    )
    cells: tuple[CellField, ...] | None = Field(
        default=None, description="The cells, one for each column"
    )
    indent: int = Field(default=0, ge=0, le=3, description="How far its first cell is moved in")
    total: bool = Field(
        default=False, description="Its figures are sums: they are checked, and set in bold"
    )
    sums: tuple[str, ...] = Field(
        default=(), description=f"{SUMS}; usually those above it in its group"
    )
    notes: tuple[str, ...] = Field(default=(), description=NOTES)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.group is None) == (self.cells is None):
            reason = "a row has either cells or the name of a group"
            raise wrong(reason, "write “cells: […]” or “group: …”")
        if self.group is not None and (self.total or self.sums):
            reason = "the name of a group has no figures: no total and no sums"
            raise wrong(reason, "move them to a row with cells")
        return self


class TotalRow(Model):
    """The last row, which is a sum, with more than its cells."""

    cells: tuple[CellField, ...] = Field(description="The cells, one for each column")
    sums: tuple[str, ...] = Field(default=(), description=SUMS)
    notes: tuple[str, ...] = Field(default=(), description=NOTES)


def _tag(value: Any) -> str:
    return "a mapping" if isinstance(value, dict | Model) else "a list"


def _head_tag(value: Any) -> str:
    return "a mapping" if isinstance(value, dict | Model) else "a text"


Cells = tuple[CellField, ...]
#: A row: a list of cells, or a mapping.
RowField = Annotated[
    Annotated[Cells, Tag("a list")] | Annotated[Row, Tag("a mapping")], Discriminator(_tag)
]
#: The last row, which is a sum: a list of cells, or a mapping.
TotalField = Annotated[
    Annotated[Cells, Tag("a list")] | Annotated[TotalRow, Tag("a mapping")], Discriminator(_tag)
]
#: A head over columns: a mapping, words, or nothing.
HeadField = Annotated[
    Annotated[CellField, Tag("a text")] | Annotated[Head, Tag("a mapping")],
    Discriminator(_head_tag),
]


class Line(NamedTuple):
    """A row as it is printed; ``path`` is where it is written in the block."""

    path: tuple[str | int, ...]
    cells: Cells = ()
    group: Prose | None = None
    indent: int = 0
    total: bool = False
    sums: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    #: Whether its cells are a list under the key ``cells``.
    keyed: bool = False

    @property
    def label(self) -> str:
        """The words of its first cell."""
        return self.cells[0].plain.strip() if self.cells else ""

    def at(self, column: int) -> tuple[str | int, ...]:
        """Return where the cell of a column is written."""
        return (*self.path, "cells", column) if self.keyed else (*self.path, column)


def line_of(row: Cells | Row | TotalRow, *path: str | int) -> Line:
    """Return a written row as it is printed."""
    match row:
        case Row():
            return Line(
                *(path, row.cells or (), row.group, row.indent, row.total),
                *(row.sums, row.notes, True),
            )
        case TotalRow():
            return Line(path, row.cells, total=True, sums=row.sums, notes=row.notes, keyed=True)
    return Line(path, row)


def wrong(reason: str, hint: str, *path: str | int) -> PydanticCustomError:
    """Return an error for a table that is written in a wrong form."""
    context: dict[str, Any] = {"reason": reason, "path": path, "hint": hint}
    return PydanticCustomError("table_form", "{reason}", context)


def check_landscape(block: Any) -> None:
    """Check that a table on a landscape page is not said to be in a column."""
    if block.landscape and "width" in block.model_fields_set and block.width != "full":
        raise wrong(
            "a table on a landscape page is across the page",
            "remove “width: column”, or “page: landscape”",
            "width",
        )
