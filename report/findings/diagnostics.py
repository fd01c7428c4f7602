"""Findings, as every room reports them; the package ``formats`` writes them.

The codes are stable: a code is never reused for another meaning. Each code has a file in
``codes/``, which explains it and is copied into ``docs/diagnostics.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath


class Severity(StrEnum):
    """How severe a finding is, most severe first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


_FIRST = re.compile(r"(Error|Warning|Note): (.+?)\.(?= |$)", re.MULTILINE)


def codes(folder: Path) -> dict[str, tuple[Severity, str]]:
    """Read the codes of a folder: for each, its default severity and a short description.

    Each code has a file, such as ``D001.md``. Its first line has both: ``Error: a data file is
    missing.`` Raises ValueError for a file that begins differently.
    """
    found = {}
    for path in sorted(folder.glob("*.md")):
        first = _FIRST.match(path.read_text(encoding="utf-8"))
        if first is None:
            raise ValueError(
                f"{path.name} does not begin with “Error: …”, “Warning: …” or “Note: …”"
            )
        found[path.stem] = (Severity(first[1].lower()), first[2])
    return found


#: Every code, with its default severity and a short description.
CODES = codes(Path(__file__).parent / "codes")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: file relative to the project, line and column from 1 (0: unknown)."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.file and self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


NOWHERE = Place()
#: A cell of a spreadsheet as a file: ``sources/x.xlsx:環境!D14``.
_CELL = re.compile(r"(?P<file>.+\.[A-Za-z]{3,4}):(?P<cell>[^:]+![A-Z]{1,3}[0-9]+)")


def parted_cell(file: str) -> tuple[str, str]:
    """Split a place in a spreadsheet into its file and its cell, ``環境!D14``; else no cell."""
    match = _CELL.fullmatch(file)
    return (match["file"], match["cell"]) if match else (file, "")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong (``message``), where, and what to do (``hint``)."""

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> Place:
        """The place as one object."""
        return Place(self.file, self.line, self.column)


def diagnostic(
    code: str,
    message: str,
    *,
    hint: str = "",
    place: Place = NOWHERE,
    severity: Severity | None = None,
) -> Diagnostic:
    """Return a Diagnostic; without ``severity`` it has the default severity of its code."""
    severity = severity or CODES[code][0]
    return Diagnostic(code, severity, message, hint, place.file, place.line, place.column)


def escalate(found: Iterable[Diagnostic], codes: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Return the findings; those with one of the codes become errors."""
    return tuple(replace(d, severity=Severity.ERROR) if d.code in codes else d for d in found)


def worst(found: Iterable[Diagnostic]) -> Severity | None:
    """Return the worst severity among the findings, None when there are none."""
    return min((d.severity for d in found), key=lambda s: s.rank, default=None)


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort findings by file, line and column, and remove duplicates."""
    unique = dict.fromkeys(found)
    return sorted(
        unique, key=lambda d: (PurePosixPath(d.file).parts, d.line, d.column, d.severity.rank)
    )
