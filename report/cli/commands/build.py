"""``report build``: build the PDFs."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, output_option, shown, with_settings
from report.findings.diagnostics import Severity


@click.command()
@click.option(
    "--target",
    type=click.Choice(["print", "screen", "all"]),
    default="all",
    show_default=True,
    help="Which PDF to make.",
)
@output_option("Where the PDFs go.  [default: build/ in the project]")
@click.option(
    "--release", is_flag=True, help="Refuse drafts: missing pictures, TODO texts, typed figures."
)
@with_settings
def command(settings: Settings, target: str, folder: Path | None, release: bool) -> None:
    """Build the PDFs: build/print.pdf and build/screen.pdf."""
    from report.engine.build import build as run
    from report.model.target import TARGETS

    progress = settings.progress()
    project = settings.project()
    chosen = list(TARGETS.values()) if target == "all" else [TARGETS[target]]
    place = folder if folder is not None else project.output
    built, found = run(
        project, chosen, place, progress, release=release, fail_level=settings.fail_level
    )
    settings.show(found)
    warnings = sum(d.severity is Severity.WARNING for d in found)
    for one in built:
        settings.tell(
            f"{shown(one.path)}  {one.pages} pages",
            {"target": one.target.name, "path": str(one.path), "pages": one.pages},
        )
    if settings.form == "text":
        count = f"{warnings} warning{'' if warnings == 1 else 's'}"
        click.echo(f"{progress.seconds:.1f} s, {count}")
