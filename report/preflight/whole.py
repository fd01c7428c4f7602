"""Streams decoded to their end: an object of a PDF in, its data or what is wrong with it out.

Programs that show a PDF pass over damage and draw what is left of a stream. So each filter is
undone here until its end, with the checksum that Flate has (ISO 32000-1, 7.4.4; RFC 1950), and the
digest that `report` writes beside a JPEG, which has none of its own.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

import pikepdf

from report.model.target import DIGEST

#: No stream of a report grows to more bytes than this.
_MOST = 1_000_000_000
_PART = 4_000_000
_WHITE = b" \t\r\n\0\f"
#: Filters that this module undoes alone, and those of pictures, which are undone as pictures.
_FLATE = frozenset(("/FlateDecode", "/Fl"))
PICTURE = frozenset(("/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"))


class DamagedError(Exception):
    """What is wrong with a part of a PDF, in words."""


def filters(stream: Any) -> list[str]:
    """Give the names of a stream's filters, in the order in which they are undone."""
    given = stream.get("/Filter")
    if given is None:
        return []
    return [str(one) for one in given] if isinstance(given, pikepdf.Array) else [str(given)]


def data_of(stream: Any) -> bytes:
    """Give the decoded data of a stream, of a picture as far as its last filter.

    Raises DamagedError when they are not whole.
    """
    raw = stream.read_raw_bytes()
    digest = stream.get(DIGEST)
    if digest is not None and str(digest) != sha256(raw).hexdigest():
        raise DamagedError("its bytes are not those that were written")
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
                raise DamagedError(f"it grows to more than {_MOST // 1_000_000_000} GB")
    except zlib.error as exc:
        wrong_sum = "incorrect data check" in str(exc)
        what = "its checksum is wrong" if wrong_sum else "its compressed data are damaged"
        raise DamagedError(what) from exc
    if not undo.eof:
        raise DamagedError("it ends too early")
    if undo.unused_data.strip(_WHITE):
        raise DamagedError("something stands behind its end")
    return b"".join(parts)
