"""Lengths of streams are checked by the bytes of the file, not by the end of their data."""

from __future__ import annotations

import io
import re

import page as page_validation
import pikepdf
import pytest

from report.preflight.lengths import wrong_lengths
from report.preflight.run import preflight


def _file(body: bytes, length: bytes, between: bytes = b"\n") -> bytes:
    """Return a PDF with one stream with the data ``body`` and the entry ``length``."""
    head = b"%PDF-1.7\n"
    objects = [
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/Kept 4 0 R>>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n",
        b"4 0 obj\n<</Length " + length + b">>\nstream\n" + body + between + b"endstream\nendobj\n",
        b"5 0 obj\n4\nendobj\n",
    ]
    places = [sum(map(len, objects[:n])) + len(head) for n in range(len(objects))]
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    rest = b"xref\n0 6\n0000000000 65535 f \n%btrailer\n<</Size 6/Root 1 0 R>>\n"
    rest += b"startxref\n%d\n%%%%EOF\n"
    start = len(head) + sum(map(len, objects))
    return head + b"".join(objects) + rest % (table, start)


@pytest.mark.parametrize(
    ("body", "length", "between", "wrong"),
    [
        (b"abcd", b"4", b"\n", False),
        (b"abc\r", b"4", b"\n", False),
        (b"abc\r", b"4", b"\r\n", False),
        (b"ab\r\n", b"4", b"\r\n", False),
        (b"abc\n", b"4", b"\n", False),
        (b"abcd", b"4", b"\r", False),
        (b"abcd", b"5 0 R", b"\n", False),
        (b"abcd\nendstream", b"14", b"\n", False),
        (b"4 0 obj", b"7", b"\n", False),
        (b"abcd", b"3", b"\n", True),
        (b"abcd", b"5", b"\n", True),
        (b"abcd", b"0", b"\n", True),
        (b"abcd", b"400", b"\n", True),
        (b"abc\r", b"3", b"", False),
        (b"abc\r", b"4", b"", True),
        (b"abcde", b"5 0 R", b"\n", True),
    ],
)
def test_a_length_is_checked_by_the_position_of_endstream(
    body: bytes, length: bytes, between: bytes, wrong: bool
) -> None:
    pdf = _file(body, length, between)
    with pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as document:
        assert list(wrong_lengths(pdf, document)) == ([4] if wrong else [])


def test_all_lengths_of_a_file_with_object_streams_are_read() -> None:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(3):
            document.add_blank_page()
        document.Root.Kept = pikepdf.Array(
            [document.make_stream(bytes([n]) * n) for n in range(60)]
        )
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    pdf = out.getvalue()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not list(wrong_lengths(pdf, document))
    shortened = re.sub(rb"/Length (\d+) /Filter", b"/Length 2 /Filter", pdf, count=1)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(list(wrong_lengths(shortened, document))) == 1


def test_a_carriage_return_at_the_end_of_data_is_data() -> None:
    pdf = _file(b"abc\r", b"4")
    validated = page_validation.validate_pdf_bytes(pdf, profile="3a").failures
    assert [one for one in validated if "STREAM-LENGTH" in one.rule_id], "it is no such file"
    found = preflight(pdf, "screen").findings
    assert not [one for one in found if "STREAM-LENGTH" in one.message]
