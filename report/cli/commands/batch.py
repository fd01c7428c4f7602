"""``report batch``: build many reports at once."""

from __future__ import annotations

import json
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report.cli.edge import (
    CANNOT_RUN,
    FINDINGS,
    Settings,
    exit_by,
    no_cache_option,
    shown,
    with_settings,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.batch.display import Lines, Screen
    from report.batch.listing import Listing, Wishes
    from report.batch.summary import Batch
    from report.batch.tasks import Event, Runner, Task
    from report.findings.diagnostics import Diagnostic

#: The endings of the files of a summary.
_ENDINGS = (".html", ".json", ".xml", ".txt")


@click.command()
@click.argument("given", metavar="FILE|DIR…", type=Path, nargs=-1, required=True)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes make reports.  [default: one for each core; fewer if the free memory "
    "is not enough]",
)
@click.option(
    "--target",
    type=click.Choice(["print", "screen", "all"]),
    help="Which PDFs to make.  [default: those of the list, or both]",
)
@click.option(
    "-o",
    "--output",
    metavar="PATTERN",
    default="",
    help="Where the PDFs go, such as pdfs/{name}-{target}.pdf.  [default: what the list says, or "
    "build/ in each project]",
)
@click.option("--release", is_flag=True, help="Stop at drafts, as “report build --release” does.")
@click.option("--fail-fast", is_flag=True, help="Begin no other report when one has failed.")
@click.option(
    "--only",
    type=click.Choice(["failed"]),
    help="Make only what the last batch did not make: reports that failed, or were not reached.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Make only reports that a change since this git revision touches.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="The longest that one report may take; 0: no limit.",
)
@click.option(
    "--memory",
    type=click.IntRange(0),
    default=0,
    metavar="MB",
    help="The most memory that one report may need.  [default: what is free, shared by the "
    "processes]",
)
@click.option(
    "--summary",
    "summaries",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    metavar="FILE",
    help="Write the summary: as a page (.html), JSON (.json), JUnit (.xml) or text (.txt).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Make the reports on the Dask cluster of this scheduler, such as tcp://10.0.0.5:8786.",
)
@click.option(
    "--local-cluster",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Make the reports on a Dask cluster of N workers on this machine.",
)
@click.option(
    "--shared-store",
    metavar="ADDRESS",
    default="",
    help="What all machines of the cluster see: a folder, or an address of fsspec such as "
    "s3://….  [default: the cache folder]",
)
@no_cache_option
@with_settings
def command(
    settings: Settings,
    given: tuple[Path, ...],
    jobs: int | None,
    target: str | None,
    summaries: tuple[Path, ...],
    no_cache: bool,
    **options: Any,
) -> None:
    """Build many reports: those of lists (reports.yaml), and of folders with projects."""
    from report.batch import record
    from report.batch.listing import Wishes, listing
    from report.batch.summary import Batch
    from report.batch.tasks import Stop, listening
    from report.engine import output
    from report.findings.diagnostics import diagnostic
    from report.model.target import TARGETS

    _check_endings(summaries)
    _check_cluster(options, jobs)
    targets = {None: (), "all": tuple(TARGETS)}.get(target, (target or "",))
    wishes = Wishes(targets, options["output"], options["release"])
    made = listing(given, settings.folder, wishes)
    tasks = _chosen(made, wishes, options)
    output.prepare_all(summaries)
    runner, number, found = _runner(settings, options, jobs, len(tasks), cached=not no_cache)
    stop, began = Stop(), time.perf_counter()
    with _display(settings, tasks, number) as display, listening(stop):

        def hear(event: Event) -> None:
            display(event)
            if options["fail_fast"] and event.result and event.result.status == "failed":
                stop.ask()

        results = runner.run(tasks, hear, stop)
    names = [task.name for task in made.tasks]
    found = [*made.found, *found, *runner.found(), *record.write(made.home, results, names)]
    if stop.interrupted:
        done = sum(one.status in ("built", "same") for one in results)
        message = f"interrupted: {done} of {len(tasks)} reports are done"
        hint = "no file is incomplete; --only failed makes the rest"
        found.append(diagnostic("D705", message, hint=hint))
    batch = Batch(
        *(tuple(tasks), tuple(results), time.perf_counter() - began, number, tuple(found)),
        interrupted=stop.interrupted,
        left_out=len(made.tasks) - len(tasks),
    )
    _tell(settings, batch, summaries)
    if stop.interrupted or batch.count("stopped"):  # by the user, or the cluster was lost
        raise click.exceptions.Exit(CANNOT_RUN)
    if batch.failed:
        raise click.exceptions.Exit(FINDINGS)
    exit_by(batch.findings(), settings)


def _check_endings(summaries: Sequence[Path]) -> None:
    for path in summaries:
        if path.suffix.lower() not in _ENDINGS:
            raise click.BadParameter(
                f"“{path}” must end with {', '.join(_ENDINGS)}", param_hint="--summary"
            )


def _check_cluster(options: dict[str, Any], jobs: int | None) -> None:
    """Refuse options that do not go together."""
    if options["scheduler"] and options["local_cluster"]:
        raise click.UsageError("--scheduler and --local-cluster cannot be used together")
    clustered = options["scheduler"] or options["local_cluster"]
    if options["shared_store"] and not clustered:
        raise click.UsageError("--shared-store is for --scheduler and --local-cluster")
    if clustered and (jobs or options["memory"]):
        raise click.UsageError(
            "--jobs and --memory are for one machine: a worker has its own limit"
        )


def _chosen(made: Listing, wishes: Wishes, options: dict[str, Any]) -> list[Task]:
    """Return the tasks that ``--only`` and ``--since`` leave."""
    from report.batch import record, since

    tasks = made.tasks
    if options["only"] == "failed":
        kept = record.read(made.home)
        tasks = [task for task in tasks if record.to_make(kept, task.name)]
    if options["since"] is not None:
        tasks = since.touched(tasks, options["since"], made.lists, wishes)
    return tasks


def _runner(
    settings: Settings, options: dict[str, Any], jobs: int | None, reports: int, *, cached: bool
) -> tuple[Runner, int, list[Diagnostic]]:
    """Return what makes the reports, the number of its processes, and notes."""
    if options["scheduler"] or options["local_cluster"]:
        from report.batch.cluster import Cluster
        from report.batch.connecting import Where, workers

        where = Where(options["scheduler"], options["local_cluster"] or 0)
        cluster = Cluster(
            *(where, options["shared_store"], options["timeout"]),
            fail_level=settings.fail_level,
            cached=cached,
        )
        return cluster, workers(where), []
    from report.batch.local import LocalRunner
    from report.engine.capacity import (
        MB,
        free_memory,
        memory_of_each,
        processes,
        processes_of_each,
    )
    from report.project.cache import cache_folder

    free = free_memory()
    number, found = processes(jobs, reports, free)
    runner = LocalRunner(
        number,
        cache_folder() if cached else None,
        timeout=options["timeout"],
        memory=options["memory"] * MB or memory_of_each(number, free),
        fail_level=settings.fail_level,
        each=processes_of_each(number, jobs, free),
    )
    return runner, number, found


def _display(
    settings: Settings, tasks: Sequence[Task], number: int
) -> AbstractContextManager[Lines | Screen]:
    """Return what shows how far the batch is: nothing, lines, or a table on a terminal."""
    from report.batch.display import Lines, Screen

    if settings.form != "text" or settings.quiet:
        return Lines(tasks, lambda _line: None)
    if sys.stderr.isatty():
        return Screen(tasks, number)
    return Lines(tasks, lambda line: click.echo(line, err=True))


def _tell(settings: Settings, batch: Batch, summaries: Sequence[Path]) -> None:
    """Write the summary to its files and to standard output, findings to standard error."""
    from report.batch.page import page
    from report.batch.summary import as_dict, junit, text
    from report.engine import output

    def written(path: Path) -> str | bytes:
        if path.suffix.lower() == ".html":
            return page(batch, path.parent)
        if path.suffix.lower() == ".json":
            return json.dumps(as_dict(batch), ensure_ascii=False, indent=1) + "\n"
        return (junit(batch) if path.suffix.lower() == ".xml" else text(batch)) + "\n"

    files = {path: written(path) for path in summaries}
    output.write_all(
        {path: one if isinstance(one, bytes) else one.encode() for path, one in files.items()}
    )
    settings.show(batch.findings())
    plain = junit(batch) if settings.form == "junit" else text(batch)
    if settings.form != "junit":
        plain = "\n".join([plain, *(shown(path) for path in summaries)])
    settings.tell(plain, as_dict(batch))
