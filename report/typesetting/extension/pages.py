"""Pages: which breaks are forced, and which pages need not be laid out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def making(context: Any, page_type: Any, number: int) -> Iterator[None]:
    """Prepare the layout of a page, numbered from 1, in the engine's layout context."""
    _force_between_names(context, page_type, number)
    seen = _expect_running_elements(context, page_type, number)
    yield
    # The engine removes a note that has been on a page from its text, so that page changes.
    running = context.running_elements
    if any(box.is_note() for name in seen for box in running[name].get(number, ())):
        context.page_maker[number - 1][-1]["content_changed"] = True


def _force_between_names(context: Any, page_type: Any, number: int) -> None:
    """Clear the flag of a forced break where the page before has the same name.

    The engine takes every break between named pages as forced; by css-page-3, 9.2, a break is
    forced only when the page before has another name.
    """
    names = vars(context).setdefault("report_page_names", {})
    names[number] = page_type.name
    if context.forced_break == names.get(number - 1):
        context.forced_break = False


def _expect_running_elements(context: Any, page_type: Any, number: int) -> list[str]:
    """Keep the engine from laying out a page again because it has a running element.

    It does so for the area of notes, whose content stands before that of the page. Other running
    elements are only in the margins, which are made when all pages are finished. An empty list of
    elements is a state in which the engine expects some. Returns their names.
    """
    style = context.style_for(page_type, "@note-area")
    content = style["content"] if style is not None else "normal"
    noted = set()
    if not isinstance(content, str):
        noted = {value[0] for kind, value in content if kind == "element()"}
    names = [
        name
        for name, pages in context.running_elements.items()
        if name not in noted and number not in pages
    ]
    for name in names:
        context.running_elements[name][number] = []
    return names
