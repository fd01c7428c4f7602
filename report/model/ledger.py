"""The facts as a table that travels with the report: one figure a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from report.model.facts import Fact

COLUMNS = ("編號", "名稱", "數值", "單位", "約數", "期間", "出處")


def ledger(facts: Mapping[str, Fact]) -> bytes:
    """Give the facts as CSV, in the order of ``facts.yaml``.

    It is UTF-8 with a mark in front, as spreadsheets want it. The notes of the report team are
    not in it: they are never published.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for name, fact in facts.items():
        writer.writerow(
            (
                *(name, fact.label, fact.value, fact.unit, fact.approximation or ""),
                *(fact.period, fact.source),
            )
        )
    return text.getvalue().encode("utf-8-sig")
