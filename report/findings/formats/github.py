"""Findings as GitHub workflow commands."""

from __future__ import annotations

from collections.abc import Iterable

from report.findings.diagnostics import Diagnostic, Severity, in_order, parted_cell


def _escape(text: str, *, data: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text if data else text.replace(":", "%3A").replace(",", "%2C")


def write(found: Iterable[Diagnostic]) -> str:
    """Return findings as GitHub workflow commands, which annotate the lines of a pull request."""
    lines = []
    for d in in_order(found):
        command = "notice" if d.severity is Severity.NOTE else str(d.severity)
        file, cell = parted_cell(d.file)
        fields = [f"file={_escape(file)}"] if file else []
        if d.file and d.line:
            fields.append(f"line={d.line}")
            if d.column:
                fields.append(f"col={d.column}")
        fields.append(f"title={_escape(d.code)}")
        text = (f"{cell}: " if cell else "") + d.message + (f"\n→ {d.hint}" if d.hint else "")
        lines.append(f"::{command} {','.join(fields)}::{_escape(text, data=True)}")
    return "\n".join(lines)
