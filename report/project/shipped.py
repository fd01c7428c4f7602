"""What comes with the package: the theme that every report can use, and the files of a new one."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]

#: The files of a new project, as they lie in its folder.
SKELETON = _PACKAGE / "skeleton"


def theme_folder() -> Path:
    """Give the folder with the shipped ``templates/`` and ``styles/``.

    In an installed wheel it lies inside the package, in a checkout beside it.
    """
    packaged = _PACKAGE / "theme"
    return packaged if packaged.is_dir() else _PACKAGE.parent
