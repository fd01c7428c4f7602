"""The results of measuring: findings with their places, and numbers.

:class:`Report` has the :class:`Finding` and :class:`Metric` objects of the other modules, and
returns them as a table or as an object for JSON. Lengths are in pt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from report.measure.glyphs import Glyph
from report.measure.inks import Ink
from report.measure.lines import Line


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its label in the table, and its description in docs/typography.md."""

    label: str
    found_where: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its kind, page from 1, and frame in pt from the top left of the page."""

    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float
    excerpt: str


@dataclass(frozen=True, slots=True)
class Metric:
    """One number: a stable name, a label, its value and unit. None: it could not be measured."""

    name: str
    label: str
    value: float | int | None
    unit: str = ""

    @property
    def shown(self) -> str:
        """The value as text for the table."""
        if self.value is None:
            return "–"
        if self.unit == "%":
            return f"{self.value:.1%}"
        number = f"{self.value:.3f}" if isinstance(self.value, float) else str(self.value)
        return f"{number} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Used:
    """The number of characters of each size in pt, smallest first, and of each ink, most first."""

    sizes: tuple[tuple[float, int], ...] = ()
    inks: tuple[tuple[Ink, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return both lists for JSON; the components of an ink are from 0 to 1."""
        return {
            "sizes": [{"size": size, "characters": count} for size, count in self.sizes],
            "inks": [
                {"space": ink.space, "values": list(ink.values), "characters": count}
                for ink, count in self.inks
            ],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All results for one PDF."""

    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    used: Used = Used()

    def __getitem__(self, name: str) -> float | int | None:
        """Return the value of a metric by its name."""
        return next(one.value for one in self.metrics if one.name == name)

    def rows(self) -> list[tuple[str, str]]:
        """Return the rows of the table: label and value of each metric."""
        return [(one.label, one.shown) for one in self.metrics]

    def as_dict(self) -> dict[str, Any]:
        """Return everything for JSON."""
        return {
            "metrics": {one.name: one.value for one in self.metrics},
            **self.used.as_dict(),
            "findings": [
                {k: round(v, 2) if isinstance(v, float) else v for k, v in asdict(one).items()}
                for one in self.findings
            ],
        }


def counts(found: Iterable[Finding], kinds: Mapping[str, Kind]) -> list[Metric]:
    """Count findings by their kinds."""
    counted = Counter(one.kind for one in found)
    return [
        Metric(name.replace("-", "_"), kind.label, counted[name]) for name, kind in kinds.items()
    ]


def of_glyphs(kind: str, line: Line, glyphs: Sequence[Glyph], excerpt: str) -> Finding:
    """Return a finding whose frame is around adjacent glyphs of a line."""
    left, right = min(g.x for g in glyphs), max(g.end for g in glyphs)
    top = line.y - 0.95 * line.size
    return Finding(kind, line.page, left, top, right - left, 1.2 * line.size, excerpt)


def of_line(kind: str, line: Line, note: str = "") -> Finding:
    """Return a finding for a whole line; its excerpt is ``note`` and the text of the line."""
    text = line.text if len(line.text) < 25 else f"{line.text[:12]}…{line.text[-12:]}"
    return of_glyphs(kind, line, line.glyphs, f"{note} {text}".strip())


def of_lines(kind: str, lines: Sequence[Line], note: str = "") -> Finding:
    """Return a finding for several lines; its excerpt is ``note`` and the start of the text."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    top, bottom = lines[0].y - 0.95 * lines[0].size, lines[-1].y + 0.25 * lines[-1].size
    text = f"{note} {lines[0].text[:24]}".strip()
    return Finding(kind, lines[0].page, left, top, right - left, bottom - top, text)


def around(line: Line, place: int, reach: int = 5) -> str:
    """Return the text around the glyph with the index ``place``."""
    return "".join(g.text for g in line.glyphs[max(0, place - reach) : place + reach + 1])
