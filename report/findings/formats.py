"""Findings shown: to people as text, to programs as JSON, SARIF or JUnit, to reviewers on GitHub.

In: diagnostics. Out: text of one of the :data:`FORMATS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from xml.sax.saxutils import escape, quoteattr

from report import __version__
from report.findings.diagnostics import CODES, Diagnostic, Severity, in_order


def as_text(found: Iterable[Diagnostic]) -> str:
    """Show findings to a person: place, severity, code, message; the hint on its own line."""
    lines: list[str] = []
    for d in in_order(found):
        where = f"{d.place}: " if d.file else ""
        lines.append(_visible(f"{where}{d.severity} {d.code}: {d.message}"))
        if d.hint:
            lines.extend(f"    {_visible(part)}" for part in f"→ {d.hint}".split("\n"))
    return "\n".join(lines)


def _visible(text: str) -> str:
    """Keep a finding on one line, and what it quotes from commanding the terminal."""
    return "".join(c if c.isprintable() or c == "\u3000" else _shown(c) for c in text)


def _shown(character: str) -> str:
    return "⏎" if character == "\n" else f"<U+{ord(character):04X}>"


def as_json(found: Iterable[Diagnostic]) -> str:
    """Show findings to a program: one JSON array of objects with the fields of Diagnostic."""
    return json.dumps([asdict(d) for d in in_order(found)], ensure_ascii=False, indent=2)


def _escape(text: str, *, data: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text if data else text.replace(":", "%3A").replace(",", "%2C")


def as_github(found: Iterable[Diagnostic]) -> str:
    """Show findings as GitHub workflow commands, which annotate the lines of a change."""
    lines = []
    for d in in_order(found):
        command = "notice" if d.severity is Severity.NOTE else str(d.severity)
        fields = [f"file={_escape(d.file)}"] if d.file else []
        if d.file and d.line:
            fields.append(f"line={d.line}")
            if d.column:
                fields.append(f"col={d.column}")
        fields.append(f"title={_escape(d.code)}")
        text = d.message + (f"\n→ {d.hint}" if d.hint else "")
        lines.append(f"::{command} {','.join(fields)}::{_escape(text, data=True)}")
    return "\n".join(lines)


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(found: Iterable[Diagnostic]) -> str:
    """Show findings as SARIF 2.1.0 (OASIS), which code scanners and editors read."""
    found = in_order(found)
    rules = []
    for code in sorted({d.code for d in found}):
        rule: dict[str, object] = {"id": code}
        if code in CODES:
            rule["shortDescription"] = {"text": CODES[code][1]}
        rules.append(rule)
    results = []
    for d in found:
        text = d.message + (f"\n→ {d.hint}" if d.hint else "")
        result: dict[str, object] = {
            "ruleId": d.code,
            "level": _LEVELS[d.severity],
            "message": {"text": text},
        }
        if d.file:
            place: dict[str, object] = {"artifactLocation": {"uri": d.file.replace("\\", "/")}}
            if d.line:
                place["region"] = {
                    "startLine": d.line,
                    **({"startColumn": d.column} if d.column else {}),
                }
            result["locations"] = [{"physicalLocation": place}]
        results.append(result)
    driver = {"name": "report", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def as_junit(found: Iterable[Diagnostic]) -> str:
    """Show findings as JUnit XML: each one a test case, errors failed, others passed."""
    found = in_order(found)
    cases = []
    for d in found:
        name = f"{d.place}: {d.message}" if d.file else d.message
        opening = f"  <testcase classname={quoteattr(d.code)} name={quoteattr(_visible(name))}"
        text = escape(_visible(d.hint))
        if d.severity is Severity.ERROR:
            message = quoteattr(_visible(d.message))
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


#: The values of ``--format`` and what each writes.
FORMATS = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
