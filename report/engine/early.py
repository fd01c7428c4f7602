"""Gives the pages that have changed before the whole document is finished.

Joining the parts and writing their structure takes longer than drawing a page. Whoever looks at the
pages need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.engine.document import Source
    from report.pdf.parts import Part

#: A finished font as a PDF, and the numbers of the parts that use it.
Font = tuple[bytes, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages of a document as a PDF of their own, without tags."""

    pdf: bytes
    #: The numbers of its pages in the document, from 1.
    numbers: tuple[int, ...]
    #: The hashes of all pages of the document as they are shown with these: see
    #: :class:`report.engine.making.Made`.
    prints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Early:
    """Tells the pages of a document that differ from those that are shown."""

    #: The hashes of the pages that are shown.
    shown: Sequence[str]
    tell: Callable[[Pages], None]
    #: The numbers of pages that are looked at.
    seen: Sequence[int] = ()

    def give(
        self,
        source: Source,
        parts: Sequence[Part],
        prints: Sequence[str],
        frame: bytes,
        fonts: Sequence[Font],
    ) -> None:
        """Tell the pages of the parts that have changed; of many, those that are looked at.

        Nothing is told when there are more or fewer pages than before, nor when lines of text below
        the pages change on all of them.
        """
        from report.press.finish import complete
        from report.press.join import digest, joined

        target, theme = source.target, source.content.theme
        chosen = list(self._changed(parts, prints))
        if sum(len(pages) for _, pages in chosen) * 2 > len(prints):
            chosen = [(at, pages) for at, pages in chosen if {*pages} & {*self.seen}]
        numbers = tuple(number for _, pages in chosen for number in pages)
        if target.slug_mm or not numbers:
            return
        own = [parts[at] for at, _ in chosen]
        places = {at: place for place, (at, _) in enumerate(chosen)}
        used = [
            (font, [places[at] for at in users if at in places])
            for font, users in fonts
            if places.keys() & set(users)
        ]
        plain = replace(target, attachments=False, output_intent=False)
        stops = {colour: inks for part in own for colour, inks in part.stops.items()}
        with joined(frame, used, own, tagged=False) as (whole, _):
            pdf = complete(
                *(whole, None, digest(frame, used, own), plain, source.condition),
                *((), None, theme.spots, theme.pictures.quality, stops),
            )
        shown = list(self.shown)
        for number in numbers:
            shown[number - 1] = prints[number - 1]
        self.tell(Pages(pdf, numbers, tuple(shown)))

    def _changed(self, parts: Sequence[Part], prints: Sequence[str]) -> Iterator[tuple[int, range]]:
        """Return the parts with pages that have changed, and the numbers of their pages."""
        if len(prints) != len(self.shown):
            return
        first = 1
        for at, part in enumerate(parts):
            pages = range(first, first + part.pages)
            if any(prints[number - 1] != self.shown[number - 1] for number in pages):
                yield at, pages
            first = pages.stop
