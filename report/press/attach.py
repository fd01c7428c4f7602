"""Attached files with their relationship to the document (ISO 19005-3, 6.8 and Annex E)."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from report.pdf.dates import full_date


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file: name, description, MIME type and bytes."""

    name: str
    description: str
    mime: str
    content: bytes


def attach(document: pikepdf.Pdf, files: tuple[Attachment, ...]) -> None:
    """Embed files as associated files of the document, with the relationship Data."""
    date = str(document.docinfo.get("/ModDate", "D:19700101"))
    specifications = []
    for file in files:
        stream = document.make_stream(file.content)
        stream.Type = pikepdf.Name.EmbeddedFile
        stream.Subtype = pikepdf.Name(f"/{file.mime}")
        stream.Params = pikepdf.Dictionary(
            Size=len(file.content), ModDate=pikepdf.String(full_date(date))
        )
        embedded = document.make_indirect(stream)
        specification = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F=pikepdf.String(file.name),
            UF=pikepdf.String(file.name),
            Desc=pikepdf.String(file.description),
            AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=embedded, UF=embedded),
        )
        specifications.append(document.make_indirect(specification))
    if not specifications:
        return
    pairs = sorted(zip((file.name for file in files), specifications, strict=True))
    names = document.Root.get("/Names", pikepdf.Dictionary())
    names.EmbeddedFiles = pikepdf.Dictionary(
        Names=pikepdf.Array([part for name, one in pairs for part in (pikepdf.String(name), one)])
    )
    document.Root.Names = names
    document.Root.AF = pikepdf.Array(specifications)
