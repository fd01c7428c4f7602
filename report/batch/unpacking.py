"""What each worker of a cluster does first: an order becomes files in a folder of its own.

In: an order, and the shared store. Out: its contents; a task with the paths of this machine; the
environment of the client.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from report.batch.contents import AT_ONCE, Contents, StoreError
from report.batch.orders import Order, Terms
from report.batch.sending import PICTURES, PROJECT, THEME, Manifest, lay_out
from report.batch.tasks import Task
from report.engine.store import Store


def fetched(order: Order, shared: Contents, own: Store) -> tuple[dict[str, bytes], set[str]]:
    """Return the contents of an order by hash, and the hashes of those that cannot be got.

    What was got once stays on this machine, for the next report that has it.
    """

    def fetch(digest: str) -> bytes | None:
        content = order.carried.get(digest)
        if content is None:
            content = own.get(digest)
        if content is None:
            try:
                content = shared.get(digest)
            except StoreError:
                return None
            if content is not None:
                own.put(digest, content)
        return content

    wanted = sorted(order.manifest.hashes())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        got = dict(zip(wanted, pool.map(fetch, wanted), strict=True))
    own.trim()
    found = {
        digest: content
        for digest, content in got.items()
        if content is not None and hashlib.sha256(content).hexdigest() == digest
    }
    return found, set(wanted) - set(found)


def laid_out(order: Order, folder: Path, themes: Path, fetch: Callable[[str], bytes]) -> Task:
    """Write the files of an order, and return its task with the paths of this machine.

    A theme is written once: what has been read from it stays read.
    """
    task = order.task
    for part in (PROJECT, PICTURES):
        lay_out(order.manifest.named(part), folder, fetch)
    (folder / PROJECT).mkdir(parents=True, exist_ok=True)
    theme = None
    if task.theme is not None:
        layer = order.manifest.named(THEME)
        theme = _theme(layer, themes, fetch)
    here = {
        f"pictures.{slot}": str(folder / PICTURES / f"{slot}{path.suffix}")
        for slot, path in task.pictures
    }
    return replace(
        task,
        folder=folder / PROJECT,
        theme=theme,
        out=tuple((target, folder / "out" / target / path.name) for target, path in task.out),
        variables=tuple((name, here.get(name, value)) for name, value in task.variables),
    )


def _theme(layer: Manifest, themes: Path, fetch: Callable[[str], bytes]) -> Path:
    """Return the folder of a theme on this machine."""
    folder = themes / layer.digest()[:32]
    if not folder.is_dir():
        aside = folder.with_name(f".{os.getpid()}")
        shutil.rmtree(aside, ignore_errors=True)
        lay_out(layer, aside, fetch)
        (aside / THEME).mkdir(parents=True, exist_ok=True)
        aside.replace(folder)
    return folder / THEME


@contextlib.contextmanager
def environment(terms: Terms) -> Iterator[None]:
    """Set the environment variables that a build reads as they are at the client's."""
    before = {name: os.environ.get(name) for name in terms.environment}
    os.environ.update({name: value for name, value in terms.environment.items() if value})
    for name, value in terms.environment.items():
        if not value:
            os.environ.pop(name, None)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = old


def own_name() -> str:
    """Name this worker for people: its machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"
