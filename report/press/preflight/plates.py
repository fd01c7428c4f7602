"""The plates of a file besides the four: which spot colours it has, and how it defines them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from report.press.preflight.rules import Finding

#: Names that are no spot colours (ISO 32000-1, 8.6.6.4 and 8.6.6.5).
_PROCESS = frozenset(("All", "None", "Cyan", "Magenta", "Yellow", "Black"))


def definitions(document: pikepdf.Pdf) -> dict[str, set[bytes]]:
    """Give every spot colour by its name, with the ways in which the file defines it."""
    found: dict[str, set[bytes]] = {}
    for thing in document.objects:
        for space in _spaces(thing, 0):
            name, alternate, function = str(space[1])[1:], space[2], space[3]
            if name not in _PROCESS:
                parts = (_bytes(alternate), _bytes(function))
                found.setdefault(name, set()).add(b" ".join(parts))
    return found


def check_plates(document: pikepdf.Pdf) -> Iterator[Finding]:
    """Find spot colours that are defined in more than one way (P221)."""
    for name, ways in sorted(definitions(document).items()):
        if len(ways) > 1:
            yield Finding("P221", f"the spot colour {name} is defined in {len(ways)} ways")


def _spaces(thing: Any, depth: int) -> Iterator[Any]:
    """Give the colour spaces of one plate within an object; references lead to other objects."""
    if depth > _DEEPEST:
        return
    if isinstance(thing, pikepdf.Array):
        if len(thing) == _PARTS and thing[0] == pikepdf.Name.Separation:
            yield thing
        kids = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        kids = [value for _, value in thing.items()]
    else:
        return
    for kid in kids:
        if isinstance(kid, pikepdf.Object) and not kid.is_indirect:
            yield from _spaces(kid, depth + 1)


_DEEPEST, _PARTS = 20, 4


def _bytes(thing: Any) -> bytes:
    """Write an object as bytes that are the same when it is."""
    if isinstance(thing, pikepdf.Stream):
        return bytes(thing.read_bytes())
    return bytes(thing.unparse(resolved=True)) if isinstance(thing, pikepdf.Object) else b""
