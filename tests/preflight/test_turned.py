"""P113: all pages have one size; on screen some may lie."""

from __future__ import annotations

import pikepdf
import pytest

from report.preflight.checks.whole import check_pages


@pytest.mark.parametrize(
    ("box", "odd", "found"),
    [
        ("/MediaBox", (300, 200), []),
        ("/TrimBox", (300, 200), [3]),
        ("/MediaBox", (300, 220), [3]),
        ("/MediaBox", (200, 220), [3]),
    ],
)
def test_a_wide_page_is_one_of_the_others_turned(
    box: str, odd: tuple[float, float], found: list[int]
) -> None:
    document = pikepdf.new()
    for size in ((200, 300), (200, 300), odd):
        page = document.add_blank_page(page_size=size)
        page.TrimBox = page.MediaBox
    assert [one.page for one in check_pages(document, box)] == found
