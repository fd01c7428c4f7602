"""Show the progress of the work: live steps on a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from report.engine.steps import Step

#: Back to the start of the line, and clear it (ECMA-48, EL).
_CLEAR = "\r\x1b[K"


class Progress:
    """Measures the time of each step and shows it.

    ``write`` writes text to standard error without adding a line end; ``live`` is true for a
    terminal, where the current step is shown and then replaced by its time; with ``verbose`` notes
    are shown too.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        *,
        live: bool,
        silent: bool = False,
        verbose: bool = False,
    ) -> None:
        self._write = write
        self._verbose = verbose
        self._live = live
        self._silent = silent
        self._start = time.perf_counter()
        #: Seconds by step, in order.
        self.times: dict[str, float] = {}
        #: When each of them began, in seconds since the run began.
        self._began: dict[str, float] = {}
        #: The steps of each target.
        self._steps: list[tuple[str, Step]] = []

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.perf_counter() - self._start

    def trace(self) -> str:
        """Write the steps as a trace that Perfetto and Chrome's ``about:tracing`` open.

        The form is the Trace Event Format: complete events, times in microseconds.
        """
        events: list[dict[str, object]] = [
            {
                "name": name,
                "cat": "step",
                "ph": "X",
                "ts": round(self._began[name] * 1e6),
                "dur": round(took * 1e6),
                "pid": 1,
                "tid": 1,
            }
            for name, took in self.times.items()
        ]
        rows: dict[str, int] = {}
        for target, step in self._steps:
            events.append(
                {
                    "name": step.name,
                    "cat": target,
                    "ph": "X",
                    "ts": round((step.began - self._start) * 1e6),
                    "dur": round(step.took * 1e6),
                    "pid": 1,
                    "tid": rows.setdefault(target, 2 + len(rows)),
                    **({"args": {"why": list(step.why)}} if step.why else {}),
                }
            )
        return json.dumps({"traceEvents": events, "displayTimeUnit": "ms"}, indent=1) + "\n"

    def add(self, name: str, steps: Sequence[Step]) -> None:
        """Add the steps of a target to the trace."""
        self._steps += [(name, step) for step in steps]

    def part(self, name: str, number: int, parts: int) -> None:
        """Show that a part of a document is being made, counted from 1.

        On a terminal it replaces the last one; elsewhere it is a line in verbose mode.
        """
        text = f"{name}: part {number} of {parts}"
        if self._live and not self._silent:
            self._write(f"{_CLEAR}  … {text}")
        else:
            self.note(text)

    def note(self, text: str) -> None:
        """Show a line in verbose mode only."""
        if self._verbose and not self._silent:
            self._write(f"           {text}\n")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure the time of this block and show it as one step."""
        start = time.perf_counter()
        if self._live and not self._silent:
            self._write(f"  … {name}")
        try:
            yield
        except BaseException:
            if self._live and not self._silent:
                self._write(_CLEAR)
            raise
        took = time.perf_counter() - start
        self.times[name] = took
        self._began[name] = start - self._start
        if not self._silent:
            self._write(f"{_CLEAR if self._live else ''}  {took:5.2f} s  {name}\n")
