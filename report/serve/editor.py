"""Opens a file at a line in an editor: by a link, or by a command."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

VSCODE = "vscode://file{file}:{line}:{column}"


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor: a link or a command with ``{file}``, ``{line}`` and ``{column}``."""

    pattern: str = VSCODE

    @property
    def is_command(self) -> bool:
        """Whether it is a command, not a link."""
        return "://" not in self.pattern

    def link(self, path: Path, line: int, column: int = 0) -> str:
        """Return the link to a place; empty for a command."""
        if self.is_command:
            return ""
        places = {"line": str(max(line, 1)), "column": str(max(column, 1))}
        return self.pattern.format(file=quote(path.as_posix()), **places)

    def run(self, path: Path, line: int, column: int = 0) -> None:
        """Start the command; raises OSError when it does not exist.

        The pattern is split into words before the path is put in, so that no path is a command.
        """
        places = {"file": str(path), "line": str(max(line, 1)), "column": str(max(column, 1))}
        words = [word.format(**places) for word in shlex.split(self.pattern)]
        if "{file}" not in self.pattern:
            words.append(str(path))
        subprocess.Popen(  # noqa: S603 - the person who serves has named the command
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
