"""Facts from spreadsheets: one in each row, with a figure for each period.

In: a sheet, and which column has what. Out: facts over their periods, each figure as exact as its
cell, and findings with the cell: columns that are not there (D222), cells that are no figures
(D223), ids that cannot be or are twice (D224), and what is easily overlooked (D225).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from report.content.advice import nearest
from report.content.cells import Figures, Wrong
from report.content.sheets import Cell, Is, Sheet
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError
from report.model.base import Written
from report.model.facts import ID_PATTERN, Approximation
from report.model.factsfile import COLUMNS, Import
from report.model.numbers import MOST_PART, Numbers
from report.model.series import Series, period_key, period_order

#: Rows in which the heads are looked for.
_HEAD_ROWS = 60
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
#: The longest texts of cells, as in facts.yaml.
_LONGEST = {"label": 200, "unit": 40, "source": 500, "note": 5000}


@dataclass(frozen=True, slots=True)
class Shared:
    """What all facts of a report share: its period, its rule of numbers, and the defaults."""

    year: str
    rule: Numbers
    period: str = ""
    source: str = ""


def read_facts(
    sheet: Sheet, asked: Import, shared: Shared
) -> tuple[dict[str, Series], list[tuple[str, str, Written]], list[Diagnostic]]:
    """Return the facts of a sheet by id, their printed words with places, and findings."""
    rows = _Rows(sheet, asked, shared)
    try:
        rows.read()
    except FindingsError as exc:
        rows.found.extend(exc.diagnostics)
    return rows.series, rows.words, [*sheet.found, *rows.found, *rows.cells.told()]


class _Rows:
    """Reads the rows below the heads."""

    def __init__(self, sheet: Sheet, asked: Import, shared: Shared) -> None:
        self.sheet, self.asked, self.shared = sheet, asked, shared
        self.series: dict[str, Series] = {}
        self.words: list[tuple[str, str, Written]] = []
        self.found: list[Diagnostic] = []
        self.cells = Wrong()
        self.figures = Figures(sheet, self.cells)
        #: The column of each key, from 0.
        self.at: dict[str, int] = {}

    def read(self) -> None:
        """Read all rows; raises FindingsError when a column is not found."""
        head = self._find_heads()
        periods = [key for key in self.at if key not in COLUMNS]
        self.periods = sorted(periods, key=period_order)
        without: list[int] = []
        hidden: list[int] = []
        for row in range(head + 1, len(self.sheet.rows)):
            name = self.sheet.text(row, self.at["id"])
            if not name:
                if self._has(row, self._figures()):
                    without.append(row)
                continue
            if not re.fullmatch(ID_PATTERN, name) and not self._has(row, set(self.at) - {"id"}):
                continue  # the title of a group
            if row in self.sheet.marks.hidden_rows:
                hidden.append(row)
            self._add(name, row)
        self._tell_rows(without, hidden)
        if not self.series and not self.found and not self.cells:
            message = "there are no facts below the heads"
            hint = f"write an id into each row, below “{self.asked.columns['id']}”"
            self._tell("D222", message, hint, self.sheet.place(head, self.at["id"]))

    def _has(self, row: int, keys: Iterable[str]) -> bool:
        """Return whether a row has something in one of these columns."""
        return any(self.sheet.cell(row, self.at[key]).kind is not Is.EMPTY for key in keys)

    def _figures(self) -> list[str]:
        return [*self.periods, *(["value"] if "value" in self.at else [])]

    def _tell(self, code: str, message: str, hint: str, place: Place) -> None:
        self.found.append(diagnostic(code, message, hint=hint, place=place))

    def _tell_rows(self, without: list[int], hidden: list[int]) -> None:
        """Tell of rows that have figures and no id, and of hidden rows and columns."""
        if without:
            message = f"rows with figures but without an id are not read: {_numbers(without)}"
            hint = "give them an id if they are facts of the report"
            self._tell("D225", message, hint, self.sheet.place(without[0], self.at["id"]))
        columns = sorted(set(self.at.values()) & self.sheet.marks.hidden_columns)
        if hidden:
            message = f"hidden rows are read: {_numbers(hidden)}"
            hint = "show them, so that their figures can be checked"
            self._tell("D225", message, hint, self.sheet.place(hidden[0], self.at["id"]))
        if columns:
            message = "a hidden column is read"
            hint = "show it, so that its figures can be checked"
            self._tell("D225", message, hint, self.sheet.place(0, columns[0]))

    # heads

    def _find_heads(self) -> int:
        """Find the row with the heads, and the column of each; raises FindingsError."""
        wanted = self.asked.columns
        best, most = 0, 0
        for row in range(min(len(self.sheet.rows), _HEAD_ROWS)):
            has = {self.sheet.text(row, n) for n in range(len(self.sheet.rows[row]))}
            count = sum(head in has for head in wanted.values())
            if count > most:
                best, most = row, count
        first = self.sheet.rows[best] if self.sheet.rows else ()
        heads = [self.sheet.text(best, n) for n in range(len(first))]
        if not most:
            where = self.asked.key_written_at("columns")
            message = f"no row of the sheet has the heads {', '.join(wanted.values())}"
            hint = f"write the words of the sheet; its first row has {_listed(heads)}"
            if not self.sheet.rows:
                hint = "the sheet is empty: name another, or fill it in"
            raise FindingsError([diagnostic("D222", message, hint=hint, place=where)])
        missing = [(key, head) for key, head in wanted.items() if head not in heads]
        found = []
        for key, head in missing:
            hint = nearest(head, heads) or f"its heads are {_listed(heads)}"
            message = f"row {best + 1} of the sheet has no head “{head}”"
            place = self.asked.member_value_at("columns", key)
            found.append(diagnostic("D222", message, hint=hint, place=place))
        for key, head in wanted.items():
            if head in heads:
                found += self._wrong_head(key, head, heads, best)
        if found:
            raise FindingsError(found)
        self.at = {key: heads.index(head) for key, head in wanted.items()}
        self.figures.heads = heads
        return best

    def _wrong_head(self, key: str, head: str, heads: list[str], row: int) -> Iterator[Diagnostic]:
        column = heads.index(head)
        place = self.sheet.place(row, column)
        if heads.count(head) > 1:
            message = f"the head “{head}” is there twice"
            hint = "give each column a head of its own"
            yield diagnostic("D222", message, hint=hint, place=place)
        elif any(
            first != last and first[0] <= row <= last[0] and first[1] <= column <= last[1]
            for first, last in self.sheet.merged
            if first[1] != last[1]
        ):
            message = f"the head “{head}” is merged over several columns"
            hint = "unmerge it, and give each column a head of its own"
            yield diagnostic("D222", message, hint=hint, place=place)
        years = set(_YEAR.findall(head))
        if key not in COLUMNS and years and _YEAR.findall(key) and key[:4] not in years:
            message = f"the figures of {key} would come from the column “{head}”"
            hint = f"write the head of the column of {key}, or correct the year"
            at = self.asked.member_value_at("columns", key)
            yield diagnostic("D222", message, hint=hint, place=at)

    # rows

    def _add(self, name: str, row: int) -> None:
        """Read one fact."""
        place = self.sheet.place(row, self.at["id"])
        if not re.fullmatch(ID_PATTERN, name):
            hint = "use only small letters, digits, _ and dots between parts, like energy.gas"
            self.cells.add("id", f"“{name[:40]}” cannot be an id", hint, place, "D224")
            return
        if name in self.series:
            first = self.series[name].named_at
            message = f"the id “{name}” is used twice, first in {first}"
            self._tell("D224", message, "give one of the two another id", place)
            return
        texts = {key: self._text(key, row) for key in _LONGEST}
        label, unit = texts["label"], texts["unit"] or self.asked.unit
        if not label:
            hint = "write what the figure is"
            at = self.sheet.place(row, self.at["label"])
            self.cells.add("label", f"the fact “{name}” has no label", hint, at)
            return
        rounded = self._rounded(row)
        read = self.figures.point
        points = {key: read(row, self.at[key], unit, rounded) for key in self.periods}
        if "value" in self.at:
            heading = self.asked.period or self.shared.period
            key = period_key(heading) or self.shared.year
            points[key] = read(row, self.at["value"], unit, rounded, heading)
        whole = {key: point for key, point in points.items() if point is not None}
        if len(whole) < len(points):
            return
        known = (texts["source"] or self.asked.source, self.shared.source, self._named())
        self.series[name] = Series(
            id=name,
            label=label,
            unit=unit,
            source=next(filter(None, known)),
            points=whole,
            year=self.shared.year,
            approximation=self._approximation(row),
            note=texts["note"],
            rounded=rounded,
            rule=self.shared.rule,
            named_at=place,
            written_at=place,
            file=self.sheet.file,
        )
        for key, text in (("label", label), ("unit", texts["unit"])):
            if text:
                where = self.sheet.place(row, self.at[key])
                self.words.append((key, text, Written(where.file, ((0, where.line, 0),))))

    def _named(self) -> str:
        return f"{self.sheet.file}{f'，{self.sheet.name}' if self.sheet.name else ''}"

    def _text(self, key: str, row: int) -> str:
        """Return the text of a column; merged cells of several rows have it in the first."""
        column = self.at.get(key)
        if column is None:
            return ""
        cell = self.sheet.cell(row, column)
        first = self.sheet.merged_with(row, column)
        if first and first != (row, column):
            cell = self.sheet.cell(*first)
        if cell.kind in (Is.ERROR, Is.NO_VALUE):
            self.figures.tell(cell, row, column)
            return ""
        if len(cell.text) > _LONGEST[key]:
            message = f"this {key} is longer than {_LONGEST[key]} characters"
            self.cells.add(key, message, "shorten it", self.sheet.place(row, column))
            return cell.text[: _LONGEST[key]]
        return cell.text

    def _rounded(self, row: int) -> int | None:
        column = self.at.get("rounded")
        cell = self.sheet.cell(row, column) if column is not None else Cell(Is.EMPTY)
        if cell.kind is Is.EMPTY or column is None:
            return self.asked.rounded
        if re.fullmatch(r"[0-9]|1[0-2]", cell.text):
            return int(cell.text)
        hint = f"write a number from 0 to {MOST_PART}"
        message = f"“{cell.text[:40]}” does not say how many digits are printed"
        self.cells.add("rounded", message, hint, self.sheet.place(row, column))
        return None

    def _approximation(self, row: int) -> Approximation | None:
        column = self.at.get("approximation")
        text = self.sheet.text(row, column) if column is not None else ""
        if not text or column is None:
            return None
        if text in list(Approximation):
            return Approximation(text)
        hint = f"write one of {' '.join(Approximation)}"
        message = f"“{text[:40]}” is no word of approximation"
        self.cells.add("approximation", message, hint, self.sheet.place(row, column))
        return None


def _numbers(rows: list[int]) -> str:
    shown = ", ".join(str(row + 1) for row in rows[:8])
    return shown + ("…" if rows[8:] else "")


def _listed(heads: list[str]) -> str:
    named = [head for head in heads if head]
    return (", ".join(named[:12]) + ("…" if named[12:] else "")) or "none"


def merged_imports(known: dict[str, Series], more: Mapping[str, Series]) -> Iterator[Diagnostic]:
    """Add facts of another sheet to ``known``; tell those that are there already (D224)."""
    for name, series in more.items():
        if name in known:
            first = known[name].named_at
            message = f"the fact “{name}” is there twice, first in {first}"
            hint = "remove one of the two, or give it another id"
            yield diagnostic("D224", message, hint=hint, place=series.named_at)
        else:
            known[name] = series
