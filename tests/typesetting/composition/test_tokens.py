"""The breaks of Western words and addresses, in tables."""

from __future__ import annotations

import pytest

from report.typesetting.composition.tokens import is_worth_composing, places
from report.typesetting.extension.shaping import opportunities


def parted(text: str) -> str:
    """Return the text with a bar at each place."""
    allowed, _ = opportunities(text, "zh-Hant-HK")
    for here in sorted({at for at, _ in places(text, 0, len(text), allowed)}, reverse=True):
        text = f"{text[:here]}|{text[here:]}"
    return text


@pytest.mark.parametrize(
    "expected",
    [
        # A hyphen stays with the word before it.
        "Internationalization-|and-|Localization-of-|Community-|Libraries",
        "state-of-|the-|art",
        "SD-|WAN",
        "well\u2010|known-|fact",
        "(see-|through-|thing)",
        "end-to-|end",
        # Too few characters on one side.
        "Wi-Fi",
        "e-mail",
        "X-ray",
        "(Wi-Fi)",
        "A-level",
        # Numbers, dates, telephones; U+2011 forbids a break.
        "COVID-19",
        "2024-03-31",
        "2345-6789",
        "+852-2345-6789",
        "-5",
        "1997-98",
        "non\u2011breaking",
        # A slash between words, not between letters and units.
        "registration/|renewal",
        "and/or",
        "TCP/IP",
        "km/h",
        "2024/25",
        # Words with a full stop, and abbreviations.
        "Node.js",
        "U.S.A.",
        "No.12",
        "192.168.100.200",
        "1,234,567.89",
        # Addresses: after a colon or a slash, before every other mark.
        "https://|www|.example|.org/|path/|to/|page|?x|=1|&y|=2|#top",
        "http://|host|.example:8080/|a_b",
        "secretariat|.and|.general|.enquiries|@community|.example|.org|.hk",
        "info|@example|.org|.hk",
        "mailto:|someone|@example|.org",
        "www|.example|-library|-network|.org|.hk",
        "example|.org|.hk/|reading",
        "www|.example|.org/|2024-03-31",
        "www|.example|.org/|v1.25",
        "www|.example|.org/|under|_score|~tilde",
    ],
)
def test_places_in_a_token(expected: str) -> None:
    assert parted(expected.replace("|", "")) == expected


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("plain words of English", False),
        ("4.4", False),
        ("Noto Serif CJK HK", False),
        ("a@b.hk", True),
        ("see http://a.hk", True),
        ("Internationalization", True),
        ("ISO 14001", False),
        ("我們的Internationalization", True),
        ("我們推動閱讀我們推動閱讀我們推動閱讀我們", False),
    ],
)
def test_text_that_needs_composition(text: str, worth: bool) -> None:
    assert is_worth_composing(text) is worth
