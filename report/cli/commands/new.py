"""``report new``: create a new report."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, shown, with_settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Add a workflow that previews each commit.",
)
@with_settings
def command(settings: Settings, folder: Path, ci: str | None) -> None:
    """Create a new report in DIR: a small project that uses every block type once."""
    from report.engine.new import create

    place = settings.folder / folder
    files = create(place, ci)
    settings.tell(
        f"{shown(place)}/  {len(files)} files\nNext: report -C {shown(place)} build",
        {"folder": str(place), "files": [str(file) for file in files]},
    )
