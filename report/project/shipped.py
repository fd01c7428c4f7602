"""Files in the package: the theme, and the files of a new project."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]

#: The folder with the files of new projects, those of each kind in a folder with its name.
SKELETONS = _PACKAGE / "skeleton"
#: The kinds of new projects and what each is, the usual one first.
KINDS = {
    "small": "a small report that uses every block type once, with a comment on every key",
    "esg": "a sustainability report with a spreadsheet, a data table and every drawing over time",
}
#: The folder with the files of the usual kind.
SKELETON = SKELETONS / next(iter(KINDS))
#: The workflows of CI for a new project: the file in it, by the name of the service.
WORKFLOWS = {"github": ".github/workflows/report.yml", "gitlab": ".gitlab-ci.yml"}


def workflow(service: str) -> bytes:
    """Return the workflow for a service of :data:`WORKFLOWS`."""
    return (_PACKAGE / "workflows" / f"{service}.yml").read_bytes()


def theme_folder() -> Path:
    """Return the folder with the shipped ``templates/`` and ``styles/``.

    In an installed wheel it is inside the package, in a checkout beside it.
    """
    packaged = _PACKAGE / "theme"
    return packaged if packaged.is_dir() else _PACKAGE.parent
