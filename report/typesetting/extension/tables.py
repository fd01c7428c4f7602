"""Tables over several pages: words in their heads that only stand from the second page on.

The engine repeats the head of a table as it is. A row of the head with the class ``continued``
(續上表) is left out where the table begins.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

from report.typesetting.extension.originals import original_of

_CLASS = "continued"


def _table_layout(
    context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any
) -> Any:
    original = original_of(block, "table_layout")
    head = table.children[0] if table.children and table.children[0].is_header else None
    whole = head.children if head is not None else []
    rows = [row for row in whole if not _is_continued(row)]
    if skip_stack is not None or head is None or len(rows) == len(whole):
        return original(context, table, bottom_space, skip_stack, *rest)
    head.children = rows
    try:
        return original(context, table, bottom_space, skip_stack, *rest)
    finally:
        head.children = whole


def _is_continued(row: Any) -> bool:
    element = row.element
    return element is not None and _CLASS in (element.get("class") or "").split()


WRAPPERS = {"table_layout": _table_layout}
