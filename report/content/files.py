"""Reading data files: what can be wrong with a file before anyone looks at its YAML."""

from __future__ import annotations

from pathlib import Path

from report.diagnostics import NOWHERE, Place, diagnostic
from report.errors import FindingsError
from report.project import Project

#: A data file larger than this is a mistake, not a text (bytes).
LARGEST = 4_000_000


def read_text(project: Project, path: Path, named_at: Place = NOWHERE) -> str:
    """Read one data file.

    ``named_at`` is where another file names this one. Gives the text, line ends as ``\\n``.
    Raises FindingsError: D011 outside the project, D001 missing, D002 unreadable, D005 larger
    than 4 MB, D003 not UTF-8, D004 empty.
    """
    real = project.inside(path, project.root, named_at)
    name = project.relative(path)

    def fail(code: str, message: str, hint: str, place: Place | None = None) -> FindingsError:
        return FindingsError([diagnostic(code, message, hint=hint, place=place or Place(name, 1, 1))])

    if not real.exists():
        raise fail(
            "D001",
            f"the file “{name}” does not exist",
            "check the spelling of the name, or put the file there",
            named_at if named_at.file else Place(name),
        )
    if not real.is_file():
        raise fail("D002", f"“{name}” is not a file", "name a YAML file", named_at)
    try:
        size = real.stat().st_size
        if size > LARGEST:
            raise fail(
                "D005",
                f"this file has {size / 1e6:.0f} MB; a data file may have {LARGEST / 1e6:.0f} MB",
                "a data file holds text only; is this the right file?",
            )
        raw = real.read_bytes()
    except OSError as exc:
        raise fail(
            "D002", f"this file cannot be read: {exc.strerror}", "check its permissions"
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = raw.count(b"\n", 0, exc.start) + 1
        column = exc.start - (raw.rfind(b"\n", 0, exc.start) + 1) + 1
        raise fail(
            "D003",
            "this file is not UTF-8 text",
            "save it again with the encoding UTF-8 (in many editors: Save with Encoding)",
            Place(name, line, column),
        ) from None
    if not text.strip():
        raise fail("D004", "this file is empty", "write its content, or restore it")
    return text.replace("\r\n", "\n").replace("\r", "\n")
