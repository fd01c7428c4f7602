"""Files in the package: the theme, and the files of a new project."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]

#: The folder with the files of a new project.
SKELETON = _PACKAGE / "skeleton"
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
