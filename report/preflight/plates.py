"""The spot colours of a file, and how it defines them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

#: Names of colorants that are not spot colours (ISO 32000-1, 8.6.6.4 and 8.6.6.5).
_PROCESS = frozenset(("All", "None", "Cyan", "Magenta", "Yellow", "Black"))
_MAX_DEPTH, _PARTS = 20, 4
#: Entries about the encoding of a stream, not about its data.
_ENCODING = frozenset(("/Length", "/Filter", "/DecodeParms"))


def definitions(document: pikepdf.Pdf) -> dict[str, set[bytes]]:
    """Return every spot colour by its name, with its different definitions as bytes."""
    found: dict[str, set[bytes]] = {}
    for space in _spaces(document):
        if space[0] == pikepdf.Name.Separation and isinstance(space[1], pikepdf.Name):
            name = str(space[1])[1:]
            if name not in _PROCESS:
                parts = (_bytes(space[2], 0), _bytes(space[3], 0))
                found.setdefault(name, set()).add(b" ".join(parts))
    return found


def plate_names(document: pikepdf.Pdf) -> list[str]:
    """Return the names of all spot colours, including those in DeviceN colour spaces."""
    names = set(definitions(document))
    for space in _spaces(document):
        if space[0] == pikepdf.Name.DeviceN and isinstance(space[1], pikepdf.Array):
            names |= {str(one)[1:] for one in space[1] if isinstance(one, pikepdf.Name)}
    return sorted(names - _PROCESS)


def _spaces(document: pikepdf.Pdf) -> Iterator[Any]:
    """Return every Separation and DeviceN colour space in a document."""
    for thing in document.objects:
        yield from _within(thing, 0)


def _within(thing: Any, depth: int) -> Iterator[Any]:
    """Return those in one object, without the objects that it refers to."""
    if depth > _MAX_DEPTH:
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
    """Return an object, with all objects it refers to, as bytes that can be compared."""
    if depth > _MAX_DEPTH:
        return b"..."
    if isinstance(thing, pikepdf.Array):
        return b"[" + b" ".join(_bytes(kid, depth + 1) for kid in thing) + b"]"
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        entries = sorted((key, value) for key, value in thing.items() if key not in _ENCODING)
        whole = b"".join(key.encode() + _bytes(value, depth + 1) for key, value in entries)
        data = bytes(thing.read_bytes()) if isinstance(thing, pikepdf.Stream) else b""
        return b"<<" + whole + b">>" + data
    if isinstance(thing, pikepdf.Object):
        return bytes(thing.unparse())
    return f"{float(thing):g}".encode() if isinstance(thing, int | float | Decimal) else b""
