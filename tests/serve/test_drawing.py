"""Pages are drawn in a thread: their pictures, and what differs between two of them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from contextlib import closing

import pikepdf
import pytest

from report.pages.viewer import Viewer
from report.serve.drawing import Drawer, Page


def _pages(*contents: bytes) -> Viewer:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for content in contents:
            document.add_blank_page(page_size=(300, 400)).contents_add(content)
        document.save(out)
    return Viewer(out.getvalue())


@pytest.fixture
def viewers() -> Iterator[tuple[Viewer, Viewer]]:
    """A page, and the same page with a red area."""
    with closing(_pages(b"")) as old, closing(_pages(b"1 0 0 rg 30 40 60 80 re f")) as new:
        yield old, new


@pytest.mark.parametrize("width", [None, 300, 800])
def test_regions_are_in_points_however_wide_pages_are_drawn(
    width: int | None, viewers: tuple[Viewer, Viewer]
) -> None:
    async def compare() -> None:
        drawer = Drawer()
        old, new = Page(viewers[0], 1, "old"), Page(viewers[1], 1, "new")
        (box,) = await drawer.compared(new, old, width)
        assert box == pytest.approx((30, 280, 60, 80), abs=12)  # a cell of the grid more
        assert await drawer.compared(new, old, width) == [box]
        assert await drawer.compared(new, new, width) == []
        assert await drawer.picture(new, width) == viewers[1].png(1, width)
        drawer.stop()

    asyncio.run(compare())


def test_many_pages_are_compared_one_after_the_other() -> None:
    many = _pages(*(b"0 g %d 10 5 5 re f" % (number * 10) for number in range(9)))

    async def compare() -> None:
        drawer = Drawer()
        pages = [Page(many, number, str(number)) for number in range(1, 10)]
        for one, other in zip(pages, [*pages[1:], pages[0]], strict=True):
            assert await drawer.compared(one, one, None) == []
            assert await drawer.compared(one, other, None)
        drawer.stop()
        many.close()

    asyncio.run(compare())


def test_the_width_of_a_page_is_that_of_its_larger_picture_now(
    viewers: tuple[Viewer, Viewer],
) -> None:
    async def ask() -> None:
        drawer = Drawer()
        page = Page(viewers[0], 1, "old")
        assert drawer.width("old") is None
        for width in (900, 600, 128):
            await drawer.picture(page, width)
        assert drawer.width("old") == 600
        await drawer.picture(page, 600)
        assert drawer.width("old") == 600
        drawer.forget(())
        assert drawer.width("old") is None
        drawer.stop()

    asyncio.run(ask())
