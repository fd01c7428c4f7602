"""Documents that are typeset with and without what is taken from an earlier layout."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.typesetting.test_lines import typeset


def without(kind: type, name: str, answer: object, body: str, style: str) -> bytes:
    """Typeset while a method of ``kind`` only gives ``answer``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, name, lambda *_: answer)
        return typeset(body, style)


def counted(kind: Any, monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """Count how often ``kind.get`` gives something, or nothing."""
    counts: Counter[bool] = Counter()
    original = kind.get

    def get(self: Any, *rest: Any) -> Any:
        found = original(self, *rest)
        counts[found is not None] += 1
        return found

    monkeypatch.setattr(kind, "get", get)
    return counts
