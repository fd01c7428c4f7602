"""``report new``: create a new report."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, shown, with_settings
from report.project.shipped import KINDS, WORKFLOWS


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--kind",
    type=click.Choice(list(KINDS)),
    default=next(iter(KINDS)),
    show_default=True,
    help="; ".join(f"{name}: {what}" for name, what in KINDS.items()) + ".",
)
@click.option(
    "--ci",
    type=click.Choice(list(WORKFLOWS)),
    help="Add a workflow that previews each commit.",
)
@with_settings
def command(settings: Settings, folder: Path, kind: str, ci: str | None) -> None:
    """Create a new report in DIR: a project that builds without changes."""
    from report.engine.new import create

    place = settings.folder / folder
    files = create(place, ci, kind)
    settings.tell(
        f"{shown(place)}/  {len(files)} files\nNext: report -C {shown(place)} build",
        {"folder": str(place), "files": [str(file) for file in files]},
    )
