"""Pictures of pages."""

import io

import pikepdf
from PIL import Image

from report.pages.images import GAP, GROUND, THUMB, contact_sheet, png, render


def three_pages() -> bytes:
    """Three A6 pages: red, green, blue."""
    document = pikepdf.new()
    for colour in ("1 0 0", "0 1 0", "0 0 1"):
        page = document.add_blank_page(page_size=(297.6, 419.5))
        page.contents_add(f"{colour} rg 0 0 300 420 re f".encode(), prepend=False)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_pages_are_rendered_at_the_requested_resolution() -> None:
    pages = list(render(three_pages(), 144))
    assert [page.getpixel((10, 10)) for page in pages] == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]
    assert all(abs(page.width - 595) <= 1 and abs(page.height - 839) <= 1 for page in pages)


def test_png_reads_back_the_same() -> None:
    page = next(iter(render(three_pages(), 36)))
    again = Image.open(io.BytesIO(png(page)))
    assert again.format == "PNG"
    assert again.tobytes() == page.tobytes()


def test_the_contact_sheet_shows_spreads() -> None:
    sheet = contact_sheet(list(render(three_pages(), 72)), across=1)
    middle = GAP + 40
    below = middle + (sheet.height - GAP) // 2
    left, right = GAP + THUMB // 2, GAP + THUMB + THUMB // 2
    assert sheet.getpixel((left, middle)) == GROUND, "nothing faces the first page"
    assert sheet.getpixel((right, middle)) == (255, 0, 0)
    assert sheet.getpixel((left, below)) == (0, 255, 0)
    assert sheet.getpixel((right, below)) == (0, 0, 255)


def test_contact_sheet_of_one_page_is_no_wider_than_a_spread() -> None:
    sheet = contact_sheet(list(render(three_pages(), 72))[:1])
    assert sheet.width == 2 * THUMB + 2 * GAP
