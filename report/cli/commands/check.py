"""``report check``: find what is wrong without building, or measure a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, exit_by, no_cache_option, with_settings
from report.findings.diagnostics import Severity
from report.findings.errors import ReportError


@click.command()
@click.option("--release", is_flag=True, help="Judge as for a release: drafts are errors.")
@click.option("--fix", is_flag=True, help="First put right what is surely wrong in the data.")
@click.option("--typography", "pdf", type=Path, metavar="PDF", help="Measure a PDF's lines.")
@click.option("--source", type=Path, metavar="TEXT", help="What the measured PDF was made from.")
@click.option("--marked", type=Path, metavar="PDF", help="Write it with its faults framed.")
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
    """Find everything that can be known without building; or measure a finished PDF."""
    from report.engine import recall

    if pdf is not None:
        _measure(settings, pdf, **files)
        return
    progress = settings.progress()
    project = settings.project()
    store = settings.store(cached=not no_cache)
    found = recall.check(project, release=release, store=store)
    if fix:
        from report.engine import build

        changes = build.put_right(project)
        for place, old, new in changes:
            settings.tell(
                f"{place}: {_named(old)} → {_named(new) if new else 'deleted'}",
                {"file": place.file, "line": place.line, "column": place.column}
                | {"old": old, "new": new},
            )
        if changes:
            found = recall.check(project, release=release, store=store)
    settings.show(found)
    counts = {str(level): sum(d.severity is level for d in found) for level in Severity}
    told = ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items())
    settings.tell(told + f" ({progress.seconds:.2f} s)" * settings.verbose, counts)
    exit_by(found, settings)


def _measure(settings: Settings, pdf: Path, *, source: Path | None, marked: Path | None) -> None:
    """Tell what the typographic meter finds in a PDF, by the project's tokens if there are any."""
    from report.content.load import design_as_far_as_known, load_theme
    from report.engine import output
    from report.measure.inspection import examine

    try:
        theme = load_theme(design_as_far_as_known(settings.project()))
    except ReportError:
        theme = None
    told = examine(
        pdf, theme=theme, source=source, marked=marked is not None, verbose=settings.verbose
    )
    if marked and told.marked is not None:
        output.write(marked, told.marked)
    settings.tell(told.table, told.data)


def _named(text: str) -> str:
    """Show characters with their codes: many cannot be told from others, or seen."""
    shown = f"“{text}” " if text.isprintable() and not text.isspace() else ""
    return shown + "(" + ", ".join(f"U+{ord(one):04X}" for one in text) + ")"
