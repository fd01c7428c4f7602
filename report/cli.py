"""The command ``report``: arguments in, calls out, exit codes (edge.py).

Only what a command needs is imported, inside the command: ``--help`` loads Click alone, and
``check`` neither WeasyPrint nor Matplotlib.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from report import __version__
from report.edge import Edge, Settings, exit_by, shown, with_settings
from report.findings.diagnostics import Severity, diagnostic
from report.findings.errors import CannotRunError, ReportError
from report.findings.formats import FORMATS

if TYPE_CHECKING:
    from report.preflight.rules import Profile


@click.group(cls=Edge, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="Work on the project in DIR instead of here.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are written: for people, or for programs that read one of the others.",
)
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The mildest finding that makes a command fail (exit code 1).",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Show only results, and findings that make the command fail.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show where the time goes and what is read.")
@click.version_option(__version__, prog_name="report")
@click.pass_context
def main(
    ctx: click.Context, folder: Path, form: str, fail_level: str, quiet: bool, verbose: bool
) -> None:
    """Typeset a Traditional Chinese report: YAML data in, print and screen PDFs out.

    Exit codes: 0 fine; 1 something in the data, the styles or the templates is wrong;
    2 the work could not be done. Findings go to standard error, results to standard output.
    """
    ctx.obj = Settings(folder, form, Severity(fail_level), quiet, verbose)
    if isinstance(sys.stdout, io.TextIOWrapper):  # whatever the locale, every path can be told
        sys.stdout.reconfigure(errors="backslashreplace")


@main.command()
@click.option(
    "--target",
    type=click.Choice(["print", "screen", "all"]),
    default="all",
    show_default=True,
    help="Which PDF to make.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the PDFs go.  [default: build/ in the project]",
)
@click.option(
    "--release", is_flag=True, help="Refuse drafts: missing pictures, TODO texts, typed figures."
)
@with_settings
def build(settings: Settings, target: str, folder: Path | None, release: bool) -> None:
    """Build the PDFs: build/print.pdf and build/screen.pdf."""
    from report.engine.build import build as run
    from report.model.target import TARGETS

    progress = settings.progress()
    project = settings.project()
    chosen = list(TARGETS.values()) if target == "all" else [TARGETS[target]]
    place = folder if folder is not None else project.output
    built, found = run(
        project, chosen, place, progress, release=release, fail_level=settings.fail_level
    )
    settings.show(found)
    warnings = sum(d.severity is Severity.WARNING for d in found)
    for one in built:
        settings.tell(
            f"{shown(one.path)}  {one.pages} pages",
            {"target": one.target.name, "path": str(one.path), "pages": one.pages},
        )
    if settings.form == "text":
        count = f"{warnings} warning{'' if warnings == 1 else 's'}"
        click.echo(f"{progress.seconds:.1f} s, {count}")


@main.command()
@click.option("--release", is_flag=True, help="Judge as for a release: drafts are errors.")
@click.option("--fix", is_flag=True, help="First put right what is surely wrong in the data.")
@click.option("--typography", "pdf", type=Path, metavar="PDF", help="Measure a PDF's lines.")
@click.option("--source", type=Path, metavar="TEXT", help="What the measured PDF was made from.")
@click.option("--marked", type=Path, metavar="PDF", help="Write it with its faults framed.")
@with_settings
def check(
    settings: Settings, release: bool, fix: bool, pdf: Path | None, **files: Path | None
) -> None:
    """Find everything that can be known without building; or measure a finished PDF."""
    from report.engine import build

    if pdf is not None:
        _measure(settings, pdf, **files)
        return
    progress = settings.progress()
    project = settings.project()
    found = build.check(project, release=release)
    if fix:
        changes = build.put_right(project)
        for place, old, new in changes:
            settings.tell(
                f"{place}: {_named(old)} → {_named(new) if new else 'deleted'}",
                {"file": place.file, "line": place.line, "column": place.column}
                | {"old": old, "new": new},
            )
        if changes:
            found = build.check(project, release=release)
    settings.show(found)
    counts = {str(level): sum(d.severity is level for d in found) for level in Severity}
    told = ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items())
    settings.tell(told + f" ({progress.seconds:.2f} s)" * settings.verbose, counts)
    exit_by(found, settings)


def _measure(settings: Settings, pdf: Path, *, source: Path | None, marked: Path | None) -> None:
    """Tell what the typographic meter finds in a PDF, by the project's tokens if there are any."""
    from report.content.load import design_as_far_as_known, load_theme
    from report.engine import output
    from report.measure.inspection import examine

    try:
        theme = load_theme(design_as_far_as_known(settings.project()))
    except ReportError:
        theme = None
    told = examine(
        pdf, theme=theme, source=source, marked=marked is not None, verbose=settings.verbose
    )
    if marked and told.marked is not None:
        output.write(marked, told.marked)
    settings.tell(told.table, told.data)


def _named(text: str) -> str:
    """Show characters with their codes: many cannot be told from others, or seen."""
    shown = f"“{text}” " if text.isprintable() and not text.isspace() else ""
    return shown + "(" + ", ".join(f"U+{ord(one):04X}" for one in text) + ")"


@main.command()
@with_settings
def doctor(settings: Settings) -> None:
    """Examine this machine: engine, fonts, colour profile, locale; a cure for what is wrong."""
    from report.content.load import design_as_far_as_known, load_theme
    from report.machine.examination import examine
    from report.project.project import Project
    from report.project.shipped import theme_folder

    home = theme_folder().resolve()
    root = settings.folder.resolve()
    project = Project(root if (root / "data").is_dir() else home, home)
    theme = load_theme(design_as_far_as_known(project))
    name = f"styles/{theme.press.profile}"
    profile = project.find(name) or home / name
    checks = examine(theme, profile, (theme.type.serif, theme.type.sans))
    for one in checks:
        cure = "" if one.ok or not one.cure else f"\n    → {one.cure}"
        settings.tell(
            f"{'ok' if one.ok else 'NO':3} {one.name}: {one.detail}{cure}",
            {"name": one.name, "ok": one.ok, "detail": one.detail, "cure": one.cure},
        )
    found = [one.diagnostic for one in checks if one.diagnostic]
    if settings.form != "text":
        settings.show(found)
    exit_by(found, settings)


@main.command()
@with_settings
def schema(settings: Settings) -> None:
    """Write the JSON Schemas of the data files to data/.schema/, for editors."""
    from report.content.schema import schemas
    from report.engine import output

    folder = settings.project().data / ".schema"
    output.prepare(folder)
    for name, text in schemas().items():
        output.write(folder / name, text.encode())
        settings.tell(shown(folder / name), {"path": str(folder / name)})


@main.command()
@click.option(
    "--dpi",
    type=click.IntRange(10, 600),
    default=110,
    show_default=True,
    help="Pixels to the inch.",
)
@click.option(
    "--target",
    type=click.Choice(["print", "screen"]),
    default="screen",
    show_default=True,
    help="Whose pages; the PDF is built when it is not there yet.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the pictures go.  [default: build/pages/ in the project]",
)
@with_settings
def pages(settings: Settings, dpi: int, target: str, folder: Path | None) -> None:
    """Write a PNG of every page and one contact sheet."""
    from report.engine import output
    from report.engine.build import build as run
    from report.model.target import TARGETS
    from report.pages.images import contact_sheet, png, render

    project = settings.project()
    chosen = TARGETS[target]
    pdf = project.output / chosen.file_name
    progress = settings.progress()
    if not pdf.is_file():
        place = project.output
        settings.show(run(project, [chosen], place, progress, fail_level=settings.fail_level)[1])
    place = folder if folder is not None else project.output / "pages"
    output.prepare(place)
    with progress.step("pages"):
        try:
            images = list(render(pdf.read_bytes(), dpi))
        except RuntimeError as exc:
            hint = "build it anew with “report build”"
            message = f"{shown(pdf)} is not a sound PDF: {exc}"
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


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="PDF")
@click.option(
    "--profile",
    type=click.Choice(["print", "screen"]),
    help="What the PDF is for.  [default: screen when it is tagged, else print]",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write every rule and its result as a PDF of one page.",
)
@click.option(
    "--most-ink",
    type=click.FloatRange(100, 400),
    default=300,
    show_default=True,
    metavar="PERCENT",
    help="The most ink that the printing condition takes on one spot.",
)
@with_settings
def preflight(
    settings: Settings,
    file: Path,
    profile: Profile | None,
    certificate: Path | None,
    most_ink: float,
) -> None:
    """Ask every rule of the press or of accessibility of a finished PDF, anyone's."""
    from report.preflight.inspection import examine

    inspection = examine(file, profile, most_ink=most_ink, verbose=settings.verbose)
    if certificate:
        from report.engine import output
        from report.engine.certificate import certificate as record

        output.write(certificate, record(file.name, inspection.result, inspection.digest))
    settings.show(inspection.found)
    settings.tell(inspection.table, inspection.data)
    exit_by(inspection.found, settings)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@with_settings
def new(settings: Settings, folder: Path) -> None:
    """Start a report in DIR: a small project that uses every block type once."""
    from report.engine.new import create

    place = settings.folder / folder
    files = create(place)
    settings.tell(
        f"{shown(place)}/  {len(files)} files\nNext: report -C {shown(place)} build",
        {"folder": str(place), "files": [str(file) for file in files]},
    )
