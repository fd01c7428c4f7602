"""Findings as SARIF."""

from __future__ import annotations

import json
from collections.abc import Iterable

from report import __version__
from report.findings.diagnostics import CODES, Diagnostic, Severity, in_order, parted_cell

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def write(found: Iterable[Diagnostic]) -> str:
    """Return findings as SARIF 2.1.0 (OASIS), which code scanners and editors read."""
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
            file, cell = parted_cell(d.file)
            place: dict[str, object] = {"artifactLocation": {"uri": file.replace("\\", "/")}}
            if d.line:
                place["region"] = {
                    "startLine": d.line,
                    **({"startColumn": d.column} if d.column else {}),
                }
            logical = {"logicalLocations": [{"fullyQualifiedName": cell}]} if cell else {}
            result["locations"] = [{"physicalLocation": place, **logical}]
        results.append(result)
    driver = {"name": "report", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)
