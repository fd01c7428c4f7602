"""The press room: boxes, marks, output intent, the same bytes."""

import io
from dataclasses import replace

import pikepdf
import pytest

from report.findings.errors import CannotRunError
from report.model.target import PRINT, SCREEN
from report.pdf.sound import check_sound
from report.press.condition import Condition
from report.press.finish import finish
from tests.pdf import operators

PT = 72 / 25.4
CONDITION = Condition("FOGRA39", "coated", "http://www.color.org", b"the profile")


def engine_pdf(pages: int = 2, width: float = 216 * PT, height: float = 303 * PT) -> bytes:
    """A PDF as the engine writes it: MediaBox is the bleed area, BleedBox differs."""
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
    with pikepdf.open(io.BytesIO(finish(engine_pdf(), PRINT, CONDITION))) as document:
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


def test_marks_lie_outside_the_bleed_on_every_plate() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(1), PRINT, CONDITION))) as document:
        page = document.pages[0]
        bleed, media = box(page, "/BleedBox"), box(page, "/MediaBox")
        found = operators(page)
        assert [values for name, values in found if name == "SCN"] == [[1]]
        space = page.Resources.ColorSpace["/ReportRegistration"]
        assert (str(space[0]), str(space[1])) == ("/Separation", "/All")
        assert list(space[3].C1) == [1, 1, 1, 1]
        points = [values[-2:] for name, values in found if name in {"m", "l", "c"}]
        assert len(points) == 16 + 4 * (4 + 5), "crop marks, and four rings with a cross"
        patches = [values for name, values in found if name == "re"][1:]
        patches = [one for one in patches if one[2] < 20]
        assert len(patches) == 12
        corners = [(x, y) for x, y, _, _ in patches] + [(x + w, y + h) for x, y, w, h in patches]
        for x, y in [*points, *corners]:
            assert not (bleed[0] < x < bleed[2] and bleed[1] < y < bleed[3])
            assert media[0] <= x <= media[2]
            assert media[1] <= y <= media[3]


def test_every_page_has_its_line_below_the_bleed() -> None:
    slug = engine_pdf(2, 210 * PT, 4 * PT)
    with pikepdf.open(io.BytesIO(finish(engine_pdf(2), PRINT, CONDITION, slug=slug))) as document:
        for number, page in enumerate(document.pages, 1):
            form = page.Resources.XObject[f"/ReportSlug{number}"]
            matrix = next(
                values
                for name, values in operators(page)
                if name == "cm" and values[:4] == [1, 0, 0, 1]
            )
            foot, bleed = matrix[5], box(page, "/BleedBox")
            assert box(page, "/MediaBox")[1] <= foot
            assert foot + float(form.BBox[3]) <= bleed[1] + 0.01
            assert matrix[4] == pytest.approx(box(page, "/TrimBox")[0], abs=0.01)


def test_content_beyond_the_bleed_is_clipped() -> None:
    with pikepdf.open(io.BytesIO(finish(engine_pdf(1), PRINT, CONDITION))) as document:
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
    with pikepdf.open(io.BytesIO(finish(engine_pdf(), PRINT, CONDITION))) as document:
        (intent,) = document.Root.OutputIntents
        assert intent.OutputConditionIdentifier == "FOGRA39"
        assert intent.RegistryName == "http://www.color.org"
        assert intent.S == "/GTS_PDFX"
        assert intent.DestOutputProfile.read_bytes() == CONDITION.profile
        assert intent.DestOutputProfile.N == 4


def test_same_input_same_bytes() -> None:
    pdf = engine_pdf()
    assert finish(pdf, PRINT, CONDITION) == finish(pdf, PRINT, CONDITION)
    assert finish(pdf, PRINT, CONDITION) != finish(
        pdf, PRINT, replace(CONDITION, profile=b"another")
    )


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(CannotRunError) as caught:
        check_sound(b"%PDF-1.7\nnothing")
    assert caught.value.diagnostics[0].code == "D703"


def test_a_pdf_without_pages_is_refused() -> None:
    out = io.BytesIO()
    pikepdf.new().save(out)
    with pytest.raises(CannotRunError, match="no pages"):
        check_sound(out.getvalue())


def test_black_overprints_in_forms_but_not_in_transparency_groups() -> None:
    painted = b"0 0 0 1 k 0 0 9 9 re f 0 1 0 0 K 0 0 m 9 9 l S"
    with pikepdf.open(io.BytesIO(engine_pdf(1))) as document:
        forms = {}
        for name in ("Plain", "Group"):
            form = document.make_stream(painted, Type=pikepdf.Name.XObject)
            form.Subtype, form.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 9, 9])
            if name == "Group":
                form.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)
            forms[f"/{name}"] = form
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
        document.pages[0].contents_add(b"/Plain Do /Group Do", prepend=False)
        out = io.BytesIO()
        document.save(out)
    with pikepdf.open(io.BytesIO(finish(out.getvalue(), PRINT, CONDITION))) as document:
        named = document.pages[0].Resources.XObject
        states = {}
        for name in ("/Plain", "/Group"):
            steps = pikepdf.parse_content_stream(named[name])
            resources = named[name].get("/Resources", pikepdf.Dictionary())
            known = resources.get("/ExtGState", pikepdf.Dictionary())
            used = [known[str(one.operands[0])] for one in steps if str(one.operator) == "gs"]
            states[name] = [(bool(one.get("/op")), bool(one.get("/OP"))) for one in used]
    assert states == {"/Plain": [(True, False), (False, False)], "/Group": []}
