"""A worker that helps with a long report, of which another worker has the lead.

In: an :class:`Errand`, and a job: a function and its arguments. Out: who did it, and its result.
The worker writes the files of the report into a folder, and opens its document as the lead has. It
keeps the last ones open, so that this is done once for all parts.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from distributed import get_worker

from report.batch.contents import Contents
from report.batch.kept import SharedStore
from report.batch.making import project_of
from report.batch.orders import Errand, Order, Stored
from report.batch.process import free
from report.batch.unpacking import environment, fetched, laid_out, own_name
from report.engine import recall
from report.engine.inputs import known_tools
from report.engine.store import Store, key_of
from report.model.target import TARGETS

if TYPE_CHECKING:
    from report.engine.document import Document, Kept
    from report.project.project import Project

#: How many documents stay open: the two PDFs of a report may be made at the same time.
_MOST = 2


@dataclass(frozen=True, slots=True)
class _Opened:
    """An open document, and its folder."""

    document: Document
    folder: Path

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


#: The documents that this process has open, the one that was used last at the end.
_open: dict[str, _Opened] = {}


class NotThereError(Exception):
    """Something that a job needs cannot be got from the shared store."""


def do(errand: Errand, work: Callable[..., Any], args: tuple[Any, ...]) -> tuple[str, Any]:
    """Do a job for the document of an errand; returns the name of this worker, and the result.

    Raises what the job raises, NotThereError, and whatever keeps the document from being opened.
    """
    from report.engine.makers import serve
    from report.engine.making import isolate_fonts

    order = errand.order
    shared = Contents(order.terms.store)
    with environment(order.terms):
        opened = _opened(errand, shared)
        given = [_content(shared, one.sha256) if isinstance(one, Stored) else one for one in args]
        source = opened.document.source
        isolate_fonts(source.content.project, source.content.theme)
        serve(opened.document.typesetter, source.vectors.gradients)
        try:
            return own_name(), work(*given)
        finally:
            serve(None, None)


def close() -> None:
    """Close all documents, for their memory and their files."""
    if not _open:
        return
    for one in _open.values():
        one.close()
    _open.clear()
    free()


def _opened(errand: Errand, shared: Contents) -> _Opened:
    order = errand.order
    key = key_of(errand.target, errand.source, order.manifest.digest(), repr(order.task.variables))
    opened = _open.pop(key, None)
    if opened is None:
        while len(_open) >= _MOST:
            _open.pop(next(iter(_open))).close()
        home = Path(get_worker().local_directory) / "report"
        folder = home / "parts" / key
        shutil.rmtree(folder, ignore_errors=True)
        opened = _Opened(_document(errand, shared, home, folder), folder)
    _open[key] = opened
    return opened


def _document(errand: Errand, shared: Contents, home: Path, folder: Path) -> Document:
    """Open the document of an errand from files in ``folder``."""
    from report.engine.document import Document, Source
    from report.engine.making import isolate_fonts, load_engine
    from report.engine.reading import read

    load_engine()
    order = errand.order
    contents, missing = fetched(order, shared, Store(home / "contents"))
    if missing:
        raise NotThereError(", ".join(sorted(missing)))
    task = laid_out(order, folder, home / "themes", contents.__getitem__)
    project = project_of(task)
    content = read(project, release=task.release)
    isolate_fonts(content.project, content.theme)
    filled = json.loads(_content(shared, errand.source))
    target = TARGETS[errand.target]
    source = Source.filled(content, target, filled["html"], filled["figures"])
    return Document.of(source, _kept(order, project, shared, home))


def _kept(order: Order, project: Project, shared: Contents, home: Path) -> Kept | None:
    """Return the store of kept parts, in which drawings are as they were typeset before."""
    from report.engine.document import Kept
    from report.engine.drawings import Drawings

    tools = known_tools()
    now = recall.inputs_of(project, dict(tools) if tools else None)
    if now is None or not order.terms.cached:
        return None
    folder = shared.folder
    store = Store(folder) if folder is not None else SharedStore(home / "kept", shared)
    return Kept(store, Drawings.of(store, now, None).faces)


def _content(shared: Contents, digest: str) -> bytes:
    content = shared.get(digest)
    if content is None:
        raise NotThereError(digest)
    return content
