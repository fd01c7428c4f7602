"""Draws pages in one thread: what is looked at first, everything else when there is time."""

from __future__ import annotations

import asyncio
import itertools
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Container
from typing import TypeVar

from report.pages.viewer import Viewer

R = TypeVar("R")

#: Bytes of pictures that are kept.
_MOST = 96 * 1024 * 1024
#: What is looked at comes before what is only compared.
SEEN, LATER = 0, 1


class Drawer:
    """Does work with PDFs in a thread of its own, since PDFium is not safe for threads."""

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._order = itertools.count()
        self._kept: OrderedDict[tuple[str, int | None], bytes] = OrderedDict()
        self._size = 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while (work := self._queue.get()[2]) is not None:
            work()

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._queue.put((-1, next(self._order), None))

    async def do(self, work: Callable[[], R], rank: int = SEEN) -> R:
        """Do work in the thread; raises what it raises."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[R] = loop.create_future()

        def run() -> None:
            if done.cancelled():
                return
            try:
                result = work()
            except Exception as exc:  # noqa: BLE001 - raised where it is waited for
                loop.call_soon_threadsafe(_fail, done, exc)
            else:
                loop.call_soon_threadsafe(_finish, done, result)

        self._queue.put((rank, next(self._order), run))
        return await done

    async def picture(
        self, viewer: Viewer, number: int, mark: str, width: int | None, rank: int = SEEN
    ) -> bytes:
        """Return the picture of a page as PNG; ``mark`` tells how the page looks."""
        key = (mark, width)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = await self.do(lambda: viewer.png(number, width), rank)
        self.keep(mark, width, made)
        return made

    def keep(self, mark: str, width: int | None, picture: bytes) -> None:
        """Keep a picture for those who ask for it."""
        if (mark, width) not in self._kept:
            self._kept[mark, width] = picture
            self._size += len(picture)
            while self._size > _MOST and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])

    def forget(self, marks: Container[str]) -> None:
        """Forget the pictures of pages whose looks are not among ``marks``."""
        for key in [key for key in self._kept if key[0] not in marks]:
            self._size -= len(self._kept.pop(key))


def _finish(done: asyncio.Future[R], result: R) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[R], exc: Exception) -> None:
    if not done.done():
        done.set_exception(exc)
