"""Pseudorandom numbers: the same name gives the same numbers on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """A small generator (SplitMix64) with the SHA-256 of a name as its seed."""

    __slots__ = ("_state",)

    def __init__(self, name: str) -> None:
        digest = hashlib.sha256(name.encode("utf-8")).digest()
        self._state = int.from_bytes(digest[:8], "big")

    def unit(self) -> float:
        """Return the next number of [0, 1)."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return float((z ^ (z >> 31)) >> 11) / (1 << 53)

    def between(self, low: float, high: float) -> float:
        """Return a number of [low, high), with uniform distribution."""
        return low + (high - low) * self.unit()

    def around(self, middle: float, reach: float) -> float:
        """Return a number at most ``reach`` from ``middle``, more often near the middle."""
        return middle + reach * (self.unit() + self.unit() - 1)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int((high - low + 1) * self.unit())

    def chance(self, share: float) -> bool:
        """Return True in this ``share`` of the cases (0 never, 1 always)."""
        return self.unit() < share

    def pick(self, things: Sequence[T]) -> T:
        """Return one of ``things``; raises IndexError when there is none."""
        return things[int(len(things) * self.unit())]

    def sign(self) -> int:
        """Return 1 or -1."""
        return 1 if self.unit() < 0.5 else -1
