"""A report project: the paths of its data, output, templates and styles.

In: a folder. Out: :class:`Project`. Templates and styles are taken from the project, then from a
folder that many projects share, if there is one, then from the installed theme.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from report.findings.diagnostics import Place, diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.project.overlay import NOTHING, Overlay
from report.project.shipped import theme_folder


@dataclass(frozen=True, slots=True)
class Project:
    """The paths of a project. All paths are absolute."""

    root: Path
    theme: Path
    #: The chosen design: a folder in styles/themes/; empty: only styles/.
    design: str = ""
    #: A folder with ``templates/`` and ``styles/`` that come between the project's and the theme's.
    shared: Path | None = None
    #: What differs from the files.
    overlay: Overlay = NOTHING

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
        """Return the project with this design."""
        return replace(self, design=design)

    def varied(self, shared: Path | None, overlay: Overlay = NOTHING) -> Project:
        """Return the project with a shared theme, and with what differs from its files."""
        return replace(self, shared=shared.resolve() if shared else None, overlay=overlay)

    def designs(self) -> list[str]:
        """Return the names of all designs."""
        folders = (root / "themes" for root in self.layers("styles"))
        return sorted(
            {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
        )

    @property
    def tokens(self) -> Path | None:
        """The file of the tokens: the design's, otherwise that of ``styles/``; see :meth:`find`."""
        own = self.find(f"styles/themes/{self.design}/tokens.yaml") if self.design else None
        return own or self.find("styles/tokens.yaml")

    @property
    def data(self) -> Path:
        """The folder of the data."""
        return self.root / "data"

    @property
    def sources(self) -> Path:
        """The folder of the spreadsheets that the facts are imported from."""
        return self.root / "sources"

    @property
    def images(self) -> Path:
        """The folder of the pictures."""
        return self.data / "images"

    @property
    def output(self) -> Path:
        """The default folder for results."""
        return self.root / "build"

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that may be read: the project's, the shared theme's, then the theme's."""
        between = (self.shared,) if self.shared else ()
        return tuple(dict.fromkeys((self.root, *between, self.theme)))

    def layers(self, name: str) -> tuple[Path, ...]:
        """Return the existing folders ``name`` (templates, styles), the project's first."""
        return tuple(root / name for root in self.roots if (root / name).is_dir())

    def find(self, name: str) -> Path | None:
        """Return the file ``name`` (``styles/page.css``) of the project, otherwise of a theme.

        A picture of the overlay stands for the project's.
        Raises FindingsError for a symbolic link that leads out of the project (D011), and for
        something that is not a file (D002).
        """
        if given := self.overlay.files.get(name):
            return given
        for root in self.roots:
            path = root / name
            if os.path.lexists(path):
                real = self.inside(path, root, Place(name, 1, 1))
                if real.is_file():
                    return real
                reason = "it is not a file, or a link to a missing file"
                raise _unreadable(name, Place(name, 1, 1), reason)
        return None

    def inside(self, path: Path, root: Path, place: Place) -> Path:
        """Return the real path of ``path``, and check that it is inside ``root``.

        Raises FindingsError at ``place``: D011 when it is outside, D002 for a loop of symbolic
        links.
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
                        hint="only files in the project's folder are read; copy the file into it "
                        "and write the path there",
                        place=place,
                    )
                ]
            )
        return real

    def relative(self, path: Path) -> str:
        """Return a path relative to the project or the theme, with slashes; others unchanged."""
        for root in self.roots:
            if path.is_relative_to(root):
                return str(PurePosixPath(path.relative_to(root)))
        return str(path)


def _unreadable(name: str, place: Place, reason: str) -> FindingsError:
    hint = "put the file itself there"
    return FindingsError(
        [diagnostic("D002", f"“{name}” cannot be read: {reason}", hint=hint, place=place)]
    )
