"""Contents in a store that many machines share, each by its hash.

In: bytes. Out: the same bytes on another machine, checked by their hash. The store is a folder that
all machines see, or any address that fsspec knows (``s3://…``, ``gcs://…``, ``sftp://…``). Each
content is put there once, however many reports it belongs to.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

T = TypeVar("T")

#: Contents of another form have another folder.
FOLDER = "contents-1"
#: The record of kept parts for stores that are no folders; see :mod:`report.batch.kept`.
KEPT = "kept-1"
#: How many requests are made at once: a store of objects answers each late, but many together.
AT_ONCE = 8
#: How long contents stay in a folder after their last use.
DAYS = 30


class StoreError(Exception):
    """The shared store cannot be used; the message says why, in a few words."""


class Contents:
    """The shared store at an address; what is in it may be deleted at any time."""

    def __init__(self, address: str) -> None:
        """Open the store; raises CannotRunError (D941) for an address that cannot be understood."""
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem

        try:
            self._files, self._root = url_to_fs(address)
        except ImportError as exc:
            message = f"the shared store {address} needs a library that is not installed: {exc}"
            hint = "install it on this machine and on every worker, or name a folder"
            raise CannotRunError([diagnostic("D941", message, hint=hint)]) from None
        except Exception as exc:  # noqa: BLE001 - whatever a library raises is the reason
            message = f"the shared store {address} cannot be understood: {exc}"
            hint = "name a folder that all machines see, or an address of fsspec such as s3://…"
            raise CannotRunError([diagnostic("D941", message, hint=hint)]) from None
        #: What other machines are told: a folder as its whole path.
        self.address = self._root if isinstance(self._files, LocalFileSystem) else address
        #: The folder, when it is one.
        self.folder = Path(self._root) if isinstance(self._files, LocalFileSystem) else None

    def get(self, digest: str) -> bytes | None:
        """Return a content; None when it is not there. Raises StoreError.

        One that is damaged is deleted, so that it is put there again.
        """
        name = f"{FOLDER}/{digest[:2]}/{digest}"
        content = self.read(name)
        if content is not None and hashlib.sha256(content).hexdigest() != digest:
            self.remove(name)
            return None
        return content

    def put(self, content: bytes) -> str:
        """Put a content there, unless it is there; returns its hash. Raises StoreError."""
        digest = hashlib.sha256(content).hexdigest()
        name = f"{FOLDER}/{digest[:2]}/{digest}"
        if self.size(name) != len(content):
            self.write(name, content)
        elif self.folder is not None:
            with contextlib.suppress(OSError):
                os.utime(self.folder / name)  # used now: it is deleted later than others
        return digest

    def discard(self, digest: str) -> None:
        """Delete a content that nobody needs any more."""
        self.remove(f"{FOLDER}/{digest[:2]}/{digest}")

    def trim(self, days: int = DAYS) -> None:
        """Delete the contents of a folder that were not used for so many days."""
        if self.folder is None:
            return
        oldest = time.time() - days * 24 * 3600
        for path in (self.folder / FOLDER).glob("*/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def size(self, name: str) -> int | None:
        """Return the size of a file in bytes, None when there is none. Raises StoreError."""
        size: int | None = self._ask(lambda path: self._files.info(path)["size"], name)
        return size

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None when there is none. Raises StoreError."""
        content: bytes | None = self._ask(self._files.cat_file, name)
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all. Raises StoreError.

        In a folder it is renamed into its place. Other stores either do the same themselves, or
        what is half-written is found by its hash.
        """
        path = f"{self._root}/{name}"
        folder, _, last = path.rpartition("/")
        aside = f"{folder}/.{secrets.token_hex(8)}"
        try:
            self._files.makedirs(folder, exist_ok=True)
            if self.folder is None:
                self._files.pipe_file(path, content)
                return
            Path(aside).write_bytes(content)
            Path(aside).replace(Path(folder, last))
        except Exception as exc:  # noqa: BLE001 - whatever a library raises is the reason
            raise StoreError(_why(exc)) from None
        finally:
            if self.folder is not None:
                with contextlib.suppress(OSError):
                    Path(aside).unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Delete a file, if that can be done."""
        with contextlib.suppress(Exception):
            self._files.rm_file(f"{self._root}/{name}")

    def _ask(self, question: Callable[[str], Any], name: str) -> Any:
        try:
            return question(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        except Exception as exc:  # noqa: BLE001 - whatever a library raises is the reason
            raise StoreError(_why(exc)) from None


def _why(exc: Exception) -> str:
    """Say in a few words why the store could not be used."""
    number = getattr(exc, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return "it is full"
    if isinstance(number, int):
        return os.strerror(number)
    return f"{type(exc).__name__}: {exc}".strip(": ")
