"""A new report: a working project of one of the kinds.

In: a folder that is empty or does not exist yet, and a kind. Out: the files written into it. They
are copies of a folder of ``report/skeleton/``, with comments, and the schemas for editors.
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
from report.project.shipped import KINDS, SKELETONS, WORKFLOWS, workflow

#: The files in ``build/`` are not version-controlled; only the folder is.
_IGNORE = b"*\n!.gitignore\n"
#: What a workflow makes in the checkout.
_IGNORE_OF_CI = b".cache/\n.venv/\npreview/\n"
#: The kind that is made when none is named.
USUAL = next(iter(KINDS))


def create(folder: Path, ci: str | None = None, kind: str = USUAL) -> list[Path]:
    """Write a new project into ``folder``, which is made if it does not exist.

    ``kind`` is one of :data:`report.project.shipped.KINDS`, ``ci`` a service of
    :data:`report.project.shipped.WORKFLOWS` whose workflow is added.
    Returns the written files, sorted by path. Raises CannotRunError: D704 when the folder is not
    empty, D701 and D702 when it cannot be written; no files remain then.
    """
    _require_empty(folder)
    declare_drawings()
    contents = _contents(SKELETONS / kind)
    if ci is not None:
        contents[Path(WORKFLOWS[ci])] = workflow(ci)
        contents[Path(".gitignore")] = _IGNORE_OF_CI
    files = {folder / name: content for name, content in sorted(contents.items())}
    with _removed_on_failure(files):
        for place in dict.fromkeys([folder, *(path.parent for path in files)]):
            output.prepare(place)
        output.write_all(files)
    return list(files)


def _require_empty(folder: Path) -> None:
    try:
        first = next(folder.iterdir(), None) if folder.is_dir() else None
    except OSError:  # it cannot be read; writing will raise the reason
        return
    if first is not None:
        raise CannotRunError(
            [
                diagnostic(
                    "D704",
                    f"the folder {folder} is not empty: it has {first.name}",
                    hint="name a folder that is empty or does not exist yet; nothing is ever "
                    "overwritten",
                )
            ]
        )


def _contents(skeleton: Path) -> dict[Path, bytes]:
    """Return every file of a new project by its path within it."""
    made = {
        path.relative_to(skeleton): path.read_bytes()
        for path in skeleton.rglob("*")
        if path.is_file()
    }
    made |= {Path("data/.schema", name): text.encode() for name, text in schemas().items()}
    made[Path("build/.gitignore")] = _IGNORE
    return made


@contextlib.contextmanager
def _removed_on_failure(files: Iterable[Path]) -> Iterator[None]:
    """Remove the folders made for ``files`` when this block fails; existing ones are kept."""
    folders = {above for file in files for above in file.parents}
    new = sorted((one for one in folders if not os.path.lexists(one)), reverse=True)
    try:
        yield
    except BaseException:
        for folder in new:  # inner folders first
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
