"""Decodes streams completely: an object of a PDF in, its data or DamagedError out.

PDF readers ignore damage and draw the rest of a stream. So the streams are decoded here to the end.
Flate has a checksum (ISO 32000-1, 7.4.4; RFC 1950); JPEG has none, so ``report`` writes a digest
beside each JPEG.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

import pikepdf

from report.model.target import DIGEST

#: The most bytes of a decoded stream.
_MOST = 1_000_000_000
_PART = 4_000_000
_WHITE = b" \t\r\n\0\f"
#: The filter that this module decodes itself, and the filters of pictures, decoded by Pillow.
_FLATE = frozenset(("/FlateDecode", "/Fl"))
PICTURE = frozenset(("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"))


class DamagedError(Exception):
    """A part of a PDF is damaged; the message says how."""


def filters(stream: Any) -> list[str]:
    """Return the names of a stream's filters, in the order of decoding."""
    given = stream.get("/Filter")
    if given is None:
        return []
    return [str(one) for one in given] if isinstance(given, pikepdf.Array) else [str(given)]


def data_of(stream: Any) -> bytes:
    """Return the decoded data of a stream; the picture filter, if any, is not decoded.

    Raises DamagedError when the data are not complete.
    """
    raw = stream.read_raw_bytes()
    digest = stream.get(DIGEST)
    if digest is not None and str(digest) != sha256(raw).hexdigest():
        raise DamagedError("its bytes were changed after the build")
    names = filters(stream)
    if names and names[0] in _FLATE:
        inflated = _inflated(raw)
        if len(names) == 1 and "/DecodeParms" not in stream and "/DP" not in stream:
            return inflated
    if any(name in PICTURE for name in names):
        return bytes(raw if names[0] not in _FLATE else inflated)
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError as exc:
        raise DamagedError("its data cannot be decoded") from exc


def _inflated(raw: bytes) -> bytes:
    undo = zlib.decompressobj()
    parts: list[bytes] = []
    size, rest = 0, raw
    try:
        while rest and not undo.eof:
            parts.append(undo.decompress(rest, _PART))
            rest = undo.unconsumed_tail
            size += len(parts[-1])
            if size > _MOST:
                raise DamagedError(f"its data are larger than {_MOST // 1_000_000_000} GB")
    except zlib.error as exc:
        wrong_sum = "incorrect data check" in str(exc)
        what = "its checksum is wrong" if wrong_sum else "its compressed data are damaged"
        raise DamagedError(what) from exc
    if not undo.eof:
        raise DamagedError("it ends too early")
    if undo.unused_data.strip(_WHITE):
        raise DamagedError("there are data after its end")
    return b"".join(parts)
