"""Lengths of streams, compared with the bytes of the file (ISO 32000-1, 7.3.8.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pikepdf

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b")
_START = re.compile(rb"stream(\r\n|\n)")
_DIRECT = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
#: The line end before the keyword: 7.3.8.1 recommends it, PDF/A-3 (6.1.7.1) requires it.
_END = re.compile(rb"(\r\n|\n|\r)endstream")


def wrong_lengths(pdf: bytes, document: pikepdf.Pdf) -> Iterator[int]:
    """Return the numbers of the objects whose ``/Length`` is wrong.

    A length is right when a line end and ``endstream`` follow after so many bytes. The data
    themselves may end with a carriage return.
    """
    at = 0
    while found := _OBJECT.search(pdf, at):
        at = found.end()
        start = _START.search(pdf, at)
        following = _OBJECT.search(pdf, at)
        if start is None:
            return
        if following and following.start() < start.start():
            continue  # this object is not a stream
        number = int(found[1])
        length = _length(pdf[at : start.start()], document, (number, int(found[2])))
        end = start.end() + (length or 0)
        if length is None or not _END.match(pdf, end):
            yield number
        else:
            at = end


def _length(head: bytes, document: pikepdf.Pdf, name: tuple[int, int]) -> int | None:
    """Return the ``/Length`` of a stream, which may be a reference to another object."""
    direct = _DIRECT.search(head)
    if direct:
        return int(direct[1])
    stream = document.get_object(name)
    length = stream.get("/Length") if isinstance(stream, pikepdf.Stream) else None
    return int(length) if length is not None else None
