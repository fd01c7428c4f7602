"""What was measured of a page is known the next time, and the results are those of a first time."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from report.compare import measured
from report.compare.measured import Measured, measure
from report.engine.store import Store
from report.measure import measure as typography
from report.measure.extraction import extracted
from report.pdf.excerpt import excerpt
from report.pdf.known import Known
from report.pdf.prints import prints
from report.pdf.slug import SLUG, without_slug
from report.preflight.checks import bleed, ink, text
from report.project.project import Project
from report.project.shipped import theme_folder
from tests.small_report import write_report

PALE = '<p style="color: #ccc">看不清的字</p>'


def pages(*bodies: str, style: str = "") -> bytes:
    """Return a PDF with a page for each body."""
    whole = "".join(f'<section style="break-before: page">{one}</section>' for one in bodies)
    css = f"@page {{ size: 200pt 280pt }} p {{ font: 10pt 'Noto Sans CJK HK' }} {style}"
    html = f"<html lang='zh-HK'><title>一</title><style>{css}</style>{whole}"
    return bytes(HTML(string=html).write_pdf(pdf_tags=True))


class Looks:
    """Which pages were looked at, by what was looked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.found: dict[str, list[int]] = {}
        original = Known.pages

        def noted(known: Known, what: Sequence[str], make: Any) -> list[Any]:
            def made(wanted: Sequence[int]) -> Any:
                self.found[what[0]] = list(wanted)
                return make(wanted)

            return original(known, what, made)

        patch.setattr(Known, "pages", noted)

    def again(self) -> dict[str, list[int]]:
        found, self.found = self.found, {}
        return found


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Looks:
    return Looks(monkeypatch)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.at(write_report(tmp_path / "報告"))


def measured_of(pdf: bytes, project: Project, store: Store, target: str = "screen") -> Measured:
    path = project.root / f"{target}.pdf"
    path.write_bytes(pdf)
    return measure(path, target, project, store)


def plain(one: Measured) -> Any:
    return json.loads(json.dumps([one.found, one.preflight, one.typography, one.rows], default=str))


BODIES = ("<p>第一頁的文字。</p>", f"<p>第二頁</p>{PALE}", "<p>第三頁的文字。</p>")


def test_only_pages_that_changed_are_looked_at(
    project: Project, tmp_path: Path, looks: Looks
) -> None:
    store = Store(tmp_path / "cache")
    first = measured_of(pages(*BODIES), project, store)
    assert set(map(tuple, looks.again().values())) == {(1, 2, 3)}
    pale = [one.message for one in first.found if one.code == "P311"]
    assert len(pale) == 1
    assert pale[0].startswith("page 2,")

    changed = pages(BODIES[0], BODIES[1], "<p>另一段三頁文字。</p>")
    second = measured_of(changed, project, store)
    assert looks.again() == {"the text of a page": [3], "glyphs and text": [3]}
    assert plain(second) == plain(measured_of(changed, project, Store(None)))
    assert [one.message for one in second.found if one.code == "P311"] == pale

    moved = pages("<p>新的一頁。</p>", *BODIES)
    third = measured_of(moved, project, store)
    assert looks.again() == {"the text of a page": [1], "glyphs and text": [1]}
    assert plain(third) == plain(measured_of(moved, project, Store(None)))
    (found,) = [one.message for one in third.found if one.code == "P311"]
    assert found == pale[0].replace("page 2,", "page 3,")


@pytest.mark.variants(1)
@pytest.mark.parametrize("target", ["print", "screen"])
def test_results_are_those_of_a_first_time(
    project: Project, tmp_path: Path, target: str, looks: Looks
) -> None:
    store = Store(tmp_path / "cache")
    style = "body { background: linear-gradient(#300, #003) } p { border: 0.1pt solid #eee }"
    drawing = '<svg width="60" height="30"><path d="M0 0h60v30z" fill="teal"/></svg>'
    before = pages(*BODIES, f"<p>圖</p>{drawing}", style=style)
    after = pages(*BODIES[:2], "<p>只有這頁 不同了。</p>", f"<p>圖</p>{drawing}", style=style)
    measured_of(before, project, store, target)
    looks.again()
    found = measured_of(after, project, store, target)
    assert set(map(tuple, looks.again().values())) == {(3,)}
    assert found.found
    assert plain(found) == plain(measured_of(after, project, Store(None), target))


def test_another_limit_of_ink_is_another_question(
    project: Project, tmp_path: Path, looks: Looks
) -> None:
    store = Store(tmp_path / "cache")
    pdf = pages("<p>一</p>", style="body { background: device-cmyk(.9 .9 .9 .2) }")
    measured_of(pdf, project, store, "print")
    looks.again()
    tokens = project.root / "styles/tokens.yaml"
    tokens.parent.mkdir(exist_ok=True)
    shipped = (theme_folder() / "styles/tokens.yaml").read_text(encoding="utf-8")
    tokens.write_text(shipped.replace("most_ink: 300", "most_ink: 250"), encoding="utf-8")
    found = measured_of(pdf, project, store, "print")
    assert looks.again()["the ink of a page"] == [1]
    assert "P220" in {one.code for one in found.found}


def test_another_font_of_the_same_name_is_another_page(
    project: Project, tmp_path: Path, looks: Looks
) -> None:
    store = Store(tmp_path / "cache")
    measured_of(pages("<p>一</p>"), project, store)
    looks.again()
    fonts = project.root / "styles/fonts"
    fonts.mkdir(parents=True)
    (fonts / "own.otf").write_bytes(b"another font")
    measured_of(pages("<p>一</p>"), project, store)
    assert not looks.again()  # the same bytes
    measured_of(pages("<p>一</p>", "<p>二</p>"), project, store)
    assert set(map(tuple, looks.again().values())) == {(1, 2)}


@pytest.mark.skipif(ink.ghostscript() is None, reason="Ghostscript is not installed")
def test_a_program_that_fails_is_told_each_time(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "cache")
    pdf = pages("<p>一</p>", "<p>二</p>")
    monkeypatch.setattr(ink, "ghostscript", lambda: "/bin/false")
    found = [
        [one.message for one in measured_of(pdf, project, store, "print").found if one.code == code]
        for code in ("P220", "P220")
    ]
    assert found[0]
    assert found[0] == found[1]
    monkeypatch.undo()
    monkeypatch.setattr(measured, "program", lambda: "another version of the program")
    assert "P220" not in {one.code for one in measured_of(pdf, project, store, "print").found}


def test_the_checks_by_page_look_at_wanted_pages_only() -> None:
    by_page = [one for module in (bleed, ink, text) for one in module.CHECKS]
    assert by_page
    assert all(one.by_page and one.drawn for one in by_page)


def with_slug(pdf: bytes, version: str) -> bytes:
    """Put a slug on each page: a form with a text."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            form = document.make_stream(
                f"BT /F 6 Tf ({version}) Tj ET".encode(),
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 100, 10],
            )
            page.Resources.XObject = pikepdf.Dictionary({f"{SLUG}{number}": form})
            page.contents_add(f"q {SLUG}{number} Do Q".encode())
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue()


def text_of(pdf: bytes) -> str:
    return "".join(one for pages in extracted(pdf).values() for one in pages)


def test_the_slug_counts_only_when_it_is_asked_for() -> None:
    pdf = pages("<p>一</p>", "<p>二</p>")
    one, other = (with_slug(pdf, version) for version in ("version 1", "version 2"))
    assert not set(prints(one)) & set(prints(other))
    assert prints(one, slug=False) == prints(other, slug=False)
    assert "version 1" in text_of(one)
    assert "version 1" not in text_of(without_slug(one))
    assert "一" in text_of(without_slug(one))
    assert without_slug(pdf) is pdf
    plain = typography.measure(pdf).as_dict()
    assert typography.measure(with_slug(pdf, "more text")).as_dict() == plain


def test_a_box_of_a_page_counts() -> None:
    pdf = pages("<p>一</p>")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.pages[0].TrimBox = pikepdf.Array([9, 9, 190, 270])
        out = io.BytesIO()
        document.save(out)
    assert prints(pdf) != prints(out.getvalue())


def test_an_excerpt_has_the_pages_that_are_wanted_and_no_others() -> None:
    pdf = pages("<p>一</p>", '<p><a href="#end">二</a></p>', '<p id="end">三</p>')
    part = excerpt(pdf, [2])
    with pikepdf.open(io.BytesIO(part)) as document:
        assert len(document.pages) == 1
        things = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        assert sum(one.get("/Type") == "/Page" for one in things) == 1
    assert prints(part) == prints(pdf)[1:2]
    assert excerpt(pdf, [1, 2, 3]) is pdf


def test_a_content_is_made_once_and_an_error_is_not_kept(tmp_path: Path) -> None:
    known = Known(Store(tmp_path), [], "programs")
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"")
        if len(made) == 1:
            raise ValueError("damaged")
        return b"sound"

    with pytest.raises(ValueError, match="damaged"):
        known.content(["font"], b"raw", make)
    assert [known.content(["font"], b"raw", make) for _ in range(2)] == [b"sound", b"sound"]
    assert len(made) == 2
    assert known.content(["font"], b"other", make) == b"sound"
    assert len(made) == 3
