"""Long words and addresses in all places: within their measure, copied as written, reported."""

from __future__ import annotations

from itertools import pairwise

import pytest

from report.findings.diagnostics import Diagnostic
from report.markup.document import BASE_URL
from report.measure.glyphs import Page, read_glyphs
from report.measure.lines import find_lines
from report.model.target import PRINT
from report.typesetting.stylesheets import Stylesheet
from tests.pdf import text as extracted
from tests.shipped import shipped
from tests.typesetting.test_lines import PROJECT, joined

COMPOUND = "Internationalization-and-Localization-of-Community-Libraries"
MAIL = "secretariat.and.general.enquiries@community.example.org.hk"
WEB = "https://www.example-library-network.org.hk/programmes/2024/summer?lang=zh&page=2#top"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ACCENTS = "e\u0301" * 60
FAMILIES = "👩\u200d👩\u200d👧" * 20
WIDTH = 120
#: Each on its own page, with the styles of the theme for headings, captions and cells.
PLACES = {
    "paragraph": "<p>詳見「{}」的說明，內有全部資料。</p>",
    "start": "<p>{}是全部資料所在的地方。</p>",
    "alone": "<p>{}</p>",
    "heading": "<h2>{}計劃</h2>",
    "heading alone": "<h2>{}</h2>",
    "spaced": "<p style='letter-spacing: 0.05em'>{}</p>",
    "list": "<ul style='list-style: none; margin: 0; padding: 0'><li>{}</li></ul>",
    "cell": "<table style='width: 100%'><tr><td>總辦事處<td>{}</table>",
    "flex": "<div style='display: flex'><p style='flex: 1'>{}</p></div>",
    "centred": "<p style='text-align: center'>一本好書，{}</p>",
    "English": "<p>These are words of English with {} between them, and more.</p>",
}
STYLE = """
@page { margin: 30pt; size: 300pt 900pt }
:root { font: 10pt/17pt "Noto Serif CJK HK", "Noto Sans"; overflow-wrap: break-word }
body { margin: 0; width: 120pt }
div, p, h2, td { break-inside: avoid; margin: 0; padding: 0; text-align: justify }
h2, td { --keep-words: on; --line-breaking: balance; text-align: left }
h2 { font-size: 14pt; line-height: 25pt }
section + section { break-before: page }
"""


def run(body: str, style: str = STYLE) -> tuple[list[Page], str, list[Diagnostic]]:
    from report.typesetting.engine import typeset

    shipped()
    html = f'<!DOCTYPE html><html lang="zh-Hant-HK"><title>字</title><body>{body}</body></html>'
    done = typeset(html, [Stylesheet("base", "test", style)], {}, PRINT, PROJECT, BASE_URL)
    return list(read_glyphs(done.pdf)), joined(extracted(done.pdf, "-raw")), list(done.found)


@pytest.fixture(scope="module", params=[COMPOUND, MAIL, WEB, WORD])
def everywhere(request: pytest.FixtureRequest) -> tuple[str, dict[str, Page], str]:
    sections = (f"<section>{made.format(request.param)}</section>" for made in PLACES.values())
    pages, text, _ = run("".join(sections))
    assert len(pages) == len(PLACES)
    return request.param, dict(zip(PLACES, pages, strict=True)), text


@pytest.mark.parametrize("place", PLACES)
def test_a_long_word_stays_within_its_measure(
    everywhere: tuple[str, dict[str, Page], str], place: str
) -> None:
    word, pages, _ = everywhere
    glyphs = [glyph for glyph in pages[place].glyphs if not glyph.is_space]
    assert max(glyph.end for glyph in glyphs) <= 30 + WIDTH + 0.5
    assert min(glyph.x for glyph in glyphs if glyph.text != "「") >= 30 - 0.5
    shown = "".join(glyph.text for glyph in glyphs).replace("ﬀ", "ff")
    assert place == "cell" or word in shown


@pytest.mark.parametrize("place", ["paragraph", "start", "English"])
def test_a_line_before_a_long_word_is_not_spread(
    everywhere: tuple[str, dict[str, Page], str], place: str
) -> None:
    _, pages, _ = everywhere
    lines = [line for line in find_lines(pages[place]) if len(line.glyphs) > 1]
    gaps = [
        (b.x - a.end) / a.size
        for line in lines
        for a, b in pairwise(line.glyphs)
        if a.text not in " ，。「」" and b.text not in " ，。「」"
    ]
    assert len(lines) > 2
    assert max(gaps) < 0.41


def test_copied_text_has_no_breaks(everywhere: tuple[str, dict[str, Page], str]) -> None:
    word, _, text = everywhere
    assert text.count(word) >= len(PLACES) - 1  # an extractor may read a table by its lines


def lines_of(words: str, width: int, style: str = "") -> list[str]:
    pages, _, _ = run(f"<p style='width: {width}pt; {style}'>{words}</p>")
    return [line.text for page in pages for line in find_lines(page)]


@pytest.mark.parametrize(
    ("words", "width", "ends"),
    [
        # Between the parts of a compound, and not within one.
        (f"{COMPOUND}計劃", 110, ["-", "-", "Libraries", "計劃"]),
        # Web: after a slash, before other marks.
        ("詳見https://www.example.org.hk/a", 90, ["www", "/a"]),
        # Mail: before the at sign first.
        ("電郵：enquiry@library.example", 90, ["enquiry", "example"]),
        ("請電郵至info@example.org.hk查詢", 90, ["info", ".hk", "查詢"]),
        # A word that fits on the next line is moved there.
        ("有關Internationalization", 105, ["有關", "Internationalization"]),
        # One that fits on no line is broken from its current line on.
        ("A" * 40, 100, ["A", "A", "A", "A"]),
    ],
)
def test_where_lines_end(words: str, width: int, ends: list[str]) -> None:
    found = lines_of(words, width)
    assert len(found) == len(ends)
    for line, end in zip(found, ends, strict=True):
        assert line.endswith(end), found


def test_nothing_is_broken_where_the_style_forbids_it() -> None:
    assert lines_of(WEB, 120, "white-space: nowrap") == [WEB]
    assert lines_of(WORD, 120, "overflow-wrap: normal") == [WORD]
    assert lines_of("1" * 20, 60) == ["1" * 20]


@pytest.mark.parametrize("text", [ACCENTS, FAMILIES], ids=["separate accent", "families"])
def test_a_word_is_broken_between_grapheme_clusters(text: str) -> None:
    pages, _, _ = run(f"<p>字{text}字</p>")
    lines = [line for page in pages for line in find_lines(page)]
    assert len(lines) > 2
    for line in lines:
        assert line.text[0] not in "\u0301\u200d"


def test_a_column_is_as_narrow_as_its_addresses_can_be() -> None:
    """Three columns, two of them addresses: none is wider than the table has room."""
    cells = f"<td>總辦事處<td>{MAIL}<td>www.example-library-network.org.hk"
    pages, _, _ = run(f"<table style='width: 160pt'><tr>{cells}</table>")
    assert max(glyph.end for glyph in pages[0].glyphs) <= 30 + 160 + 0.5


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("<p>我們的服務好。</p>", []),
        (f"<p>{WORD}</p>", ["D632"]),
        (f"<p>{WORD}</p><p>另外一段。</p><h2>{WORD}</h2>", ["D632", "D632"]),
        # Short by much: the word before the next line's word is left as it is.
        ("<p>有關Internationalization的服務</p>", ["D631"]),
        ("<p>Plain English lines go on as they always did, without any note.</p>", []),
    ],
)
def test_lines_that_cannot_be_set_well_are_reported(body: str, codes: list[str]) -> None:
    style = STYLE.replace("120pt", "105pt")
    _, _, found = run(body, style)
    assert [one.code for one in found] == codes
    for one in found:
        assert one.severity == "note"
        assert one.hint
    if codes:
        assert "“" in found[0].message
