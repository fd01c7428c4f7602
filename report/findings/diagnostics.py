"""Findings, as every room reports them; ``formats.py`` shows them.

The codes are stable: a code is never reused for another meaning. Each is a file of ``codes/``,
which explains it and is printed in ``docs/diagnostics.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Give 0 for an error, 1 for a warning, 2 for a note."""
        return list(Severity).index(self)


_FIRST = re.compile(r"(Error|Warning|Note): (.+?)\.(?= |$)", re.MULTILINE)


def codes(folder: Path) -> dict[str, tuple[Severity, str]]:
    """Read the codes of a folder: their usual severity and what they are about, in a few words.

    A file ``D001.md`` is a code; its first line says both, ``Error: a data file is missing.``, and
    all of it stands in docs/diagnostics.md. Raises ValueError for a file that begins otherwise.
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


#: Every code: its usual severity and what it is about, in a few words.
CODES = codes(Path(__file__).parent / "codes")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: path relative to the project, line and column from 1 (0: unknown)."""

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
    """Make a Diagnostic; its severity is the code's usual one unless given."""
    usual = CODES[code][0]
    return Diagnostic(code, severity or usual, message, hint, place.file, place.line, place.column)


def escalate(found: Iterable[Diagnostic], codes: frozenset[str]) -> tuple[Diagnostic, ...]:
    """Give the findings with those of the given codes made errors."""
    return tuple(replace(d, severity=Severity.ERROR) if d.code in codes else d for d in found)


def worst(found: Iterable[Diagnostic]) -> Severity | None:
    """Give the worst severity among the findings, None when there are none."""
    return min((d.severity for d in found), key=lambda s: s.rank, default=None)


def in_order(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort findings for reading: by file, line and column, each only once."""
    unique = dict.fromkeys(found)
    return sorted(
        unique, key=lambda d: (PurePosixPath(d.file).parts, d.line, d.column, d.severity.rank)
    )
