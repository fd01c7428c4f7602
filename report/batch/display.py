"""Shows how far a batch is: a live table on a terminal, plain lines elsewhere.

In: events. Out: text on standard error. Nothing is shown in other formats, or with ``--quiet``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from report.batch.summary import counted
from report.batch.tasks import Event, Result, Task
from report.findings.shown import visible

#: How often the table is drawn anew, in a second.
_OFTEN = 5
#: The most rows of reports that are done: the last ones.
_MOST_DONE = 8
_STYLES = {"built": "green", "same": "dim", "failed": "red", "skipped": "dim", "stopped": "yellow"}


@dataclass(slots=True)
class _Row:
    """What is known of a report."""

    state: str = "waiting"
    part: int = 0
    parts: int = 0
    began: float = 0.0
    result: Result | None = None


@dataclass(slots=True)
class Tally:
    """How far all reports are, and how long the rest will take."""

    names: Sequence[str]
    jobs: int
    now: Callable[[], float] = time.monotonic
    rows: dict[str, _Row] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = {name: _Row() for name in self.names}

    def hear(self, event: Event) -> None:
        """Take an event into account."""
        row = self.rows[event.report]
        row.state = event.state
        row.part, row.parts = event.part, event.parts
        if event.state == "began":
            row.began = self.now()
        if event.result:
            row.result = event.result

    @property
    def done(self) -> int:
        """How many reports have ended, whatever became of them."""
        return sum(row.result is not None for row in self.rows.values())

    def left(self) -> float | None:
        """Return the seconds that the rest will take, None while nothing is known.

        Reports that are being made count with what they have taken so far.
        """
        took = [
            row.result.seconds
            for row in self.rows.values()
            if row.result and row.result.status in ("built", "same", "failed")
        ]
        if not took:
            return None
        usual = sum(took) / len(took)
        rest = 0.0
        for row in self.rows.values():
            if row.result is None:
                gone = self.now() - row.began if row.state in ("began", "part") else 0.0
                rest += max(usual - gone, 0.0)
        return rest / max(1, self.jobs)


def line(number: int, of: int, result: Result) -> str:
    """Return the line of a report that has ended: ``[3/32] hainan: built, 12 pages, 1.4 s``."""
    told: list[str] = [result.status]
    if result.written:
        told.append(f"{max(pdf.pages for pdf in result.written)} pages")
    if result.findings:
        told.append(counted(result.findings))
    if result.status in ("built", "same", "failed"):
        told.append(f"{result.seconds:.1f} s")
    reason = f" – {visible(result.reason)}" if result.status == "failed" else ""
    return f"[{number}/{of}] {visible(result.name)}: {', '.join(told)}{reason}"


class Lines:
    """Tells each report that has ended in a line."""

    def __init__(self, tasks: Sequence[Task], write: Callable[[str], None]) -> None:
        self._names = [task.name for task in tasks]
        self._write = write
        self._done = 0

    def __call__(self, event: Event) -> None:
        """Hear an event."""
        if event.result:
            self._done += 1
            self._write(line(self._done, len(self._names), event.result))
        elif event.state == "waiting":
            self._write(f"{visible(event.report)}: its process was lost, it is tried once more")

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: every line has been written."""


class Screen:
    """Shows a live table on a terminal."""

    def __init__(self, tasks: Sequence[Task], jobs: int, console: Console | None = None) -> None:
        self._tally = Tally([task.name for task in tasks], jobs)
        self._live = Live(
            get_renderable=self.table,
            console=console or Console(stderr=True),
            refresh_per_second=_OFTEN,
            transient=True,
        )

    def __call__(self, event: Event) -> None:
        """Hear an event; the table is drawn some times a second."""
        self._tally.hear(event)

    def __enter__(self) -> Screen:
        self._live.start(refresh=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def table(self) -> Table:
        """Return the table: what is being made, what was done last, and the sums below."""
        tally = self._tally
        table = Table(box=None, pad_edge=False, show_footer=True)
        left = tally.left()
        table.add_column("report", f"{tally.done} of {len(tally.rows)}", overflow="ellipsis")
        table.add_column("state")
        table.add_column("parts", justify="right")
        table.add_column("findings", justify="right")
        table.add_column("time", "" if left is None else f"{spoken(left)} left", justify="right")
        done = [(name, row) for name, row in tally.rows.items() if row.result]
        busy = [
            (name, row)
            for name, row in tally.rows.items()
            if not row.result and row.state in ("began", "part")
        ]
        for name, row in (*done[-_MOST_DONE:], *busy):
            table.add_row(*_cells(name, row, tally.now()))
        return table


def _cells(name: str, row: _Row, now: float) -> tuple[Text, ...]:
    if result := row.result:
        return (
            Text(visible(name)),
            Text(result.status, style=_STYLES[result.status]),
            Text(""),
            Text(counted(result.findings) if result.findings else ""),
            Text(f"{result.seconds:.1f} s"),
        )
    parts = f"{row.part}/{row.parts}" if row.parts else ""
    return (
        Text(visible(name)),
        Text("…"),
        Text(parts),
        Text(""),
        Text(f"{now - row.began:.0f} s"),
    )


def spoken(seconds: float) -> str:
    """Return a time for people: ``40 s``, ``3 min``, ``2 h 5 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
