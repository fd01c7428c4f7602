"""The store of kept parts on another machine, where the shared store is no folder.

It is a store of its own that reads through to the shared one: what one worker has made is found by
the others. An entry is believed by its hash only; a shared store that fails makes a build slower,
and its bytes are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from report.batch.contents import AT_ONCE, KEPT, Contents, StoreError
from report.engine.store import MOST, Store

_DIGEST = hashlib.sha256().digest_size


class SharedStore(Store):
    """Entries in a folder of this machine, and in the shared store.

    Entries go to the shared store while the next ones are made: use it within its :meth:`open`.
    """

    def __init__(self, cache: Path, shared: Contents, most: int = MOST) -> None:
        """Use the store in the folder ``cache``, and behind it the shared one."""
        super().__init__(cache, most)
        self._shared = shared
        self._pool: ThreadPoolExecutor | None = None
        self._going: list[Future[None]] = []

    @contextmanager
    def open(self) -> Iterator[None]:
        """Take entries within this block; at its end all are in the shared store."""
        with ThreadPoolExecutor(AT_ONCE) as self._pool:
            yield
        self._pool = None
        for one in self._going:
            one.result()
        self._going.clear()

    def get(self, key: str) -> bytes | None:
        """Return the content of an entry: from here, otherwise from the shared store."""
        content = super().get(key)
        if content is not None:
            return content
        try:
            entry = self._shared.read(_name(key))
        except StoreError as exc:
            self.trouble = self.trouble or str(exc)
            return None
        if entry is None or hashlib.sha256(entry[_DIGEST:]).digest() != entry[:_DIGEST]:
            return None
        super().put(key, entry[_DIGEST:])
        return entry[_DIGEST:]

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry here and in the shared store; where it cannot be written, it is not."""
        super().put(key, content)
        if self._pool is None:
            self._send(key, content)
        else:
            self._going.append(self._pool.submit(self._send, key, content))

    def _send(self, key: str, content: bytes) -> None:
        try:
            self._shared.write(_name(key), hashlib.sha256(content).digest() + content)
        except StoreError as exc:
            self.trouble = self.trouble or str(exc)


@contextmanager
def opened(shared: Contents, cache: Path) -> Iterator[Store]:
    """Open the store of kept parts: in the shared folder, otherwise in ``cache`` before it."""
    if shared.folder is not None:
        yield Store(shared.folder)
        return
    store = SharedStore(cache, shared)
    with store.open():
        yield store


def _name(key: str) -> str:
    return f"{KEPT}/{key[:2]}/{key}"
