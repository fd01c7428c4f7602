"""Adds to the engine's PDF what the standards of a target require."""

from __future__ import annotations

import io
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pikepdf

from report.model.colour import Inks, Spot
from report.model.target import Target
from report.pdf.sound import check_sound
from report.pdf.structure import Node, read
from report.press.attach import Attachment, attach
from report.press.condition import Condition, output_intent
from report.press.endings import with_plain_ends
from report.press.gradients import gradients_in_ink
from report.press.inks import Converter
from report.press.marks import frame, slug_line
from report.press.metadata import describe
from report.press.overprint import overprint_black
from report.press.pictures import Mode, convert_pictures, seal_pictures
from report.press.spots import paint_spots
from report.press.tags import tidy
from report.press.turn import turn_pages


def finish(
    pdf: bytes,
    target: Target,
    condition: Condition | None,
    attachments: tuple[Attachment, ...] = (),
    slug: bytes | None = None,
    spots: tuple[Spot, ...] = (),
    quality: int = 90,
    stops: Mapping[str, Inks] | None = None,
) -> bytes:
    """Return the finished PDF; the same input gives the same bytes.

    Adds page boxes, printer's marks, output intent and metadata, converts colours, and rebuilds the
    tags.

    - ``condition``: the printing condition, for the output intent and for converting pictures.
    - ``attachments``: files to attach, if the target allows attachments.
    - ``slug``: a PDF with a line of text for each page, placed below the bleed if there is a slug.
    - ``spots``: the spot colours.
    - ``quality``: the JPEG quality of converted photographs, 1 to 95.
    - ``stops``: the inks of the colours of gradients, by ``#rrggbb``.

    Raises CannotRunError (D703) when the result cannot be read.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        structure = read(document) if "/StructTreeRoot" in document.Root else None
        digest = sha256(pdf).digest()
        return complete(
            *(document, structure, digest, target, condition),
            *(attachments, slug, spots, quality, stops),
        )


def complete(
    document: pikepdf.Pdf,
    structure: Node | None,
    digest: bytes,
    target: Target,
    condition: Condition | None,
    attachments: tuple[Attachment, ...] = (),
    slug: bytes | None = None,
    spots: tuple[Spot, ...] = (),
    quality: int = 90,
    stops: Mapping[str, Inks] | None = None,
) -> bytes:
    """Return an open document as a finished PDF; see :func:`finish`.

    ``structure`` is its structure when it is tagged, ``digest`` a hash of its content.
    """
    out = io.BytesIO()
    plates: dict[str, Any] = {}
    if target.colour == "cmyk":
        plates = paint_spots(document, spots)
        overprint_black(document)
    if condition:
        to: Mode = "CMYK" if target.colour == "cmyk" else "RGB"
        convert_pictures(document, to, condition.profile, quality)
        if stops:
            gradients_in_ink(document, Converter(condition.profile), stops)
    if target.turns:
        turn_pages(document)
    for page in document.pages:
        frame(page, target.bleed_mm, target.slug_mm, list(plates))
    if slug and target.slug_mm:
        with pikepdf.open(io.BytesIO(slug)) as lines:
            overprint_black(lines)
            slug_line(document, lines, target.bleed_mm, target.slug_mm)
    if target.output_intent and condition:
        output_intent(document, condition)
    if structure is not None:
        tidy(document, structure)
    if target.attachments:
        attach(document, attachments)
    seal_pictures(document)
    describe(document, target.standards, digest)
    document.save(
        out,
        force_version=target.pdf_version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    finished = with_plain_ends(out.getvalue())
    check_sound(finished)
    return finished
