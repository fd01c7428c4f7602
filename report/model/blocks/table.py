"""A table whose sums are checked."""

from collections.abc import Hashable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from report.model.blocks.base import PAGE, WIDTH, Block, Page, Width
from report.model.facts import ID_PATTERN, Fact, Format
from report.model.prose import Figure, Prose, ProseField
from report.model.sums import ROUNDED
from report.model.tablecells import Alignment, figure_in, word_in
from report.model.tableheads import HeadCell, head_cells
from report.model.tablenotes import Notes, WrongNoteError
from report.model.tablerows import (
    MOST_COLUMNS,
    Column,
    Head,
    HeadField,
    Line,
    Row,
    RowField,
    TotalField,
    TotalRow,
    check_landscape,
    line_of,
    wrong,
)
from report.model.tablesums import Sum, check_sum, check_units, sums_of, unit_words
from report.model.theme import Theme

#: The formats without unit: then the unit must be in the head of the column.
_BARE = frozenset({Format.NUMBER})
#: More columns than this are set close.
_OPEN_COLUMNS = 8


class _At(NamedTuple):
    """A fact in a column, and the path to its cell."""

    fact: Fact
    path: tuple[str | int, ...]


class Shown(NamedTuple):
    """A cell as it is printed: its words, or one of –, 不適用, 無, and digits that nobody sees."""

    column: Column
    words: Prose
    word: str
    before: str
    after: str


class Table(Block):
    """A table; sums in it, and the total in its last row, must be the sums of their rows."""

    type: Literal["table"]
    caption: ProseField = Field(description="What the table shows, above it")
    heads: tuple[tuple[HeadField, ...], ...] = Field(
        default=(), max_length=3, description="Rows of heads over several columns, above the others"
    )
    columns: tuple[Column, ...] = Field(
        min_length=1, max_length=MOST_COLUMNS, description="From left to right"
    )
    rows: tuple[RowField, ...] = Field(
        min_length=1, description="The rows, each a list of cells, or keys such as group and cells"
    )
    total: TotalField | None = Field(
        default=None, description="The row 合計; each figure in it must be the sum of its column"
    )
    notes: dict[Annotated[str, Field(pattern=ID_PATTERN)], ProseField] = Field(
        default={}, description="Notes below the table by name; heads and rows name them"
    )
    note: ProseField | None = Field(default=None, description="A remark below it")
    width: Width = Field(default="column", description=WIDTH)
    page: Page = Field(default="portrait", description=PAGE)
    close: bool = Field(
        default=False, description="Set close, a line of the grid for each row, as a data_table"
    )

    @property
    def span(self) -> Width:
        """Whether it is in a column or across the page; a landscape one has a page of its own."""
        return "full" if self.landscape else self.width

    @property
    def landscape(self) -> bool:
        """Whether it is on a landscape page."""
        return self.page == "landscape"

    def measure(self, theme: Theme) -> float:
        """Return the width in pt that it may have."""
        if self.landscape:
            return theme.wide_pt
        return theme.measure_pt if self.width == "full" else theme.column_pt

    @property
    def is_close(self) -> bool:
        """Whether it is set close: if it says so, or has what a long or wide table has."""
        return bool(
            self.close
            or self.heads
            or self.notes
            or self.landscape
            or len(self.columns) > _OPEN_COLUMNS
            or any(isinstance(row, Row) for row in self.rows)
            or isinstance(self.total, TotalRow)
            or any(column.width for column in self.columns)
        )

    # What the template prints

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All rows, the total last."""
        lines = [line_of(row, "rows", at) for at, row in enumerate(self.rows)]
        if self.total is not None:
            lines.append(line_of(self.total, "total")._replace(total=True))
        return tuple(lines)

    @cached_property
    def head_rows(self) -> list[list[HeadCell]]:
        """The rows of the head; the cells without words are those of the columns."""
        return head_cells(self.heads, len(self.columns))

    @cached_property
    def noted(self) -> Notes:
        """The notes, with the calls of heads and rows by the path of the caller."""
        called: dict[Hashable, Sequence[str]] = {}
        for cell in (one for row in self.head_rows for one in row):
            column, *rest = cell.path
            if column == "columns":
                called[cell.path] = self.columns[cell.column].notes
            else:
                one = self.heads[int(rest[0])][int(rest[1])]
                called[cell.path] = one.notes if isinstance(one, Head) else ()
        called.update({line.path: line.notes for line in self.lines})
        return Notes(called, self.notes)

    @property
    def rounded(self) -> str:
        """The remark that rounded figures do not add up; empty where they do."""
        return ROUNDED if self._rounded else ""

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

    def word(self, index: int, cell: Prose) -> str:
        """Return the printed text of a cell without figure: –, 不適用 or 無; empty for others."""
        return (word_in(cell) or "") if self.columns[index].kind == "figure" else ""

    def room(self, index: int, cell: Prose) -> str:
        """Return the missing decimals of a cell, which align the decimal points of a column.

        They are set invisibly after the figure: ``.00`` after 12 if another row has 12.25.
        """
        column = self.columns[index]
        if column.kind != "figure" or (column.align in ("left", "centre") and word_in(cell)):
            return ""
        return self._alignments[index].after(cell)

    def room_before(self, index: int, cell: Prose) -> str:
        """Return the digits that a figure has less than others, where figures are not right."""
        column = self.columns[index]
        moved = column.kind == "figure" and column.align in ("left", "centre")
        return self._alignments[index].before(cell) if moved else ""

    @cached_property
    def _alignments(self) -> list[Alignment]:
        return [Alignment(self._column(index)) for index in range(len(self.columns))]

    @cached_property
    def body(self) -> tuple[tuple[Shown, ...], ...]:
        """What is printed in the cells of each of :attr:`lines`; names of groups have none."""
        return tuple(
            tuple(
                Shown(
                    *(self.columns[at], cell, self.word(at, cell)),
                    *(self.room_before(at, cell), self.room(at, cell)),
                )
                for at, cell in enumerate(line.cells)
            )
            for line in self.lines
        )

    def _column(self, index: int) -> list[Prose]:
        return [line.cells[index] for line in self.lines if line.group is None]

    @property
    def _whole(self) -> Decimal:
        """The total of the column with bars; without a total, its largest figure."""
        index = self.graphic
        if index is None:
            return Decimal(0)
        total = figure_in(self.lines[-1].cells[index]) if self.total is not None else None
        if total:
            return total.number
        facts = map(figure_in, self._column(index))
        return max((fact.number for fact in facts if fact), default=Decimal(0))

    # What must be true of it

    #: Whether the rounded parts of a sum give another last digit.
    _rounded: bool = False

    @model_validator(mode="after")
    def _square_and_summed(self) -> Self:
        for line in self.lines:
            if line.group is None and len(line.cells) != len(self.columns):
                cells = len(line.cells)
                raise PydanticCustomError(
                    "row_length",
                    "this row has {cells}, the table has {columns} columns",
                    {
                        "cells": f"{cells} cell{'' if cells == 1 else 's'}",
                        "columns": len(self.columns),
                        "path": (*line.path, "cells") if line.keyed else line.path,
                    },
                )
        self._check_form()
        sums = sums_of(self.lines)
        for index, column in enumerate(self.columns):
            if column.kind == "figure":
                self._check_column(index, column, sums)
        try:
            self.noted.check()
        except WrongNoteError as exc:
            raise wrong(exc.message, exc.hint, *exc.path) from None
        return self

    def _check_form(self) -> None:
        """Check groups, and what cannot stand together."""
        for line, below in zip(self.lines, (*self.lines[1:], None), strict=True):
            last = below is None or (below.group is not None and below.indent <= line.indent)
            if line.group is not None and (last or (below is self.lines[-1] and self.total)):
                raise wrong("nothing follows this group", "add a row, or remove it", *line.path)
        check_landscape(self)
        if self.graphic is not None and self.is_close:
            raise _not_drawn(
                self.graphic,
                "bars and shares are for a table of plain rows: lists of cells, without heads, "
                "groups and notes",
            )

    @model_validator(mode="after")
    def _drawn(self) -> Self:
        drawn = [n for n, one in enumerate(self.columns) if one.bars or one.share is not None]
        for index in drawn[1:]:
            raise _not_drawn(index, "only one column of a table can have bars and shares")
        for index in drawn:
            column = self.columns[index]
            if column.kind != "figure":
                raise _not_drawn(index, "bars and shares are for columns of figures: kind: figure")
            total = figure_in(self.lines[-1].cells[index]) if self.total is not None else None
            if column.share is not None and not (total and total.number > 0):
                raise _not_drawn(index, "shares need a total above zero")
            facts = [figure_in(line.cells[index]) for line in self.lines if not line.total]
            if any(fact and fact.number < 0 for fact in facts):
                raise _not_drawn(index, "bars and shares cannot show a figure below zero")
            if len({fact.unit for fact in facts if fact}) > 1:
                raise _not_drawn(index, "bars and shares need figures with the same unit")
        return self

    def _check_column(self, index: int, column: Column, sums: Sequence[Sum]) -> None:
        head = column.head.plain
        facts: list[_At] = []
        for number, line in enumerate(self.lines, 1):
            if line.group is not None:
                continue
            fact = figure_in(line.cells[index])
            if fact:
                facts.append(_At(fact, line.at(index)))
            elif word_in(line.cells[index]) is None:
                raise _no_figure(head, number, line, index)
        self._check_units(index, column, facts)
        for one in sums:
            grand = one.line.path == ("total",)
            if not grand:
                check_units(one, index)
            self._rounded |= check_sum(one, index, head, grand=grand)

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
                    **{"one": unit_words(facts[0].fact.unit), "other": unit_words(other.fact.unit)},
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
        cells = (line.cells[index] for line in self.lines if line.cells and not line.total)
        pieces = (piece for cell in cells for piece in cell.pieces)
        return any(isinstance(piece, Figure) and piece.form in _BARE for piece in pieces)


def _no_figure(head: str, number: int, line: Line, index: int) -> PydanticCustomError:
    context: dict[str, Any] = {"row": number, "head": head, "path": line.at(index)}
    if line.path == ("total",):
        message = "the total of the column “{head}” must have exactly one fact"
    else:
        message = (
            "row {row} of the column “{head}” must have exactly one fact, or no figure: "
            "–, 不適用, 無"
        )
    return PydanticCustomError("cell_not_fact", message, context)


def _not_drawn(index: int, reason: str) -> PydanticCustomError:
    context = {"reason": reason, "path": ("columns", index)}
    return PydanticCustomError("not_drawn", "{reason}", context)
