"""A part of a page is rendered as it is within the whole page."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from weasyprint import HTML

from report.preflight.shown import Piece, Shown

PAGE = """
<style>
  @page { size: 210.3pt 297.7pt; margin: 13pt }
  p { font: 11pt/17pt "Noto Serif CJK HK"; margin: 0 0 17pt }
  .on { background: linear-gradient(75deg, #036, #cde); color: white; padding: 9pt }
  .pale { color: #eee }
</style>
<p>第一段文字在頁首。</p><p class="on">第二段文字在漸變的底色上。</p>
<p class="pale">第三段看不清。</p>
<p>第四段文字。</p><p class="on">第五段。</p>
"""


def opened(pdf: bytes) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(io.BytesIO(pdf))[0]


@pytest.mark.parametrize("named", ["二", "三", "五", "一五", ""])
def test_a_part_is_what_the_whole_page_shows_there(named: str) -> None:
    pdf = HTML(string=PAGE).write_pdf()
    whole = Shown(opened(pdf))

    def wanted(piece: Piece) -> bool:
        return any(one in piece.text for one in named)

    part = Shown(opened(pdf), wanted)
    there = [piece for piece in whole.pieces if wanted(piece)]
    assert [piece.text for piece in part.pieces] == [piece.text for piece in there]
    assert len(there) == len(named)
    assert part.ground.shape[0] < whole.ground.shape[0] or len(named) > 1
    for piece in there:
        assert np.array_equal(part.changed(piece.boxes), whole.changed(piece.boxes))
        box = (*piece.boxes[:, :2].min(axis=0), *piece.boxes[:, 2:].max(axis=0))
        assert part.strongest(box) == pytest.approx(whole.strongest(box), abs=0.02)
        lights = part.light(box), whole.light(box)
        assert np.percentile(lights[0], 15) == pytest.approx(np.percentile(lights[1], 15), abs=0.01)
