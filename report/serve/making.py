"""The process that makes pages: one warm engine, which does what it is told.

It is a process of its own, so that pages are served while others are made, and so that it can be
stopped whatever it does. It ends when its pipe is closed.
"""

from __future__ import annotations

import gc
import signal
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from report.engine.build import Outcome
from report.engine.early import Early, Pages
from report.engine.engine import Engine
from report.engine.inspection import Inspector
from report.engine.making import Made
from report.engine.progress import Progress
from report.engine.reading import Content
from report.engine.store import Store
from report.findings.diagnostics import diagnostic
from report.findings.errors import ReportError
from report.model.blocks.base import measures
from report.model.facts import Fact
from report.model.target import TARGETS
from report.model.theme import MM
from report.project.project import Project
from report.serve.messages import (
    Ask,
    Begun,
    Changed,
    Count,
    Counted,
    Edition,
    Ended,
    Figure,
    Grid,
    Known,
    Make,
    Working,
)

Say = Callable[[Any], None]
#: Memory is tidied up when nothing was saved for this time, in s, or after so many saves.
_PAUSE, _SAVES = 0.5, 8


class _Telling(Progress):
    """Tells the other process which part is being made."""

    def __init__(self, say: Say) -> None:
        super().__init__(lambda _: None, live=False, silent=True)
        self._say = say

    def part(self, name: str, number: int, parts: int) -> None:
        """Tell that a part is being made."""
        super().part(name, number, parts)
        self._say(Working(number, parts))


@dataclass(slots=True)
class Maker:
    """Makes pages and answers questions about them."""

    folder: Path
    store: Store
    jobs: int
    say: Say
    #: One engine for each target: each knows what has changed since it made its pages.
    _engines: dict[str, Engine] = field(default_factory=dict)
    _inspectors: dict[str, Inspector] = field(default_factory=dict)
    #: The hashes of the pages that were made last, by target.
    _shown: dict[str, Sequence[str]] = field(default_factory=dict)

    def make(self, wanted: Make) -> None:
        """Make the pages of a target, and say how it went."""
        progress = _Telling(self.say)
        try:
            engine = self._engine(wanted.target)
            why = engine.changes()
        except ReportError as exc:  # the folder has gone
            self.say(Begun((".",)))
            self.say(Ended(tuple(exc.diagnostics), {}, failed=True))
            return
        self.say(Begun(tuple(why)))
        try:
            if not why and not wanted.anyway:
                self.say(Ended((), {}))
                return
            done = engine.make(
                [TARGETS[wanted.target]],
                progress,
                ready=self._ready,
                early=self._early(wanted),
            )
        except ReportError as exc:
            self.say(Ended(tuple(exc.diagnostics), _took(progress, None), failed=True))
        except Exception as exc:  # noqa: BLE001 - the live page must tell it, whatever it is
            found = diagnostic(
                "D806",
                f"this is a fault of report itself: {type(exc).__name__}: {exc}",
                hint="".join(traceback.format_exception(exc))[-2000:],
            )
            self.say(Ended((found,), _took(progress, None), failed=True))
        else:
            self._inspectors[wanted.target] = Inspector(
                done.content, done.drawings, TARGETS[wanted.target]
            )
            self.say(Ended(done.found, _took(progress, done)))

    def _engine(self, target: str) -> Engine:
        """Return the engine of a target; a folder that was away is opened again."""
        project = Project.at(self.folder)
        if target not in self._engines:
            self._engines[target] = Engine(project, self.store, self.jobs)
        return self._engines[target]

    def _early(self, wanted: Make) -> Early:
        def tell(pages: Pages) -> None:
            self.say(Changed(wanted.target, pages))

        return Early(self._shown.get(wanted.target, ()), tell, wanted.seen)

    def _ready(self, content: Content, made: Made) -> None:
        self._shown[made.target.name] = made.prints
        page, room = content.theme.page, measures(content.theme)
        grid = Grid(
            *(page.top_mm * MM, page.inner_mm * MM, content.theme.type.leading, page.lines),
            *(page.columns, room.column, room.gutter, room.full),
        )
        design = content.project.design
        pictures = tuple((one.page, (*one.area,), one.name) for one in made.pictures)
        self.say(
            Edition(
                *(made.target.name, made.pdf, made.prints, made.elements),
                *(design, grid, pictures, made.target.bleed_mm * MM),
            )
        )

    def look(self, asked: Ask) -> None:
        """Say what is known of an element."""
        inspector = self._inspectors.get(asked.target)
        try:
            if inspector is None:
                raise LookupError
            found = inspector.inspect(asked.part, asked.number, asked.place)
        except (ReportError, LookupError, OSError):  # the files are others than those of the pages
            self.say(Known("", None, (), ()))
            return
        self.say(Known(found.kind, found.template, found.rules, _figures(found.facts)))

    def count(self, asked: Count) -> None:
        """Say which facts the blocks print."""
        inspector = self._inspectors.get(asked.target)
        facts = inspector.facts() if inspector else {}
        self.say(Counted({place: _figures(found) for place, found in facts.items()}))


def _figures(facts: Iterable[Fact]) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            *(one.id, one.text(), one.unit, one.period, one.source),
            *(one.written_at.file, one.written_at.line),
        )
        for one in facts
    )


def _took(progress: Progress, done: Outcome | None) -> dict[str, float]:
    took = dict(progress.times)
    for made in done.made if done else ():
        took |= {step.name: step.took for step in made.steps}
    return {name: round(seconds, 4) for name, seconds in took.items()}


def serve(connection: Connection, folder: Path, store: Store, jobs: int) -> None:
    """Do what comes over ``connection`` until there is no more: it is closed, or None comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    maker = Maker(folder, store, jobs, connection.send)
    gc.disable()  # it takes a tenth of an edit; there is time for it between two
    made = 0
    while True:
        try:
            if made and (made > _SAVES or not connection.poll(_PAUSE)):
                gc.collect()
                made = 0
            message = connection.recv()
        except (EOFError, OSError):
            return
        if message is None:
            return
        try:
            if isinstance(message, Make):
                maker.make(message)
                made += 1
            elif isinstance(message, Ask):
                maker.look(message)
            elif isinstance(message, Count):
                maker.count(message)
        except (BrokenPipeError, ConnectionResetError):
            return
