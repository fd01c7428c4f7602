"""A part that is laid out: written to a PDF, and described for those who join it to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from report.pdf.parts import Anchor, Bookmark, Draft, Part, Placed, Shown, Start
from report.pdf.prints import prints
from report.typesetting.anatomy import anatomy
from report.typesetting.awkward import notes
from report.typesetting.cropping import crop_pictures
from report.typesetting.division import NUMBERED
from report.typesetting.engine import written
from report.typesetting.extension import faces
from report.typesetting.extension.lines import Session
from report.typesetting.fetcher import ProjectFetcher
from report.typesetting.messages import Messages
from report.typesetting.seen import find_invisible
from report.typesetting.svg.forms import Recorded, placing
from report.typesetting.turned import Turned

#: CSS px in pt.
_PT = 0.75
#: Source places stand in the tree of a part; this is the place of everything else.
DEFAULT = {"": f"{NUMBERED}:0:0"}


@dataclass(slots=True)
class Laid:
    """A part that is laid out and not written yet."""

    draft: Draft
    _pages: Any
    _root: Any
    _start: Start
    _session: Session
    _fetcher: ProjectFetcher
    _messages: Messages
    links: tuple[str, ...]
    #: The elements of the part.
    group: Sequence[Any]
    variant: str | None
    #: Whether its landscape pages stand on their side in the finished PDF.
    turns: bool
    quality: int
    #: Drawings of earlier documents by key, and the stylesheets that declare fonts.
    recorded: Recorded | None
    faces: str
    closing: ExitStack

    def close(self) -> None:
        """End the layout."""
        self.closing.close()

    def write(self) -> Part:
        """Write the part and end its layout. Raises FindingsError for colours (D502)."""
        with self.closing:
            return self._write()

    def _write(self) -> Part:
        laid_out, fetcher = self._pages, self._fetcher
        boxes, looks = anatomy(laid_out.pages, self.group)
        turned = Turned(laid_out.pages, turns=self.turns)
        first = self._start.index + 1
        look = turned.seen(find_invisible(laid_out.pages, self._root, DEFAULT, first), first)
        if fetcher.has_bitmaps:
            crop_pictures(laid_out.pages, self.quality)
        boxes = tuple(replace(one, area=turned.area(one.page, one.area, _PT)) for one in boxes)
        bookmarks = tuple(_bookmarks(laid_out.pages, turned))
        anchors = tuple(_anchors(laid_out.pages, turned))
        for name in self.links:
            laid_out.pages[-1].anchors.setdefault(name, (0, 0, 0, 0))
        with placing(fetcher.drawn, self.recorded, self.faces):
            pdf = written(laid_out, self.variant)
        awkward = notes(self._session.awkward.values(), self._root, DEFAULT)
        draft = self.draft
        return Part(
            *(draft.pages, draft.end, draft.ids, draft.needed, draft.strings, draft.running),
            reads=fetcher.reads,
            pdf=pdf,
            fonts=faces.uses(laid_out.fonts.values()),
            bookmarks=bookmarks,
            anchors=anchors,
            found=(*fetcher.found, *self._messages.found, *look.found, *awkward),
            pictures=_placed(look.pictures),
            fronts=_placed(look.fronts),
            missing=tuple(sorted(self._messages.missing)),
            boxes=boxes,
            looks=looks,
            prints=prints(pdf),
        )


def _placed(shown: Iterable[Shown]) -> tuple[Placed, ...]:
    return tuple(Placed(one.page, (*one.area,), one.name) for one in shown)


def _bookmarks(pages: Sequence[Any], turned: Turned) -> Iterator[Bookmark]:
    for number, page in enumerate(pages):
        for level, label, (x, y), state in page.bookmarks:
            place = turned.point(number, x * _PT, (page.height - y) * _PT)
            yield Bookmark(number, level, label, *place, state != "closed")


def _anchors(pages: Sequence[Any], turned: Turned) -> Iterator[Anchor]:
    seen = set()
    for number, page in enumerate(pages):
        for name, (x, y, _, _) in page.anchors.items():
            if name not in seen:
                seen.add(name)
                yield Anchor(name, number, *turned.point(number, x * _PT, (page.height - y) * _PT))
