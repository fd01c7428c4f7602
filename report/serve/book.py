"""The pages of one edition: their pictures, their text, and what stands where on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from report.engine.early import Pages
from report.engine.elements import Element
from report.pages.regions import Box
from report.pages.viewer import Heading, Hit, Leaf, Viewer, digest
from report.serve.drawing import LATER, SEEN, Drawer, Page
from report.serve.messages import Edition

#: Pages that are shown wider than this, in pixels, are compared at 96 pixels per inch.
_WIDE = 2000
#: More new pages than this are shown before they are compared with the old ones.
_FEW = 4


@dataclass(slots=True)
class Book:
    """An edition that can be looked at."""

    edition: Edition
    title: str
    leaves: Sequence[Leaf]
    contents: Sequence[Heading]
    _viewer: Viewer
    _drawer: Drawer
    _digests: dict[int, str] = field(default_factory=dict)
    #: Pages that are drawn from another PDF, and their numbers in it.
    _instead: dict[int, tuple[Viewer, int]] = field(default_factory=dict)
    _closed: bool = False

    @classmethod
    async def open(cls, edition: Edition, drawer: Drawer) -> Book:
        """Open an edition."""
        viewer = await drawer.do(lambda: Viewer(edition.pdf))
        title, contents = await drawer.do(lambda: (viewer.title, viewer.contents()))
        return cls(edition, title, viewer.leaves, contents, viewer, drawer)

    async def renewed(self, pages: Pages) -> Book | None:
        """Return these pages with some in a new look; None when they have another size.

        All else is told as before.
        """
        viewer = await self._drawer.do(lambda: Viewer(pages.pdf))
        if len(pages.prints) != len(self.leaves) or any(
            (self.leaves[number - 1].width, self.leaves[number - 1].height)
            != (leaf.width, leaf.height)
            for number, leaf in zip(pages.numbers, viewer.leaves, strict=True)
        ):
            await self._drawer.do(viewer.close, LATER)
            return None
        return Book(
            replace(self.edition, prints=pages.prints),
            *(self.title, self.leaves, self.contents, self._viewer, self._drawer),
            _instead={number: (viewer, at) for at, number in enumerate(pages.numbers, 1)},
        )

    def _page(self, number: int) -> Page:
        return Page(*self._instead.get(number, (self._viewer, number)), self.mark(number))

    def mark(self, number: int) -> str:
        """Return what tells how a page looks."""
        return self.edition.prints[number - 1][:20]

    async def picture(self, number: int, width: int | None = None, rank: int = SEEN) -> bytes:
        """Return the picture of a page as PNG."""
        return await self._drawer.picture(self._page(number), width, rank)

    async def digest(self, number: int, rank: int = SEEN) -> str:
        """Return the SHA-256 of a page's plain picture."""
        if number not in self._digests:
            self._digests[number] = digest(await self.picture(number, None, rank))
        return self._digests[number]

    def take(self, before: Book) -> None:
        """Take the digests of pages that look as they did before."""
        known = {before.mark(number): one for number, one in before._digests.items()}
        for leaf in self.leaves:
            if self.mark(leaf.number) in known:
                self._digests[leaf.number] = known[self.mark(leaf.number)]

    async def changed(self, before: Book | None) -> tuple[list[int], dict[int, list[Box]]]:
        """Return the pages that look different, and the regions in which they do.

        A page is compared with the one of its number. When many are new there are no regions.
        """
        if before is None:
            return [leaf.number for leaf in self.leaves], {}
        new = [
            leaf.number
            for leaf in self.leaves
            if leaf.number > len(before.leaves)
            or self.mark(leaf.number) != before.mark(leaf.number)
        ]
        if len(new) > _FEW:
            return new, {}
        changed: list[int] = []
        regions: dict[int, list[Box]] = {}
        for number in new:
            if number > len(before.leaves):
                changed.append(number)
            elif found := await self.regions(number, before):
                changed.append(number)
                regions[number] = found
        return changed, regions

    async def regions(self, number: int, before: Book) -> list[Box]:
        """Return the regions in which a page differs from the one of its number before.

        Its picture is kept, as wide as the page is shown: it is asked for next.
        """
        width = self._drawer.width(before.mark(number))
        if width is not None and width > _WIDE:
            width = None
        return await self._drawer.compared(self._page(number), before._page(number), width)

    async def find(self, text: str, most: int) -> list[Hit]:
        """Find a text."""
        return await self._drawer.do(lambda: list(self._viewer.find(text, most)))

    async def marked(self, number: int) -> dict[int, Box]:
        """Return the frames of marked content of a page, by its number."""
        return await self._drawer.do(lambda: self._viewer.marked(number))

    async def find_on(self, number: int, texts: Sequence[str]) -> dict[str, list[Hit]]:
        """Find texts on one page."""
        return await self._drawer.do(
            lambda: {text: self._viewer.find_on(number, text) for text in texts}
        )

    def box(self, element: Element) -> Box:
        """Return where an element is in the picture of its page: left, top, width, height."""
        left, top, right, foot = element.area
        trim = self.leaves[element.page - 1].trim
        return (
            round(left + trim[0], 2),
            round(top + trim[1], 2),
            round(right - left, 2),
            round(foot - top, 2),
        )

    def on(self, number: int) -> list[Element]:
        """Return the elements of a page."""
        return [one for one in self.edition.elements if one.page == number]

    def at(self, number: int, x: float, y: float) -> list[Element]:
        """Return the elements at a point of a page's picture, the innermost first.

        Text comes before art, which is behind it and may be smaller.
        """
        found = []
        for order, one in enumerate(self.on(number)):
            left, top, width, height = self.box(one)
            if left <= x <= left + width and top <= y <= top + height:
                behind = one.is_hidden or "art" in one.classes
                found.append((behind, width * height, -order, one))
        return [one for *_, one in sorted(found, key=lambda entry: entry[:3])]

    def written_at(self, file: str, line: int) -> list[Element]:
        """Return the elements of the block that a line of a data file belongs to."""
        best: tuple[int, str] | None = None
        for one in self.edition.elements:
            name, at, _ = (*one.place.rsplit(":", 2), "0", "0")[:3]
            if name == file and int(at) <= line and (best is None or int(at) > best[0]):
                best = (int(at), one.place)
        if best is None:
            return []
        return [one for one in self.edition.elements if one.place == best[1] and one.is_block]

    async def let_go(self) -> None:
        """Free what :meth:`renewed` has opened."""
        for viewer in {id(one): one for one, _ in self._instead.values()}.values():
            await self._drawer.do(viewer.close, LATER)

    async def close(self) -> None:
        """Free the PDF."""
        if not self._closed:
            self._closed = True
            await self._drawer.do(self._viewer.close, LATER)
