"""Typesets parts here and in the other process, so that two parts are made at the same time.

A part starts where the part before it ends, so layouts follow each other. But while one process
writes the pages of a part, the other one can lay out the next part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from report.pdf.parts import Draft, FontUse, Part, Places, Start

if TYPE_CHECKING:
    from report.engine.worker import Answer, Other
    from report.typesetting.laid import Laid
    from report.typesetting.typesetter import Typesetter


@dataclass(slots=True)
class Gradients:
    """Notes the inks of gradients that a layout meets, by their sRGB colours."""

    stops: dict[str, Any] = field(default_factory=dict)


class Pending(Protocol):
    """A part that is being made."""

    def draft(self) -> Draft:
        """Wait for its layout."""

    def part(self) -> Part:
        """Wait for the finished part."""

    def drop(self) -> None:
        """Do not write it."""


@dataclass(slots=True)
class _Here:
    """A part that this process has laid out."""

    laid: Laid
    #: The inks of gradients that were met during the layout.
    stops: Mapping[str, Any]

    def draft(self) -> Draft:
        return self.laid.draft

    def part(self) -> Part:
        return replace(self.laid.write(), stops=self.stops)

    def drop(self) -> None:
        self.laid.close()


@dataclass(slots=True)
class _There:
    """A part that the other process makes."""

    layout: Answer[Draft]
    writing: Answer[Part | None]

    def draft(self) -> Draft:
        return self.layout.result()

    def part(self) -> Part:
        done = self.writing.result()
        if done is None:
            raise RuntimeError("a part was not written")
        return done

    def drop(self) -> None:
        """Nothing to do: the other process does not write what waits for places."""


@dataclass(slots=True)
class Maker:
    """Makes parts, with the help of another process if there is one."""

    typesetter: Typesetter
    gradients: Gradients
    other: Other | None = None
    #: Whether the other process makes parts ahead.
    is_ahead: bool = False
    #: What this process has laid out and not written.
    _open: _Once | None = None

    def begin(
        self, number: int, start: Start, known: Mapping[str, Places], *, wait: bool
    ) -> Pending:
        """Begin a part: here, or in the other process while this one has something to write.

        With ``wait``, a part that prints places which are not known is not written.
        """
        if self._open is not None and self.other is not None and not self.is_ahead:
            layout = self.other.start(_lay_out, number, start, dict(known), wait=wait)
            pending = _There(layout, self.other.start(_write))
            self.flush()
            return pending
        self.flush()
        here = lay_out(self.typesetter, self.gradients, number, start, known)
        if wait and waits(here.draft(), known):
            here.drop()
            return here
        self._open = _Once(here)
        return self._open

    def ahead(self, number: int, start: Start) -> Pending | None:
        """Let the other process make a part; it then makes no other parts for this one."""
        if self.other is None:
            return None
        self.is_ahead = True
        layout = self.other.start(_lay_out, number, start, {}, wait=True)
        return _There(layout, self.other.start(_write))

    def flush(self) -> None:
        """Write what this process has laid out."""
        if self._open is not None:
            self._open.part()
            self._open = None

    def drop(self) -> None:
        """End a layout whose pages are not needed any more."""
        if self._open is not None:
            self._open.drop()
            self._open = None


@dataclass(slots=True)
class _Once:
    """A part that is written when it is first asked for."""

    pending: Pending
    _part: Part | None = None

    def draft(self) -> Draft:
        return self.pending.draft()

    def part(self) -> Part:
        if self._part is None:
            self._part = self.pending.part()
        return self._part

    def drop(self) -> None:
        self.pending.drop()


def waits(draft: Draft, known: Mapping[str, Places]) -> bool:
    """Return whether a part prints places that are not known."""
    return not draft.needed.keys() <= known.keys()


def lay_out(
    typesetter: Typesetter,
    gradients: Gradients,
    number: int,
    start: Start,
    known: Mapping[str, Places],
) -> Pending:
    """Lay out a part in this process."""
    gradients.stops = {}
    return _Here(typesetter.lay_out(number, start, known), gradients.stops)


@dataclass(slots=True)
class _Served:
    """What the other process works on."""

    typesetter: Typesetter | None = None
    gradients: Gradients | None = None
    pending: Pending | None = None


_served = _Served()


def serve(typesetter: Typesetter | None, gradients: Gradients | None) -> None:
    """Let this process make parts of a document for the first one; of none with None."""
    _served.typesetter, _served.gradients = typesetter, gradients


def font(use: FontUse) -> bytes:
    """Make a font in the other process; see :meth:`Typesetter.font`."""
    if _served.typesetter is None:
        raise RuntimeError("no document was opened")
    return _served.typesetter.font(use)


def _lay_out(number: int, start: Start, known: Mapping[str, Places], *, wait: bool) -> Draft:
    pending = _served_part(number, start, known)
    draft = pending.draft()
    if wait and waits(draft, known):
        pending.drop()
        _served.pending = None
    else:
        _served.pending = pending
    return draft


def _write() -> Part | None:
    pending, _served.pending = _served.pending, None
    return None if pending is None else pending.part()


def looked_at(number: int, start: Start, known: Mapping[str, Places]) -> Draft:
    """Lay out a part of the served document, only to see how it ends."""
    pending = _served_part(number, start, known)
    draft = pending.draft()
    pending.drop()
    return draft


def whole(number: int, start: Start, known: Mapping[str, Places]) -> Draft:
    """Make a part of the served document; one that prints unknown places is only laid out."""
    pending = _served_part(number, start, known)
    draft = pending.draft()
    if waits(draft, known):
        pending.drop()
        return draft
    return pending.part()


def _served_part(number: int, start: Start, known: Mapping[str, Places]) -> Pending:
    if _served.typesetter is None or _served.gradients is None:
        raise RuntimeError("no document was opened")
    return lay_out(_served.typesetter, _served.gradients, number, start, known)
