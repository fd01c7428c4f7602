"""The worker of a cluster: looks whether it is like the client, and makes reports.

In: an :class:`Order`. Out: an :class:`Answer`; the PDFs go into the shared store. All files are in
the worker's own folder, which Dask removes, even after a worker was killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from distributed import Worker, WorkerPlugin, get_worker

from report.batch.contents import AT_ONCE, Contents, StoreError
from report.batch.kept import opened
from report.batch.likeness import Machine, this_machine, unlike
from report.batch.orders import Answer, Order, Terms
from report.batch.process import free
from report.batch.sending import PICTURES, PROJECT, THEME, Manifest, lay_out
from report.batch.tasks import Event, Result, Task, Tell
from report.engine.inputs import known_tools
from report.engine.store import Store


class GivenUpError(BaseException):
    """The client does not want the report any more. No handler of ordinary errors stops it."""


class Alike(WorkerPlugin):  # type: ignore[misc]
    """Lets a worker take orders if it is like the client, now or when it starts later."""

    def __init__(self, client: Machine, terms: Terms) -> None:
        self.name = terms.resource
        self._client = client
        self._terms = terms
        #: Why the worker takes no orders; empty at first.
        self.why: tuple[str, ...] = ()

    async def setup(self, worker: Worker) -> None:
        """Compare this machine with the client's; one that is like it offers itself."""
        self.why = await asyncio.to_thread(self._compare)
        if not self.why:
            await worker.set_resources(**{self._terms.resource: 1})

    async def teardown(self, worker: Worker) -> None:
        """Take no more orders of this kind."""
        with contextlib.suppress(OSError):  # the worker itself is ending
            await worker.set_resources(**{self._terms.resource: 0})

    def _compare(self) -> tuple[str, ...]:
        try:
            theirs = this_machine()
        except OSError as exc:
            return (f"it cannot be examined: {exc}",)
        return (*unlike(self._client, theirs), *_reads(self._terms))


def _reads(terms: Terms) -> Iterator[str]:
    """Say what is wrong with the shared store as this machine sees it."""
    try:
        if Contents(terms.store).read(terms.token) is None:
            yield f"it does not see the shared store {terms.store}"
    except Exception as exc:  # noqa: BLE001 - whatever a file system raises is the reason
        yield f"it cannot read the shared store {terms.store}: {exc}"


def why_not(name: str, dask_worker: Worker) -> tuple[str, ...]:
    """Return why this worker takes no orders; empty while it is not known yet.

    The client calls it on workers that do not offer themselves.
    """
    plugin = dask_worker.plugins.get(name)
    return plugin.why if isinstance(plugin, Alike) else ()


def build(order: Order) -> Answer:
    """Make a report on this worker."""
    worker = get_worker()
    key = worker.get_current_task()
    tell = _teller(worker, order, key)
    tell(Event(order.task.name, "began"))
    home = Path(worker.local_directory) / "report"
    shared = Contents(order.terms.store)
    with _environment(order.terms):
        try:
            answer = _build(order, shared, home, tell)
        except GivenUpError:
            return Answer(Result(order.task.name, "stopped"))
    free()
    return replace(answer, held=psutil.Process().memory_info().rss)


def _build(order: Order, shared: Contents, home: Path, tell: Tell) -> Answer:
    from report.batch.making import make
    from report.engine.making import load_engine

    load_engine()  # a process that has not loaded it does not tell the parts of its first report
    contents, missing = _fetched(order, shared, Store(home / "contents"))
    if missing:
        return Answer(None, tuple(sorted(missing)))
    name = f"{order.manifest.digest()[:32]}-{'-'.join(order.task.targets)}"
    folder = home / "orders" / name
    shutil.rmtree(folder, ignore_errors=True)
    try:
        task = _laid_out(order, folder, home / "themes", contents.__getitem__)
        keeping = (
            opened(shared, home / "kept")
            if order.terms.cached
            else contextlib.nullcontext(Store(None))
        )
        with keeping as store:
            level = order.terms.fail_level
            result = make(task, store, _parts(tell), fail_level=level, tools=known_tools())
        named = replace(result, worker=_name())
        answer = _handed_over(named, _homes(task, order.task), shared)
        return replace(answer, trouble=answer.trouble or store.trouble)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetched(order: Order, shared: Contents, own: Store) -> tuple[dict[str, bytes], set[str]]:
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


def _laid_out(order: Order, folder: Path, themes: Path, fetch: Callable[[str], bytes]) -> Task:
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


def _homes(here: Task, client: Task) -> list[tuple[str, str]]:
    """Return this machine's folders of a task, each with the client's."""
    homes = [(here.path(target).parent, path.parent) for target, path in client.out]
    homes.append((here.folder, client.folder))
    if here.theme is not None and client.theme is not None:
        homes.append((here.theme, client.theme))
    return [(str(own), str(theirs)) for own, theirs in homes]


def _handed_over(result: Result, homes: list[tuple[str, str]], shared: Contents) -> Answer:
    """Put the PDFs into the shared store; what it cannot take goes with the answer.

    The findings are told with the paths of the client.
    """
    carried: dict[str, bytes] = {}
    trouble = ""
    for one in result.written:
        content = one.path.read_bytes()
        try:
            shared.put(content)
        except StoreError as exc:
            trouble = str(exc)
            carried[one.target] = content
    told = replace(
        result,
        reason=_at_home(result.reason, homes),
        findings=tuple(
            replace(
                found,
                message=_at_home(found.message, homes),
                hint=_at_home(found.hint, homes),
                file=_at_home(found.file, homes),
            )
            for found in result.findings
        ),
    )
    return Answer(told, carried=carried, trouble=trouble)


def _at_home(text: str, homes: list[tuple[str, str]]) -> str:
    for own, theirs in homes:
        text = text.replace(own, theirs)
    return text


def _parts(tell: Tell) -> Tell:
    """Return what tells the parts only: that a report was begun has been told before."""

    def told(event: Event) -> None:
        if event.state == "part":
            tell(event)

    return told


def _teller(worker: Worker, order: Order, key: Any) -> Tell:
    """Return what says to the client how far a report is; it raises GivenUpError when told to."""

    def tell(event: Event) -> None:
        state = worker.state.tasks.get(key)
        if state is None or state.state == "cancelled":
            raise GivenUpError
        told = {name: getattr(event, name) for name in ("report", "state", "part", "parts")}
        told |= {"targets": list(order.task.targets), "worker": worker.address}
        worker.log_event(order.terms.topic, told)

    return tell


@contextlib.contextmanager
def _environment(terms: Terms) -> Iterator[None]:
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


def _name() -> str:
    """Name this worker for people: its machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"
