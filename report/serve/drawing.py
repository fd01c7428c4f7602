"""Draws pages in one thread: what is looked at first, everything else when there is time."""

from __future__ import annotations

import asyncio
import itertools
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Container
from typing import NamedTuple, TypeVar

from report.pages.regions import Box, regions
from report.pages.viewer import PLAIN, Pixels, Viewer, png

R = TypeVar("R")

#: Bytes of pictures that are kept.
_MOST = 96 * 1024 * 1024
#: The number of pages whose pixels are kept.
_COMPARED = 4
#: What is looked at comes before what is only compared.
SEEN, LATER = 0, 1


class Page(NamedTuple):
    """A page of an open PDF."""

    viewer: Viewer
    #: Its number there, from 1.
    number: int
    #: What tells how it looks.
    mark: str


class Drawer:
    """Does work with PDFs in a thread of its own, since PDFium is not safe for threads."""

    def __init__(self) -> None:
        self._queue: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._order = itertools.count()
        self._kept: OrderedDict[tuple[str, int | None], bytes] = OrderedDict()
        self._size = 0
        #: Pixels of the last pages that were compared: one is often compared again.
        self._pixels: OrderedDict[tuple[str, int | None], Pixels] = OrderedDict()
        #: The two widths in which a look was last asked for: large, and as a thumbnail.
        self._widths: dict[str, tuple[int, ...]] = {}
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

    async def picture(self, page: Page, width: int | None, rank: int = SEEN) -> bytes:
        """Return the picture of a page as PNG."""
        mark = page.mark
        key = (mark, width)
        if width is not None:
            before = [one for one in self._widths.get(mark, ()) if one != width]
            self._widths[mark] = (*before[-1:], width)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        made = await self.do(lambda: page.viewer.png(page.number, width), rank)
        self.keep(mark, width, made)
        return made

    async def compared(self, new: Page, old: Page, width: int | None) -> list[Box]:
        """Return the regions in which a page differs from another one; keep its picture.

        Both are drawn ``width`` pixels wide, or at 96 pixels per inch.
        """

        def compare() -> tuple[bytes, list[Box]]:
            pixels = self._drawn(new, width)
            unit = 72 / PLAIN if width is None else new.viewer.leaves[new.number - 1].width / width
            return png(pixels), regions(self._drawn(old, width), pixels, unit)

        picture, found = await self.do(compare)
        self.keep(new.mark, width, picture)
        return found

    def _drawn(self, page: Page, width: int | None) -> Pixels:
        """Return the pixels of a page; used in the thread alone."""
        key = (page.mark, width)
        if key not in self._pixels:
            self._pixels[key] = page.viewer.draw(page.number, width)
            while len(self._pixels) > _COMPARED:
                self._pixels.popitem(last=False)
        self._pixels.move_to_end(key)
        return self._pixels[key]

    def keep(self, mark: str, width: int | None, picture: bytes) -> None:
        """Keep a picture for those who ask for it."""
        if (mark, width) not in self._kept:
            self._kept[mark, width] = picture
            self._size += len(picture)
            while self._size > _MOST and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])

    def width(self, mark: str) -> int | None:
        """Return how wide, in pixels, a look is shown now, as far as it is known."""
        return max(self._widths.get(mark, ()), default=None)

    def forget(self, marks: Container[str]) -> None:
        """Forget the pictures of pages whose looks are not among ``marks``."""
        for key in [key for key in self._kept if key[0] not in marks]:
            self._size -= len(self._kept.pop(key))
        for mark in [mark for mark in self._widths if mark not in marks]:
            del self._widths[mark]


def _finish(done: asyncio.Future[R], result: R) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: asyncio.Future[R], exc: Exception) -> None:
    if not done.done():
        done.set_exception(exc)
