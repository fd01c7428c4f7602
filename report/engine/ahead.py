"""Parts that the other process makes ahead, where they have started in the last build.

When a stylesheet or a colour is edited, all parts are made again, and most of them start on the
same page as before. So the other process makes the last parts while this one makes the first. A
part that turns out to start elsewhere is made again: what was made ahead is only kept by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.pdf.parts import Part, Start

if TYPE_CHECKING:
    from report.engine.makers import Pending


@dataclass(slots=True)
class Ahead:
    """The parts that are being made ahead, by number, each with its key."""

    jobs: dict[int, tuple[str, Pending]] = field(default_factory=dict)

    def take(self, number: int, keep: Callable[[str, Part], None]) -> bool:
        """Wait for a part and keep it; returns whether there was one."""
        if number not in self.jobs:
            return False
        key, pending = self.jobs.pop(number)
        try:
            part = pending.part()
        except Exception:  # noqa: BLE001 - what is wrong is met again when the part is made
            return False
        keep(key, part)
        return True


def chosen(missing: Mapping[int, tuple[Start, int]]) -> dict[int, Start]:
    """Choose the parts to make ahead: the last ones, with at most half of the pages.

    ``missing`` has for each part that must be made where it has started, and its pages.
    """
    half = sum(pages for _, pages in missing.values()) / 2
    found: dict[int, Start] = {}
    for number in sorted(missing, reverse=True):
        start, pages = missing[number]
        half -= pages
        if half < 0:
            break
        found[number] = start
    return dict(sorted(found.items()))
