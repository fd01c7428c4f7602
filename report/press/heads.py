"""Names the head cells of tables, and tells each cell the heads that it belongs to.

The engine does so for the piece of a table on one page; the heads that it repeats on the next page
are no elements. So all are named again when the pieces have been joined (ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from report.pdf.structure import Node

_GROUP = "rowgroup"


def name_heads(root: Node) -> None:
    """Name the heads of all tables of a document, and write them into their cells."""
    tables = (node for node in root.walk() if node.kind == "Table")
    for number, table in enumerate(tables, 1):
        _name(table, f"table-{number}")


def _name(table: Node, name: str) -> None:
    columns: dict[int, list[str]] = {}
    group: list[str] = []
    for index, row in enumerate(_rows(table)):
        here: list[str] = []
        at = 0
        for cell in (kid for kid in row.nodes if kid.kind in ("TH", "TD")):
            span = _span(cell)
            scope = cell.origin.scope if cell.origin is not None else ""
            if cell.kind == "TH":
                own = f"{name}-{index}-{at}"
                cell.entries["/ID"] = pikepdf.String(own)
                if scope == _GROUP:
                    group = [own]
                elif scope == "row":
                    here.append(own)
                else:
                    for column in range(at, at + span):
                        columns.setdefault(column, []).append(own)
            else:
                heads = [*group, *here, *columns.get(at, ())]
                attributes = cell.entries.setdefault("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
                if heads:
                    attributes["/Headers"] = pikepdf.Array([pikepdf.String(one) for one in heads])
                elif "/Headers" in attributes:
                    del attributes["/Headers"]
            at += span


def _rows(node: Node) -> Iterator[Node]:
    for kid in node.nodes:
        if kid.kind == "TR":
            yield kid
        elif kid.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(kid)


def _span(cell: Node) -> int:
    attributes = cell.entries.get("/A")
    return int(attributes.get("/ColSpan", 1)) if attributes is not None else 1
