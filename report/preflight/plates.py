"""The plates of a file besides the four: which spot colours it has, and how it defines them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

#: Names that are no spot colours (ISO 32000-1, 8.6.6.4 and 8.6.6.5).
_PROCESS = frozenset(("All", "None", "Cyan", "Magenta", "Yellow", "Black"))
_DEEPEST, _PARTS = 20, 4
#: What says how a stream is kept, not what it is.
_KEEPING = frozenset(("/Length", "/Filter", "/DecodeParms"))


def definitions(document: pikepdf.Pdf) -> dict[str, set[bytes]]:
    """Give every spot colour by its name, with the ways in which the file defines it."""
    found: dict[str, set[bytes]] = {}
    for space in _spaces(document):
        if space[0] == pikepdf.Name.Separation and isinstance(space[1], pikepdf.Name):
            name = str(space[1])[1:]
            if name not in _PROCESS:
                parts = (_bytes(space[2], 0), _bytes(space[3], 0))
                found.setdefault(name, set()).add(b" ".join(parts))
    return found


def plate_names(document: pikepdf.Pdf) -> list[str]:
    """Give the names of all spot colours, those of colours of several inks among them."""
    names = set(definitions(document))
    for space in _spaces(document):
        if space[0] == pikepdf.Name.DeviceN and isinstance(space[1], pikepdf.Array):
            names |= {str(one)[1:] for one in space[1] if isinstance(one, pikepdf.Name)}
    return sorted(names - _PROCESS)


def _spaces(document: pikepdf.Pdf) -> Iterator[Any]:
    """Give every colour space of plates in a document."""
    for thing in document.objects:
        yield from _within(thing, 0)


def _within(thing: Any, depth: int) -> Iterator[Any]:
    """Give those within an object; references lead to other objects."""
    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.Array):
        if len(thing) >= _PARTS and thing[0] in (pikepdf.Name.Separation, pikepdf.Name.DeviceN):
            yield thing
        kids = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        kids = [value for _, value in thing.items()]
    else:
        return
    for kid in kids:
        if isinstance(kid, pikepdf.Object) and not kid.is_indirect:
            yield from _within(kid, depth + 1)


def _bytes(thing: Any, depth: int) -> bytes:
    """Write an object, with all it refers to, as bytes that are the same when it is."""
    if depth > _DEEPEST:
        return b"..."
    if isinstance(thing, pikepdf.Array):
        return b"[" + b" ".join(_bytes(kid, depth + 1) for kid in thing) + b"]"
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        entries = sorted((key, value) for key, value in thing.items() if key not in _KEEPING)
        whole = b"".join(key.encode() + _bytes(value, depth + 1) for key, value in entries)
        data = bytes(thing.read_bytes()) if isinstance(thing, pikepdf.Stream) else b""
        return b"<<" + whole + b">>" + data
    if isinstance(thing, pikepdf.Object):
        return bytes(thing.unparse())
    return f"{float(thing):g}".encode() if isinstance(thing, int | float | Decimal) else b""
