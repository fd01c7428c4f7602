"""Corrects unambiguous mistakes in data files, for ``report check --fix``.

In: a project. Out: the changed files, and the changes. Only characters are replaced by equivalent
ones (:mod:`report.content.oddities`); every other byte stays, including line ends, comments and a
byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from report.content.files import read_text
from report.content.oddities import Oddity, oddities, scalars
from report.content.yaml import parse
from report.findings.diagnostics import Place
from report.findings.errors import FindingsError
from report.project.project import Project

_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file with its new content, and its changes: place, old text, new text."""

    path: Path
    content: bytes
    changes: tuple[tuple[Place, str, str], ...]


def fix(project: Project, names: Iterable[str]) -> list[Fixed]:
    """Return the files with corrections; ``names`` are paths within the project.

    Nothing is written. Files that are not valid YAML are skipped.
    """
    done = []
    for name in names:
        path = project.root / name
        try:
            tree = parse(read_text(project, path), name)
        except FindingsError:
            continue
        found = [one for text in scalars(tree) for one in oddities(text) if one.usual is not None]
        raw = path.read_bytes()
        content, changes = _replaced(raw, found)
        if content != raw:
            done.append(Fixed(path, content, tuple(changes)))
    return done


def _replaced(raw: bytes, found: list[Oddity]) -> tuple[bytes, list[tuple[Place, str, str]]]:
    """Replace characters, the last ones first, so that the places of the others stay valid."""
    mark = _MARK if raw.startswith(_MARK) else b""
    bare = raw[len(mark) :]
    starts = [0, *(match.end() for match in _LINE_ENDS.finditer(bare))]
    changes = []
    for one in sorted(found, key=lambda one: (one.place.line, one.place.column), reverse=True):
        start = starts[one.place.line - 1]
        ending = _LINE_ENDS.search(bare, start)  # earlier replacements in this line have moved it
        end = ending.start() if ending else len(bare)
        line = bare[start:end].decode()
        at = one.place.column - 1
        if not line.startswith(one.written, at):
            continue  # typed as an escape, like "\u200e"
        line = line[:at] + (one.usual or "") + line[at + len(one.written) :]
        bare = bare[:start] + line.encode() + bare[end:]
        changes.append((one.place, one.written, one.usual or ""))
    return mark + bare, changes[::-1]
