"""Line ends before ``endstream``: a finished PDF in, the same PDF with no doubt about lengths out.

A stream's data are followed by a line end and the keyword ``endstream`` (ISO 32000-1, 7.3.8.1).
PDF/A wants ``/Length`` to be exactly what stands before that line end (ISO 19005-3, 6.1.7.1).
Where the data happen to end with a carriage return, and a line feed follows, a strict reader takes
both for the line end and counts one byte too few. With a line end of two bytes nobody can.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left

#: The end of a stream whose last byte of data is a carriage return.
_DOUBTFUL = re.compile(rb"\r\nendstream")
_CROSS_REFERENCE = re.compile(
    rb"(?P<head>\d+ \d+ obj\s+<<[^\0]*?/Type /XRef[^\0]*?>>)\s+stream\n", re.ASCII
)
_WIDTHS = re.compile(rb"/W \[ (\d+) (\d+) (\d+) \]")
_COLUMNS = re.compile(rb"/DecodeParms << /Columns (\d+) /Predictor (\d+) >>")
_LENGTH = re.compile(rb"/Length \d+")
#: PNG's predictor “up”: each byte less the one above it (ISO 32000-1, 7.4.4.4).
_UP = 2


def with_plain_ends(pdf: bytes) -> bytes:
    """Write the line end of two bytes wherever a stream's data end with a carriage return.

    ``pdf`` is a file as qpdf writes it with object streams: one cross-reference stream at its
    end, lengths and widths written directly. Everything else stays as it is, and the
    cross-references say where it stands now. Raises ValueError for a file of another make.
    """
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    table = _CROSS_REFERENCE.match(pdf, start)
    if table is None:
        raise ValueError("the PDF has no cross-reference stream at its end")
    ends = [match.start() + 1 for match in _DOUBTFUL.finditer(pdf, 0, start)]
    last = pdf.index(b"endstream", table.end())
    if not ends and pdf[last - 2 : last] != b"\r\n":
        return pdf
    head, rows = _read(table["head"], pdf[table.end() : last])
    for row in rows:
        if row[0] == 1:  # an object that stands by itself; the others stand within streams
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
    """Give the dictionary of a cross-reference stream and its rows, decoded."""
    widths = _widths(head)
    plain = zlib.decompressobj().decompress(data)
    size = sum(widths)
    parameters = _COLUMNS.search(head)
    if parameters is None or int(parameters[1]) != size or int(parameters[2]) < 10:
        raise ValueError("the cross-reference stream is packed in an unknown way")
    above = bytes(size)
    rows = []
    for at in range(0, len(plain), size + 1):
        if plain[at] != _UP:
            raise ValueError("the cross-reference stream is predicted in an unknown way")
        line = plain[at + 1 : at + 1 + size]
        above = bytes((one + other) & 255 for one, other in zip(line, above, strict=True))
        row, place = [], 0
        for width in widths:
            row.append(int.from_bytes(above[place : place + width]))
            place += width
        rows.append(row)
    return _roomy(head, rows), rows


def _widths(head: bytes) -> tuple[int, ...]:
    found = _WIDTHS.search(head)
    if found is None:
        raise ValueError("the cross-reference stream says no widths")
    return tuple(map(int, found.groups()))


def _roomy(head: bytes, rows: list[list[int]]) -> bytes:
    """Give places a byte more where they would not fit once everything has moved."""
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
