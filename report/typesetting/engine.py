"""Typesetting one document: HTML, stylesheets and files in, PDF bytes and findings out."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import weasyprint
from tinycss2 import color4
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import FindingsError
from report.model.target import Target
from report.pdf.parts import Shown
from report.project.cache import cache_folder
from report.project.project import Project
from report.typesetting.awkward import notes
from report.typesetting.cropping import crop_pictures
from report.typesetting.extension.hooks import install
from report.typesetting.extension.lines import MOST_PAGES, EndlessError, composing
from report.typesetting.fetcher import ProjectFetcher, Recolour
from report.typesetting.messages import Messages, listening
from report.typesetting.pictures import Printed, quality_of
from report.typesetting.seen import Visibility, find_invisible, owners_of, place_of
from report.typesetting.stylesheets import LAYERS, Stylesheet
from report.typesetting.svg.forms import Recorded, placing
from report.typesetting.turned import Turned
from report.typesetting.words import Words


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset document."""

    pdf: bytes
    pages: int
    found: tuple[Diagnostic, ...]
    #: Characters that no font of the theme has, in the order of their code points.
    missing: tuple[str, ...]
    #: The pictures on the pages and the text in front of them; only with ``places``.
    pictures: tuple[Shown, ...] = ()
    fronts: tuple[Shown, ...] = ()


def typeset(
    html: str,
    sheets: Sequence[Stylesheet],
    figures: Mapping[str, str],
    target: Target,
    project: Project,
    base: str,
    lexicon: tuple[str, ...] = (),
    *,
    places: Mapping[str, str] | None = None,
    printed: Mapping[str, Printed] = MappingProxyType({}),
    recolour: Recolour | None = None,
    recorded: Recorded | None = None,
) -> Typeset:
    """Lay out ``html`` and return it as PDF, with the engine's warnings as findings.

    - ``figures``: SVG texts by id.
    - ``base``: the base URL of the document; it does not exist outside this program.
    - ``lexicon``: words that lines should not break.
    - ``places``: the source places of elements by id. With it, the layout is checked for text that
      is not visible (D208, D611 to D614).
    - ``printed``: the printed sizes of pictures, by path.
    - ``recolour``: returns SVG pictures in the colours of the target.
    - ``recorded``: drawings of earlier documents, which are not drawn again, by key.

    :func:`report.typesetting.fonts.isolate` must have run before this module is imported. Raises
    FindingsError for something that cannot be painted in CMYK (D502), and for a layout that does
    not end (D609).
    """
    fetcher = ProjectFetcher(base, project, figures, printed, recolour)
    words = Words(lexicon, cache_folder())
    with listening() as messages, composing(words.segment) as session, without_collector():
        strange = install()
        fonts = FontConfiguration()
        cascade = cascade_of(sheets, fetcher, fonts, messages, base)
        document = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
        try:
            laid_out = document.render(
                stylesheets=[cascade],
                font_config=fonts,
                pdf_variant=target.variant,
                pdf_tags=target.variant is not None,
            )
        except EndlessError as exc:
            raise FindingsError([endless(exc, document.etree_element, places or {})]) from None
        look = Visibility()
        if places is not None:
            turned = Turned(laid_out.pages, turns=target.turns)
            look = turned.seen(find_invisible(laid_out.pages, document.etree_element, places))
        if fetcher.has_bitmaps:
            crop_pictures(laid_out.pages, quality_of(printed))
        faces = "".join(sheet.text for sheet in sheets if "@font-face" in sheet.text)
        with placing(fetcher.drawn, recorded, faces):
            pdf = written(laid_out, target.variant)
    words.remembered.save()
    plain = [
        diagnostic(
            "D607",
            f"Chinese lines are set without the composition rules: {'; '.join(strange)}",
            hint="install the packages of requirements.lock with “make setup”",
        )
    ]
    return Typeset(
        pdf,
        len(laid_out.pages),
        (
            *(*fetcher.found, *messages.found, *look.found, *(plain if strange else ())),
            *notes(session.awkward.values(), document.etree_element, places or {}),
        ),
        tuple(sorted(messages.missing)),
        look.pictures,
        look.fronts,
    )


def written(laid_out: Any, variant: str | None) -> bytes:
    """Write a document that is laid out, tagged when it is of a PDF variant.

    Raises FindingsError for something that cannot be painted in CMYK (D502).
    """
    with warnings.catch_warnings():
        # The engine does not close its sRGB profile.
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            pdf: bytes = laid_out.write_pdf(
                pdf_variant=variant, pdf_tags=variant is not None, custom_metadata=False
            )
        except (AssertionError, NotImplementedError) as exc:
            if not _is_of_colour(exc):
                raise
            raise FindingsError([_unpainted(exc)]) from exc
    return pdf


def endless(error: EndlessError, root: Any, places: Mapping[str, str]) -> Diagnostic:
    """Return the finding for a layout that does not end."""
    return diagnostic(
        "D609",
        f"the layout of page {error.page} does not end"
        if error.page <= MOST_PAGES
        else f"there are more than {MOST_PAGES} pages, and the layout does not end",
        hint="in the stylesheets, look for floats and fixed heights around this block, and for "
        "boxes higher than the page that must not break",
        place=place_of(owners_of(root, places).get(error.element, "")),
    )


def _is_of_colour(error: Exception) -> bool:
    """Return whether an error comes from calculating with colours: impossible with CMYK."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and frame.tb_frame.f_globals.get("__name__") == color4.__name__


def _unpainted(error: Exception) -> Diagnostic:
    """Return the finding for something that the engine cannot paint in CMYK."""
    return diagnostic(
        "D502",
        f"something cannot be painted in CMYK: {str(error) or 'a gradient or a shaded border'}",
        hint="gradients, blurred shadows and borders with groove, ridge, inset or outset are only "
        "possible in RGB; “report check” finds gradients",
    )


@contextmanager
def without_collector() -> Iterator[None]:
    """Disable the garbage collector: a layout makes many objects and few reference cycles.

    The collector took 5 % of the time and freed 1 % of the memory.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def cascade_of(
    sheets: Sequence[Stylesheet],
    fetcher: URLFetcher,
    fonts: FontConfiguration,
    messages: Messages,
    base: str,
) -> Any:
    """Parse each stylesheet separately into one cascade, so that messages name the file."""
    order = f"@layer {', '.join(LAYERS)};"
    whole = weasyprint.CSS(string=order, url_fetcher=fetcher, font_config=fonts)
    for sheet in sheets:
        messages.file = sheet.name
        weasyprint.CSS(
            string=sheet.text,
            base_url=base + sheet.name,
            url_fetcher=fetcher,
            font_config=fonts,
            matcher=whole.matcher,
            page_rules=whole.page_rules,
            layers=whole.layers,
            layer=sheet.layer,
        )
    messages.file = ""
    return whole
