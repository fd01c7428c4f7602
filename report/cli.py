"""The command ``report``: arguments in, calls out, exit codes. Nothing else knows Click.

Only what a command needs is imported, inside the command: ``--help`` loads Click alone, and
``check`` neither WeasyPrint nor Matplotlib.
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from report import __version__
from report.diagnostics import FORMATS, Diagnostic, Severity, diagnostic, worst
from report.errors import CannotRunError, ReportError

if TYPE_CHECKING:
    from report.progress import Progress
    from report.project import Project

FINE, FINDINGS, CANNOT_RUN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Settings:
    """What the global options say."""

    folder: Path
    form: str
    fail_level: Severity
    quiet: bool
    verbose: bool

    def project(self) -> Project:
        """Open the project."""
        from report.project import Project

        return Project.at(self.folder)

    def progress(self) -> Progress:
        """Make the display of steps."""
        from report.progress import Progress

        live = sys.stderr.isatty()
        plain = self.form == "text" and not self.quiet
        return Progress(
            lambda text: click.echo(text, err=True, nl=False),
            live=live,
            silent=not plain,
            verbose=self.verbose,
        )

    def show(self, found: Iterable[Diagnostic]) -> None:
        """Write findings to standard error; quiet shows only those that make it fail."""
        shown = [d for d in found if not self.quiet or d.severity.rank <= self.fail_level.rank]
        if shown or self.form == "json":
            click.echo(FORMATS[self.form](shown), err=True)

    def tell(self, plain: str, data: dict[str, Any]) -> None:
        """Write a result to standard output: as text, or as one line of JSON."""
        click.echo(json.dumps(data, ensure_ascii=False) if self.form == "json" else plain)


class _Command(click.Group):
    """The group: turns errors into Diagnostics and exit codes at this one edge."""

    is_program = False

    def main(self, *args: Any, **kwargs: Any) -> Any:
        if not args and "args" not in kwargs:  # as a program, not called from another
            self.is_program = True
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().main(*args, **kwargs)
        except OSError as exc:  # while a help text is written: no command runs yet
            _DEFAULTS.show(self._refused(exc))
            sys.exit(CANNOT_RUN)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ReportError as exc:
            found, code = exc.diagnostics, FINDINGS
            if isinstance(exc, CannotRunError):
                code = CANNOT_RUN
        except KeyboardInterrupt:
            found, code = (_stopped(),), CANNOT_RUN
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            raise
        except OSError as exc:
            found, code = self._refused(exc), CANNOT_RUN
        except Exception as exc:  # noqa: BLE001 - a writer gets an answer, not a traceback
            found = (_stopped() if _interrupted(exc) else self._own_fault(ctx, exc),)
            code = CANNOT_RUN
        _given(ctx).show(found)
        if self.is_program and any(d.code == "D705" for d in found):
            # An interpreter that was interrupted inside exec() ends itself by SIGINT whatever
            # exit code it is given (CPython: unhandled_keyboard_interrupt); so do not ask it.
            sys.stderr.flush()
            os._exit(code)
        return ctx.exit(code)

    def _refused(self, exc: OSError) -> tuple[Diagnostic, ...]:
        if self.is_program:
            # What standard output still holds would fail again at exit, with code 120.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = f"the system refuses: {exc.strerror or exc}"
        message += f" ({exc.filename})" if exc.filename else ""
        hint = "see that files and output may be written, and that the disk has room"
        return (diagnostic("D702", message, hint=hint),)

    @staticmethod
    def _own_fault(ctx: click.Context, exc: Exception) -> Diagnostic:
        if _given(ctx).verbose:
            click.echo("".join(traceback.format_exception(exc)), err=True)
        message = f"report itself failed: {type(exc).__name__}: {exc}"
        hint = "the program is at fault, not your files; tell whoever looks after it, with what "
        return diagnostic("D806", message, hint=f"{hint}“report -v” prints")


def _stopped() -> Diagnostic:
    hint = "nothing is half-written: the PDFs are those of the last finished build"
    return diagnostic("D705", "stopped before the end", hint=hint)


def _interrupted(exc: BaseException | None) -> bool:
    """Say whether an exception came of an interruption that a library took for its own fault."""
    while exc is not None:
        if isinstance(exc, KeyboardInterrupt):
            return True
        exc = exc.__cause__ or exc.__context__
    return False


def _given(ctx: click.Context) -> Settings:
    return ctx.obj if isinstance(ctx.obj, Settings) else _DEFAULTS


_DEFAULTS = Settings(Path(), "text", Severity.ERROR, quiet=False, verbose=False)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
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
    help="How findings are written: for people, for programs, or as GitHub annotations.",
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


def _settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the global options as its first argument."""

    @click.pass_context
    def wrapped(ctx: click.Context, /, *args: Any, **kwargs: Any) -> Any:
        return function(ctx.find_root().obj, *args, **kwargs)

    return update_wrapper(wrapped, function)


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
@_settings
def build(settings: Settings, target: str, folder: Path | None, release: bool) -> None:
    """Build the PDFs: build/print.pdf and build/screen.pdf."""
    from report.build import build as run
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
            f"{_shown(one.path)}  {one.pages} pages",
            {"target": one.target.name, "path": str(one.path), "pages": one.pages},
        )
    if settings.form == "text":
        count = f"{warnings} warning{'' if warnings == 1 else 's'}"
        click.echo(f"{progress.seconds:.1f} s, {count}")


def _shown(path: Path) -> str:
    """Give a path as short as it can be typed from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@main.command()
@click.option("--release", is_flag=True, help="Judge as for a release: drafts are errors.")
@click.option("--typography", "pdf", type=Path, metavar="PDF", help="Measure a PDF's lines.")
@click.option("--source", type=Path, metavar="TEXT", help="What the measured PDF was made from.")
@click.option("--marked", type=Path, metavar="PDF", help="Write it with its faults framed.")
@_settings
def check(settings: Settings, release: bool, pdf: Path | None, **files: Path | None) -> None:
    """Find everything that can be known without building; or measure a finished PDF."""
    from report import build, typography

    if pdf is not None:
        settings.tell(*typography.examine(pdf, **files, verbose=settings.verbose))
        return
    progress = settings.progress()
    settings.show(found := build.check(settings.project(), release=release))
    counts = {str(level): sum(d.severity is level for d in found) for level in Severity}
    told = ", ".join(f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts.items())
    settings.tell(told + f" ({progress.seconds:.2f} s)" * settings.verbose, counts)
    _exit_by(found, settings)


def _exit_by(found: Iterable[Diagnostic], settings: Settings) -> None:
    level = worst(found)
    if level is not None and level.rank <= settings.fail_level.rank:
        raise click.exceptions.Exit(FINDINGS)


@main.command()
@_settings
def doctor(settings: Settings) -> None:
    """Examine this machine: engine, fonts, colour profile, locale; a cure for what is wrong."""
    from report.content.load import design_as_far_as_known, load_theme
    from report.doctor import examine
    from report.project import ICC_PROFILE, Project, theme_folder

    home = theme_folder().resolve()
    root = settings.folder.resolve()
    project = Project(root if (root / "data").is_dir() else home, home)
    theme = load_theme(design_as_far_as_known(project))
    profile = project.find(f"styles/{ICC_PROFILE}") or home / "styles" / ICC_PROFILE
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
    _exit_by(found, settings)


@main.command()
@_settings
def schema(settings: Settings) -> None:
    """Write the JSON Schemas of the data files to data/.schema/, for editors."""
    from report import output
    from report.content.schema import schemas

    folder = settings.project().data / ".schema"
    output.prepare(folder)
    for name, text in schemas().items():
        output.write(folder / name, text.encode())
        settings.tell(_shown(folder / name), {"path": str(folder / name)})


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
@_settings
def pages(settings: Settings, dpi: int, target: str, folder: Path | None) -> None:
    """Write a PNG of every page and one contact sheet."""
    from report import output
    from report.build import build as run
    from report.model.target import TARGETS
    from report.preview.pages import contact_sheet, png, render

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
            message = f"{_shown(pdf)} is not a sound PDF: {exc}"
            raise CannotRunError([diagnostic("D703", message, hint=hint)]) from None
        sheet = (
            place.parent / "contact-sheet.png" if folder is None else place / "contact-sheet.png"
        )
        files = {place / f"page-{n:02}.png": png(image) for n, image in enumerate(images, 1)}
        output.write_all({**files, sheet: png(contact_sheet(images))})
        for old in set(place.glob("page-*.png")) - set(files):
            old.unlink()
    settings.tell(
        f"{_shown(place)}/  {len(images)} pages\n{_shown(sheet)}",
        {"folder": str(place), "pages": len(images), "contact_sheet": str(sheet)},
    )


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@_settings
def new(settings: Settings, folder: Path) -> None:
    """Start a report in DIR: a small project that uses every block type once."""
    from report.new import create

    place = settings.folder / folder
    files = create(place)
    settings.tell(
        f"{_shown(place)}/  {len(files)} files\nNext: report -C {_shown(place)} build",
        {"folder": str(place), "files": [str(file) for file in files]},
    )
