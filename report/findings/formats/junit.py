"""Findings as JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from report.findings.diagnostics import Diagnostic, Severity, in_order
from report.findings.shown import visible


def write(found: Iterable[Diagnostic]) -> str:
    """Return findings as JUnit XML: each is a test case; errors fail, others pass."""
    found = in_order(found)
    cases = []
    for d in found:
        name = f"{d.place}: {d.message}" if d.file else d.message
        opening = f"  <testcase classname={_quoted(d.code)} name={_quoted(name)}"
        text = escape(visible(d.hint), quote=False)
        if d.severity is Severity.ERROR:
            message = _quoted(d.message)
            cases.append(f"{opening}><failure message={message}>{text}</failure></testcase>")
        else:
            cases.append(f"{opening}><system-out>{d.severity}: {text}</system-out></testcase>")
    failed = sum(d.severity is Severity.ERROR for d in found)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuite name="report" tests="{len(found)}" failures="{failed}">',
            *cases,
            "</testsuite>",
        ]
    )


def _quoted(text: str) -> str:
    """Give a text as the value of an attribute."""
    return '"' + escape(visible(text)) + '"'
