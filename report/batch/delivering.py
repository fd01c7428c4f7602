"""The client's two errands: contents of a report to the shared store, its PDFs from there.

In: a task, or an answer. Out: an order; PDFs at their places, whole or not at all, checked by their
hashes. What the shared store cannot take goes with the order or the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from report.batch.contents import AT_ONCE, Contents, StoreError
from report.batch.kept import opened
from report.batch.making import recalled
from report.batch.orders import Answer, Order, Terms
from report.batch.sending import CannotSendError, manifest
from report.batch.tasks import Result, Task, Written
from report.engine import output
from report.engine.inputs import known_tools
from report.findings.errors import ReportError
from report.project.cache import cache_folder


class LostError(Exception):
    """A PDF of an answer cannot be got: the report must be made again."""


@dataclass(slots=True)
class Errands:
    """Sends what reports are made from, and brings what was made."""

    shared: Contents
    terms: Terms
    #: Is told why the shared store could not be used.
    trouble: Callable[[str], None]
    _there: set[str] = field(default_factory=set)
    _delivered: set[str] = field(default_factory=set)

    def recalled(self, task: Task) -> Result | None:
        """Return the result of a report of which nothing has changed; None: it must be made."""
        if not self.terms.cached:
            return None
        level = self.terms.fail_level
        with opened(self.shared, cache_folder()) as store:
            return recalled(task, store, fail_level=level, tools=known_tools())

    def order(self, task: Task, missing: Collection[str] = ()) -> Order:
        """Return the order for a task; its contents are in the store, each put there once.

        Those of ``missing`` go with the order. Raises CannotSendError.
        """
        paths: dict[str, Path] = {}
        try:
            wanted = manifest(task, paths)
        except OSError as exc:
            raise CannotSendError(f"{exc.filename}: {exc.strerror}") from None
        new = [one for one in sorted(wanted.hashes()) if one not in self._there or one in missing]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            put = pool.map(lambda digest: self._put(paths[digest], digest, missing), new)
            carried = {
                digest: content
                for digest, content in zip(new, put, strict=True)
                if content is not None
            }
        return Order(task, wanted, self.terms, carried)

    def _put(self, path: Path, digest: str, missing: Collection[str]) -> bytes | None:
        """Put a file into the store; returns its content when it has to go with the order."""
        content = _read(path, digest)
        try:
            self.shared.put(content)
            self._there.add(digest)
        except StoreError as exc:
            self.trouble(str(exc))
            return content
        return content if digest in missing else None

    def deliver(self, task: Task, answer: Answer, result: Result) -> Result:
        """Write the PDFs of an answer to their places, and return the result with these places.

        PDFs that are there already are not written again. Raises LostError when one of them cannot
        be got; no file is changed then.
        """
        if answer.trouble:
            self.trouble(answer.trouble)
        files: dict[Path, bytes] = {}
        written: list[Written] = []
        for one in result.written:
            path = task.path(one.target)
            if _hash_of(path) != one.sha256:
                files[path] = self._fetch(one, answer)
            written.append(replace(one, path=path))
        status = result.status
        if status in ("built", "same"):
            status = "built" if files else "same"
        try:
            for folder in sorted({path.parent for path in files}):
                output.prepare(folder)
            output.write_all(files)
        except ReportError as exc:
            found = (*result.findings, *exc.diagnostics)
            reason = exc.diagnostics[0].message
            return replace(result, status="failed", written=(), findings=found, reason=reason)
        self._delivered.update(one.sha256 for one in written)
        return replace(result, status=status, written=tuple(written))

    def clean(self) -> None:
        """Delete the PDFs that are at their places from the store, and files of long ago."""
        for digest in self._delivered:
            self.shared.discard(digest)
        self.shared.trim()

    def _fetch(self, one: Written, answer: Answer) -> bytes:
        content = answer.carried.get(one.target)
        if content is None:
            try:
                content = self.shared.get(one.sha256)
            except StoreError as exc:
                self.trouble(str(exc))
        if content is None or hashlib.sha256(content).hexdigest() != one.sha256:
            raise LostError
        return content


def _read(path: Path, digest: str) -> bytes:
    """Return a file's bytes, which must be those that were hashed; raises CannotSendError."""
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise CannotSendError(f"{path}: {exc.strerror}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise CannotSendError(f"{path} was changed while it was sent")
    return content


def _hash_of(path: Path) -> str:
    """Return the hash of a file; nothing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, hashlib.sha256).hexdigest()
    except OSError:
        return ""
