"""The program: its global options, and its commands from the folder ``commands/``."""

from __future__ import annotations

import io
import pkgutil
import sys
from importlib import import_module
from pathlib import Path

import click

from report import __version__
from report.cli import commands
from report.cli.edge import Edge, Settings
from report.findings.diagnostics import Severity
from report.findings.formats import FORMATS


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
    help="Format of the findings: text is for people, the others are for programs.",
)
@click.option(
    "--fail-level",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="The least severe finding that makes a command fail (exit code 1).",
)
@click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Show only results, and findings that make the command fail.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show more: the time of each step, tracebacks.")
@click.version_option(__version__, prog_name="report")
@click.pass_context
def main(
    ctx: click.Context, folder: Path, form: str, fail_level: str, quiet: bool, verbose: bool
) -> None:
    """Typeset a Traditional Chinese report from YAML data as a print PDF and a screen PDF.

    Exit codes: 0 no errors; 1 errors in the data, the styles, the templates or the PDF;
    2 the command could not run. Findings go to standard error, results to standard output.
    """
    ctx.obj = Settings(folder, form, Severity(fail_level), quiet, verbose)
    if isinstance(sys.stdout, io.TextIOWrapper):  # in any locale, every path can be printed
        sys.stdout.reconfigure(errors="backslashreplace")


for found in pkgutil.iter_modules(commands.__path__):
    main.add_command(import_module(f"{commands.__name__}.{found.name}").command, found.name)
