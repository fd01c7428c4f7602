"""``report schema``: write the JSON Schemas."""

from __future__ import annotations

import click

from report.cli.edge import Settings, shown, with_settings


@click.command()
@with_settings
def command(settings: Settings) -> None:
    """Write the JSON Schemas of the data files to data/.schema/, for use in editors."""
    from report.content.schema import schemas
    from report.engine import output
    from report.figures.declared import declare_drawings

    declare_drawings()
    folder = settings.project().data / ".schema"
    output.prepare(folder)
    for name, text in schemas().items():
        output.write(folder / name, text.encode())
        settings.tell(shown(folder / name), {"path": str(folder / name)})
