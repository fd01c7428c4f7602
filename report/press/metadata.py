"""XMP metadata that agree with the document information.

The packet is rewritten from the document information, so that the two cannot differ
(ISO 19005-3, 6.6.3; ISO 15930-7 (identification)).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from xml.sax.saxutils import escape

import pikepdf

from report.pdf.dates import full_date, parts

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
#: PDF/A requires a description of every schema outside the standard (ISO 19005-3, 6.6.2.3.3).
_UA_SCHEMA = (
    '<rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag>'
    '<rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    f"<pdfaSchema:namespaceURI>{_NAMESPACES['pdfuaid']}</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    "</rdf:Description>"
)
#: The XMP elements that declare each standard.
DECLARATIONS: Mapping[str, str] = {
    "pdf/a-3a": '<rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="A"/>',
    "pdf/ua-1": f'<rdf:Description rdf:about="" pdfuaid:part="1"/>{_UA_SCHEMA}',
    "pdf/x-4": (
        '<rdf:Description rdf:about=""><pdfxid:GTS_PDFXVersion>PDF/X-4'
        "</pdfxid:GTS_PDFXVersion></rdf:Description>"
    ),
}


def describe(document: pikepdf.Pdf, standards: tuple[str, ...], digest: bytes) -> None:
    """Write a document's XMP packet; ``standards`` are keys of :data:`DECLARATIONS`.

    ``digest`` is a hash of the content (16 bytes or more). The identifier is made from it, so that
    the same input gives the same bytes.
    """
    info = document.docinfo
    for key in ("/CreationDate", "/ModDate"):
        if key in info:
            info[key] = pikepdf.String(full_date(str(info[key])))
    if "pdf/x-4" in standards:
        info["/Trapped"] = pikepdf.Name("/False")
    packet = _packet({key: str(value) for key, value in info.items()}, standards, digest)
    stream = document.make_stream(packet.encode())
    stream.Type, stream.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    document.Root.Metadata = document.make_indirect(stream)


def _iso(date: str) -> str:
    found = parts(date)
    if found is None:
        raise ValueError(f"{date!r} is not a PDF date")
    year, month, day, hour, minute, second = found
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _packet(info: Mapping[str, str], standards: tuple[str, ...], digest: bytes) -> str:
    elements = [DECLARATIONS[name] for name in standards]
    elements += [
        f'<rdf:Description rdf:about=""><{name}><rdf:{form}><rdf:li{lang}>'
        f"{escape(info[key])}</rdf:li></rdf:{form}></{name}></rdf:Description>"
        for key, name, form, lang in (
            ("/Title", "dc:title", "Alt", ' xml:lang="x-default"'),
            ("/Author", "dc:creator", "Seq", ""),
            ("/Subject", "dc:description", "Alt", ' xml:lang="x-default"'),
        )
        if key in info
    ]
    simple = {
        "pdf:Producer": info.get("/Producer"),
        "pdf:Keywords": info.get("/Keywords"),
        "pdf:Trapped": info.get("/Trapped", "").removeprefix("/") or None,
        "xmp:CreatorTool": info.get("/Creator"),
        "xmp:CreateDate": _iso(info["/CreationDate"]) if "/CreationDate" in info else None,
        "xmp:ModifyDate": _iso(info["/ModDate"]) if "/ModDate" in info else None,
        "xmp:MetadataDate": _iso(info["/ModDate"]) if "/ModDate" in info else None,
    }
    if "pdf/x-4" in standards:
        simple |= {
            "xmpMM:DocumentID": f"uuid:{uuid.UUID(bytes=digest[:16], version=5)}",
            "xmpMM:VersionID": "1",
            "xmpMM:RenditionClass": "default",
        }
    elements += [
        f'<rdf:Description rdf:about=""><{name}>{escape(value)}</{name}></rdf:Description>'
        for name, value in simple.items()
        if value
    ]
    used = [
        name
        for name in _NAMESPACES
        if any(f"{name}:" in part for part in elements) or name == "rdf"
    ]
    spaces = " ".join(f'xmlns:{name}="{_NAMESPACES[name]}"' for name in used)
    body = "\n".join(elements)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f"<rdf:RDF {spaces}>\n{body}\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )
