"""The engine's own functions that are replaced by wrappers."""

from __future__ import annotations

from typing import Any

#: By module or class, and name; empty when nothing is replaced.
originals: dict[tuple[Any, str], Any] = {}


def original_of(module: Any, name: str) -> Any:
    """Return the engine's own function."""
    return originals[module, name]
