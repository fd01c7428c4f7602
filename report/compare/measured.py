"""Preflight and typography of a built PDF, kept for the next time by its hash.

In: a PDF of a target. Out: findings of preflight, and numbers. Measuring takes as long as building,
and most commits leave one of the PDFs as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from report.content.load import load_theme, with_design_if_valid
from report.engine.inputs import program
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic
from report.findings.errors import ReportError
from report.model.target import TARGETS
from report.model.theme import Theme
from report.pdf.kept import read_diagnostic
from report.project.project import Project


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of the PDF of a target."""

    target: str
    found: tuple[Diagnostic, ...]
    preflight: Mapping[str, Any]
    #: Empty when the other target has the same lines, and is measured.
    typography: Mapping[str, Any]
    #: The typography as rows for people: what, and how much.
    rows: tuple[tuple[str, str], ...]


def measure(
    path: Path, target: str, project: Project, store: Store, *, typography: bool = True
) -> Measured:
    """Measure the PDF of a target, or recall what was measured."""
    pdf = path.read_bytes()
    theme = _theme(project)
    most_ink = theme.press.most_ink if theme else 300.0
    design = theme.model_dump_json() if theme else ""
    digest = sha256(pdf).digest()
    key = key_of("measured-1", program(), digest, target, design, f"typography: {typography}")
    kept = store.get(key)
    if kept is None:
        made = _judge(path, target, most_ink) | {"typography": {}, "rows": []}
        if typography:
            made |= _typography(path, pdf, theme)
        kept = json.dumps(made, ensure_ascii=False).encode()
        store.put(key, kept)
    entry = json.loads(kept)
    return Measured(
        target,
        tuple(read_diagnostic(one) for one in entry["found"]),
        entry["preflight"],
        entry["typography"],
        tuple((label, value) for label, value in entry["rows"]),
    )


def _theme(project: Project) -> Theme | None:
    try:
        return load_theme(with_design_if_valid(project))
    except ReportError:
        return None


def _judge(path: Path, target: str, most_ink: float) -> dict[str, Any]:
    from report.preflight.inspection import as_diagnostic, examine

    name = Path(path.name)
    judged = examine(path, TARGETS[target].profile, most_ink=most_ink, verbose=False)
    found = [as_diagnostic(name, one) for one in judged.result.findings]
    preflight = {**judged.data, "file": name.name}
    return {"found": [asdict(one) for one in found], "preflight": preflight}


def _typography(path: Path, pdf: bytes, theme: Theme | None) -> dict[str, Any]:
    from report.measure.measure import measure as read

    numbers = read(pdf, None, theme)
    return {
        "typography": {"file": path.name, **numbers.as_dict()},
        "rows": [list(row) for row in numbers.rows()],
    }
