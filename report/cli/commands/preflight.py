"""``report preflight``: check a finished PDF against every rule of a profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from report.cli.edge import Settings, exit_by, with_settings

if TYPE_CHECKING:
    from report.preflight.rules import Profile


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="PDF")
@click.option(
    "--profile",
    type=click.Choice(["print", "screen"]),
    help="Which rules to check.  [default: screen for a tagged PDF, else print]",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Also write a PDF of one page with every rule and its result.",
)
@click.option(
    "--most-ink",
    type=click.FloatRange(100, 400),
    default=300,
    show_default=True,
    metavar="PERCENT",
    help="The total ink limit of the printing condition.",
)
@with_settings
def command(
    settings: Settings,
    file: Path,
    profile: Profile | None,
    certificate: Path | None,
    most_ink: float,
) -> None:
    """Check any finished PDF against the rules for printing or for accessibility."""
    from report.preflight.inspection import examine

    inspection = examine(file, profile, most_ink=most_ink, verbose=settings.verbose)
    if certificate:
        from report.engine import output
        from report.engine.certificate import certificate as record

        output.write(certificate, record(file.name, inspection.result, inspection.digest))
    settings.show(inspection.found)
    settings.tell(inspection.table, inspection.data)
    exit_by(inspection.found, settings)
