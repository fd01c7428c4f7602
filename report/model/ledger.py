"""The printed facts as a CSV table, which is attached to the screen PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from report.model.base import Model
from report.model.facts import WITHOUT_FIGURE, Fact
from report.model.prose import Figure, Prose
from report.model.report import Report
from report.model.series import ShowsFigures, period_key

COLUMNS = ("編號", "名稱", "數值", "單位", "約數", "期間")
#: Characters at the start of a cell that make it a formula in a spreadsheet (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def printed_facts(report: Report) -> tuple[Fact, ...]:
    """Return the figures that are printed, in the order of ``facts.yaml``, each period once.

    Facts of which only the label, unit or period is printed are not included.
    """
    found: dict[tuple[str, str], None] = {}
    for model in report.models():
        found |= dict.fromkeys(_printed_by(model))
    printed = []
    for name, series in report.facts.items():
        for key in series.points:
            fact = series.at(key) if (name, key) in found else None
            if isinstance(fact, Fact):
                printed.append(fact)
    return tuple(printed)


def _printed_by(model: Model) -> Iterator[tuple[str, str]]:
    """Return id and period of each figure that a model prints."""
    if isinstance(model, Fact):
        yield model.id, period_key(model.period)
        return
    if isinstance(model, ShowsFigures):
        yield from ((fact.id, period_key(fact.period)) for fact in model.shown_figures())
    for name in type(model).model_fields:
        for prose in _proses(getattr(model, name)):
            for piece in prose.walk():
                if isinstance(piece, Figure) and piece.form not in WITHOUT_FIGURE:
                    yield piece.fact.id, period_key(piece.fact.period)


def _proses(value: object) -> Iterator[Prose]:
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, tuple) and not isinstance(value, Model):
        for item in value:
            yield from _proses(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _proses(item)


def ledger(facts: Iterable[Fact]) -> bytes:
    """Return facts as CSV, one row each.

    The encoding is UTF-8 with a byte order mark, for spreadsheets. Sources and notes are internal
    and not included. Texts that a spreadsheet would take as a formula start with an apostrophe;
    numbers stay numbers.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for fact in facts:
        words = (fact.unit, str(fact.approximation or ""), fact.period)
        writer.writerow((fact.id, safe_cell(fact.label), fact.value, *map(safe_cell, words)))
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
