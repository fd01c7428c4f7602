"""Server-sent events: what has happened is told to every open page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

#: Seconds between two comments, which keep a connection open.
_PULSE = 15
#: A page that reads no more events than this is behind; it gets the rest as one “pages” event.
_MOST = 256


@dataclass(slots=True)
class Events:
    """The open pages, and the number of the last event."""

    number: int = 0
    _queues: set[asyncio.Queue[str | None]] = field(default_factory=set)

    def tell(self, event: str, data: dict[str, Any]) -> None:
        """Tell all open pages."""
        self.number += 1
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        text = f"id: {self.number}\nevent: {event}\ndata: {body}\n\n"
        for queue in list(self._queues):
            if queue.qsize() < _MOST:
                queue.put_nowait(text)
            else:  # it does not read; the browser connects again when it does
                self._queues.discard(queue)

    def end(self) -> None:
        """End all streams."""
        for queue in self._queues:
            queue.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """Return events as they happen, until the page goes away."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield "retry: 500\n\n"
            while queue in self._queues:
                try:
                    text = await asyncio.wait_for(queue.get(), _PULSE)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if text is None:
                    return
                yield text
        finally:
            self._queues.discard(queue)
