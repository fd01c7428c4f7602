"""How many long reports a cluster makes: a model, for clusters that are not at hand.

    python -m benchmarks.cluster_model              # the table of docs/batch.md
    python -m benchmarks.cluster_model --measure    # measure this machine first

In: what ``benchmarks.cluster_measured`` has measured, and a network. Out: a table. Each event of
each report is simulated: the client sends its files, a worker that is free fetches them, makes the
report and puts parts and PDFs into the store, the client fetches and writes the PDFs. Client, store
and links serve one after the other, in the order of the requests.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.cluster_measured import Measured
from benchmarks.cluster_measured import main as measure
from report.batch.contents import AT_ONCE

REPORTS = 1000
WORKERS = (4, 16, 64)
#: The reports of a batch are not alike: each takes so much of the usual time, in turn.
_SIZES = (0.6, 0.75, 0.9, 0.95, 1.0, 1.0, 1.05, 1.1, 1.25, 1.4)


@dataclass(frozen=True, slots=True)
class Network:
    """What carries the files.

    ``link`` is what each machine can send or get, ``store`` what the store can for all, in bytes a
    second; ``latency`` is how long the store needs to answer a request, in seconds.
    """

    name: str
    link: float
    store: float
    latency: float


#: A folder of a file server in an office; a store of objects in a data centre.
NETWORKS = (
    Network("1 Gbit/s, one file server", 110e6, 110e6, 0.001),
    Network("10 Gbit/s, a store of objects", 1.1e9, 5e9, 0.02),
)


@dataclass(slots=True)
class Server:
    """Something that serves requests one after the other."""

    free: float = 0.0
    busy: float = 0.0

    def serve(self, now: float, takes: float) -> float:
        """Take a request; returns when it is done."""
        self.free = max(now, self.free) + takes
        self.busy += takes
        return self.free


@dataclass(frozen=True, slots=True)
class Run:
    """How a batch went; shares are of the time from the first to the last report."""

    workers: int
    seconds: float
    #: The share of the time in which workers make pages, the client works, and the store carries.
    making: float
    client: float
    store: float

    @property
    def an_hour(self) -> float:
        """Reports an hour."""
        return REPORTS / self.seconds * 3600


@dataclass(slots=True)
class Model:
    """One batch on so many workers."""

    measured: Measured
    network: Network
    workers: int
    reports: int = REPORTS
    _events: list[tuple[float, int, Callable[[float], None]]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _client: Server = field(default_factory=Server)
    _store: Server = field(default_factory=Server)
    _made: float = 0.0
    _end: float = 0.0
    _given: int = 0

    def run(self) -> Run:
        """Simulate the batch."""
        for _ in range(self.workers):
            self._at(self.measured.start, self._give)
        while self._events:
            now, _, happens = heapq.heappop(self._events)
            happens(now)
        span = self._end
        making = self._made / span / self.workers
        return Run(self.workers, span, making, self._client.busy / span, self._store.busy / span)

    def _at(self, when: float, happens: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), happens))

    def _give(self, now: float) -> None:
        """Send the next report to a worker that is free."""
        if self._given == self.reports:
            return
        size = _SIZES[self._given % len(_SIZES)]
        self._given += 1
        one = self.measured
        looks = 2 * one.files * size / AT_ONCE  # whether each file is there, and its content
        takes = one.dispatch + one.send * size + self._link(one.sent * size, looks)
        sent = self._client.serve(now, takes)
        self._carry(sent, one.sent * size, lambda at: self._fetch(at, size))

    def _fetch(self, now: float, size: float) -> None:
        """Let the worker fetch the files."""
        one = self.measured
        ready = now + self._link(one.sent * size, one.files * size / AT_ONCE)
        self._carry(ready, one.sent * size, lambda at: self._make(at, size))

    def _make(self, now: float, size: float) -> None:
        """Let the worker make the report, and hand over its parts and PDFs.

        It asks for each part whether it is kept; the parts themselves go while others are made.
        """
        one = self.measured
        self._made += one.make * size
        carried = (one.pdfs + one.kept) * size
        done = now + one.make * size + self._link(one.pdfs * size, 4 + one.entries * size)
        self._carry(done, carried, lambda at: self._deliver(at, size))

    def _deliver(self, now: float, size: float) -> None:
        """Let the client fetch the PDFs and write them; the worker is free again."""
        self._at(now, self._give)
        one = self.measured
        takes = one.deliver * size + self._link(one.pdfs * size, 2)
        delivered = self._client.serve(now, takes)
        self._carry(delivered, one.pdfs * size, self._finish)

    def _finish(self, now: float) -> None:
        self._end = max(self._end, now)

    def _carry(self, now: float, size: float, then: Callable[[float], None]) -> None:
        """Let the store carry so many bytes."""
        self._at(now, lambda at: self._at(self._store.serve(at, size / self.network.store), then))

    def _link(self, size: float, requests: float) -> float:
        """Return how long a machine's link needs for bytes, in so many requests."""
        return size / self.network.link + requests * self.network.latency


def limit(measured: Measured, network: Network) -> tuple[str, float]:
    """Return what is full first, and with how many workers.

    A worker asks for the time of the client and of the store once for each report.
    """
    alone = Model(measured, network, 1, len(_SIZES)).run()
    report = (alone.seconds - measured.start) / len(_SIZES)
    client = alone.client * alone.seconds / len(_SIZES)
    store = alone.store * alone.seconds / len(_SIZES)
    return max(("the client", report / client), ("the store", report / store), key=lambda x: -x[1])


def table(measured: Measured) -> str:
    """Return the table of the runs as Markdown."""
    lines = [
        "| network | workers | time | reports an hour | workers busy | client busy | store busy |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for network in NETWORKS:
        for workers in WORKERS:
            run = Model(measured, network, workers).run()
            shares = " | ".join(f"{x:.0%}" for x in (run.making, run.client, run.store))
            lines.append(
                f"| {network.name} | {workers} | {_spoken(run.seconds)} | {run.an_hour:,.0f} "
                f"| {shares} |"
            )
    return "\n".join(lines)


def limits(measured: Measured) -> list[str]:
    """Return a sentence for each network: what is full first."""
    found = []
    for network in NETWORKS:
        what, workers = limit(measured, network)
        found.append(f"{network.name}: {what} is full with about {_rounded(workers)} workers")
    return found


def _rounded(workers: float) -> int:
    """Round to two digits: the model knows no more."""
    return int(float(f"{workers:.1e}"))


def _spoken(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def main() -> None:
    """Write the table and the limits."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--measure", action="store_true", help="measure this machine first")
    if parser.parse_args().measure:
        measure()
    measured = Measured.read()
    print(table(measured))
    print()
    print("\n".join(limits(measured)))


if __name__ == "__main__":
    main()
