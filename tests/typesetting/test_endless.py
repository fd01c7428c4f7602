"""A layout that does not end is stopped, and the message says where it was."""

from __future__ import annotations

import pytest

from report.findings.errors import FindingsError
from report.typesetting.extension import lines
from tests.typesetting.test_seen import LONG, block, findings

#: Floats higher than a page in columns in a flex container: each page is laid out again endlessly.
FLOATS = "p { float: left; height: 900pt; width: 100% } section { display: flex }"


def endless(body: str, style: str) -> str:
    with pytest.raises(FindingsError) as caught:
        findings(body, style)
    (found,) = caught.value.diagnostics
    assert found.code == "D609"
    return str(found.place)


def test_an_endless_page_is_reported_at_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_STEPS", 2_000)
    columns = (
        f"<section><div style='columns: 2'>{block(LONG)}{block(LONG)}{block(LONG)}</div></section>"
    )
    assert endless(columns, FLOATS) == "data/a.yaml:7:5"


def test_endless_pages_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_PAGES", 5)
    monkeypatch.setattr("report.typesetting.engine.MOST_PAGES", 5)
    body = "".join(block("字") for _ in range(9))
    assert endless(body, "p { break-after: page }") == "data/report.yaml:1:8"


def test_a_page_of_text_takes_far_fewer_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_STEPS", lines.MOST_STEPS // 100)
    body = f"<div style='columns: 2'>{block(LONG) * 30}</div>"
    assert findings(body) == []
