"""Measures what the model of a cluster needs, on real projects of this machine.

    python -m benchmarks.cluster_measured

In: the shipped chapter, and a report of about 100 pages made from it. Out: times of processors in
seconds, sizes in bytes, in ``benchmarks/cluster_measured.json``. Times are those of processors, not
of the clock: other programs on the machine change them little.
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.long import lengthen
from report.batch.connecting import Where, connected
from report.batch.contents import Contents
from report.batch.delivering import Errands
from report.batch.making import make
from report.batch.orders import Answer, Terms
from report.batch.sending import manifest
from report.batch.tasks import Result, Task
from report.engine.store import Store

ROOT = Path(__file__).resolve().parents[1]
FILE = Path(__file__).with_suffix(".json")
#: Chapters of the long report: about thirteen pages each.
CHAPTERS = 8
_TARGETS = ("print", "screen")
#: How many empty tasks are given to Dask.
_EMPTY = 300
#: What a worker does before its first report.
_LOADS = (
    "import report.batch.warm, distributed; "
    "from report.batch.likeness import this_machine; this_machine()"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one report of about 100 pages costs; times in seconds, sizes in bytes."""

    machine: str
    pages: int
    #: A worker: from its start to its first report; a report of both PDFs, its parts all new; the
    #: same report once more, from what is kept.
    start: float
    make: float
    again: float
    #: The most memory of the process.
    memory: int
    #: The client: hashing the files and putting them into the store; checking and writing the PDFs;
    #: giving a task to Dask and hearing of it, the scheduler's work included.
    send: float
    deliver: float
    dispatch: float
    #: What goes through the store: files of the project, PDFs, parts that are kept; of files and
    #: of kept parts also how many.
    files: int
    sent: int
    pdfs: int
    kept: int
    entries: int

    @classmethod
    def read(cls) -> Measured:
        """Return what was measured last."""
        return cls(**json.loads(FILE.read_text(encoding="utf-8")))


def measure(folder: Path, chapters: int = CHAPTERS) -> Measured:
    """Measure in a folder for temporary files."""
    long = _task("long", lengthen(ROOT, folder / "long", chapters), folder)
    start = _start()
    make(_task("chapter", ROOT, folder), Store(None), _hear)  # all is loaded now
    store = Store(folder / "third")
    took, result = _timed(lambda: make(long, store, _hear))
    if result.status != "built":
        raise SystemExit(result.reason)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    usage = store.usage()
    for one in result.written:
        one.path.unlink()
    again, _ = _timed(lambda: make(long, store, _hear))
    dispatch = _dispatch()

    terms = Terms(str(folder / "shared"), "", "", "")
    errands = Errands(Contents(terms.store), terms, _hear)
    send, order = _timed(lambda: errands.order(long))
    paths: dict[str, Path] = {}
    manifest(long, paths)
    for one in result.written:
        errands.shared.put(one.path.read_bytes())
        one.path.unlink()
    deliver, _ = _timed(lambda: errands.deliver(long, Answer(result), result))
    return Measured(
        machine=f"{platform.machine()}, Python {platform.python_version()}",
        pages=result.written[0].pages,
        start=round(start, 3),
        make=round(took, 3),
        again=round(again, 3),
        memory=memory,
        send=round(send, 4),
        deliver=round(deliver, 4),
        dispatch=round(dispatch, 4),
        files=len(order.manifest.entries),
        sent=sum(path.stat().st_size for path in paths.values()),
        pdfs=sum(one.size for one in result.written),
        kept=usage.size - sum(one.size for one in result.written),
        entries=usage.entries,
    )


def _start() -> float:
    """Return the processor's time in which a worker starts: it loads all, and looks at itself."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _LOADS], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _task(name: str, folder: Path, place: Path) -> Task:
    out = tuple((target, place / "out" / name / f"{target}.pdf") for target in _TARGETS)
    return Task(name, folder, None, _TARGETS, out)


def _hear(_: Any) -> None:
    """Hear nothing."""


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor's time for some work, and what it gives."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def _dispatch() -> float:
    """Return the time for a task that does nothing: the client's and the scheduler's share.

    The scheduler of a local cluster runs in this process, the worker in another one.
    """
    with connected(Where(local=1)) as client:
        client.submit(_empty, -1, pure=False).result()
        began = time.process_time()
        for number in range(_EMPTY):
            client.submit(_empty, number, pure=False).result()
        return (time.process_time() - began) / _EMPTY


def _empty(number: int) -> Result:
    return Result(str(number), "built")


def main() -> None:
    """Measure, and keep what was measured."""
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder))
    text = json.dumps(asdict(measured), indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
