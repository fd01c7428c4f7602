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


def test_an_interruption_while_drawing_is_not_an_error_of_the_drawing() -> None:
    def draw() -> None:
        try:
            raise KeyboardInterrupt
        except BaseException:  # noqa: BLE001 - as the engine does
            logging.getLogger("weasyprint").error("Failed to render SVG image %s", "one.svg")

    with pytest.raises(KeyboardInterrupt), listening():
        draw()


def test_a_failing_drawing_is_reported() -> None:
    with listening() as messages:
        try:
            raise ValueError("a drawing")
        except ValueError:
            logging.getLogger("weasyprint").error("Failed to render SVG image %s", "one.svg")
    assert [one.code for one in messages.found] == ["D602"]
