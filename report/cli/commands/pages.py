"""``report pages``: write the pages as PNG pictures."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, output_option, shown, with_settings
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError


@click.command()
@click.option(
    "--dpi",
    type=click.IntRange(10, 600),
    default=110,
    show_default=True,
    help="Resolution of the pictures, in pixels per inch.",
)
@click.option(
    "--target",
    type=click.Choice(["print", "screen"]),
    default="screen",
    show_default=True,
    help="Which PDF to use. It is built first if it does not exist.",
)
@output_option("Where the pictures go.  [default: build/pages/ in the project]")
@with_settings
def command(settings: Settings, dpi: int, target: str, folder: Path | None) -> None:
    """Write a PNG of every page and one contact sheet."""
    from report.engine import output
    from report.engine.engine import Engine
    from report.model.target import TARGETS
    from report.pages.images import contact_sheet, png, render

    project = settings.project()
    chosen = TARGETS[target]
    pdf = project.output / chosen.file_name
    progress = settings.progress()
    if not pdf.is_file():
        built = Engine(project, settings.store()).build(
            *([chosen], project.output, progress), fail_level=settings.fail_level
        )
        settings.show(built[1])
    place = folder if folder is not None else project.output / "pages"
    output.prepare(place)
    with progress.step("pages"):
        try:
            images = list(render(pdf.read_bytes(), dpi))
        except RuntimeError as exc:
            hint = "build it again with “report build”"
            message = f"{shown(pdf)} is not a valid PDF: {exc}"
            raise CannotRunError([diagnostic("D703", message, hint=hint)]) from None
        sheet = (
            place.parent / "contact-sheet.png" if folder is None else place / "contact-sheet.png"
        )
        files = {place / f"page-{n:02}.png": png(image) for n, image in enumerate(images, 1)}
        output.write_all({**files, sheet: png(contact_sheet(images))})
        for old in set(place.glob("page-*.png")) - set(files):
            old.unlink()
    settings.tell(
        f"{shown(place)}/  {len(images)} pages\n{shown(sheet)}",
        {"folder": str(place), "pages": len(images), "contact_sheet": str(sheet)},
    )
