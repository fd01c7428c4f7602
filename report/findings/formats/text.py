"""Findings as text for people."""

from __future__ import annotations

from collections.abc import Iterable

from report.findings.diagnostics import Diagnostic, in_order
from report.findings.shown import visible


def write(found: Iterable[Diagnostic]) -> str:
    """Return a line for each finding: place, severity, code, message; hints have their own line."""
    lines: list[str] = []
    for d in in_order(found):
        where = f"{d.place}: " if d.file else ""
        lines.append(visible(f"{where}{d.severity} {d.code}: {d.message}"))
        if d.hint:
            lines.extend(f"    {visible(part)}" for part in f"→ {d.hint}".split("\n"))
    return "\n".join(lines)
