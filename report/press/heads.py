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
    body: Node | None = None
    for index, (around, cells) in enumerate(_placed(table)):
        here: list[str] = []
        if around is not body:
            body, group = around, []
        for at, cell in cells:
            scope = cell.origin.scope if cell.origin is not None else ""
            if cell.kind == "TH":
                own = f"{name}-{index}-{at}"
                cell.entries["/ID"] = pikepdf.String(own)
                if scope == _GROUP:
                    group = [own]
                elif scope == "row":
                    here.append(own)
                else:
                    for column in range(at, at + _span(cell, "/ColSpan")):
                        columns.setdefault(column, []).append(own)
            else:
                heads = [*group, *here, *columns.get(at, ())]
                attributes = cell.entries.setdefault("/A", pikepdf.Dictionary(O=pikepdf.Name.Table))
                if heads:
                    attributes["/Headers"] = pikepdf.Array([pikepdf.String(one) for one in heads])
                elif "/Headers" in attributes:
                    del attributes["/Headers"]


def _placed(table: Node) -> Iterator[tuple[Node, list[tuple[int, Node]]]]:
    """Return the rows: the part of the table that each is in, and its cells with their columns."""
    #: The columns that cells of rows above reach into, and for how many rows more.
    taken: dict[int, int] = {}
    for around, row in _rows(table, table):
        cells: list[tuple[int, Node]] = []
        reaching: dict[int, int] = {}
        at = 0
        for cell in (kid for kid in row.nodes if kid.kind in ("TH", "TD")):
            while at in taken:
                at += 1
            cells.append((at, cell))
            columns = range(at, at + _span(cell, "/ColSpan"))
            reaching.update(dict.fromkeys(columns, _span(cell, "/RowSpan") - 1))
            at = columns.stop
        yield around, cells
        left = {column: rows - 1 for column, rows in taken.items()}
        taken = {column: rows for column, rows in {**left, **reaching}.items() if rows > 0}


def _rows(node: Node, around: Node) -> Iterator[tuple[Node, Node]]:
    """Return the rows below a node, each with the table or the part of it that it is in."""
    for kid in node.nodes:
        if kid.kind == "TR":
            yield around, kid
        elif kid.kind in ("THead", "TBody", "TFoot"):
            yield from _rows(kid, kid)


def _span(cell: Node, key: str) -> int:
    attributes = cell.entries.get("/A")
    return int(attributes.get(key, 1)) if attributes is not None else 1
