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
from report.project.cache import cache_folder
from report.project.project import Project
from report.typesetting.awkward import notes
from report.typesetting.cropping import crop_pictures
from report.typesetting.extension.hooks import install
from report.typesetting.extension.lines import MOST_PAGES, EndlessError, composing
from report.typesetting.fetcher import ProjectFetcher, Recolour
from report.typesetting.messages import Messages, listening
from report.typesetting.pictures import Printed, quality_of
from report.typesetting.seen import Look, Shown, look_at, owners_of, place_of
from report.typesetting.stylesheets import LAYERS, Stylesheet
from report.typesetting.words import Words


@dataclass(frozen=True, slots=True)
class Typeset:
    """A document as it came out of the engine."""

    pdf: bytes
    pages: int
    found: tuple[Diagnostic, ...]
    #: Characters that no font of the theme has, each once, in order of their code points.
    missing: tuple[str, ...]
    #: The pictures on the pages and the text in front of them, when it was asked what can be seen.
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
) -> Typeset:
    """Lay out ``html`` and write it as PDF.

    ``figures`` are SVG texts by id, ``base`` the made-up address of the document,
    ``lexicon`` words that lines should not break; with ``places``, where
    the elements of some ids were written, it is asked whether a reader would see all of the text
    (D208, D611 to D614).
    ``recolour`` gives SVG pictures in the colours of the target.
    :func:`report.typesetting.fonts.isolate` must have run before this module is imported.
    Whatever the engine complains of is in the result's findings. Raises FindingsError (D502) for
    what it cannot paint in ink, or (D609) when pages do not come to an end.
    """
    fetcher = ProjectFetcher(base, project, figures, printed, recolour)
    words = Words(lexicon, cache_folder())
    with listening() as messages, composing(words.segment) as session, _without_collector():
        strange = install()
        fonts = FontConfiguration()
        cascade = _cascade(sheets, fetcher, fonts, messages, base)
        document = weasyprint.HTML(string=html, base_url=base, url_fetcher=fetcher)
        try:
            laid_out = document.render(
                stylesheets=[cascade],
                font_config=fonts,
                pdf_variant=target.variant,
                pdf_tags=target.variant is not None,
            )
        except EndlessError as exc:
            raise FindingsError([_endless(exc, document.etree_element, places or {})]) from None
        look = Look()
        if places is not None:
            look = look_at(laid_out.pages, document.etree_element, places)
        if fetcher.has_bitmaps:
            crop_pictures(laid_out.pages, quality_of(printed))
        with warnings.catch_warnings():
            # The engine leaves its sRGB profile to the collector instead of closing it.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                pdf = laid_out.write_pdf(
                    pdf_variant=target.variant,
                    pdf_tags=target.variant is not None,
                    custom_metadata=False,
                )
            except (AssertionError, NotImplementedError) as exc:
                if not _is_of_colour(exc):
                    raise
                raise FindingsError([_unpainted(exc)]) from exc
    words.remembered.save()
    plain = [
        diagnostic(
            "D607",
            f"Chinese lines are set by the engine alone: {'; '.join(strange)}",
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


def _endless(error: EndlessError, root: Any, places: Mapping[str, str]) -> Diagnostic:
    """Say where a layout was when it was given up."""
    return diagnostic(
        "D609",
        f"page {error.page} does not come to an end"
        if error.page <= MOST_PAGES
        else f"there are more than {MOST_PAGES} pages, and no end of them",
        hint="in the stylesheets, look for floats and fixed heights around this block, and for "
        "boxes higher than the page that may not be parted",
        place=place_of(owners_of(root, places).get(error.element, "")),
    )


def _is_of_colour(error: Exception) -> bool:
    """Say whether an error comes from reckoning with colours, which cannot be done with ink."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and frame.tb_frame.f_globals.get("__name__") == color4.__name__


def _unpainted(error: Exception) -> Diagnostic:
    """Say what the engine means that has no way to paint something in a colour of ink."""
    return diagnostic(
        "D502",
        f"something cannot be painted in ink: {str(error) or 'a gradient or a shaded border'}",
        hint="gradients, blurred shadows and borders that are groove, ridge, inset or outset exist "
        "in light only; “report check” finds gradients",
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from searching for circles of garbage: a layout makes objects and few circles.

    The search took a twentieth of the time and gave back a hundredth of the memory.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _cascade(
    sheets: Sequence[Stylesheet],
    fetcher: URLFetcher,
    fonts: FontConfiguration,
    messages: Messages,
    base: str,
) -> Any:
    """Parse every stylesheet by itself into one cascade, so that each message has its file."""
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
