"""``report check``: find errors without building, or measure the typography of a PDF."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from report.cli.edge import Settings, exit_by, no_cache_option, with_settings
from report.findings.diagnostics import Severity
from report.findings.errors import ReportError

#: After how many new objects Python looks for garbage. The usual 700 lets it look dozens of times
#: while modules and data are read, most of which stay to the end.
_COLLECT_AFTER = 50_000


@click.command()
@click.option("--release", is_flag=True, help="Check as for a release: drafts are errors.")
@click.option("--fix", is_flag=True, help="First correct unambiguous mistakes in the data.")
@click.option(
    "--typography", "pdf", type=Path, metavar="PDF", help="Measure the typography of this PDF."
)
@click.option(
    "--source", type=Path, metavar="TEXT", help="The text from which the measured PDF was made."
)
@click.option(
    "--marked", type=Path, metavar="PDF", help="Write a copy with the faults marked by frames."
)
@no_cache_option
@with_settings
def command(
    settings: Settings,
    release: bool,
    fix: bool,
    pdf: Path | None,
    no_cache: bool,
    **files: Path | None,
) -> None:
    """Find errors without building the PDFs; or measure the typography of a finished PDF."""
    gc.set_threshold(_COLLECT_AFTER)
    from report.engine.engine import Engine

    if pdf is not None:
        _measure(settings, pdf, **files)
        return
    progress = settings.progress()
    project = settings.project()
    store = settings.store(cached=not no_cache)
    found = Engine(project, store).check(release=release)
    if fix:
        from report.engine import build

        changes = build.fix_data(project)
        for place, old, new in changes:
            settings.tell(
                f"{place}: {_with_codes(old)} → {_with_codes(new) if new else 'deleted'}",
                {"file": place.file, "line": place.line, "column": place.column}
                | {"old": old, "new": new},
            )
        if changes:
            found = Engine(project, store).check(release=release)
    settings.show(found)
    counts = {str(level): sum(d.severity is level for d in found) for level in Severity}
    summary = ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items())
    settings.tell(summary + f" ({progress.seconds:.2f} s)" * settings.verbose, counts)
    exit_by(found, settings)


def _measure(settings: Settings, pdf: Path, *, source: Path | None, marked: Path | None) -> None:
    """Measure a PDF; sizes and inks are compared with the project's tokens if it has any."""
    from report.content.load import load_theme, with_design_if_valid
    from report.engine import output
    from report.measure.inspection import examine

    try:
        theme = load_theme(with_design_if_valid(settings.project()))
    except ReportError:
        theme = None
    inspection = examine(
        pdf, theme=theme, source=source, marked=marked is not None, verbose=settings.verbose
    )
    if marked and inspection.marked is not None:
        output.write(marked, inspection.marked)
    settings.tell(inspection.table, inspection.data)


def _with_codes(text: str) -> str:
    """Return characters with their code points: many look like others or are invisible."""
    shown = f"“{text}” " if text.isprintable() and not text.isspace() else ""
    return shown + "(" + ", ".join(f"U+{ord(one):04X}" for one in text) + ")"
