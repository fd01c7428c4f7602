"""The head as a PDF with change bars: a bar beside each line that changed, frames, what was before.

In: a comparison and both PDFs. Out: bytes. Pages of the head are marked; removed pages of the base
stand where they were, crossed out. The same input gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from report.compare.pixels import joined
from report.compare.reader import Box
from report.compare.result import Comparison, Page

#: Colours of what changed, was added and was removed.
_RED, _GREEN = (0.82, 0.0, 0.11), (0.07, 0.45, 0.25)
#: The width of a bar, and its distance from the edge of the page, in pt.
_BAR, _EDGE = 2.5, 12.0
#: How far a frame stands off, in pt.
_OFF = 2.0
_LONGEST = 400


def redline(found: Comparison, base: Path | None, head: Path | None) -> bytes:
    """Return the marked PDF; what was before is a note at each region."""
    with pikepdf.new() as made:
        sources = {
            name: pikepdf.open(path) for name, path in (("base", base), ("head", head)) if path
        }
        try:
            for page in found.pages:
                _add(made, sources, page)
            made.docinfo["/Title"] = pikepdf.String(f"{found.base_name} → {found.head_name}")
            out = io.BytesIO()
            made.save(
                out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
            )
        finally:
            for source in sources.values():
                source.close()
    return out.getvalue()


def _add(made: pikepdf.Pdf, sources: dict[str, pikepdf.Pdf], page: Page) -> None:
    name, number = ("head", page.head) if page.head else ("base", page.base)
    if number is None or name not in sources:
        return
    made.pages.append(sources[name].pages[number - 1])
    target = made.pages[-1]
    for key in ("/StructParents", "/Tabs", "/AA"):
        if key in target.obj:
            del target.obj[key]
    if "/Annots" in target.obj:
        del target.obj["/Annots"]
    if page.kind == "same":
        return
    box = [float(edge) for edge in target.cropbox]
    drawing = "".join(_marks(page, box)).encode()
    target.contents_add(b"q\n", prepend=True)
    target.contents_add(b"\nQ\n" + drawing, prepend=False)
    notes = list(_notes(made, page, box))
    if notes:
        target.obj.Annots = made.make_indirect(pikepdf.Array(notes))


def _marks(page: Page, box: list[float]) -> Iterator[str]:
    """Return the operators of bars and frames; the page's corner is that of its crop box."""
    left, foot, right, top = box
    yield "q\n"
    colour = _GREEN if page.kind == "added" else _RED
    yield f"{_rgb(colour)} RG {_rgb(colour)} rg\n"
    if page.kind in ("added", "removed"):
        yield f"{left + _EDGE:.2f} {foot + 20:.2f} {_BAR} {top - foot - 40:.2f} re f\n"
        if page.kind == "removed":
            yield f"1.5 w {left:.2f} {foot:.2f} m {right:.2f} {top:.2f} l S\n"
            yield f"{left:.2f} {top:.2f} m {right:.2f} {foot:.2f} l S\n"
    else:
        for x, y, wide, high in _rectangles(page.regions, box):
            yield f"0.8 w {x:.2f} {y:.2f} {wide:.2f} {high:.2f} re S\n"
        rows = [(0.0, one[1], 1.0, one[3]) for one in page.regions]
        for _, y, _, high in _rectangles(joined(rows, 3.0), box):
            yield f"{left + _EDGE:.2f} {y:.2f} {_BAR} {high:.2f} re f\n"
    yield "Q\n"


def _rectangles(
    regions: list[Box], box: list[float]
) -> Iterator[tuple[float, float, float, float]]:
    left, _, _, top = box
    for x0, y0, x1, y1 in regions:
        wide, high = x1 - x0 + 2 * _OFF, y1 - y0 + 2 * _OFF
        yield left + x0 - _OFF, top - y1 - _OFF, wide, high


def _rgb(colour: tuple[float, float, float]) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _notes(made: pikepdf.Pdf, page: Page, box: list[float]) -> Iterator[pikepdf.Object]:
    """Return a note at the head of the page for each change of its text."""
    left, _, _, top = box
    for index, words in enumerate(page.text):
        old, new = words.old[:_LONGEST], words.new[:_LONGEST]
        said = {
            "changed": f"{old} → {new}",
            "added": f"+ {new}",
            "removed": f"− {old}",
            "moved": f"moved: {new}",
        }[words.kind]
        x, y = left + _EDGE + 6, top - 24 - 14 * index
        yield made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Text,
                Rect=pikepdf.Array([x, y - 12, x + 12, y]),
                Contents=pikepdf.String(said),
                Name=pikepdf.Name.Comment,
                C=pikepdf.Array(list(_RED)),
                F=4,
                T=pikepdf.String(words.kind),
            )
        )
