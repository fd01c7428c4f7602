"""Parts as bytes, to keep them on disk: a header in JSON, then the PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from report.findings.diagnostics import Diagnostic, Severity
from report.pdf.parts import (
    Anchor,
    Bookmark,
    Box,
    Counters,
    Draft,
    FontUse,
    Look,
    Part,
    Placed,
    Places,
    Start,
)


def to_bytes(done: Draft) -> bytes:
    """Return a part as bytes."""
    entry = asdict(replace(done, boxes=()) if isinstance(done, Part) else done)
    if isinstance(done, Part):  # there are thousands
        entry["boxes"] = [[one.page, *one.area, one.element, one.look] for one in done.boxes]
    pdf: bytes = entry.pop("pdf", b"")
    header = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    return len(header).to_bytes(8) + header + pdf


def from_bytes(kept: bytes) -> Draft:
    """Return a part from the bytes of :func:`to_bytes`."""
    length = int.from_bytes(kept[:8])
    entry = json.loads(kept[8 : 8 + length])
    common = {
        "pages": entry["pages"],
        "end": start_from(entry["end"]),
        "ids": places_from(entry["ids"]),
        "needed": places_from(entry["needed"]),
        "strings": entry["strings"],
        "running": entry["running"],
        "reads": entry["reads"],
    }
    if "fonts" not in entry:
        return Draft(**common)
    return Part(
        pdf=kept[8 + length :],
        **common,
        fonts=tuple(_font(one) for one in entry["fonts"]),
        bookmarks=tuple(Bookmark(**one) for one in entry["bookmarks"]),
        anchors=tuple(Anchor(**one) for one in entry["anchors"]),
        found=tuple(read_diagnostic(one) for one in entry["found"]),
        pictures=tuple(_placed(one) for one in entry["pictures"]),
        fronts=tuple(_placed(one) for one in entry["fronts"]),
        missing=tuple(entry["missing"]),
        boxes=tuple(_box(*one) for one in entry["boxes"]),
        looks=tuple(Look(**one) for one in entry["looks"]),
        prints=tuple(entry["prints"]),
        stops={colour: tuple(inks) for colour, inks in entry["stops"].items()},
    )


def read_diagnostic(entry: Mapping[str, Any]) -> Diagnostic:
    """Return a finding from its JSON."""
    return Diagnostic(**{**entry, "severity": Severity(entry["severity"])})


def places_from(entry: Mapping[str, Any]) -> dict[str, Places]:
    """Return places by id from their JSON."""
    return {name: Places(**one) for name, one in entry.items()}


def start_from(entry: Mapping[str, Any]) -> Start:
    """Return where a part starts from its JSON."""
    return Start(
        **{
            **entry,
            "page": _counters(entry["page"]),
            "counters": _counters(entry["counters"]),
            "after": tuple(entry["after"]),
        }
    )


def _counters(entry: Any) -> Counters | None:
    return None if entry is None else (entry[0], entry[1], entry[2])


def _font(entry: Mapping[str, Any]) -> FontUse:
    return FontUse(
        entry["name"],
        entry["face"],
        {int(glyph): width for glyph, width in entry["widths"].items()},
        {int(glyph): text for glyph, text in entry["texts"].items()},
        {int(point): glyph for point, glyph in entry["missing"].items()},
    )


def _placed(entry: Mapping[str, Any]) -> Placed:
    left, top, right, foot = entry["area"]
    return Placed(entry["page"], (left, top, right, foot), entry["name"])


def _box(
    page: int, left: float, top: float, right: float, foot: float, element: int, look: int
) -> Box:
    return Box(page, (left, top, right, foot), element, look)
