"""A table whose rows are facts and whose columns are years."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self, cast

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from report.model.base import Model
from report.model.blocks.base import PAGE, WIDTH, Block, Page, Width
from report.model.changes import Change, change
from report.model.facts import ID_PATTERN, Binding, Fact, FactRef
from report.model.numbers import MINUS
from report.model.prose import Prose, ProseField
from report.model.series import Absence, Period, Series, SeriesRef
from report.model.sums import ROUNDED, NoSumError, Total, check_total
from report.model.tablenotes import Notes, WrongNoteError
from report.model.tablerows import check_landscape

ColumnName = Literal["unit", "periods", "change", "source", "note", "target"]
#: The words at the heads of the columns; those of years are the years.
HEADS = {"unit": "單位", "change": "變動", "source": "出處", "note": "備註", "target": "目標"}
LABEL = "項目"
_YEAR_BY_YEAR, _CHANGE_HEAD = "按年變動", "變動"


class Row(Model):
    """A row: a fact, or the name of the group below it."""

    group: ProseField | None = Field(
        default=None, description="A row of its own: the name of the rows below it, 能源"
    )
    fact: SeriesRef | None = Field(default=None, description="The fact of the row")
    indent: int = Field(default=0, ge=0, le=3, description="How far its label is moved in")
    total: bool = Field(
        default=False, description="The fact is a total: it is checked, and set in bold"
    )
    sums: tuple[SeriesRef, ...] = Field(
        default=(),
        description="What a total adds up, where the fact itself does not say so",
    )
    notes: tuple[str, ...] = Field(default=(), description="The names of its notes: [scope]")
    note: ProseField | None = Field(default=None, description="A remark, for the column note")
    target: FactRef | None = Field(default=None, description="The fact for the column target")

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.group is None) == (self.fact is None):
            reason = "a row has either a fact or the name of a group"
            raise _wrong(reason, "write “fact: …” or “group: …”")
        if self.group is not None and (self.total or self.sums or self.target or self.note):
            reason = "the name of a group has no figures: no total, sums, target or note"
            raise _wrong(reason, "move them to a row with a fact")
        return self

    @property
    def series(self) -> Series:
        """The fact of a row that has one."""
        return cast(Series, self.fact)


class Cell(NamedTuple):
    """What is printed in a column of figures, and what programs read."""

    text: str
    #: The exact value; empty for a cell without a figure.
    value: str = ""
    #: Digits that nobody sees, which bring decimal points under each other.
    room: str = ""
    #: The figure; none for a change, which is computed.
    fact: Fact | None = None


class DataTable(Block):
    """A table of facts over years; totals are checked for each year."""

    type: Literal["data_table"]
    caption: ProseField = Field(description="What the table shows, above it")
    periods: tuple[Period, ...] = Field(
        min_length=1, max_length=10, description="The years, from left to right: [2022, 2023]"
    )
    columns: tuple[ColumnName, ...] = Field(
        default=("unit", "periods"),
        description="After the label: unit, periods, change, source, note, target",
    )
    rows: tuple[Row, ...] = Field(min_length=1, max_length=1000, description="From top to bottom")
    notes: dict[Annotated[str, Field(pattern=ID_PATTERN)], ProseField] = Field(
        default={}, description="Notes below the table by name; rows name them"
    )
    note: ProseField | None = Field(default=None, description="A remark below the table")
    width: Width = Field(default="full", description=WIDTH)
    page: Page = Field(default="portrait", description=PAGE)

    @property
    def span(self) -> Width:
        """Whether it is in a column or across the page; a landscape one has a page of its own."""
        return "full" if self.landscape else self.width

    @property
    def landscape(self) -> bool:
        """Whether it is on a landscape page."""
        return self.page == "landscape"

    @model_validator(mode="after")
    def _checked(self, info: ValidationInfo) -> Self:
        self._check_columns()
        self._check_notes()
        check_landscape(self)
        self._check_rows()
        units = cast(Binding, info.context).units
        for at, row in enumerate(self.rows):
            if row.target is not None and not units.alike(row.target.unit, row.series.unit):
                raise _wrong(
                    f"the target “{row.target.id}” is in {row.target.unit or 'no unit'}, and "
                    f"“{row.series.id}” in {row.series.unit or 'no unit'}",
                    "name a target that counts the same",
                    "rows",
                    at,
                    "target",
                )
            if row.total:
                try:
                    self._rounded |= check_total(self._total(at), self.periods, units)
                except NoSumError as exc:
                    raise _wrong(exc.message, exc.hint, "rows", at, "fact") from None
        return self

    #: Whether the rounded parts of a total give another last digit.
    _rounded: bool = False

    def _check_columns(self) -> None:
        for key, names in (("columns", self.columns), ("periods", self.periods)):
            for at, name in enumerate(names):
                if name in names[:at]:
                    raise _wrong(f"“{name}” stands twice", "remove one of the two", key, at)
        if "periods" not in self.columns:
            raise _wrong("a table needs the years", "add “periods” to the columns", "columns")
        if "change" in self.columns and len(self.periods) < 2:
            reason = "a change needs two years"
            raise _wrong(reason, "name a second one under “periods”", "columns")
        for key in ("target", "note"):
            used = [n for n, row in enumerate(self.rows) if getattr(row, key)]
            if used and key not in self.columns:
                hint = f"add “{key}” to the columns, or remove it"
                raise _wrong(f"the table has no column “{key}”", hint, "rows", used[0], key)

    def _check_notes(self) -> None:
        try:
            self.noted.check()
        except WrongNoteError as exc:
            raise _wrong(exc.message, exc.hint, *exc.path) from None

    def _check_rows(self) -> None:
        for at, row in enumerate(self.rows):
            if row.fact is None:
                continue
            for period in self.periods:
                try:
                    row.fact.point(period)
                except LookupError as exc:
                    raise _wrong(exc.args[0], exc.args[1], "rows", at, "fact") from None
        if not any(row.fact for row in self.rows):
            raise _wrong("the table has no fact", "add a row with “fact: …”", "rows")
        if self.rows[-1].group is not None:
            at = len(self.rows) - 1
            raise _wrong("nothing follows this group", "add a row, or remove it", "rows", at)

    def _total(self, at: int) -> Total:
        """Return a total with the rows above it in its group."""
        above: list[Series] = []
        for row in reversed(self.rows[:at]):
            if row.group is not None or row.total:
                break
            above.insert(0, row.series)
        shown = tuple(row.series for row in self.rows if row.fact is not None)
        return Total(self.rows[at].series, self.rows[at].sums, tuple(above), shown)

    # What the template prints

    @cached_property
    def noted(self) -> Notes:
        """The notes, with the calls of the rows by their path: ``("rows", 3)``."""
        return Notes({("rows", at): row.notes for at, row in enumerate(self.rows)}, self.notes)

    @property
    def numbered(self) -> dict[str, int]:
        """The numbers of the notes by name, in the order in which rows name them."""
        return self.noted.numbers

    def calls(self, row: Row) -> list[int]:
        """Return the numbers of the notes of a row."""
        return sorted(self.numbered[name] for name in row.notes)

    @property
    def footnotes(self) -> tuple[tuple[int, Prose], ...]:
        """The notes below the table with their numbers."""
        return self.noted.texts

    @property
    def rounded(self) -> str:
        """The remark that rounded figures do not add up; empty where they do."""
        return ROUNDED if self._rounded else ""

    @cached_property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """The columns after the label: each its name, for years ``figure``, and its head."""
        found: list[tuple[str, str]] = []
        for name in self.columns:
            if name == "periods":
                first = next(row.fact for row in self.rows if row.fact is not None)
                found += [("figure", first.heading(period)) for period in self.periods]
            elif name == "change":
                found.append(("change", self._change_head))
            elif name == "target":
                found.append(("target", self._target_head))
            else:
                found.append((name, HEADS[name]))
        return tuple(found)

    @property
    def _change_head(self) -> str:
        before, after = self.periods[-2:]
        apart = before.isdigit() and after.isdigit() and int(after) - int(before) == 1
        return _YEAR_BY_YEAR if apart else _CHANGE_HEAD

    @property
    def _target_head(self) -> str:
        periods = self._target_periods
        return f"{periods[0]}{HEADS['target']}" if len(periods) == 1 else HEADS["target"]

    @property
    def _target_periods(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.target.period for row in self.rows if row.target))

    @cached_property
    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """The columns of figures of each row: the years, the change, the target, in this order.

        Rows of groups have none.
        """
        lines = [self._line(row) if row.fact is not None else () for row in self.rows]
        width = max(map(len, lines))
        rooms = [_rooms([line[at] for line in lines if line]) for at in range(width)]
        return tuple(
            tuple(cell._replace(room=rooms[at](cell)) for at, cell in enumerate(line))
            for line in lines
        )

    def at(self, row: int, column: int) -> Cell:
        """Return a cell of figures by the indices of its row and of its column in ``heads``."""
        kinds = [kind for kind, _ in self.heads]
        if kinds[column] == "figure":
            return self.cells[row][column - kinds.index("figure")]
        if kinds[column] == "change":
            return self.cells[row][len(self.periods)]
        return self.cells[row][-1]

    def _line(self, row: Row) -> tuple[Cell, ...]:
        series = row.series
        line = [_cell(series.at(period)) for period in self.periods]
        if "change" in self.columns:
            before, after = (series.point(period) for period in self.periods[-2:])
            made = change(before, after, series.unit)
            line.append(_changed(made, series) if made else Cell(Absence.ABSENT.text))
        if "target" in self.columns:
            line.append(self._targeted(row))
        return tuple(line)

    def _targeted(self, row: Row) -> Cell:
        if row.target is None:
            return Cell("")
        cell = _cell(row.target)
        unit = row.target.unit if row.target.unit != row.series.unit else ""
        when = f"（{row.target.period}）" if len(self._target_periods) > 1 else ""
        return cell._replace(text=f"{cell.text}{unit}{when}")

    def shown_figures(self) -> Iterator[Fact]:
        """Return the figures that the table prints, which are no fields of it."""
        for row in self.rows:
            for period in self.periods if row.fact is not None else ():
                found = row.series.at(period)
                if isinstance(found, Fact):
                    yield found


def _cell(found: Fact | Absence) -> Cell:
    if isinstance(found, Absence):
        return Cell(found.text)
    bare = found.model_copy(update={"unit": ""}) if found.unit else found
    return Cell(bare.text(table=True), found.value, fact=found)


def _changed(made: Change, series: Series) -> Cell:
    text = made.text(series.rule, table=True)
    return Cell(text, made.value)


def _rooms(cells: list[Cell]) -> Any:
    """Return a function that gives the missing decimals of a cell of a column."""
    parts = [_part(cell.text) for cell in cells if cell.value]
    most = max(map(len, parts), default=0)
    closing = any(cell.text.rstrip("%").endswith(")") for cell in cells if cell.value)

    def room(cell: Cell) -> str:
        if not cell.value:
            return ""
        own = len(_part(cell.text))
        zeros = "" if own == most else ("0" * (most - own) if own else "." + "0" * most)
        return zeros + (")" if closing and ")" not in cell.text else "")

    return room


def _part(text: str) -> str:
    """Return the digits after the point of a printed number; for words and units none."""
    bare = text.lstrip(f"+{MINUS}-(").partition(".")[2]
    return "".join(character for character in bare if character.isdigit())


def _wrong(reason: str, hint: str, *path: str | int) -> PydanticCustomError:
    context: dict[str, Any] = {"reason": reason, "path": path, "hint": hint}
    return PydanticCustomError("data_table", "{reason}", context)
