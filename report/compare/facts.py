"""Facts whose figures changed, and where they are printed.

In: two states, and their compared pages. Out: changes old → new, with the pages of the head on
which the figure stands. Facts are read from the data, or from the table that the PDF has attached.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from report.compare.paper import Paper
from report.compare.result import Comparison, FactChange
from report.compare.states import State
from report.findings.errors import CannotRunError, FindingsError
from report.project.project import Project

#: The attached table, and its columns.
_TABLE = "facts.csv"
_ID, _LABEL, _VALUE, _UNIT, _ROUNDED, _PERIOD = "編號", "名稱", "數值", "單位", "約數", "期間"


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as it is printed."""

    id: str
    label: str
    value: str
    unit: str
    rounded: str
    period: str

    @property
    def text(self) -> str:
        """The figure for people: ``約42.5萬元``."""
        number = self.value.lstrip("'")
        if self.rounded in ("約", "超", "近", "逾"):
            return f"{self.rounded}{number}{self.unit}"
        return f"{number}{self.unit}{self.rounded}"


def compare_facts(
    base: State, head: State, found: Comparison
) -> tuple[list[FactChange], list[tuple[str, str]]]:
    """Return the facts that changed, and those that only have another id: old id, new id."""
    was, now = figures(base), figures(head)
    if was is None or now is None:
        return [], []
    renamed = _renamed(was, now)
    aliases = dict(renamed)
    changes: list[tuple[str, Figure | None, Figure | None]] = []
    for name in [*now, *(one for one in was if one not in now)]:
        if name in aliases or name in aliases.values():
            continue
        old, new = was.get(name), now.get(name)
        if (old and old.text) != (new and new.text):
            changes.append((name, old, new))
    places = _places([one for _, old, new in changes for one in (old, new) if one], base, head)
    told = []
    for name, old, new in changes:
        pages = places[1].get(new.text, ()) if new else ()
        if old and not new:
            there = {page.base: page.head for page in found.pages}
            pages = [there.get(one) or 0 for one in places[0].get(old.text, ())]
        told.append(
            FactChange(
                name,
                old.text if old else "",
                new.text if new else "",
                tuple(sorted({page for page in pages if page})),
            )
        )
    return sorted(told, key=lambda one: (not one.old, not one.new, one.id)), renamed


def figures(state: State) -> dict[str, Figure] | None:
    """Return the facts of a state by their ids; None when they are not known."""
    of_data = _of_data(state.project) if state.project else None
    if of_data is not None:
        return of_data
    if state.pdf is None:
        return None
    with Paper(state.pdf) as paper:
        table = paper.attachment(_TABLE)
    return None if table is None else read_table(table)


def read_table(table: bytes) -> dict[str, Figure] | None:
    """Read an attached table of facts; None when it is none.

    A fact that has several periods has a row for each; they are told as ``id[period]``.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        return None
    if any(row.get(_ID) is None or row.get(_VALUE) is None for row in rows):
        return None
    ids = [row[_ID] for row in rows]
    found = {}
    for row in rows:
        name, period = row[_ID], row.get(_PERIOD) or ""
        key = name if ids.count(name) == 1 else f"{name}[{period}]"
        unit, rounded = row.get(_UNIT) or "", row.get(_ROUNDED) or ""
        found[key] = Figure(key, row.get(_LABEL) or "", row[_VALUE], unit, rounded, period)
    return found


def _of_data(project: Project) -> dict[str, Figure] | None:
    """Return all facts of the data, printed or not; None when it cannot be read."""
    from report.engine.reading import read
    from report.model.facts import Fact
    from report.model.ledger import ledger

    try:
        content = read(project)
    except (FindingsError, CannotRunError):
        return None
    found = [series.at(key) for series in content.report.facts.values() for key in series.points]
    return read_table(ledger(fact for fact in found if isinstance(fact, Fact)))


def _renamed(was: Mapping[str, Figure], now: Mapping[str, Figure]) -> list[tuple[str, str]]:
    """Return facts that have another id and are the same in everything else."""

    def body(one: Figure) -> tuple[str, ...]:
        return one.label, one.value, one.unit, one.rounded, one.period

    gone: dict[tuple[str, ...], list[str]] = {}
    for name, figure in was.items():
        if name not in now:
            gone.setdefault(body(figure), []).append(name)
    found = []
    for name, figure in now.items():
        if name not in was and gone.get(body(figure)):
            found.append((gone[body(figure)].pop(0), name))
    return found


def _places(
    wanted: Sequence[Figure], base: State, head: State
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the pages on which figures stand, in the base and in the head."""
    if not wanted:
        return {}, {}
    return printed(wanted, base.pdf), printed(wanted, head.pdf)


def printed(wanted: Iterable[Figure], pdf: Path | None) -> dict[str, list[int]]:
    """Return the pages on which figures stand, by their text.

    A number stands for its fact where its unit follows; where that is nowhere, as in a table with
    the unit in its head, the number alone does.
    """
    if pdf is None:
        return {}
    with_unit: dict[str, list[int]] = {one.text: [] for one in wanted}
    alone: dict[str, list[int]] = {one.text: [] for one in wanted}
    by_number: dict[str, list[Figure]] = {}
    for one in wanted:
        for form in _forms(one.value.lstrip("'")):
            by_number.setdefault(form, []).append(one)
    stamp = pdf.stat()
    for page, words in enumerate(_words(pdf, stamp.st_mtime_ns, stamp.st_size), 1):
        for at, word in enumerate(words):
            for figure in by_number.get(word, ()):
                alone[figure.text].append(page)
                if figure.unit and _follows(words, at, figure.unit):
                    with_unit[figure.text].append(page)
    return {text: sorted(set(with_unit[text] or alone[text])) for text in alone}


@lru_cache(maxsize=2)
def _words(pdf: Path, time: int, size: int) -> list[list[str]]:  # noqa: ARG001 - parts of the key
    """Return the words of each page; a preview asks for them twice."""
    with Paper(pdf) as paper:
        return [[token.text for token in paper.tokens(page)] for page in range(1, paper.pages + 1)]


def _follows(words: Sequence[str], at: int, unit: str) -> bool:
    text = "".join(words[at + 1 : at + 1 + len(unit)])
    return text.startswith(unit.replace(" ", ""))


def _forms(value: str) -> set[str]:
    """Return how a number may be written: with and without marks of thousands."""
    plain = value.replace(",", "").lstrip("+-−－＋")
    whole, dot, rest = plain.partition(".")
    if not whole.isdecimal():
        return {value}
    return {plain, f"{int(whole):,}{dot}{rest}"}
