"""``report doctor``: check this machine."""

from __future__ import annotations

import click

from report.cli.edge import Settings, exit_by, with_settings


@click.command()
@with_settings
def command(settings: Settings) -> None:
    """Check this machine: engine, fonts, colour profile, locale; say how to fix what is wrong."""
    from report.content.load import load_theme, with_design_if_valid
    from report.machine.examination import examine
    from report.project.project import Project
    from report.project.shipped import theme_folder

    home = theme_folder().resolve()
    root = settings.folder.resolve()
    project = Project(root if (root / "data").is_dir() else home, home)
    theme = load_theme(with_design_if_valid(project))
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
