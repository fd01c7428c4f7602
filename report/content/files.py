"""Reads data files, and reports what is wrong with a file before its YAML is parsed."""

from __future__ import annotations

import codecs
import os
import stat
import unicodedata
from pathlib import Path

from report.content.advice import nearest
from report.findings.diagnostics import NOWHERE, Place, diagnostic
from report.findings.errors import FindingsError
from report.project.project import Project

#: What a data file is.
_YAML = "a YAML file"
#: The largest size of a data file, in bytes.
LARGEST = 1_000_000


def beside(base: Path, name: str) -> Path:
    """Return the path of ``name`` relative to the folder of the file ``base``.

    Names with accents are found in both Unicode forms, NFC and NFD: some systems store é as one
    character, others as a letter and an accent.
    """
    path = Path(os.path.normpath(base.parent / name))
    if name.isascii() or os.path.lexists(path):
        return path
    stored = base.parent
    for part in Path(os.path.relpath(path, base.parent)).parts:
        stored = _stored(stored, part)
    return Path(os.path.normpath(stored))


def _stored(folder: Path, name: str) -> Path:
    """Return the entry of ``folder`` that equals ``name`` in NFC; otherwise ``folder / name``."""
    try:
        if not os.path.lexists(folder / name):
            wanted = unicodedata.normalize("NFC", name)
            for entry in sorted(folder.iterdir()):
                if unicodedata.normalize("NFC", entry.name) == wanted:
                    return entry
    except (OSError, ValueError):  # reading the file will report the error
        pass
    return folder / name


def read_text(project: Project, path: Path, named_at: Place = NOWHERE) -> str:
    r"""Read one data file.

    ``named_at`` is the place where another file names this one. Returns the text, with ``\n`` as
    line ends. Raises FindingsError: D011 outside the project, D001 missing, D002 unreadable, D005
    larger than 1 MB, D003 not UTF-8, D004 empty.
    """
    name = project.relative(path)
    start = Place(name, 1, 1)
    named_at = named_at if named_at.file else start
    raw = _read(project.inside(path, project.root, named_at), name, named_at, LARGEST)
    if len(raw) > LARGEST:
        raise _fault(
            "D005",
            f"this file is larger than {LARGEST / 1e6:.0f} MB",
            "a data file has only text; is this the right file?",
            start,
        )
    text = _decoded(raw, name)
    if not text.strip():
        raise _fault("D004", "this file is empty", "write its content, or restore it", start)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fault(code: str, message: str, hint: str, place: Place) -> FindingsError:
    return FindingsError([diagnostic(code, message, hint=hint, place=place)])


def read_bytes(project: Project, path: Path, named_at: Place, largest: int) -> bytes:
    """Read a file of another kind, up to ``largest`` bytes and one.

    Raises FindingsError: D011 outside the project, D001 missing, D002 unreadable.
    """
    real = project.inside(path, project.root, named_at)
    return _read(real, project.relative(path), named_at, largest, "a spreadsheet")


def _read(path: Path, name: str, named_at: Place, largest: int, kind: str = _YAML) -> bytes:
    """Read a file up to the limit and one byte, which shows that it is too large."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            what = (
                "a folder"
                if stat.S_ISDIR(mode)
                else "not a text file"
                if kind == _YAML
                else "not a regular file"
            )
            raise _fault("D002", f"“{name}” is {what}", f"name {kind}", named_at)
        with path.open("rb") as file:
            return file.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError):
        hint = _similar(path) or "check the spelling of the name, or put the file there"
        raise _fault("D001", f"the file “{name}” does not exist", hint, named_at) from None
    except OSError as exc:
        reason = exc.strerror or exc
        hint = "check the name and the permissions of the file"
        raise _fault("D002", f"“{name}” cannot be read: {reason}", hint, named_at) from None


def _similar(path: Path) -> str:
    """Suggest the name of a similar file in the folder."""
    try:
        names = {file.stem: file.name for file in sorted(path.parent.iterdir())}
    except OSError:
        return ""
    advice = nearest(path.stem, names)
    return next((advice.replace(stem, names[stem]) for stem in names if f"“{stem}”" in advice), "")


def _decoded(raw: bytes, name: str) -> str:
    raw = raw.removeprefix(codecs.BOM_UTF8)  # places in the file do not count it
    try:
        return raw.decode()
    except UnicodeDecodeError as exc:
        start = raw.rfind(b"\n", 0, exc.start) + 1
        line = raw.count(b"\n", 0, start) + 1
        column = len(raw[start : exc.start].decode()) + 1
        raise _fault(
            "D003",
            "this file is not UTF-8 text",
            "save it again with the encoding UTF-8 (in many editors: Save with Encoding); older "
            "Chinese text is often in Big5 or GBK",
            Place(name, line, column),
        ) from None
