"""Wrappers of the engine's functions for documents that are typeset by parts.

They do nothing while a document is laid out as a whole; see
:mod:`report.typesetting.extension.partial`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import document, layout
from weasyprint.css import targets
from weasyprint.formatting_structure import build
from weasyprint.pdf import fonts

from report.typesetting.extension import faces, partial
from report.typesetting.extension.lines import current
from report.typesetting.extension.originals import original_of
from report.typesetting.extension.partial import ELSEWHERE


def _element_to_box(
    element: Any,
    style_for: Any,
    get_image: Any,
    base_url: Any,
    collector: Any,
    counter_style: Any,
    footnotes: Any,
    state: Any = None,
) -> Any:
    original = original_of(build, "element_to_box")
    session = current()
    part = session.part if session is not None else None
    rest = (style_for, get_image, base_url, collector, counter_style)
    if part is None:
        return original(element, *rest, footnotes, state)
    if element.get(ELSEWHERE) is not None:
        part.elsewhere(element, state, collector, lambda one, at: original(one, *rest, [], at))
        return []
    if element is part.first:
        part.enter(state)
    done = original(element, *rest, footnotes, state)
    if element is part.last:
        part.leave(state)
    return done


def _layout_document(html: Any, root_box: Any, context: Any, max_loops: int = 8) -> Iterator[Any]:
    session = current()
    if session is not None and session.part is not None:
        yield from session.part.lay_out(html, root_box, context)
    else:
        yield from original_of(document, "layout_document")(html, root_box, context, max_loops)


def _lookup_target(self: Any, token: Any, source: Any, *rest: Any) -> Any:
    session = current()
    if session is not None and session.part is not None:
        session.part.note_target(partial.anchor_of(token, source))
    return original_of(targets.TargetCollector, "lookup_target")(self, token, source, *rest)


def _get_string_or_element_for(self: Any, store: Any, page: Any, name: str, keyword: str) -> Any:
    session = current()
    if session is not None and session.part is not None:
        session.part.note_name(self, store, name, keyword)
    original = original_of(layout.LayoutContext, "get_string_or_element_for")
    return original(self, store, page, name, keyword)


def _init_font(self: Any, pango_font: Any, description: Any, font_size: float) -> None:
    original_of(fonts.Font, "__init__")(self, pango_font, description, font_size)
    faces.describe(self, description)


def _get_hb_object_data(hb_object: Any, ot_color: Any = None, glyph: Any = None) -> Any:
    session = current()
    by_parts = faces.is_loaded() or (session is not None and session.part is not None)
    if ot_color is None and by_parts:
        return faces.beginning(hb_object)
    return original_of(fonts, "get_hb_object_data")(hb_object, ot_color, glyph)


def _clean(self: Any, to_unicode: Any, hinting: bool) -> None:
    session = current()
    if session is None or session.part is None:  # a part has no font programs
        original_of(fonts.Font, "clean")(self, to_unicode, hinting)


WRAPPERS = {
    "element_to_box": _element_to_box,
    "layout_document": _layout_document,
    "lookup_target": _lookup_target,
    "get_string_or_element_for": _get_string_or_element_for,
    "__init__": _init_font,
    "clean": _clean,
    "get_hb_object_data": _get_hb_object_data,
}
