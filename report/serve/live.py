"""The live state: the pages as they are, and their making when files change.

It starts the process that makes pages, watches the files, and tells open pages what happens. The
last good pages stay when a build fails. The last state of the files always wins: what changes
during a build is built after it.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from report.engine.store import Store
from report.findings.diagnostics import Diagnostic, Severity, diagnostic
from report.pages.regions import Box
from report.project.project import Project
from report.serve.book import Book
from report.serve.drawing import Drawer
from report.serve.events import Events
from report.serve.log import counted, line_of
from report.serve.messages import (
    Ask,
    Begun,
    Changed,
    Count,
    Counted,
    Edition,
    Ended,
    Known,
    Make,
    Working,
)
from report.serve.process import Process
from report.serve.watch import changes

#: Seconds without a word from the process that makes pages, after which it is ended. The longest
#: silence of a sound build is the layout of one part, or the drawings of a long report.
PATIENCE = 120.0

#: The number of pages that are taken for looked at.
_SEEN = 3

Log = Callable[[str], None]


@dataclass(slots=True)
class Options:
    """How pages are served."""

    target: str = "screen"
    poll: bool = False
    jobs: int = 2
    patience: float = PATIENCE


@dataclass(slots=True)
class Live:
    """The pages of a project, made again when its files change."""

    project: Project
    store: Store
    options: Options
    log: Log
    events: Events = field(default_factory=Events)
    drawer: Drawer = field(default_factory=Drawer)
    #: The number of the last build; whether one is under way.
    build: int = 0
    building: bool = False
    #: The pages now, those of the build before, and those of the start; by target.
    books: dict[str, Book] = field(default_factory=dict)
    previous: dict[str, Book] = field(default_factory=dict)
    start: dict[str, Book] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)
    #: The pages whose large pictures were asked for last.
    seen: deque[int] = field(default_factory=lambda: deque(maxlen=_SEEN))
    found: tuple[Diagnostic, ...] = ()
    took: Mapping[str, float] = field(default_factory=dict)
    #: Why the last build has failed; the pages are those of the last good one.
    problem: str | None = None
    #: Pictures of ink that were made, by the looks of their pages.
    inks: OrderedDict[str, bytes | None] = field(default_factory=OrderedDict)
    #: Set when the first build has ended.
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    #: Set when what is told of the pages is of the pages that are shown.
    whole: asyncio.Event = field(default_factory=asyncio.Event)
    #: The pages before those that were shown early, until these are finished.
    _finished: Book | None = None
    _good: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    _dirty: asyncio.Event = field(default_factory=asyncio.Event)
    _heard: asyncio.Queue[Any] = field(default_factory=asyncio.Queue)
    _process: Process | None = None
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def target(self) -> str:
        """The target that is shown."""
        return self.options.target

    @property
    def book(self) -> Book | None:
        """The pages of the target that is shown; None before the first are ready."""
        return self.books.get(self.target)

    @property
    def design(self) -> str:
        """The design of the pages."""
        return self.book.edition.design if self.book else ""

    def begin(self) -> None:
        """Start to make and watch; call it in a running event loop."""
        self._respawn()
        self._dirty.set()
        self.whole.set()
        self._tasks = [
            asyncio.create_task(self._build_always()),
            asyncio.create_task(self._watch()),
        ]

    async def end(self) -> None:
        """Stop everything."""
        self.events.end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._process is not None:
            self._process.stop()
        self.drawer.stop()

    def show(self, target: str) -> None:
        """Show another target."""
        if target != self.target:
            self.options.target = target
            self.found, self.problem = self._good.get(target, ()), None
            self.changed = []
            self._dirty.set()

    async def ask(self, asked: Ask) -> Known:
        """Ask the process that makes pages what is known of an element."""
        answer = await self._answer(asked, Known)
        return answer if isinstance(answer, Known) else Known("", None, (), ())

    async def count(self) -> Counted:
        """Ask which facts the blocks of the pages print."""
        answer = await self._answer(Count(self.target), Counted)
        return answer if isinstance(answer, Counted) else Counted({})

    async def _answer(self, asked: object, kind: type) -> object | None:
        """Send a question and return the answer; None when the process has ended."""
        async with self._asking:
            if self._process is None:
                return None
            self._process.send(asked)
            while True:
                try:
                    message = await asyncio.wait_for(self._heard.get(), self.options.patience)
                except TimeoutError:
                    return None
                if isinstance(message, kind):
                    return message
                if message is None:  # the next build starts it again
                    self._heard.put_nowait(None)
                    return None

    def _respawn(self) -> None:
        """Start the process, in the place of one that has ended."""
        if self._process is not None:
            self._process.kill()
        self._heard = asyncio.Queue()
        self._process = Process(
            self.project.root, self.store, self.options.jobs, self._heard.put_nowait
        )
        self._process.start()

    async def _watch(self) -> None:
        async for _ in changes(self.project, poll=self.options.poll):
            self._dirty.set()

    async def _build_always(self) -> None:
        """Build whenever something has changed since the last build began."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            async with self._asking:
                await self._build_once()
            self.ready.set()

    async def _build_once(self) -> None:
        began = time.perf_counter()
        target, book = self.target, self.book
        if self._process is None or not self._process.is_alive:
            self._respawn()
        if self._process is not None:
            self._process.send(Make(target, book is None, tuple(self.seen)))
        begun = False
        why: tuple[str, ...] = ()
        while True:
            message = await self._next()
            if isinstance(message, Begun):
                why, begun = message.why, True
                if why or book is None or self.problem is not None:
                    self.build += 1
                    self.building = True
                    self.changed = []
                    self.events.tell("building", {"build": self.build, "why": list(why[:20])})
            elif isinstance(message, Working):
                self.events.tell("part", {"number": message.number, "of": message.of})
            elif isinstance(message, Changed):
                await self._take_early(message)
            elif isinstance(message, Edition):
                await self._take(message)
            else:
                break
        self.build += not begun
        if self._finished is not None:  # what was shown early was not finished
            early, self.books[target] = self.books[target], self._finished
            self._end_early()
            await early.let_go()
        self._conclude(target, message, why, time.perf_counter() - began)

    async def _next(self) -> Any:
        """Return what the process says next; that it has ended, or says nothing, is an end."""
        try:
            message = await asyncio.wait_for(self._heard.get(), self.options.patience)
        except TimeoutError:
            if self._process is not None:
                self._process.kill()
            self._process = None
            found = diagnostic(
                "D808",
                f"the pages were not made within {self.options.patience:.0f} s",
                hint="a loop in a template, or a very large file? What was saved last is the "
                "likely reason; save it again when it is mended",
            )
            return Ended((found,), {}, failed=True)
        if message is None:
            code = self._process.kill() if self._process is not None else None
            self._process = None
            found = diagnostic(
                "D705",
                f"the process that makes pages has ended (exit code {code})",
                hint="is there enough memory? It starts again with the next change",
            )
            return Ended((found,), {}, failed=True)
        return message

    async def _take_early(self, changed: Changed) -> None:
        """Show pages that have changed, before the finished PDF is there."""
        before = self.books.get(changed.target)
        book = await before.renewed(changed.pages) if before else None
        if before is None or book is None:
            return
        book.take(before)
        numbers, regions = await book.changed(before)
        self._finished = before
        self.whole.clear()
        self.books[changed.target] = book
        self._tell(book, numbers, regions)

    async def _take(self, edition: Edition) -> None:
        """Show new pages."""
        seen = self.books.get(edition.target)
        before = self._finished or seen
        book = await Book.open(edition, self.drawer)
        if seen is not None:
            book.take(seen)
        changed, regions = await book.changed(seen)
        oldest = self.previous.get(edition.target)
        self.books[edition.target] = book
        if before is None:
            self.start[edition.target] = book
        else:
            self.previous[edition.target] = before
        if oldest is not None and oldest is not self.start[edition.target]:
            await oldest.close()
        books = (*self.books.values(), *self.previous.values(), *self.start.values())
        self.drawer.forget({one.mark(leaf.number) for one in books for leaf in one.leaves})
        if seen is not None and seen is not before:
            self._end_early()
            await seen.let_go()
            if not changed:
                return
        self._tell(book, changed, regions)

    def _end_early(self) -> None:
        self._finished = None
        self.whole.set()

    def _tell(self, book: Book, changed: list[int], regions: Mapping[int, list[Box]]) -> None:
        """Tell that pages have changed."""
        self.changed = sorted({*self.changed, *changed})
        self.events.tell(
            "pages",
            {
                "build": self.build,
                "changed": changed,
                "count": len(book.leaves),
                "regions": {str(number): boxes for number, boxes in regions.items()},
            },
        )

    def _conclude(self, target: str, ended: Ended, why: tuple[str, ...], seconds: float) -> None:
        """Note how a build has ended, and tell it in one line."""
        self.building = False
        mended = self.problem is not None and not ended.failed
        if ended.failed:
            self.found = ended.found
            errors = [one for one in ended.found if one.severity is Severity.ERROR]
            self.problem = (errors or list(ended.found))[0].message if ended.found else "it failed"
        else:
            if why or target not in self._good:
                self._good[target] = ended.found
            self.found, self.problem = self._good[target], None
        if ended.took:
            self.took = ended.took
        counts = counted(self.found)
        self.events.tell(
            "findings",
            {
                "build": self.build,
                "errors": counts[Severity.ERROR],
                "warnings": counts[Severity.WARNING],
                "problem": self.problem,
            },
        )
        if why or ended.failed or mended:
            pages = self.changed if self.problem is None else self.problem
            self.log(line_of(why, pages, seconds, self.took, self.found))
