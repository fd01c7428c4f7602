"""A report project: one folder, and where everything in it is.

In: a folder. Out: :class:`Project`, which knows the data, the output, and where templates and
styles come from: the project's own files first, then those of the installed theme.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.project.shipped import theme_folder


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything is. All paths are absolute."""

    root: Path
    theme: Path
    #: The design that the report chooses: a folder of styles/themes/; empty: styles/ alone.
    design: str = ""

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Open the project in ``folder``; raises CannotRunError (D805) when there is none."""
        try:
            project = cls(folder.resolve(), theme_folder().resolve())
            there = os.path.lexists(project.data / "report.yaml")
        except (OSError, RuntimeError):
            there = False
        if not there:
            raise CannotRunError(
                [
                    diagnostic(
                        "D805",
                        f"there is no report here: {folder} has no data/report.yaml",
                        hint="go to the report's folder, name it with -C DIR, or make one with "
                        "“report new DIR”",
                    )
                ]
            )
        return project

    def designed(self, design: str) -> Project:
        """Give the project with a design chosen."""
        return replace(self, design=design)

    def designs(self) -> list[str]:
        """Name the designs that can be chosen."""
        folders = (root / "themes" for root in self.layers("styles"))
        return sorted(
            {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
        )

    @property
    def tokens(self) -> Path | None:
        """The file of the tokens: the design's own, else that of ``styles/``; see :meth:`find`."""
        own = self.find(f"styles/themes/{self.design}/tokens.yaml") if self.design else None
        return own or self.find("styles/tokens.yaml")

    @property
    def data(self) -> Path:
        """The folder of the data."""
        return self.root / "data"

    @property
    def images(self) -> Path:
        """The folder of the pictures."""
        return self.data / "images"

    @property
    def output(self) -> Path:
        """The folder for results, unless another is asked for."""
        return self.root / "build"

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that may be read: the project's, then the theme's."""
        return (self.root,) if self.root == self.theme else (self.root, self.theme)

    def layers(self, name: str) -> tuple[Path, ...]:
        """Give the existing folders ``name`` (templates, styles), the project's own first."""
        return tuple(root / name for root in self.roots if (root / name).is_dir())

    def find(self, name: str) -> Path | None:
        """Give the file ``name`` (``styles/page.css``): the project's own, else the theme's.

        Only a file that really lies inside its root is given: a symbolic link that leads
        out of it raises FindingsError (D011).
        """
        for root in self.roots:
            path = root / name
            if os.path.lexists(path):
                real = self.inside(path, root, Place(name, 1, 1))
                if real.is_file():
                    return real
                raise _unreadable(name, Place(name, 1, 1), "it is not a file, or a link to none")
        return None

    def inside(self, path: Path, root: Path, place: Place) -> Path:
        """Check that ``path``, symbolic links followed, lies inside ``root``.

        Gives the real path; raises FindingsError with ``place``: D011 when it does not, D002
        when a symbolic link leads to itself.
        """
        name = self.relative(path)
        try:
            real = path.resolve()
            if real.is_symlink():  # a loop of links, from Python 3.13 on
                raise RuntimeError("a loop of links")
        except (OSError, RuntimeError):  # a loop of links: RuntimeError before Python 3.13
            raise _unreadable(name, place, "it is a symbolic link that leads to itself") from None
        if not real.is_relative_to(root):
            link = "is a link that " if path.is_relative_to(root) else ""
            raise FindingsError(
                [
                    diagnostic(
                        "D011",
                        f"“{name}” {link}leads out of the project",
                        hint="files are read from the project's own folder only; copy the file "
                        "into it and name it by its path there",
                        place=place,
                    )
                ]
            )
        return real

    def relative(self, path: Path) -> str:
        """Give a path as people write it: relative to the project or the theme, with slashes.

        One that lies in neither is given whole.
        """
        for root in self.roots:
            if path.is_relative_to(root):
                return str(PurePosixPath(path.relative_to(root)))
        return str(path)


def _unreadable(name: str, place: Place, reason: str) -> FindingsError:
    hint = "put the file itself there"
    return FindingsError(
        [diagnostic("D002", f"“{name}” cannot be read: {reason}", hint=hint, place=place)]
    )
