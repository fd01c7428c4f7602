"""``report build``: build the PDFs."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, no_cache_option, output_option, shown, with_settings
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
    "--release",
    is_flag=True,
    help="Stop at drafts: missing pictures, TODO texts, figures that are not taken from the facts.",
)
@no_cache_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes make the pages: 1 needs less memory, 2 is faster, more are faster for "
    "a long report.  [default: one for each core; fewer if the free memory is not enough]",
)
@click.option("--explain", is_flag=True, help="Say what is made again, and because of which input.")
@click.option(
    "--timings",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write how long each step took, as a trace for Perfetto or Chrome.",
)
@with_settings
def command(
    settings: Settings,
    target: str,
    folder: Path | None,
    release: bool,
    no_cache: bool,
    jobs: int | None,
    explain: bool,
    timings: Path | None,
) -> None:
    """Build the PDFs: build/print.pdf and build/screen.pdf."""
    from report.engine.capacity import cores, free_memory, processes_of_each
    from report.engine.engine import Engine
    from report.model.target import TARGETS

    progress = settings.progress()
    project = settings.project()
    if jobs is None:  # how much memory is free is only asked where it matters
        jobs = cores() if cores() <= 2 else processes_of_each(1, None, free_memory())
    engine = Engine(project, settings.store(cached=not no_cache), jobs)
    built, found = engine.build(
        list(TARGETS.values()) if target == "all" else [TARGETS[target]],
        folder if folder is not None else project.output,
        progress,
        release=release,
        fail_level=settings.fail_level,
        explain=(lambda line: click.echo(line, err=True)) if explain else None,
    )
    if timings is not None:
        from report.engine.output import write

        write(timings, progress.trace().encode())
    settings.show(found)
    warnings = sum(d.severity is Severity.WARNING for d in found)
    for one in built:
        settings.tell(
            f"{shown(one.path)}  {one.pages} pages",
            {
                "target": one.target.name,
                "path": str(one.path),
                "pages": one.pages,
                "changed": one.changed,
            },
        )
    if settings.form == "text":
        count = f"{warnings} warning{'' if warnings == 1 else 's'}"
        same = "" if any(one.changed for one in built) else ", nothing changed"
        click.echo(f"{progress.seconds:.1f} s, {count}{same}")
