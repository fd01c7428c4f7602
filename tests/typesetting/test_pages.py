"""A page is laid out again only when something on it changes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.pdf import text
from tests.typesetting.test_lines import typeset

HEAD = "header { position: running(head) } @page { @top-left { content: element(head) } }"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Return how often each page is laid out."""
    from weasyprint.layout import page

    counts: Counter[int] = Counter()
    original = page.remake_page

    def remake(index: int, *rest: Any) -> Any:
        counts[index + 1] += 1
        return original(index, *rest)

    monkeypatch.setattr(page, "remake_page", remake)
    return counts


def sections(*heads: str) -> str:
    return "".join(
        f"<section style='break-before: page'><header>{head}</header><p>文</p></section>"
        for head in heads
    )


def test_a_running_head_does_not_lay_out_its_page_again(made: Counter[int]) -> None:
    pdf = typeset(sections("甲", "乙", "丙"), HEAD)
    assert text(pdf).split() == ["甲", "文", "乙", "文", "丙", "文"]
    assert made == {1: 1, 2: 1, 3: 1}


def test_a_page_keeps_the_running_head_of_the_page_before(made: Counter[int]) -> None:
    body = sections("甲", "乙") + "<p style='break-before: page'>末</p>"
    assert text(typeset(body, HEAD)).split() == ["甲", "文", "乙", "文", "乙", "末"]
    assert made == {1: 1, 2: 1, 3: 1}


def test_a_note_moves_to_the_area_of_notes_of_its_page(made: Counter[int]) -> None:
    body = "<p>文<span>注釋</span></p><p style='break-before: page'>末<span>附注</span></p>"
    pdf = typeset(body, "span { position: note(note) }")
    first, second = text(pdf).split("\f")[:2]
    assert first.index("注釋") < first.index("文")
    assert second.index("附注") < second.index("末")
    assert min(made.values()) > 1


def test_a_note_is_placed_beside_running_heads() -> None:
    body = f"{sections('甲')}<section style='break-before: page'><header>乙</header>"
    body += "<p>末<span>附注</span></p></section>"
    pdf = typeset(body, HEAD + "span { position: note(note) }")
    assert text(pdf).replace("\f", "").count("附注") == 1
    assert text(pdf).index("附注") < text(pdf).index("末")


def test_a_contents_list_has_the_numbers_of_its_pages(made: Counter[int]) -> None:
    body = (
        "<p class=to>見</p>" + sections("甲", "乙") + "<p id=end style='break-before: page'>末</p>"
    )
    style = HEAD + " .to::after { content: target-counter('#end', page) }"
    assert text(typeset(body, style)).split()[0] == "見4"
    assert made[1] > 1
    assert made[2] == made[3] == 1
