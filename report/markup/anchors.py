"""Names the places in a table to which its notes lead.

In: a block. Out: a name for ids in the HTML: the block's own id, or one made from its caption, so
that it stays the same when other blocks are added before it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any


class Anchors:
    """The names given in one document; no two blocks get the same."""

    def __init__(self) -> None:
        self._given: dict[int, tuple[Any, str]] = {}
        self._used: dict[str, int] = {}

    def __call__(self, block: Any) -> str:
        """Return the name of a block; the same block gets the same name again."""
        if block.id:
            return str(block.id)
        if id(block) not in self._given:
            words = f"{block.type} {block.caption.plain}"
            name = f"{block.type}-{sha256(words.encode()).hexdigest()[:8]}"
            count = self._used[name] = self._used.get(name, 0) + 1
            # The block is kept, so that no other one gets its number in memory.
            self._given[id(block)] = block, name if count == 1 else f"{name}-{count}"
        return self._given[id(block)][1]
