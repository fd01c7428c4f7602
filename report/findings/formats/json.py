"""Findings as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from report.findings.diagnostics import Diagnostic, in_order


def write(found: Iterable[Diagnostic]) -> str:
    """Return findings as one JSON array of objects with the fields of Diagnostic."""
    return json.dumps([asdict(d) for d in in_order(found)], ensure_ascii=False, indent=2)
