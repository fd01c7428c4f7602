"""``report cache``: what is kept between builds."""

from __future__ import annotations

import click

from report.cli.edge import Settings, with_settings


@click.command()
@click.argument(
    "action", type=click.Choice(["info", "clear"]), default="info", metavar="[info|clear]"
)
@with_settings
def command(settings: Settings, action: str) -> None:
    """Show where the cache is and how much it holds (info), or empty it (clear).

    The cache only saves time. It is in ~/.cache/report, or in the folder that the environment
    variable REPORT_CACHE names.
    """
    from report.engine.store import MOST
    from report.project.cache import cache_folder

    store = settings.store()
    usage = store.usage()
    size = f"{usage.entries} {'entry' if usage.entries == 1 else 'entries'}, "
    size += f"{usage.size / 1e6:.1f} MB"
    data = {"folder": str(cache_folder()), "entries": usage.entries, "bytes": usage.size}
    if action == "clear":
        store.clear()
        settings.tell(f"{cache_folder()}: deleted {size}", {**data, "deleted": True})
    else:
        settings.tell(f"{cache_folder()}: {size}, at most {MOST / 1e6:.0f} MB", data)
