"""An open PDF tells the sizes of its pages."""

from __future__ import annotations

import io
from contextlib import closing

import pikepdf
import pypdfium2
import pytest

from report.pages.viewer import ClosedError, Viewer

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
    with closing(Viewer(_pdf())) as viewer, pypdfium2.PdfDocument(_pdf()) as document:
        assert [leaf.number for leaf in viewer.leaves] == [1, 2, 3, 4]
        for leaf, page in zip(viewer.leaves, document, strict=True):
            left, foot, right, top = page.get_mediabox()
            left, top = min(left, right), max(foot, top)
            trim = page.get_trimbox()
            assert (leaf.width, leaf.height) == pytest.approx(page.get_size())
            assert leaf.corner == pytest.approx((left, top))
            assert leaf.trim == pytest.approx((trim[0] - left, top - trim[3]))
            page.close()


def test_a_closed_pdf_is_not_drawn() -> None:
    viewer = Viewer(_pdf())
    viewer.close()
    with pytest.raises(ClosedError):
        viewer.draw(1)
