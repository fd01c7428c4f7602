"""Line ends before ``endstream``: makes the lengths of streams unambiguous in a finished PDF.

A stream's data are followed by a line end and the keyword ``endstream`` (ISO 32000-1, 7.3.8.1).
PDF/A requires that ``/Length`` is exactly the number of bytes before that line end (ISO 19005-3,
6.1.7.1). When the data end with a carriage return and a line feed follows, a strict reader takes
both as the line end and counts one byte too few. A line end of two bytes prevents this.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left

#: The end of a stream whose last byte of data is a carriage return.
_AMBIGUOUS = re.compile(rb"\r\nendstream")
_CROSS_REFERENCE = re.compile(
    rb"(?P<head>\d+ \d+ obj\s+<<[^\0]*?/Type /XRef[^\0]*?>>)\s+stream\n", re.ASCII
)
_WIDTHS = re.compile(rb"/W \[ (\d+) (\d+) (\d+) \]")
_COLUMNS = re.compile(rb"/DecodeParms << /Columns (\d+) /Predictor (\d+) >>")
_LENGTH = re.compile(rb"/Length \d+")
#: PNG's predictor “up”: each byte less the one above it (ISO 32000-1, 7.4.4.4).
_UP = 2


def with_plain_ends(pdf: bytes) -> bytes:
    """Write a line end of two bytes wherever a stream's data end with a carriage return.

    ``pdf`` is a file as qpdf writes it with object streams: one cross-reference stream at its
    end, with direct lengths and widths. Everything else stays, and the cross-references are
    updated. Raises ValueError for files with another structure.
    """
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    table = _CROSS_REFERENCE.match(pdf, start)
    if table is None:
        raise ValueError("the PDF has no cross-reference stream at its end")
    ends = [match.start() + 1 for match in _AMBIGUOUS.finditer(pdf, 0, start)]
    last = pdf.index(b"endstream", table.end())
    if not ends and pdf[last - 2 : last] != b"\r\n":
        return pdf
    head, rows = _read(table["head"], pdf[table.end() : last])
    for row in rows:
        if row[0] == 1:  # an object with an offset; the others are within object streams
            row[1] += bisect_left(ends, row[1])
    body = bytearray()
    done = 0
    for end in ends:
        body += pdf[done:end] + b"\r"
        done = end
    body += pdf[done:start]
    data = _packed(rows, head)
    head = _LENGTH.sub(b"/Length %d" % len(data), head)
    return b"%b%b\nstream\n%b\r\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        *(bytes(body), head, data),
        len(body),
    )


def _read(head: bytes, data: bytes) -> tuple[bytes, list[list[int]]]:
    """Return the dictionary of a cross-reference stream and its decoded rows."""
    widths = _widths(head)
    plain = zlib.decompressobj().decompress(data)
    size = sum(widths)
    parameters = _COLUMNS.search(head)
    if parameters is None or int(parameters[1]) != size or int(parameters[2]) < 10:
        raise ValueError("the cross-reference stream has unknown parameters")
    above = bytes(size)
    rows = []
    for at in range(0, len(plain), size + 1):
        if plain[at] != _UP:
            raise ValueError("the cross-reference stream has an unknown predictor")
        line = plain[at + 1 : at + 1 + size]
        above = bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
        row, place = [], 0
        for width in widths:
            row.append(int.from_bytes(above[place : place + width]))
            place += width
        rows.append(row)
    return _with_wide_offsets(head, rows), rows


def _widths(head: bytes) -> tuple[int, ...]:
    found = _WIDTHS.search(head)
    if found is None:
        raise ValueError("the cross-reference stream has no widths")
    return tuple(map(int, found.groups()))


def _with_wide_offsets(head: bytes, rows: list[list[int]]) -> bytes:
    """Make the offsets one byte wider when the moved offsets would not fit."""
    kind, place, rest = _widths(head)
    if max(row[1] for row in rows) + len(rows) < 256**place:
        return head
    head = _WIDTHS.sub(b"/W [ %d %d %d ]" % (kind, place + 1, rest), head)
    columns = b"/DecodeParms << /Columns %d /Predictor 12 >>" % (kind + place + 1 + rest)
    return _COLUMNS.sub(columns, head)


def _packed(rows: list[list[int]], head: bytes) -> bytes:
    widths = _widths(head)
    plain = bytearray()
    above = bytes(sum(widths))
    for row in rows:
        line = b"".join(value.to_bytes(width) for value, width in zip(row, widths, strict=True))
        plain.append(_UP)
        plain += bytes((one - other) & 255 for one, other in zip(line, above, strict=True))
        above = line
    return zlib.compress(bytes(plain))
