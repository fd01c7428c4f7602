"""An open PDF tells its pages' sizes, and what differs between two pages."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from report.pages.viewer import Viewer

#: Media, crop and trim box of each page; None: the page has no such box.
BOXES = [
    ((0, 0, 300, 400), None, None),
    ((-10, -20, 290, 380), None, (5, 7, 280, 370)),
    ((300, 400, 0, 0), None, (10, 10, 290, 390)),
    ((0, 0, 300, 400), (20, 30, 280, 370), None),
]


def _pdf(content: bytes = b"") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for media, crop, trim in BOXES:
            page = document.add_blank_page(page_size=(300, 400))
            page.obj.MediaBox = pikepdf.Array(media)
            for name, box in (("/CropBox", crop), ("/TrimBox", trim)):
                if box:
                    page.obj[name] = pikepdf.Array(box)
            page.contents_add(content)
        document.save(out)
    return out.getvalue()


def test_sizes_and_boxes_are_those_that_pdfium_tells() -> None:
    document = pypdfium2.PdfDocument(_pdf())
    leaves = Viewer(_pdf()).leaves
    assert [leaf.number for leaf in leaves] == [1, 2, 3, 4]
    for leaf, page in zip(leaves, document, strict=True):
        left, foot, right, top = page.get_mediabox()
        left, top = min(left, right), max(foot, top)
        trim = page.get_trimbox()
        assert (leaf.width, leaf.height) == pytest.approx(page.get_size())
        assert leaf.corner == pytest.approx((left, top))
        assert leaf.trim == pytest.approx((trim[0] - left, top - trim[3]))


def test_a_page_is_compared_again_with_the_same_result() -> None:
    old, new = Viewer(_pdf()), Viewer(_pdf(b"1 0 0 rg 30 40 60 80 re f"))
    picture, found = new.compared(1, old, 1)
    (box,) = found
    assert box == pytest.approx((30, 280, 60, 80), abs=12)  # a cell of the grid more
    assert new.compared(1, old, 1) == (picture, found)
    assert new.compared(1, new, 1) == (picture, [])


def test_many_pages_are_compared_one_after_the_other() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for number in range(9):
            page = document.add_blank_page(page_size=(100, 100))
            page.contents_add(b"0 g %d 10 5 5 re f" % (number * 10))
        document.save(out)
    old, new = Viewer(out.getvalue()), Viewer(out.getvalue())
    assert [new.compared(one, old, one)[1] for one in range(1, 10)] == [[]] * 9
    assert all(new.compared(one, old, one % 9 + 1)[1] for one in range(1, 10))
