"""What the process that makes pages and the process that serves them say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.engine.early import Pages
from report.engine.elements import Element
from report.findings.diagnostics import Diagnostic
from report.typesetting.matching import Applied


@dataclass(frozen=True, slots=True)
class Make:
    """Make the pages of a target, unless no input has changed since; with ``anyway`` always."""

    target: str
    anyway: bool = False
    #: The numbers of pages that are looked at.
    seen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Look at an element: its styles and facts. ``part`` and ``number`` tell which it is."""

    target: str
    part: int
    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Count:
    """Tell the facts that the blocks of a target print."""

    target: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Pages are being made because these inputs have changed; no inputs: none has."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """A part is being made."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The text block: lengths in pt from the edges of the trimmed page."""

    top: float
    inner: float
    leading: float
    lines: int
    columns: int
    column: float
    gutter: float
    measure: float


@dataclass(frozen=True, slots=True)
class Changed:
    """Pages that have changed, before the finished PDF is there."""

    target: str
    pages: Pages


@dataclass(frozen=True, slots=True)
class Edition:
    """A finished PDF, and where its elements are."""

    target: str
    pdf: bytes
    prints: tuple[str, ...]
    elements: tuple[Element, ...]
    #: The design of ``styles/themes/`` that it is typeset with.
    design: str
    grid: Grid
    #: The pictures: page, area in mm from the top left of the trimmed page, name.
    pictures: tuple[tuple[int, tuple[float, ...], str], ...]
    #: The bleed in pt.
    bleed: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a build: its findings, and the seconds of its steps. It may have failed."""

    found: tuple[Diagnostic, ...]
    took: Mapping[str, float]
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The answer to :class:`Ask`: where the rest of what is known of an element comes from."""

    kind: str
    template: tuple[str, int] | None
    rules: tuple[Applied, ...]
    facts: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact that a block prints."""

    id: str
    value: str
    unit: str
    period: str
    source: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to :class:`Count`: places of blocks, each with the facts that it prints."""

    facts: Mapping[str, tuple[Figure, ...]]
