"""Preflight and typography of a built PDF, kept for the next time by its hash.

In: a PDF of a target. Out: findings of preflight, and numbers. Measuring takes as long as building.
Most commits leave one of the PDFs as it was, and most pages of the other: what was found on a page
is kept too.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from report.content.load import load_theme, with_design_if_valid
from report.engine.inputs import UnknownInputError, own_fonts, program, tools_now
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic
from report.findings.errors import ReportError
from report.model.target import TARGETS
from report.model.theme import Theme
from report.pdf.kept import read_diagnostic
from report.pdf.known import Known
from report.pdf.prints import prints
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
        known = _known(pdf, project, store)
        made = _judge(path, target, most_ink, known) | {"typography": {}, "rows": []}
        if typography:
            made |= _typography(path, pdf, theme, known)
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


def _known(pdf: bytes, project: Project, store: Store) -> Known | None:
    """Return what is known of the pages; None when nothing can be kept of them."""
    if not store.keeps:
        return None
    try:
        return Known(store, prints(pdf, slug=False), f"{own_fonts(project)}\n{_programs()}")
    except UnknownInputError:
        return None


def _programs() -> str:
    """Name all programs that measure, with what identifies their versions."""
    found = [f"{name} {value}" for name, value in sorted(tools_now().items())]
    for name in ("gs", "pdftotext", "mutool"):
        place = shutil.which(name)
        stat = Path(place).stat() if place else None
        found.append(f"{name} {place} {stat.st_size} {stat.st_mtime_ns}" if stat else f"no {name}")
    return "\n".join(found)


def _judge(path: Path, target: str, most_ink: float, known: Known | None) -> dict[str, Any]:
    from report.preflight.inspection import as_diagnostic, examine

    name = Path(path.name)
    judged = examine(path, TARGETS[target].profile, most_ink=most_ink, verbose=False, known=known)
    found = [as_diagnostic(name, one) for one in judged.result.findings]
    preflight = {**judged.data, "file": name.name}
    return {"found": [asdict(one) for one in found], "preflight": preflight}


def _typography(path: Path, pdf: bytes, theme: Theme | None, known: Known | None) -> dict[str, Any]:
    from report.measure.measure import measure as read

    numbers = read(pdf, None, theme, known)
    return {
        "typography": {"file": path.name, **numbers.as_dict()},
        "rows": [list(row) for row in numbers.rows()],
    }
