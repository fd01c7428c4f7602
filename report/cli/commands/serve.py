"""``report serve``: the pages in a browser, made again when a file is saved."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from report.cli.edge import Settings, with_settings

PORT = 8600


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="N",
    help="The port; the next free one when it is taken. 0 takes any.",
)
@click.option(
    "--target",
    type=click.Choice(["screen", "print"]),
    default="screen",
    show_default=True,
    help="Which pages to show first.",
)
@click.option(
    "--open/--no-open",
    "browser",
    default=None,
    help="Open the page in the browser.  [default: when standard output is a terminal]",
)
@click.option(
    "--poll",
    is_flag=True,
    help="Look at the files four times a second, where the system does not tell changes. Folders "
    "of networks and of a container's host are found out by themselves.",
)
@click.option(
    "--editor",
    envvar="REPORT_EDITOR",
    metavar="TEXT",
    help="What opens a file: a link such as “idea://open?file={file}&line={line}”, or a command "
    "such as “code -g {file}:{line}”.  [default: Visual Studio Code; also REPORT_EDITOR]",
)
@with_settings
def command(
    settings: Settings,
    folder: Path | None,
    port: int,
    target: str,
    browser: bool | None,
    poll: bool,
    editor: str | None,
) -> None:
    """Show the pages in a browser, and make them again when a file is saved.

    DIR is the report's folder, by default the current one. The address is printed when the first
    pages are ready. Ctrl-C stops.
    """
    from report.serve.editor import VSCODE, Editor
    from report.serve.live import Live, Options
    from report.serve.server import Told, run
    from report.serve.sources import Sources

    if folder is not None:
        settings = replace(settings, folder=settings.folder / folder)
    project = settings.project()

    def log(line: str) -> None:
        if not settings.quiet and settings.form == "text":
            click.echo(line, err=True)

    live = Live(project, settings.store(), Options(target, poll), log)
    sources = Sources(project, Editor(editor or VSCODE))
    told = Told(
        moved=lambda other: log(f"port {port} is taken; {other} is used"),
        ready=lambda address: settings.tell(address, {"url": address}),
    )
    show = sys.stdout.isatty() if browser is None else browser
    run(live, sources, port, told, browser=show)
