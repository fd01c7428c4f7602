"""``report pages``: write the pages as pictures."""

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
@click.option("--spreads", is_flag=True, help="Write spreads of two pages instead of pages.")
@click.option("--webp", is_flag=True, help="Write each picture as WebP too.")
@output_option("Where the pictures go.  [default: build/pages/ in the project]")
@with_settings
def command(
    settings: Settings, dpi: int, target: str, spreads: bool, webp: bool, folder: Path | None
) -> None:
    """Write a PNG of every page and one contact sheet."""
    from report.engine import output
    from report.engine.engine import Engine
    from report.model.target import TARGETS
    from report.pages import images as pictures

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
            content = pdf.read_bytes()
            images = list(pictures.render(content, dpi))
            named = pictures.names(content)
        except RuntimeError as exc:
            hint = "build it again with “report build”"
            message = f"{shown(pdf)} is not a valid PDF: {exc}"
            raise CannotRunError([diagnostic("D703", message, hint=hint)]) from None
        sheet = (
            place.parent / "contact-sheet.png" if folder is None else place / "contact-sheet.png"
        )
        shots = pictures.spreads(images) if spreads else images
        kind = "spread" if spreads else "page"
        files = {
            place / f"{kind}-{number:02}.png": pictures.png(image)
            for number, image in enumerate(shots, 1)
        }
        if webp:
            files |= {
                place / f"{kind}-{number:02}.webp": pictures.webp(image)
                for number, image in enumerate(shots, 1)
            }
        files[sheet] = pictures.png(pictures.contact_sheet(images, named=named))
        output.write_all(files)
        old = {
            path
            for name in ("page-*.png", "spread-*.png", "page-*.webp", "spread-*.webp")
            for path in place.glob(name)
        }
        for path in old - set(files):
            path.unlink()
    settings.tell(
        f"{shown(place)}/  {len(images)} pages\n{shown(sheet)}",
        {"folder": str(place), "pages": len(images), "contact_sheet": str(sheet)},
    )
