"""Pictures of pages."""

import io
from pathlib import Path

import pikepdf
from PIL import Image

from report.pages.images import (
    GAP,
    GROUND,
    THUMB,
    contact_sheet,
    names,
    png,
    render,
    spreads,
    webp,
)
from tests.small_report import run


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


def test_spreads_are_those_of_a_bound_book() -> None:
    made = spreads(list(render(three_pages(), 36)))
    assert len(made) == 2
    (first, second), width = made, made[0].width // 2
    assert first.getpixel((10, 10)) == GROUND
    assert first.getpixel((width + 10, 10)) == (255, 0, 0)
    assert second.getpixel((10, 10)) == (0, 255, 0)
    assert second.getpixel((width + 10, 10)) == (0, 0, 255)


def test_an_even_number_of_pages_ends_on_the_left() -> None:
    made = spreads(list(render(three_pages(), 36))[:2])
    assert made[1].getpixel((made[1].width - 10, 10)) == GROUND


def test_webp_looks_like_the_page() -> None:
    page = next(iter(render(three_pages(), 36)))
    again = Image.open(io.BytesIO(webp(page)))
    assert again.format == "WEBP"
    red, green, blue = again.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    assert red > 240
    assert max(green, blue) < 20


def test_pages_are_named_by_their_labels() -> None:
    assert names(three_pages()) == ["1", "2", "3"]
    with pikepdf.open(io.BytesIO(three_pages())) as document:
        roman = pikepdf.Dictionary(S=pikepdf.Name.r)
        document.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, roman]))
        out = io.BytesIO()
        document.save(out)
    assert names(out.getvalue()) == ["i", "ii", "iii"]


def test_the_contact_sheet_has_the_names_below_the_pages() -> None:
    pages = list(render(three_pages(), 36))
    plain, named = contact_sheet(pages), contact_sheet(pages, named=["iv", "v", "vi"])
    assert plain.size == named.size
    assert plain.tobytes() != named.tobytes()
    below = named.crop((GAP, named.height - GAP, named.width, named.height))
    assert len(below.convert("L").getcolors() or []) > 1


def test_the_command_writes_spreads_and_webp(project: Path) -> None:
    (project / "build/screen.pdf").write_bytes(three_pages())
    assert run("-C", project, "pages", "--dpi", "20", "--webp").exit_code == 0
    there = {path.name for path in (project / "build/pages").iterdir()}
    assert there == {f"page-{number:02}.{kind}" for number in (1, 2, 3) for kind in ("png", "webp")}
    assert run("-C", project, "pages", "--dpi", "20", "--spreads").exit_code == 0
    there = {path.name for path in (project / "build/pages").iterdir()}
    assert there == {"spread-01.png", "spread-02.png"}
