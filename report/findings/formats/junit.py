"""Findings as JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from report.findings.diagnostics import Diagnostic, Severity, in_order
from report.findings.shown import visible


def write(found: Iterable[Diagnostic]) -> str:
    """Show findings as JUnit XML: each one a test case, errors failed, others passed."""
    found = in_order(found)
    cases = []
    for d in found:
        name = f"{d.place}: {d.message}" if d.file else d.message
        opening = f"  <testcase classname={quoteattr(d.code)} name={quoteattr(visible(name))}"
        text = escape(visible(d.hint))
        if d.severity is Severity.ERROR:
            message = quoteattr(visible(d.message))
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
