"""The ledger as text, CSV and JSON lines.

Numbers are plain digits in CSV and JSON, ``-1234.50``, so that nothing is lost; boxes are in pt
from the top left of the page.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from report.ledger.ledger import Entry
from report.ledger.printed import Printed
from report.model.ledger import safe_cell
from report.model.target import TARGETS

COLUMNS = ("編號", "名稱", "期間", "數值", "單位", "約數", "出處", "數據位置",
           "版本", "頁序", "頁碼", "所印", "左", "上", "右", "下")  # fmt: skip


def as_text(entries: Sequence[Entry]) -> str:
    """Return the ledger for a terminal: a fact, its figures, and its pages."""
    return "\n".join(line for entry in entries for line in _lines(entry))


def _lines(entry: Entry) -> Iterator[str]:
    series = entry.series
    yield f"{series.id}  {series.label}"
    for period in series.points:
        figure = f"{series.heading(period)} {entry.shown(period)}"
        printed = _pages(entry.of(period))
        yield f"  {figure} · {series.source} · {series.place(period)}"
        yield f"    {printed or 'not printed'}"


def _pages(printed: Sequence[Printed]) -> str:
    parts = []
    for target in TARGETS:
        own = [one for one in printed if one.target == target]
        forms: dict[str, list[str]] = {}
        for one in own:
            forms.setdefault(one.form, []).append(one.label)
        words = [f"{form} p. {', '.join(dict.fromkeys(labels))}" for form, labels in forms.items()]
        if words:
            parts.append(f"{target}: {'; '.join(words)}")
    return " · ".join(parts)


def places_as_text(printed: Sequence[Printed]) -> str:
    """Return where a fact is printed, a line each."""
    return "\n".join(
        f"{one.target} page {one.page} ({one.label}): {one.form} "
        f"[{', '.join(f'{edge:g}' for edge in one.box)}] {one.period}"
        for one in printed
    )


def as_data(entry: Entry) -> dict[str, Any]:
    """Return a fact as it is written in JSON."""
    return {
        "id": entry.series.id,
        "values": entry.values,
        "unit": entry.series.unit,
        "source": entry.series.source,
        "printed": [
            {"target": one.target, "page": one.page, "form": one.form, "box": list(one.box)}
            for one in entry.printed
        ],
    }


def as_json(entries: Sequence[Entry]) -> str:
    """Return the ledger as lines of JSON, one for each fact."""
    return "\n".join(json.dumps(as_data(entry), ensure_ascii=False) for entry in entries)


def rows(entries: Sequence[Entry]) -> Iterator[tuple[Any, ...]]:
    """Return a row for each place of each figure; one without place for what is not printed."""
    for entry in entries:
        series = entry.series
        for period, point in series.points.items():
            figure = point.value if point.absence is None else point.absence.text
            head = (
                *(series.id, series.label, series.heading(period), figure, series.unit),
                *(str(series.approximation or ""), series.source, str(series.place(period))),
            )
            places = entry.of(period)
            for one in places:
                yield (*head, one.target, one.page, one.label, one.form, *one.box)
            if not places:
                yield (*head, *[""] * 8)


def as_csv(entries: Sequence[Entry]) -> str:
    """Return the ledger as CSV, a row for each place of each figure."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in rows(entries):
        numbers = {3, *range(12, 16)}
        table.writerow(
            [one if at in numbers else safe_cell(str(one)) for at, one in enumerate(row)]
        )
    return out.getvalue()
