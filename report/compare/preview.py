"""Everything that a reviewer and CI need of one state of a report, as files for one folder.

In: a project, and a revision to compare with. Out: the files by their names, and all findings. What
cannot be made is left out and told: a report that does not build has an index too. The same commit
gives the same bytes: no time, no path of the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from report import __version__
from report.compare.compare import compare
from report.compare.facts import Figure, figures, printed
from report.compare.html import page as comparison_page
from report.compare.looks import Tolerance
from report.compare.measured import Measured, measure
from report.compare.pictures import pictures
from report.compare.redline import redline
from report.compare.result import Comparison
from report.compare.states import State, Workshop
from report.engine.engine import Engine
from report.engine.inputs import UnknownInputError, inputs
from report.engine.worker import worker
from report.findings.diagnostics import Diagnostic, diagnostic, in_order
from report.findings.errors import CannotRunError
from report.findings.formats import FORMATS
from report.project.project import Project
from report.project.revision import Repository

#: The libraries of which the manifest names the versions.
_LIBRARIES = (
    *("weasyprint", "pydyf", "pikepdf", "pypdfium2", "matplotlib", "pillow", "pdfminer.six"),
    *("jinja2", "pydantic", "markdown-it-py", "page-validation", "opencc", "rjieba", "fonttools"),
)


@dataclass(slots=True)
class Preview:
    """What was made of a state."""

    name: str
    commit: str = ""
    found: list[Diagnostic] = field(default_factory=list)
    comparison: Comparison | None = None
    measured: list[Measured] = field(default_factory=list)
    facts: list[tuple[Figure, list[int]]] = field(default_factory=list)
    pages: int = 0
    built: bool = False
    files: dict[str, bytes] = field(default_factory=dict)


def make(workshop: Workshop, base: str | None) -> Preview:
    """Make the files of a preview; without ``base`` nothing is compared.

    Raises CannotRunError (D805) when there is no report.
    """
    project = Project.at(workshop.folder)
    commit = _commit(project)
    preview = Preview(commit[:10] or "this folder", commit)
    head = workshop.here(preview.name)
    preview.found = list(head.found)
    preview.built = head.pdf is not None
    if not preview.built:  # a build finds all that a check finds, but it stops at the first fault
        with workshop.progress.step("check"):
            found = Engine(project, workshop.store).check()
            preview.found = in_order([*preview.found, *found])
    preview.files |= {path.name: path.read_bytes() for path in head.pdfs.values()}
    # The other process measures the first PDF, lines and all, while this one does the rest.
    with worker() as other:
        first, rest = list(head.pdfs.items())[:1], list(head.pdfs.items())[1:]
        jobs = [other.start(measure, path, name, project, workshop.store) for name, path in first]
        if head.pdf is not None:
            with workshop.progress.step("pages"):
                shown, preview.pages = pictures(
                    preview.files[head.pdf.name], workshop.store, project
                )
                preview.files |= shown
        preview.facts = _facts(head)
        if base is not None:
            _compare(workshop, base, head, preview)
        with workshop.progress.step("preflight and typography"):
            mine = [
                measure(path, name, project, workshop.store, typography=False)
                for name, path in rest
            ]
            preview.measured = [*(job.result() for job in jobs), *mine]
    preview.found += [one for measured in preview.measured for one in measured.found]
    preview.files |= _data(preview)
    return preview


def _commit(project: Project) -> str:
    """Return the commit of the project's files; empty when they are those of none."""
    try:
        return Repository.around(project.root).clean_commit()
    except CannotRunError:
        return ""


def _facts(head: State) -> list[tuple[Figure, list[int]]]:
    """Return the facts of a state, each with the pages on which it is printed."""
    known = figures(head) or {}
    places = printed(known.values(), head.pdf)
    return [(one, places.get(one.text, [])) for one in known.values()]


def _compare(workshop: Workshop, base: str, head: State, preview: Preview) -> None:
    """Compare with the base; a base that cannot be had is told."""
    try:
        before = workshop.revision(base, "base")
        with workshop.progress.step("comparison"):
            found = compare(before, head, Tolerance())
    except CannotRunError as exc:
        for one in exc.diagnostics:
            message = f"nothing is compared: {one.message} ({one.code})"
            preview.found.append(diagnostic("D908", message, hint=one.hint))
        return
    preview.comparison = found
    preview.found += found.found
    with workshop.progress.step("comparison’s files"):
        preview.files["compare.html"] = comparison_page(found, before.pdf, head.pdf)
        preview.files["compare.json"] = _json(found.as_dict())
        if before.pdf or head.pdf:
            preview.files["redline.pdf"] = redline(found, before.pdf, head.pdf)


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _data(preview: Preview) -> dict[str, bytes]:
    """Return what programs read."""
    found = [asdict(one) for one in preview.found]
    facts = [
        {
            "id": one.id,
            "label": one.label,
            "text": one.text,
            "value": one.value,
            "unit": one.unit,
            "period": one.period,
            "pages": pages,
        }
        for one, pages in preview.facts
    ]
    files = {
        "findings.json": _json(found),
        "facts.json": _json(facts),
        "report.sarif": FORMATS["sarif"](preview.found).encode() + b"\n",
        "junit.xml": FORMATS["junit"](preview.found).encode() + b"\n",
    }
    for one in preview.measured:
        files[f"preflight-{one.target}.json"] = _json(one.preflight)
        if one.typography:
            files[f"typography-{one.target}.json"] = _json(one.typography)
    return files


def manifest(preview: Preview, project: Project) -> bytes:
    """Return the hashes of all files, and the versions of all that they were made from."""
    try:
        made_from = inputs(project)
    except UnknownInputError:
        made_from = {}
    compared = preview.comparison
    return _json(
        {
            "report": __version__,
            "python": python_version(),
            "libraries": dict(_versions()),
            "commit": preview.commit,
            "base": compared.base_name if compared else "",
            "inputs": dict(sorted(made_from.items())),
            "files": {
                name: hashlib.sha256(content).hexdigest()
                for name, content in sorted(preview.files.items())
            },
        }
    )


def _versions() -> Iterator[tuple[str, str]]:
    for name in sorted(_LIBRARIES):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, ""


def stale(folder: Path, files: dict[str, bytes]) -> list[Path]:
    """Return the files of an earlier preview in a folder that are not part of this one."""
    try:
        known = json.loads((folder / "manifest.json").read_bytes())["files"]
        names = [name for name in known if isinstance(name, str) and ".." not in Path(name).parts]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [folder / name for name in names if name not in files and not Path(name).is_absolute()]
