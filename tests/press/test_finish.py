"""The press room: boxes, marks, output intent, the same bytes."""

import io

import pikepdf
import pytest

from report.errors import CannotRunError
from report.model.target import PRINT, SCREEN
from report.press.finish import check_sound, finish
from tests.pdf import operators

PT = 72 / 25.4


def engine_pdf(pages: int = 2, width: float = 216 * PT, height: float = 303 * PT) -> bytes:
    """A PDF as the engine writes it: MediaBox is the bleed area, a BleedBox of its own idea."""
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(width, height))
        page.BleedBox = pikepdf.Array([1, 1, width - 1, height - 1])
        page.contents_add(b"0 0 0 1 k 0 0 700 900 re f", prepend=False)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(edge) for edge in page[name]]


def test_print_page_has_media_around_bleed_around_trim() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(), PRINT, b"profile"))) as document:
        for page in document.pages:
            media, bleed, trim = (box(page, f"/{name}Box") for name in ("Media", "Bleed", "Trim"))
            assert [t - b for t, b in zip(trim, bleed, strict=True)] == pytest.approx(
                [3 * PT, 3 * PT, -3 * PT, -3 * PT], abs=0.01
            )
            assert [b - m for b, m in zip(bleed, media, strict=True)] == pytest.approx(
                [7 * PT, 7 * PT, -7 * PT, -7 * PT], abs=0.01
            )
            assert trim[2] - trim[0] == pytest.approx(210 * PT, abs=0.01)
            assert trim[3] - trim[1] == pytest.approx(297 * PT, abs=0.01)


def test_crop_marks_lie_outside_the_bleed_in_all_four_inks() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(1), PRINT, b"profile"))) as document:
        page = document.pages[0]
        bleed = box(page, "/BleedBox")
        found = operators(page)
        inks = [values for name, values in found if name == "K"]
        assert inks == [[1, 1, 1, 1]]
        points = [values for name, values in found if name in {"m", "l"}]
        assert len(points) == 16
        for x, y in points:
            inside = bleed[0] < x < bleed[2] and bleed[1] < y < bleed[3]
            assert not inside
        media = box(page, "/MediaBox")
        assert all(media[0] <= x <= media[2] and media[1] <= y <= media[3] for x, y in points)


def test_what_hangs_over_the_bleed_is_clipped() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(1), PRINT, b"profile"))) as document:
        page = document.pages[0]
        names = [name for name, _ in operators(page)]
        assert names[:4] == ["q", "re", "W", "n"]
        clip = next(values for name, values in operators(page) if name == "re")
        bleed = box(page, "/BleedBox")
        expected = [bleed[0], bleed[1], bleed[2] - bleed[0], bleed[3] - bleed[1]]
        assert clip == pytest.approx(expected, abs=0.01)
        assert names.count("q") == names.count("Q")


def test_screen_page_is_its_trim_without_marks() -> None:
    pdf = engine_pdf(1, 210 * PT, 297 * PT)
    with pikepdf.open(io.BytesIO(finish(pdf, SCREEN, None))) as document:
        page = document.pages[0]
        assert box(page, "/MediaBox") == box(page, "/TrimBox") == box(page, "/BleedBox")
        assert "K" not in {name for name, _ in operators(page)}
        assert "/OutputIntents" not in document.Root


def test_print_names_its_condition_and_embeds_the_profile() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(), PRINT, b"the profile"))) as document:
        (intent,) = document.Root.OutputIntents
        assert intent.OutputConditionIdentifier == "FOGRA39"
        assert intent.RegistryName == "http://www.color.org"
        assert intent.S == "/GTS_PDFX"
        assert intent.DestOutputProfile.read_bytes() == b"the profile"
        assert intent.DestOutputProfile.N == 4


def test_same_input_same_bytes() -> None:
    pdf = engine_pdf()
    assert finish(pdf, PRINT, b"p") == finish(pdf, PRINT, b"p")
    assert finish(pdf, PRINT, b"p") != finish(pdf, PRINT, b"another")


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(CannotRunError) as caught:
        check_sound(b"%PDF-1.7\nnothing")
    assert caught.value.diagnostics[0].code == "D703"


def test_a_pdf_without_pages_is_refused() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    with pytest.raises(CannotRunError, match="no pages"):
        check_sound(out.getvalue())
