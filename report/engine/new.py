"""A new report: a small working project that uses every block type once.

In: a folder that is empty or not there yet. Out: the files written into it. What they hold is
``report/skeleton/``, whose comments explain every block type; the schemas for editors are added.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from report.content.schema import schemas
from report.engine import output
from report.figures.declared import declare_drawings
from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError
from report.project.shipped import SKELETON

#: What ``build/`` holds is made and never kept; the folder itself stays.
_IGNORE = b"*\n!.gitignore\n"


def create(folder: Path) -> list[Path]:
    """Write a new project into ``folder``, which is made when it is not there.

    Gives the files written, in order of their paths. Raises CannotRunError: D704 when the folder
    holds anything, D701 and D702 when it cannot be written; nothing is left behind then.
    """
    _require_empty(folder)
    declare_drawings()
    files = {folder / name: content for name, content in sorted(_contents().items())}
    with _undone(files):
        for place in dict.fromkeys([folder, *(path.parent for path in files)]):
            output.prepare(place)
        output.write_all(files)
    return list(files)


def _require_empty(folder: Path) -> None:
    try:
        first = next(folder.iterdir(), None) if folder.is_dir() else None
    except OSError:  # it cannot be looked into; writing will say why
        return
    if first is not None:
        raise CannotRunError(
            [
                diagnostic(
                    "D704",
                    f"the folder {folder} is not empty: it holds {first.name}",
                    hint="name a folder that is empty or does not exist yet; nothing is ever "
                    "overwritten",
                )
            ]
        )


def _contents() -> dict[Path, bytes]:
    """Give every file of a new project by its path within it."""
    made = {
        path.relative_to(SKELETON): path.read_bytes()
        for path in SKELETON.rglob("*")
        if path.is_file()
    }
    made |= {Path("data/.schema", name): text.encode() for name, text in schemas().items()}
    made[Path("build/.gitignore")] = _IGNORE
    return made


@contextlib.contextmanager
def _undone(files: Iterable[Path]) -> Iterator[None]:
    """Take away the folders made for ``files`` when this block fails; what was there stays."""
    folders = {above for file in files for above in file.parents}
    new = sorted((one for one in folders if not os.path.lexists(one)), reverse=True)
    try:
        yield
    except BaseException:
        for folder in new:  # the inner ones first
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
