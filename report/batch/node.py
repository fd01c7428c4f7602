"""The worker of a cluster: looks whether it is like the client, and makes reports.

In: an :class:`Order`. Out: an :class:`Answer`; the PDFs go into the shared store. All files are in
the worker's own folder, which Dask removes, even after a worker was killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from distributed import Worker, WorkerPlugin, get_worker

from report.batch import hand
from report.batch.contents import Contents, StoreError
from report.batch.kept import opened
from report.batch.lead import Lead, leading
from report.batch.likeness import Machine, this_machine, unlike
from report.batch.orders import Answer, Order, Terms
from report.batch.process import free
from report.batch.tasks import Event, Result, Task, Tell
from report.batch.unpacking import environment, fetched, laid_out, own_name
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
            await worker.set_resources(**self._offers(1))

    async def teardown(self, worker: Worker) -> None:
        """Take no more orders of this kind."""
        with contextlib.suppress(OSError):  # the worker itself is ending
            await worker.set_resources(**self._offers(0))
        hand.close()

    def _offers(self, number: int) -> dict[str, float]:
        return dict.fromkeys((self._terms.resource, self._terms.helping), number)

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
    """Make a report on this worker; with the help of others when the order is for several."""
    worker = get_worker()
    key = worker.get_current_task()
    tell = _teller(worker, order, key)
    hand.close()
    tell(Event(order.task.name, "began"))
    home = Path(worker.local_directory) / "report"
    shared = Contents(order.terms.store)
    lead = Lead(order, shared, lambda: _check(worker, key)) if order.workers > 1 else None
    alone = leading(worker, order.terms) if lead else contextlib.nullcontext()
    with environment(order.terms), alone:
        try:
            answer = _build(order, shared, home, tell, lead)
        except GivenUpError:
            return Answer(Result(order.task.name, "stopped"))
    free()
    return replace(answer, held=psutil.Process().memory_info().rss)


def _build(
    order: Order, shared: Contents, home: Path, tell: Tell, lead: Lead | None = None
) -> Answer:
    from report.batch.making import make
    from report.engine.making import load_engine

    load_engine()  # a process that has not loaded it does not tell the parts of its first report
    contents, missing = fetched(order, shared, Store(home / "contents"))
    if missing:
        return Answer(None, tuple(sorted(missing)))
    name = f"{order.manifest.digest()[:32]}-{'-'.join(order.task.targets)}"
    folder = home / "orders" / name
    shutil.rmtree(folder, ignore_errors=True)
    try:
        task = laid_out(order, folder, home / "themes", contents.__getitem__)
        keeping = (
            opened(shared, home / "kept")
            if order.terms.cached
            else contextlib.nullcontext(Store(None))
        )
        with keeping as store:
            level = order.terms.fail_level
            told, tools = _parts(tell), known_tools()
            where = str(order.task.folder)  # what is kept of it is found by other workers too
            result = make(
                *(task, store, told),
                fail_level=level,
                tools=tools,
                elsewhere=lead,
                where=where,
            )
        helpers = [name for name in lead.names if name != own_name()] if lead else []
        named = replace(result, worker=", ".join((own_name(), *helpers)))
        answer = _handed_over(named, _homes(task, order.task), shared)
        return replace(answer, trouble=answer.trouble or store.trouble)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _check(worker: Worker, key: Any) -> None:
    """Raise GivenUpError if the client does not want the order of this key any more."""
    state = worker.state.tasks.get(key)
    if state is None or state.state == "cancelled":
        raise GivenUpError


def _teller(worker: Worker, order: Order, key: Any) -> Tell:
    """Return what says to the client how far a report is; it raises GivenUpError when told to."""

    def tell(event: Event) -> None:
        _check(worker, key)
        told = {name: getattr(event, name) for name in ("report", "state", "part", "parts")}
        told |= {"targets": list(order.task.targets), "worker": worker.address}
        worker.log_event(order.terms.topic, told)

    return tell
