"""``report facts``: list every figure, with its source and the pages that print it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.cli.edge import FINDINGS, Settings, no_cache_option, shown, with_settings
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

if TYPE_CHECKING:
    from report.engine.engine import Engine
    from report.engine.progress import Progress
    from report.ledger.ledger import Entry, Ledger
    from report.model.target import Target

_FORMS = ("text", "csv", "json", "xlsx", "html")


@click.command()
@click.option("--where", metavar="ID", help="Where one fact is printed; also ID[2023].")
@click.option("--unprinted", is_flag=True, help="Only the facts that no page prints.")
@click.option("--since", metavar="REV", help="What has changed since a commit of the repository.")
@click.option(
    "--unexplained",
    "pdf",
    type=click.Path(path_type=Path),
    metavar="PDF",
    help="The numbers of a built PDF that no fact, date, page number or known name explains.",
)
@click.option(
    "--target",
    type=click.Choice(["print", "screen", "all"]),
    default="all",
    show_default=True,
    help="Which pages to read.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    help="How to write the list.  [default: by the ending of the file, or text]",
)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the list into a file: .txt, .csv, .json, .xlsx or .html.  [default: standard "
    "output; build/facts.xlsx and build/facts.html in the project]",
)
@no_cache_option
@with_settings
def command(
    settings: Settings,
    where: str | None,
    unprinted: bool,
    since: str | None,
    pdf: Path | None,
    target: str,
    form: str | None,
    path: Path | None,
    no_cache: bool,
) -> None:
    """List every fact with its figures, its source, and every place where it is printed."""
    from report.engine.engine import Engine
    from report.model.target import TARGETS

    if sum(map(bool, (where, unprinted, since, pdf))) > 1:
        message = "--where, --unprinted, --since and --unexplained cannot be used together"
        raise click.UsageError(message)
    form = form or _by_ending(path) or ("json" if settings.form == "json" else "text")
    targets = list(TARGETS.values()) if target == "all" else [TARGETS[target]]
    progress = settings.progress()
    engine = Engine(settings.project(), settings.store(cached=not no_cache))
    if pdf is not None:
        _unexplained(settings, engine, pdf, targets, progress, form)
        return
    from report.ledger.ledger import read_ledger

    ledger = read_ledger(engine, targets, progress)
    settings.show(one for one in ledger.found if one.code == "D215")
    if since is not None:
        _since(engine, ledger, since, form)
        return
    entries = ledger.entries
    if where is not None:
        entries = (ledger.entry(where),)
        if form == "text" and path is None:
            _where(entries[0])
            return
    if unprinted:
        entries = tuple(one for one in entries if not one.printed)
    _write(engine, ledger, entries, form, path, targets[-1].name)


def _by_ending(path: Path | None) -> str | None:
    """Return the format that the ending of a file name asks for."""
    endings = {".txt": "text", ".csv": "csv", ".json": "json", ".jsonl": "json"}
    endings |= {".xlsx": "xlsx", ".html": "html", ".htm": "html"}
    return endings.get(path.suffix.lower()) if path else None


def _where(entry: Entry) -> None:
    from report.ledger.formats import as_text, places_as_text

    click.echo(as_text([entry]))
    if entry.printed:
        click.echo(places_as_text(entry.printed))


def _since(engine: Engine, ledger: Ledger, since: str, form: str) -> None:
    from report.ledger.since import changes, report_at

    for one in changes(ledger, report_at(engine.project, since)):
        if form == "json":
            click.echo(json.dumps(one.data(), ensure_ascii=False))
        else:
            click.echo(one.text())


def _write(
    engine: Engine,
    ledger: Ledger,
    entries: tuple[Entry, ...],
    form: str,
    path: Path | None,
    target: str,
) -> None:
    """Write the list to standard output, or into a file."""
    from report.engine import output
    from report.ledger.formats import as_csv, as_json, as_text

    if path is None and form in ("xlsx", "html"):
        output.prepare(engine.project.output)
        path = engine.project.output / f"facts.{form}"
    if form == "xlsx":
        from report.ledger.workbook import as_xlsx

        made = as_xlsx(entries, ledger.report.date)
    elif form == "html":
        from report.ledger.html import as_html

        made = as_html(ledger, entries, target).encode()
    elif form == "csv":
        made = as_csv(entries).encode("utf-8-sig")
    else:
        lines = as_json(entries) if form == "json" else as_text(entries)
        made = f"{lines}\n".encode() if lines else b""
    if path is None:
        click.echo(made, nl=False)
        return
    output.write(path, made)
    click.echo(f"{shown(path)}  {len(entries)} facts", err=True)


def _unexplained(
    settings: Settings,
    engine: Engine,
    pdf: Path,
    targets: list[Target],
    progress: Progress,
    form: str,
) -> None:
    """Write the numbers that nothing explains; exit with 1 when there are some."""
    from report.ledger.ledger import unexplained

    try:
        raw = pdf.read_bytes()
    except OSError as exc:
        message = f"{shown(pdf)} cannot be read: {exc.strerror}"
        hint = "build it with “report build”, or correct the path"
        raise CannotRunError([diagnostic("D703", message, hint=hint)]) from None
    found, wrong = unexplained(engine, raw, targets, progress)
    settings.show(wrong)
    for one in found:
        if form == "json":
            data = {"page": one.page, "label": one.label, "number": one.number}
            data |= {"around": one.around, "box": list(one.box)}
            click.echo(json.dumps(data, ensure_ascii=False))
        else:
            box = ", ".join(f"{edge:g}" for edge in one.box)
            click.echo(f"page {one.page} ({one.label}): {one.number} in “{one.around}” [{box}]")
    if found:
        raise click.exceptions.Exit(FINDINGS)
