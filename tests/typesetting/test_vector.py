"""SVG pictures in ink and in light."""

from __future__ import annotations

import pytest

from report.typesetting.vector import recoloured


def turned(parts: tuple[float, ...]) -> tuple[float, ...]:
    """Give something that can be told: four parts for three, three for four."""
    return (*parts, 0.5) if len(parts) == 3 else parts[:3]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<svg><rect fill="#ff0000"/></svg>', 'fill="device-cmyk(1 0 0 0.5)"'),
        ("<svg><rect fill='red'/></svg>", "fill='device-cmyk(1 0 0 0.5)'"),
        ('<svg><rect fill="rgb(0, 255, 0)"/></svg>', 'fill="device-cmyk(0 1 0 0.5)"'),
        ('<svg><rect stroke="#00f8"/></svg>', "/ 0.533"),
        ('<svg><rect style="fill:red;stroke: blue"/></svg>', "stroke: device-cmyk(0 0 1 0.5)"),
        ("<svg><style>.a{fill:red}</style></svg>", ".a{fill:device-cmyk(1 0 0 0.5)}"),
        ('<svg><rect fill="device-cmyk(0 1 .8 .04)"/></svg>', "device-cmyk(0 1 0.8 0.04)"),
        ('<svg><rect fill="none"/></svg>', 'fill="none"'),
        ('<svg><rect fill="url(#a)"/></svg>', 'fill="url(#a)"'),
        ('<svg><rect fill="currentColor"/></svg>', 'fill="currentColor"'),
        ("<svg><rect/></svg>", '<svg fill="device-cmyk(0 0 0 1)"'),
        ('<svg id="a" fill="red"><rect/></svg>', '<svg id="a" fill="device-cmyk(1 0 0 0.5)">'),
        ('<svg><text data-fill="red">fill: red</text></svg>', 'data-fill="red">fill: red<'),
    ],
)
def test_ink(before: str, after: str) -> None:
    assert after in recoloured(before, turned, ink=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<svg><rect fill="device-cmyk(0 1 .8 .04)"/></svg>', 'fill="rgb(0.00% 100.00% 80.00%)"'),
        ('<svg><rect style="stroke:device-cmyk(1 0 0 0)"/></svg>', "rgb(100.00% 0.00% 0.00%)"),
        ('<svg><rect fill="#ff0000"/></svg>', 'fill="rgb(100.00% 0.00% 0.00%)"'),
        ("<svg><rect/></svg>", "<svg><rect/></svg>"),
    ],
)
def test_light(before: str, after: str) -> None:
    assert after in recoloured(before, turned, ink=False)
