"""Messages for the findings of the PDF/A and PDF/UA validator."""

from __future__ import annotations

import re
from pathlib import Path

import page
import pytest

from report.preflight.validated import _WORDS, in_words

#: The names of rules in the validator.
RULES = sorted(
    {
        name.decode()
        for file in Path(page.__file__).parent.glob("_page*")
        for name in re.findall(
            rb"PDF(?:A3[AB]|UA1)-(?:(?!PDF)[A-Z0-9-])+?-\d{3}", file.read_bytes()
        )
    }
)


def test_the_validator_has_rules() -> None:
    assert len(RULES) > 100


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_message(rule: str) -> None:
    said = in_words(rule)
    assert said.endswith(f" ({rule})")
    assert "tell the maintainers" not in said


def test_messages_have_no_technical_terms() -> None:
    for what, cure in _WORDS.values():
        assert what[0].islower()
        assert cure
        for jargon in ("XObject", "ToUnicode", "CIDSet", "dictionary", "/", "ExtGState"):
            assert jargon not in what


def test_the_longest_matching_name_is_used() -> None:
    assert "has no title" in in_words("PDFUA1-METADATA-TITLE-001")
    assert "too large or too small" in in_words("PDFA3A-PAGE-BOUNDARY-001")
    assert "wrong table of characters" in in_words("PDFUA1-TYPE0-CID-SYSTEM-INFO-001")
    assert ", 3 times; " in in_words("PDFA3A-DEVICE-RGB-001", 3)


def test_an_unknown_rule_is_named() -> None:
    assert "PDFA3A-NEW-THING-001" in in_words("PDFA3A-NEW-THING-001")
    assert "whatever" in in_words("whatever")
