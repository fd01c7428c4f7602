"""The source files that the pages may show: their lines, and links to the editor.

Only files in the folders that a build reads are opened, of the project or of its theme.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from report.findings.errors import ReportError
from report.project.project import Project
from report.serve.editor import Editor
from report.serve.watch import FOLDERS

#: Lines shown on each side of a finding; longer lines are cut.
_AROUND, _LONGEST = 3, 300


@dataclass(frozen=True, slots=True)
class Sources:
    """The source files of a project."""

    project: Project
    editor: Editor

    def find(self, name: str) -> Path | None:
        """Return the path of a file by its name within the project; None for any other."""
        pure = PurePosixPath(name)
        if not pure.parts or pure.parts[0] not in FOLDERS or ".." in pure.parts:
            return None
        try:
            return self.project.find(name)
        except (ReportError, OSError, ValueError):
            return None

    def place(self, name: str, line: int, column: int = 0) -> dict[str, Any] | None:
        """Return a place with a link to the editor; None for something that is no such file."""
        path = self.find(name)
        if path is None:
            return None
        link = self.editor.link(path, line, column)
        return {"file": name, "line": line, "column": column, "editor": link}

    def lines(self, name: str, line: int) -> list[tuple[int, str]]:
        """Return the lines around a line; none when the file is not one of them."""
        path = self.find(name)
        if path is None or line < 1:
            return []
        try:
            text = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        first = max(1, line - _AROUND)
        shown = text[first - 1 : line + _AROUND]
        return [(number, one[:_LONGEST]) for number, one in enumerate(shown, first)]

    def name_of(self, path: str) -> str:
        """Return the name within the project of a path that an editor gives."""
        given = Path(path)
        if given.is_absolute():
            for root in self.project.roots:
                for one in (given, given.resolve()):
                    if one.is_relative_to(root):
                        return one.relative_to(root).as_posix()
        return PurePosixPath(path).as_posix()
