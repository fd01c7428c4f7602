"""The conversion of sRGB colours to the inks of tokens."""

from __future__ import annotations

import pytest

from report.figures.draw import draw_all
from report.figures.recolour import to_cmyk
from report.findings.errors import FindingsError
from tests.figures.samples import CHAPTER, THEME, request

RED = "device-cmyk(0 1 0.9 0.05)"
INK = "device-cmyk(0 0 0 1)"


def test_all_colours_of_a_set_are_converted() -> None:
    for svg in draw_all([request(name) for name in CHAPTER], THEME).values():
        inked = to_cmyk(svg.text, THEME)
        assert "#" not in inked
        assert "device-cmyk(" in inked
        assert svg.description in inked


@pytest.mark.parametrize(
    ("light", "ink"),
    [
        ('<path fill="#cf1430"/>', f'<path fill="{RED}"/>'),
        ("<path stroke='#CF1430'/>", f"<path stroke='{RED}'/>"),
        ('<path style="stroke: #cf1430; fill:none"/>', f'<path style="stroke: {RED}; fill:none"/>'),
        ('<path fill="white"/>', '<path fill="device-cmyk(0 0 0 0)"/>'),
        ('<path fill="#fff"/>', '<path fill="device-cmyk(0 0 0 0)"/>'),
        ('<stop stop-color="#cf1430"/>', f'<stop stop-color="{RED}"/>'),
        ('<path fill="none" stroke="currentColor"/>', '<path fill="none" stroke="currentColor"/>'),
        ('<path fill="url(#a)" id="#fff"/>', '<path fill="url(#a)" id="#fff"/>'),
        ('<text data-fill="#123456">fill="#abcdef"</text>',) * 2,
    ],
)
def test_only_colours_are_converted(light: str, ink: str) -> None:
    assert to_cmyk(light, THEME) == ink


def test_default_black_becomes_ink() -> None:
    assert to_cmyk('<svg width="1pt"><path/></svg>', THEME).startswith(f'<svg fill="{INK}" ')
    kept = to_cmyk('<svg width="1pt" fill="#cf1430"><path/></svg>', THEME)
    assert kept.startswith(f'<svg width="1pt" fill="{RED}">')


def test_inks_are_not_changed() -> None:
    once = to_cmyk('<svg><path fill="#cf1430"/></svg>', THEME)
    assert to_cmyk(once, THEME) == once


def test_a_colour_without_ink_is_a_finding() -> None:
    with pytest.raises(FindingsError) as caught:
        to_cmyk(
            '<path fill="#123456"/><path style="stroke:rebeccapurple"/><path fill="#123456"/>',
            THEME,
        )
    assert [found.code for found in caught.value.diagnostics] == ["D504", "D504"]
    assert "#123456" in caught.value.diagnostics[0].message
    assert "rebeccapurple" in caught.value.diagnostics[1].message


def test_black_that_is_not_a_token_is_a_finding() -> None:
    with pytest.raises(FindingsError):
        to_cmyk('<path fill="black"/>', THEME)
