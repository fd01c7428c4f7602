"""Units that are typed beside a figure: “{{ flood.staff | number }}億人次”, a head 金額（億元）.

In: a report. Out: findings (D217) where the typed unit is not that of the fact. The number is wrong
on the page then, or the same thing is said with two units.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.blocks.base import Block
from report.model.blocks.chart import Chart
from report.model.blocks.data_table import DataTable
from report.model.blocks.figures import Figures
from report.model.blocks.panel import Panel
from report.model.blocks.table import Table
from report.model.facts import Fact, Format
from report.model.prose import Break, Figure, Prose, Text
from report.model.report import Report
from report.model.series import Facts
from report.model.units import KNOWN, Units, counted, is_share, parted

#: A unit in brackets, 金額（億元）, or after 單位.
_BRACKETED = re.compile(r"[（(]\s*(?:單位\s*[:：]?\s*)?([^（）()]{1,12}?)\s*[）)]")
_NAMED = re.compile(r"單位\s*[:：]\s*([^\s，。；、（）()]{1,12})")
#: Between a number and its unit: a space, and words of approximation.
_BETWEEN = re.compile(r"[\s\u2009]?[餘多]?")
#: Units that are the beginnings of other words too: 由212升至296名, 克服, 米粉.
_ALSO_WORDS = frozenset("升克焦米瓦秒分點成度")
#: The most characters of a unit that are looked at.
_LONGEST = 14


def typed_units(report: Report, used: frozenset[str]) -> Iterator[Diagnostic]:
    """Find units beside figures that are not those of their facts (D217)."""
    words = UnitWords(report.facts)
    for model in report.models():
        for name in type(model).model_fields:
            for prose in proses(getattr(model, name)):
                yield from words.in_prose(prose)
    for _, block in report.blocks():
        yield from _in_block(words, block)
    for name in report.facts:
        series = report.facts[name]
        said = words.in_words(series.label) if name in used else ""
        if said and series.unit and words.differ(said, series.unit):
            message = f"the label of “{name}” says {said}, but its unit is {series.unit}"
            hint = "correct one of the two, or leave the unit out of the label"
            yield diagnostic("D217", message, hint=hint, place=series.written_at)


def proses(value: object) -> Iterator[Prose]:
    """Return the texts in a value of a model, also those in lists and under names."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from proses(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from proses(item)


class UnitWords:
    """The words that are units in a report."""

    def __init__(self, facts: Facts) -> None:
        self.units: Units = facts.units
        self._own = own = {series.unit for series in facts.values() if series.unit}
        self.known = {*KNOWN, *own, *map(counted, own), *facts.units.names} - {""}
        self._longest = max(map(len, self.known))

    def in_prose(self, prose: Prose) -> Iterator[Diagnostic]:
        """Find figures without their unit before which, or after which, another unit is typed."""
        pieces = list(prose.walk())
        for at, piece in enumerate(pieces):
            if not isinstance(piece, Figure) or piece.form is not Format.NUMBER:
                continue
            after, place = "", prose.place
            for follower in pieces[at + 1 :]:
                if isinstance(follower, Figure | Break) or len(after) >= _LONGEST:
                    break
                if isinstance(follower, Text):
                    place = place if after else follower.written.at(0)
                    after += follower.text
            unit = piece.fact.unit
            said = self._said(after, unit)
            if said in _ALSO_WORDS and not self.units.alike(said, unit):
                continue
            if said and self.differ(said, unit):
                yield _finding(piece.fact, said, place)

    def _said(self, after: str, unit: str) -> str:
        """Return the unit with which a text begins; empty for none, or for the right one."""
        between = _BETWEEN.match(after)
        start = after[between.end() if between else 0 :][:_LONGEST]
        longest = self.known_at(start)
        if not unit or (start.startswith(unit) and len(longest) <= len(unit)):
            return ""
        if longest:
            return longest
        rest = parted(start)[1]
        power = start[: len(start) - len(rest)]
        bare = counted(unit)
        for length in (3, 2, 1):
            if rest[:length] and (rest[:length] == bare or nearly(rest[:length], bare)):
                return power + rest[:length]
        return power

    def known_at(self, start: str) -> str:
        """Return the longest known unit at the start of a text, with its power of ten."""
        rest = parted(start)[1]
        power = start[: len(start) - len(rest)]
        for length in range(min(len(start), self._longest), 0, -1):
            if start[:length] in self.known:
                return start[:length]
            if power and rest[: length - len(power)] in self.known:
                return start[:length]
        return ""

    def differ(self, said: str, unit: str) -> bool:
        """Return whether a number in one unit would be wrong, or said twice, in another."""
        if said == unit:
            return False
        one, other = self.units.read(said), self.units.read(unit)
        if one.counts == other.counts:
            return one.factor != other.factor
        if parted(said)[0] != parted(unit)[0] or is_share(said) or is_share(unit):
            return True
        known = {KNOWN[name].counts for name in KNOWN}
        return bool({one.counts, other.counts} & known) or nearly(counted(said), counted(unit))

    def in_words(self, words: str) -> str:
        """Return the unit that a head or a caption names; empty for none."""
        for match in (*_NAMED.finditer(words), *_BRACKETED.finditer(words)):
            said = match[1].strip()
            power, bare = parted(said)
            sized = power != 1 and any(nearly(bare, counted(unit)) for unit in self._own)
            if said and (sized or self.known_at(said) == said):
                return said
        return ""

    def above(self, words: Prose | None, facts: Iterable[Fact]) -> Iterator[Diagnostic]:
        """Find the first fact whose unit is not that in the words above or below it."""
        if words is None or not (said := self.in_words(words.plain)):
            return
        for fact in facts:
            if fact.unit and self.differ(said, fact.unit):
                yield _finding(fact, said, words.place)
                return


def nearly(one: str, other: str) -> bool:
    """Return whether two units may be meant to be the same: 人次 and 次."""
    few, many = sorted((one, other), key=len)
    return few != many and bool(few) and set(few) <= set(many)


def _finding(fact: Fact, said: str, place: Place) -> Diagnostic:
    number = fact.text(Format.NUMBER)
    return diagnostic(
        "D217",
        f"“{number}” stands here with the unit {said}, but the fact “{fact.id}” is {fact.text()}",
        hint=f"print {{{{ {fact.id} }}}} with its own unit, {{{{ {fact.id} | in(…) }}}} in "
        "another, or correct the unit",
        place=place,
    )


def _in_block(words: UnitWords, block: Block) -> Iterator[Diagnostic]:
    """Find units in the heads, labels and captions of a block."""
    match block:
        case Figures():
            for item in block.items:
                yield from words.above(item.label, [item.fact])
        case Panel():
            for claim in block.claims:
                if claim.fact is not None:
                    yield from words.above(claim.label or claim.text, [claim.fact])
        case Table():
            every: list[Fact] = []
            for index, column in enumerate(block.columns):
                bare = _bare([*block.rows, *([block.total] if block.total else [])], index)
                yield from words.above(column.head, bare)
                if not column.unit and not words.in_words(column.head.plain):
                    every += bare
            yield from words.above(block.caption, every)
        case DataTable() if "unit" not in block.columns:
            yield from words.above(block.caption, block.shown_figures())
        case Chart():
            yield from words.above(block.title, block.drawing.shown_figures())


def _bare(rows: Sequence[Any], index: int) -> list[Fact]:
    """Return the facts of a column that are printed without their unit."""
    found = []
    for row in rows:
        cells = getattr(row, "cells", row)
        pieces = list(cells[index].walk()) if cells and index < len(cells) else []
        if len(pieces) == 1 and isinstance(pieces[0], Figure) and pieces[0].form is Format.NUMBER:
            found.append(pieces[0].fact)
    return found
