"""``report schema``: write the JSON Schemas."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, shown, with_settings


@click.command()
@with_settings
def command(settings: Settings) -> None:
    """Write the JSON Schemas of the data files to data/.schema/, for use in editors.

    Beside a list of reports, reports.yaml, its schema is written to .schema/.
    """
    from report.content.schema import schema_of_lists, schemas
    from report.engine import output
    from report.figures.declared import declare_drawings

    declare_drawings()
    files: dict[Path, str] = {}
    if (settings.folder / "reports.yaml").is_file():
        files |= _within(settings.folder / ".schema", schema_of_lists())
    if not files or (settings.folder / "data" / "report.yaml").exists():
        files |= _within(settings.project().data / ".schema", schemas())
    output.prepare_all(files)
    for path, text in files.items():
        output.write(path, text.encode())
        settings.tell(shown(path), {"path": str(path)})


def _within(folder: Path, schemas: dict[str, str]) -> dict[Path, str]:
    return {folder / name: text for name, text in schemas.items()}
