"""No text leaves its box or the page, or overlaps other text, in every theme.

The layout is checked box by box: a line is inside its box, the content of a box within its fixed
height, and the ink of a line does not touch that of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from report.engine.build import build
from report.engine.new import create
from report.engine.progress import Progress
from report.measure.glyphs import Glyph, Page, read_glyphs
from report.model.characters import Kind
from report.model.characters import kind as character_kind
from report.model.target import SCREEN
from report.pdf.parts import Part
from report.project.project import Project
from report.typesetting.seen import Visibility
from tests.small_report import write_report

PX = 96 / 72
#: The tolerance for rounding, in px and pt.
NEAR = 0.6
#: The smallest type, in pt.
SMALLEST = 6.5


@dataclass(frozen=True)
class Laid:
    """The layout of a document, and its PDF."""

    pages: tuple[Any, ...]
    pdf: bytes

    @cached_property
    def printed(self) -> list[Page]:
        return list(read_glyphs(self.pdf))


@contextmanager
def watched() -> Iterator[list[tuple[Any, ...]]]:
    """Return a list that gets the pages of every document that is made by parts in this block."""
    from report.typesetting import laid, typesetter

    write, frame = laid.Laid.write, typesetter.Typesetter.frame
    parts: list[tuple[int, list[Any]]] = []
    documents: list[tuple[Any, ...]] = []

    def keep(self: laid.Laid) -> Part:
        parts.append((self._start.index, [page._page_box for page in self._pages.pages]))
        return write(self)

    def end(self: typesetter.Typesetter) -> bytes:
        documents.append(
            tuple(page for _, pages in sorted(parts, key=itemgetter(0)) for page in pages)
        )
        parts.clear()
        return frame(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laid.Laid, "write", keep)
        patch.setattr(typesetter.Typesetter, "frame", end)
        yield documents


def lay_out(project: Project, folder: Path) -> Laid:
    silent = Progress(lambda _: None, live=False, silent=True)
    with watched() as documents:
        (made,), _ = build(project, [SCREEN], folder, silent)
    return Laid(documents[0], made.path.read_bytes())


@pytest.fixture(
    scope="module", params=[pytest.param("", marks=pytest.mark.slow), "plain"], ids=["", "plain"]
)
def laid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Lay out a new report in every theme; test_chapter.py checks the shipped one."""
    theme = request.param
    folder = tmp_path_factory.mktemp("geometry") / "project"
    create(folder)
    settings = folder / "data" / "report.yaml"
    if theme:
        written = settings.read_text(encoding="utf-8")
        settings.write_text(f"{written}theme: {theme}\n", encoding="utf-8")
    return lay_out(Project.at(folder), folder / "build")


def walk(box: Any, inside: Any = None) -> Iterator[tuple[Any, Any]]:
    """Return every box with its block."""
    yield box, inside
    holder = (
        box if hasattr(box, "children") and kind(box) not in ("LineBox", "InlineBox") else inside
    )
    for child in getattr(box, "children", ()):
        yield from walk(getattr(child, "_box", child), holder)


def kind(box: Any) -> str:
    return type(box).__name__


def classes(box: Any) -> list[str]:
    return [] if box.element is None else (box.element.get("class") or "").split()


def name(box: Any) -> str:
    element = box.element
    words = "".join(element.itertext()).strip()[:20] if element is not None else ""
    return f"{box.element_tag}.{element.get('class') if element is not None else ''} “{words}”"


def line_end(line: Any) -> float:
    """Return the end of the last box on a line, without hanging spaces, in px."""
    return float(line.position_x + line.width)


def test_every_line_is_inside_its_box(laid: Laid) -> None:
    faults = []
    count = 0
    for number, page in enumerate(laid.pages, 1):
        for box, holder in walk(page):
            if kind(box) != "LineBox" or holder is None or not box.width:
                continue
            count += 1
            left, right = holder.content_box_x(), holder.content_box_x() + holder.width
            if box.position_x < left - NEAR - 0.6 * box.style["font_size"]:
                faults.append(
                    f"page {number}: {name(holder)} begins {left - box.position_x:.1f} px early"
                )
            if line_end(box) > right + NEAR:
                faults.append(
                    f"page {number}: {name(holder)} ends {line_end(box) - right:.1f} px late"
                )
    assert faults == []
    assert count > 30


def test_every_box_of_fixed_height_contains_its_content(laid: Laid) -> None:
    faults = []
    for number, page in enumerate(laid.pages, 1):
        for box, holder in walk(page):
            if holder is None or kind(box) not in ("LineBox", "BlockReplacedBox"):
                continue
            if holder.style["height"] == "auto" or "art" in classes(box):
                continue
            foot = holder.content_box_y() + holder.height
            end = box.position_y + box.margin_height()
            if end > foot + NEAR:
                faults.append(f"page {number}: {name(holder)} is {end - foot:.1f} px too low")
    assert faults == []


def test_no_text_leaves_the_page_or_is_too_small(laid: Laid) -> None:
    for page in laid.printed:
        for glyph in page.glyphs:
            if glyph.is_space:
                continue
            assert glyph.x >= -NEAR and glyph.end <= page.width + NEAR, (page.number, glyph)
            assert glyph.size < glyph.y + 1 and glyph.y <= page.height, (page.number, glyph)
            assert glyph.size >= SMALLEST or glyph.text in "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ", (page.number, glyph)


def ink(glyph: Glyph) -> tuple[float, float]:
    """Return the horizontal extent of a glyph's ink: lines may trim the blank of punctuation."""
    half = 0.5 * glyph.size
    match character_kind(glyph.text[0]):
        case Kind.OPEN:
            return glyph.end - half, glyph.end
        case Kind.CLOSE:
            return glyph.x, glyph.x + half
        case Kind.PAUSE:
            return glyph.x + half / 2, glyph.end - half / 2
    return glyph.x, glyph.end


def test_no_text_overlaps_other_text(laid: Laid) -> None:
    """A character's ink reaches from 0.7 of its size above the baseline to 0.1 below."""
    for page in laid.printed:
        inked = sorted(
            (g.y - 0.7 * g.size, g.y + 0.1 * g.size, *ink(g), number)
            for number, g in enumerate(page.glyphs)
            if not g.is_space
        )
        for index, (_, foot, left, right, one) in enumerate(inked):
            for top, _, start, end, other in inked[index + 1 :]:
                if foot - top < 1:
                    break
                across = min(right, end) - max(left, start)
                assert across < 1, (page.number, page.glyphs[one], page.glyphs[other])


#: The checks of every report.
CHECKS: tuple[Callable[[Laid], None], ...] = (
    test_every_line_is_inside_its_box,
    test_every_box_of_fixed_height_contains_its_content,
    test_no_text_leaves_the_page_or_is_too_small,
    test_no_text_overlaps_other_text,
)


#: A section with all that is broken below.
BROKEN = f"""\
id: sharing
title: 共享紅利
lead: 一句話。
blocks:
  - {{type: heading, level: 2, text: 一個比兩個字長得多的標題}}
  - {{type: paragraph, text: {"這一段文字比一行長得多，" * 12}完。}}
  - {{type: list, items: [第一項的文字, 第二項的文字, 第三項的文字]}}
"""


def test_text_outside_its_box_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_report(tmp_path / "small")
    (folder / "data/section.yaml").write_text(BROKEN, encoding="utf-8")
    styles = folder / "styles" / "blocks"
    styles.mkdir(parents=True)
    (styles / "zz.css").write_text(
        ".heading { white-space: nowrap; width: 2em }"
        ".paragraph { height: 1rlh; line-height: 0.5rlh }"
        ".list li + li { margin-top: -1rlh }",
        encoding="utf-8",
    )
    monkeypatch.setattr(
        "report.typesetting.laid.find_invisible", lambda *_: Visibility()
    )  # or the build is refused
    broken = lay_out(Project.at(folder), tmp_path / "build")
    for test in (
        test_every_line_is_inside_its_box,
        test_every_box_of_fixed_height_contains_its_content,
        test_no_text_overlaps_other_text,
    ):
        with pytest.raises(AssertionError):
            test(broken)
