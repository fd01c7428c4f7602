"""Typesets a document part by part.

In: the HTML of the whole document, stylesheets and files. Out: finished parts, and the document
that holds what they share: its metadata and its fonts, each embedded once. A part can be typeset in
any process, since it depends only on its own elements, the stylesheets, and the end of the part
before.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
from weasyprint import DEFAULT_OPTIONS
from weasyprint.document import Document, DocumentMetadata
from weasyprint.html import get_html_metadata

from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import FindingsError
from report.model.target import Target
from report.pdf.parts import FONTS, Draft, FontUse, Placed, Places, Start
from report.project.cache import cache_folder
from report.project.project import Project
from report.typesetting.cascades import parsed
from report.typesetting.division import NUMBERED, Division, divide, frame_of, number_places, whole
from report.typesetting.engine import (
    endless,
    without_collector,
)
from report.typesetting.extension import faces
from report.typesetting.extension.hooks import install
from report.typesetting.extension.lines import EndlessError, composing
from report.typesetting.extension.partial import InseparableError, Partial
from report.typesetting.fetcher import ProjectFetcher, Recolour
from report.typesetting.laid import DEFAULT, Laid
from report.typesetting.messages import listening
from report.typesetting.pictures import Printed, quality_of
from report.typesetting.seen import place_of
from report.typesetting.stylesheets import Stylesheet
from report.typesetting.svg.forms import Recorded
from report.typesetting.words import Words

__all__ = ["InseparableError", "Typesetter", "UnknownEngineError"]


class UnknownEngineError(Exception):
    """The engine is not the version that is known: it cannot make parts."""


class _Tree(weasyprint.HTML):  # type: ignore[misc]
    """A document from a tree of elements, without parsing."""

    def __init__(self, root: Any, base: str, fetcher: ProjectFetcher) -> None:
        self.base_url = base
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class Typesetter:
    """Typesets the parts of one document for one target."""

    def __init__(
        self,
        html: str,
        sheets: Sequence[Stylesheet],
        figures: Mapping[str, str],
        target: Target,
        project: Project,
        base: str,
        lexicon: tuple[str, ...] = (),
        *,
        places: Mapping[str, str] = MappingProxyType({}),
        printed: Mapping[str, Printed] = MappingProxyType({}),
        recolour: Recolour | None = None,
        recorded: Recorded | None = None,
        apart: bool = True,
    ) -> None:
        """Parse the document and the stylesheets, and divide it into parts.

        The arguments are those of :func:`report.typesetting.engine.typeset`; without ``apart``, the
        document is one part. :attr:`found` has the findings of the stylesheets.
        """
        self._files = (base, project, figures, printed, recolour)
        self._target, self._base, self._printed = target, base, printed
        self._recorded = recorded
        self._faces = "".join(sheet.text for sheet in sheets if "@font-face" in sheet.text)
        self._words = Words(lexicon, cache_folder())
        fetcher = self._fetcher()
        with listening() as messages, without_collector():
            if install():
                raise UnknownEngineError
            known = parsed(sheets, fetcher, messages, base)
            self._fonts, self._cascade = known.fonts, known.cascade
            fetcher.found, messages.found = [], []
            self._html = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
            root = self._html.etree_element
            breaks = self._breaks(root) if apart else {}
            texts = [sheet.text for sheet in sheets]
            self.division: Division = divide(root, texts, breaks) if apart else whole(root)
        number_places(self.division, places)
        #: The frame of the document: what is in the tree of every part.
        self._skeleton = ElementTree.tostring(self.division.skeleton())
        self._sources: dict[int, bytes] = {}
        #: What paths give now: files are read once.
        self._reader, self._read = fetcher, dict[str, str]()
        twice = (
            diagnostic("D603", f"message of the engine: Anchor defined twice: {name!r}")
            for name in self.division.twice
        )
        self.found = (*known.found, *fetcher.found, *messages.found, *twice)
        #: What the stylesheets have read, such as fonts: a hash for each path.
        self.reads = dict(known.reads)

    @property
    def parts(self) -> int:
        """The number of parts."""
        return len(self.division.groups)

    def source(self, number: int) -> bytes:
        """Return the elements of a part as bytes: all that it is made from, but for files."""
        if number not in self._sources:
            own = [ElementTree.tostring(one) for one in self.division.groups[number]]
            outside = [ElementTree.tostring(one) for one in self.division.targets(number)]
            parts = [self._skeleton, str(number).encode(), *own, b"", *outside]
            self._sources[number] = b"\n".join(parts)
        return self._sources[number]

    def title(self, number: int) -> str:
        """Return a name of a part for people: its number, and its first element as a selector."""
        first = self.division.groups[number][0]
        name = first.get("id")
        rest = [f"#{name}"] if name else [f".{one}" for one in first.get("class", "").split()[:1]]
        return f"part {number + 1} ({''.join([str(first.tag), *rest])})"

    def running(self, path: Sequence[int]) -> bytes:
        """Return a running element of an earlier part as bytes, with the elements around it."""
        element = self.division.body
        found = []
        for index in path:
            element = element[index]
            found.append(repr(sorted(element.attrib.items())).encode())
        return b"".join([*found, ElementTree.tostring(element)])

    def read(self, path: str) -> str:
        """Return the hash of what a path gives now."""
        if path not in self._read:
            self._read[path] = self._reader.digest(path, self._reader.body(path))
        return self._read[path]

    def place(self, number: int, diagnostic_: Diagnostic) -> Diagnostic:
        """Return a finding of a part with its place in the data."""
        if diagnostic_.file != NUMBERED:
            return diagnostic_
        place = place_of(self.division.places[number][diagnostic_.line])
        return replace(diagnostic_, file=place.file, line=place.line, column=place.column)

    def name(self, number: int, placed: Placed) -> str:
        """Return the name of a picture, or the source place of a text or a drawing."""
        return self.division.place(number, placed.name)

    def lay_out(self, number: int, start: Start, known: Mapping[str, Places]) -> Laid:
        """Lay out a part, which starts where the part before it ends.

        ``known`` has the counters at the ids of other parts. The result must be written or closed
        before the next part is laid out. Raises FindingsError as
        :func:`report.typesetting.engine.typeset` does, InseparableError for something that needs
        the whole document.
        """
        group = self.division.groups[number]
        fetcher = self._fetcher()
        document = _Tree(self.division.tree(number, start.running), self._base, fetcher)
        root = document.etree_element
        links = {name: known.get(name, Places()) for name in self.division.links(number)}
        with ExitStack() as stack:
            messages = stack.enter_context(listening())
            session = stack.enter_context(composing(self._words.segment))
            stack.enter_context(without_collector())
            done = session.part = Partial(
                *(start, links, group[0], group[-1]),
                counters=self.division.counters,
                alone=self.parts == 1,
                path_of=self.division.path_of,
            )
            try:
                laid_out = document.render(
                    stylesheets=[self._cascade],
                    font_config=self._fonts,
                    pdf_variant=self._target.variant,
                    pdf_tags=self._target.variant is not None,
                )
            except EndlessError as exc:
                found = self.place(number, endless(exc, root, DEFAULT))
                raise FindingsError([found]) from None
            if done.end is None:
                raise RuntimeError("the engine does not lay out parts")
            elements = sorted(done.elements & start.running.keys())
            draft = Draft(
                pages=len(laid_out.pages),
                end=done.end,
                ids=done.ids,
                needed={name: known.get(name, Places()) for name in sorted(done.needed)},
                strings={name: start.strings.get(name, "") for name in sorted(done.strings)},
                running={name: start.running[name] for name in elements},
                reads=fetcher.reads,
            )
            return Laid(
                *(draft, laid_out, root, start, session, fetcher, messages),
                links=tuple(links),
                group=group,
                variant=self._target.variant,
                turns=self._target.turns,
                quality=quality_of(self._printed),
                recorded=self._recorded,
                faces=self._faces,
                closing=stack.pop_all(),
            )

    def frame(self) -> bytes:
        """Return a PDF without pages, with the document's metadata."""
        self._words.remembered.save()
        return self._without_pages({})

    def font(self, use: FontUse) -> bytes:
        """Return a PDF without pages, with one font; ``/ReportFonts`` of its catalog names it.

        It depends on nothing but the font: not on the document, and not on the target.
        Raises :class:`report.typesetting.extension.faces.UnknownFaceError` when the font's file is
        not the one with which parts were made.
        """
        font = faces.load(use, self._fonts)
        font.widths, font.to_unicode = dict(use.widths), dict(use.texts)
        font.missing = dict(use.missing)
        return self._without_pages({use.name: font})

    def _without_pages(self, fonts: dict[str, Any]) -> bytes:
        variant = None if fonts else self._target.variant
        with listening(), without_collector(), warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            made = Document(
                [],
                DocumentMetadata(**({} if fonts else get_html_metadata(self._html))),
                self._html.url_fetcher,
                self._fonts,
                {},
                "srgb" if variant else None,
            )
            made.fonts = fonts
            written: bytes = made.write_pdf(
                pdf_variant=variant,
                pdf_tags=variant is not None,
                custom_metadata=False,
                finisher=_name_fonts,
            )
        return written

    def _fetcher(self) -> ProjectFetcher:
        base, project, figures, printed, recolour = self._files
        return ProjectFetcher(base, project, figures, printed, recolour)

    def _breaks(self, root: Any) -> dict[int, tuple[str, str]]:
        """Return the forced breaks of the body's children, by their places."""
        html, body = frame_of(root)
        shells = []
        for index, child in enumerate(root.find("body")):
            if isinstance(child.tag, str):
                shells.append((index, ElementTree.SubElement(body, child.tag, child.attrib)))
        context = Document._build_layout_context(
            _Tree(html, self._base, self._fetcher()),
            self._fonts,
            weasyprint.css.counters.CounterStyle(),
            {},
            {**DEFAULT_OPTIONS, "stylesheets": [self._cascade]},
        )
        if not all(_is_plain(context.style_for, one) for one in (html, body)):
            return {}
        found = {}
        for index, shell in shells:
            style = context.style_for(shell)
            flows = style["float"] == "none" and style["position"] in ("static", "relative")
            if flows and style["display"] != ("none",):
                found[index] = (style["break_before"], style["break_after"])
        return found


#: What a root or a body with parts does not have: it would appear on each part's first page.
_BEGINNINGS = ("padding_top", "padding_bottom", "margin_top", "margin_bottom")
_BORDERS = ("border_top_width", "border_bottom_width")


def _is_plain(style_for: Any, element: Any) -> bool:
    """Return whether the root or the body is only a frame for its children."""
    style = style_for(element)
    for part in ("before", "after"):
        generated = style_for(element, part)
        if generated is not None and generated["content"] not in ("normal", "inhibit", "none"):
            return False
    lengths = (getattr(style[name], "value", style[name]) for name in _BEGINNINGS)
    return (
        not any(lengths)
        and not any(style[name] for name in _BORDERS)
        and style["display"] == ("block", "flow")
        and (style["float"], style["position"]) == ("none", "static")
        and (style["column_width"], style["column_count"]) == ("auto", "auto")
        and style["string_set"] in ("none", ())
        and style["height"] == "auto"
    )


def _name_fonts(document: Document, pdf: Any) -> None:
    """Enter fonts into the catalog: without pages, nothing refers to them."""
    names = {font.name for font in document.fonts.values()}
    found = {
        str(one["BaseFont"].decode()).lstrip("/").partition("+")[0]: one.reference
        for one in pdf.objects
        if isinstance(one, pydyf.Dictionary)
        and one.get("Subtype") == "/Type0"
        and one.get("BaseFont") in names
    }
    if found:
        pdf.catalog[FONTS] = pydyf.Dictionary(found)
