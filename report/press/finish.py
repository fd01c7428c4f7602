"""Finishing: what a target wants of its PDF beyond what the engine writes."""

from __future__ import annotations

import io
from hashlib import sha256

import pikepdf

from report.diagnostics import diagnostic
from report.errors import CannotRunError
from report.model.target import Target
from report.press.attach import Attachment, attach
from report.press.marks import frame, slug_line
from report.press.metadata import describe
from report.press.overprint import overprint_black
from report.press.pictures import convert_pictures
from report.press.tags import tidy

_REGISTRY = "http://www.color.org"


def finish(
    pdf: bytes,
    target: Target,
    profile: bytes | None,
    attachments: tuple[Attachment, ...] = (),
    slug: bytes | None = None,
) -> bytes:
    """Give the engine's PDF what the target's standards ask for.

    That is boxes, marks, output intent, metadata and ``attachments`` (where the target takes
    any). ``profile`` is the ICC profile of the printing condition: of the output intent, and of
    the pictures that are converted; ``slug`` a PDF with a line of text for each page, set below
    the bleed where the target has room for it. The same input gives the same bytes. Raises
    CannotRunError (D703) when the result cannot be read back.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if target.colour == "cmyk":
            overprint_black(document)
        if profile:
            convert_pictures(document, "CMYK" if target.colour == "cmyk" else "RGB", profile)
        for page in document.pages:
            frame(page, target.bleed_mm, target.slug_mm)
        if slug and target.slug_mm:
            with pikepdf.open(io.BytesIO(slug)) as lines:
                overprint_black(lines)
                slug_line(document, lines, target.bleed_mm, target.slug_mm)
        if target.condition and profile:
            _output_intent(document, target.condition, profile)
        tidy(document)
        if target.attachments:
            attach(document, attachments)
        describe(document, target.standards, sha256(pdf).digest())
        document.save(
            out,
            force_version=target.pdf_version,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    finished = out.getvalue()
    check_sound(finished)
    return finished


def _output_intent(document: pikepdf.Pdf, condition: str, profile: bytes) -> None:
    """Name the printing condition (PDF 32000-1, 14.11.5) with its profile embedded."""
    stream = document.make_stream(profile, N=4, Alternate=pikepdf.Name.DeviceCMYK)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFX,
        OutputConditionIdentifier=condition,
        OutputCondition=condition,
        RegistryName=_REGISTRY,
        Info=f"{condition} (ISO Coated v2 300%)",
        DestOutputProfile=document.make_indirect(stream),
    )
    document.Root.OutputIntents = pikepdf.Array([document.make_indirect(intent)])


def check_sound(pdf: bytes) -> int:
    """Read a PDF back and give its number of pages; raises CannotRunError (D703)."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            pages = len(document.pages)
    except pikepdf.PdfError as exc:
        raise CannotRunError(
            [diagnostic("D703", f"the finished PDF cannot be read: {exc}")]
        ) from None
    if not pages:
        raise CannotRunError([diagnostic("D703", "the finished PDF has no pages")])
    return pages
