"""Documents typeset by parts and as a whole, for tests that compare the two."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from report.engine.makers import Gradients, Maker
from report.engine.parts import Rounds
from report.engine.shelf import Shelf
from report.markup.document import BASE_URL
from report.measure.glyphs import read_glyphs
from report.model.target import SCREEN, Target
from report.pdf.parts import Part, merged
from report.pdf.structure import Node, read
from report.press.finish import complete, finish
from report.press.join import joined
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
STYLE = """
@page { margin: 30pt; size: 300pt 200pt; }
html { font: 10pt/17pt "Noto Serif CJK HK"; }
body, p, ul, ol, li, h1, h2, section { font-size: 10pt; margin: 0; padding: 0 }
section { break-before: page }
"""


def source(body: str, head: str = "") -> str:
    """Return a whole document."""
    return (
        '<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title>'
        '<meta name="dcterms.created" content="2020-12-31">'
        f'<meta name="dcterms.modified" content="2020-12-31">{head}<body>{body}</body></html>'
    )


@dataclass(frozen=True, slots=True)
class Done:
    """A document that was made by parts."""

    pdf: bytes
    parts: tuple[Part, ...]
    #: The numbers of the parts that were typeset, in order.
    made: tuple[int, ...]
    codes: tuple[str, ...]


def by_parts(
    body: str, style: str = "", target: Target = SCREEN, shelf: Shelf | None = None
) -> Done:
    """Typeset a document by parts."""
    shipped()
    from report.typesetting.typesetter import InseparableError, Typesetter

    sheets = [Stylesheet("page", "test", STYLE + style)]
    shelf = shelf or Shelf("base", "tools")
    before = len(shelf.made)
    try:
        typesetter = Typesetter(source(body), sheets, {}, target, PROJECT, BASE_URL)
        parts, found = Rounds(typesetter, shelf, Maker(typesetter, Gradients())).make()
    except InseparableError:
        typesetter = Typesetter(source(body), sheets, {}, target, PROJECT, BASE_URL, apart=False)
        parts, found = Rounds(typesetter, shelf, Maker(typesetter, Gradients())).make()
    fonts = [(typesetter.font(use), numbers) for use, numbers in merged(parts)]
    with joined(typesetter.frame(), fonts, parts) as (document, structure):
        pdf = complete(document, structure, bytes(32), target, None)
    found += [*typesetter.found, *(one for part in parts for one in part.found)]
    made = tuple(shelf.made[before:])
    return Done(pdf, tuple(parts), made, tuple(one.code for one in found))


def as_whole(body: str, style: str = "", target: Target = SCREEN) -> bytes:
    """Typeset a document as the engine does by itself."""
    shipped()
    from report.typesetting.engine import typeset

    sheets = [Stylesheet("page", "test", STYLE + style)]
    done = typeset(source(body), sheets, {}, target, PROJECT, BASE_URL)
    return finish(done.pdf, target, None)


def looks(pdf: bytes) -> list[Any]:
    """Return what a reader sees, hears and follows, page by page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        glyphs = [
            [
                (one.text, round(one.x, 2), round(one.y, 2), round(one.size, 2))
                for one in page.glyphs
            ]
            for page in read_glyphs(pdf)
        ]
        links = [
            (number, str(one.get("/Dest", "")), [round(float(edge), 2) for edge in one.Rect])
            for number, page in enumerate(document.pages)
            for one in page.obj.get("/Annots", pikepdf.Array())
        ]
        names: list[Any] = []
        if "/Names" in document.Root:
            pairs = list(document.Root.Names.Dests.Names)
            names = [
                (str(name), pages[place[0].objgen], [round(float(one), 2) for one in place[2:]])
                for name, place in zip(pairs[::2], pairs[1::2], strict=True)
            ]
        with document.open_outline() as outline:
            entries = [_entry(one) for one in outline.root]
        tree = _tree(read(document)) if "/StructTreeRoot" in document.Root else []
    return [glyphs, links, names, entries, tree]


def _entry(one: Any) -> Any:
    return [one.title, [_entry(child) for child in one.children]]


def _tree(node: Node) -> Any:
    return [node.kind, [(leaf.page) for leaf in node.leaves()], [_tree(kid) for kid in node.nodes]]
