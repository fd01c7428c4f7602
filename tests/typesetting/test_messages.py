"""The engine's messages, in the words of those who make reports."""

from __future__ import annotations

import logging

import pytest

from report.typesetting.messages import listening


@pytest.mark.parametrize(
    ("message", "arguments", "code", "says", "cure"),
    [
        (
            'Unable to subset "%s" with HarfBuzz',
            ("Report Sans",),
            "D605",
            "the font “Report Sans” cannot be subset",
            "restore it",
        ),
        (
            'Unable to subset "%s" with fontTools',
            ("Report Sans",),
            "D605",
            "the font “Report Sans” cannot be subset",
            "restore it",
        ),
        (
            'Using fontTools instead of HarfBuzz-Subset for font "%s".',
            ("Report Sans",),
            "D605",
            "Using fontTools instead of HarfBuzz-Subset",
            "apt-get install libharfbuzz-subset0",
        ),
    ],
)
def test_a_font_that_is_not_subset(
    message: str, arguments: tuple[str, ...], code: str, says: str, cure: str
) -> None:
    with listening() as messages:
        logging.getLogger("weasyprint").warning(message, *arguments)
    (found,) = messages.found
    assert found.code == code
    assert says in found.message
    assert cure in found.hint
