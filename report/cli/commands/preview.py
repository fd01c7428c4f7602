"""``report preview``: everything that a reviewer needs of this state, in one folder."""

from __future__ import annotations

from pathlib import Path

import click

from report.cli.edge import Settings, exit_by, no_cache_option, shown, with_settings


@click.command()
@click.option("--base", metavar="REV", help="The git revision to compare with.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder for the files.",
)
@click.option(
    "--url", metavar="URL", help="Where DIR will be published: pictures in comment.md come from it."
)
@no_cache_option
@with_settings
def command(
    settings: Settings, base: str | None, folder: Path, url: str | None, no_cache: bool
) -> None:
    """Build, check, measure and compare; write all of it, also when the build breaks."""
    from report.compare import preview
    from report.compare.index import index
    from report.compare.states import Workshop
    from report.compare.summary import comment, summary
    from report.engine import output
    from report.model.target import TARGETS

    output.prepare(folder)
    targets = (TARGETS["print"], TARGETS["screen"])
    progress, store = settings.progress(), settings.store(cached=not no_cache)
    with Workshop.open(settings.folder, targets, store, progress) as workshop:
        made = preview.make(workshop, base)
    made.files["summary.md"] = summary(made).encode()
    made.files["comment.md"] = comment(made, url).encode()
    made.files["index.html"] = index(made).encode()
    files = made.files | {"manifest.json": preview.manifest(made, settings.project())}
    old = preview.stale(folder, files)
    for place in dict.fromkeys((folder / name).parent for name in files):
        output.prepare(place)
    output.write_all({folder / name: content for name, content in files.items()})
    for path in old:
        path.unlink(missing_ok=True)
    settings.show(made.found)
    errors = [one for one in made.found if one.severity.value == "error"]
    plain = f"{shown(folder)}/index.html  {made.pages} pages, {len(errors)} errors"
    data = {"folder": str(folder), "pages": made.pages, "built": made.built}
    settings.tell(plain, {**data, "files": sorted(files)})
    exit_by(made.found, settings)
