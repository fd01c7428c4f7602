"""The pictures of a preview: a page that paints the same is not drawn again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from report.compare.pictures import pictures
from report.engine.store import Store
from report.pages import images
from report.project.project import Project
from tests.small_report import write_report


def pdf(*greys: float) -> bytes:
    """Return a PDF with a page for each grey."""
    document, out = pikepdf.new(), io.BytesIO()
    for grey in greys:
        page = document.add_blank_page(page_size=(200, 280))
        page.contents_add(f"{grey} g 20 20 100 100 re f".encode())
    document.save(out)
    return out.getvalue()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.at(write_report(tmp_path / "報告"))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that are drawn, as it happens."""
    found: list[int] = []
    render = images.render

    def noted(pdf: bytes, dpi: float, wanted: Any = None) -> Iterator[Any]:
        numbers = range(images.count(pdf)) if wanted is None else sorted(wanted)
        found.extend(number + 1 for number in numbers)
        yield from render(pdf, dpi, wanted)

    monkeypatch.setattr(images, "render", noted)
    return found


def test_only_pages_that_changed_are_drawn(
    tmp_path: Path, drawn: list[int], project: Project
) -> None:
    store = Store(tmp_path / "cache")
    first, pages = pictures(pdf(0.1, 0.2, 0.3), store, project)
    assert (pages, drawn) == (3, [1, 2, 3])
    drawn.clear()
    assert pictures(pdf(0.1, 0.2, 0.3), store, project) == (first, 3)
    assert not drawn
    other, _ = pictures(pdf(0.1, 0.9, 0.3), store, project)
    assert drawn == [2]
    changed = {name for name, content in other.items() if content != first[name]}
    assert changed == {"pages/page-02.webp", "pages/thumb-02.webp", "contact-sheet.webp"}


def test_bytes_are_the_same_without_a_store(
    tmp_path: Path, drawn: list[int], project: Project
) -> None:
    store = Store(tmp_path / "cache")
    pictures(pdf(0.1, 0.2), store, project)
    assert pictures(pdf(0.1, 0.9), store, project) == pictures(pdf(0.1, 0.9), Store(None), project)
    assert drawn == [1, 2, 2, 1, 2]


def test_another_font_of_the_same_name_is_drawn(
    tmp_path: Path, drawn: list[int], project: Project
) -> None:
    store = Store(tmp_path / "cache")
    pictures(pdf(0.1), store, project)
    fonts = project.root / "styles/fonts"
    fonts.mkdir(parents=True)
    for content in (b"one", b"two"):
        (fonts / "own.otf").write_bytes(content)
        pictures(pdf(0.1), store, project)
    assert drawn == [1, 1, 1]
    (fonts / "link").symlink_to(tmp_path)
    pictures(pdf(0.1), store, project)
    pictures(pdf(0.1), store, project)
    assert drawn == [1, 1, 1, 1, 1]
