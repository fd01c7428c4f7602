"""A document that is made by parts looks as if it had been laid out as a whole."""

from __future__ import annotations

import pytest

from report.engine.shelf import Shelf
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN
from report.typesetting.stylesheets import Stylesheet
from tests.shipped import shipped
from tests.typesetting.parts import PROJECT, as_whole, by_parts, looks, source

TEXT = "公司服務的用戶總數達四億，當中移動出賬用戶三億戶，固網用戶一億戶。"
FOLIO = "@page { @bottom-center { content: counter(page) } }"


def sections(*texts: str) -> str:
    return "".join(
        f'<section id="s{n}"><h2>第{n}節</h2><p>{text}</p></section>'
        for n, text in enumerate(texts, 1)
    )


PLAIN = sections(TEXT * 9, TEXT, TEXT * 4)

#: Each reaches from one part into another: the elements, the stylesheet, the number of parts.
CASES = {
    "page numbers": (PLAIN, FOLIO, 3),
    "left and right pages": (
        PLAIN,
        "@page :left { margin-left: 60pt } @page :right { margin-right: 70pt }" + FOLIO,
        3,
    ),
    "a blank page before a right one": (
        PLAIN,
        "section { break-before: right } @page :blank { @top-left { content: '空頁' } }" + FOLIO,
        3,
    ),
    "a side that the first child asks for": (PLAIN, "h2 { break-before: left }" + FOLIO, 3),
    "a break after": (PLAIN, "section { break-before: auto; break-after: page }" + FOLIO, 3),
    "the first page": (PLAIN, "@page :first { margin-top: 80pt }" + FOLIO, 3),
    "the third page": (PLAIN, "@page :nth(3) { margin-top: 80pt }" + FOLIO, 3),
    "named pages": (
        PLAIN,
        "section { page: a } #s2 { page: b } @page b { margin-top: 80pt } "
        "@page :nth(1 of a) { @top-left { content: '首' } }" + FOLIO,
        3,
    ),
    "a page counter that is set": (PLAIN, "#s2 { counter-reset: page 40 }" + FOLIO, 3),
    "forward and backward page references": (
        PLAIN.replace("第2節", '第2節<a href="#s3">往</a><a href="#s1">返</a>'),
        "a::after { content: '見' target-counter(attr(href), page) '頁' }",
        3,
    ),
    "a reference before everything": (
        '<ol><li><a href="#s1">一</a><li><a href="#s3">三</a></ol>' + PLAIN,
        "a::after { content: target-counter(attr(href), page) }" + FOLIO,
        4,
    ),
    "the text of a heading elsewhere": (
        PLAIN.replace("<h2>第3節", '<h2 id="h3">第<b>三</b>節').replace(
            "第1節", '第1節<a href="#h3">往</a>'
        ),
        "a::after { content: target-text(attr(href)) }",
        3,
    ),
    "counters of elements": (
        PLAIN,
        "body { counter-reset: n } h2 { counter-increment: n 3 } "
        "h2::before { content: counter(n) '、' }",
        3,
    ),
    "a counter at an id elsewhere": (
        PLAIN.replace("第1節", '第1節<a href="#s3">往</a>'),
        "body { counter-reset: n } section { counter-increment: n } "
        "a::after { content: target-counter(attr(href), n) }",
        3,
    ),
    "footnotes": (
        PLAIN.replace("四億", "四億<small>注</small>", 3),
        "small { float: footnote } small::footnote-call { content: counter(footnote) } "
        "small::footnote-marker { content: counter(footnote) '.' }",
        3,
    ),
    "quotes": (
        PLAIN.replace("第1節", "<q>第1節"),
        "q::before { content: open-quote } h2::before { content: open-quote }",
        3,
    ),
    "a named string of an earlier part": (
        PLAIN,
        "#s1 h2 { string-set: head content() } @page { @top-left { content: string(head) } "
        "@top-right { content: string(head, first-except) } }",
        3,
    ),
    "a running element of an earlier part": (
        PLAIN.replace("<h2>第1節", '<h2 class="r">頁<b>眉</b></h2><h2>第1節'),
        ".r { position: running(r); color: red } #s1 .r { font-size: 8pt } "
        "@page { @top-left { content: element(r) } }",
        3,
    ),
    "siblings": (
        PLAIN,
        "section + section { letter-spacing: 1pt } section:nth-of-type(3) h2 { font-size: 14pt } "
        "section:last-child p, section:first-child p { text-indent: 2em }",
        3,
    ),
    "an outline with levels": (
        PLAIN,
        "#s1 h2 { bookmark-level: 1; bookmark-label: content() } #s2 h2 { bookmark-level: 3; "
        "bookmark-state: closed } #s3 h2 { bookmark-level: 2 }",
        3,
    ),
    "links": (PLAIN.replace("固網", '<a href="#s1">固網</a>', 9), "", 3),
    "tables": (
        PLAIN.replace("<p>", "<table><tr><th>甲<th>乙<tr><td>一<td>二</table><p>"),
        "",
        3,
    ),
    "a column that a part shares": (PLAIN, "section { columns: 2 }" + FOLIO, 3),
    "all pages": (PLAIN, "@page { @bottom-center { content: counter(pages) } }", 1),
    "something fixed": (
        PLAIN.replace("<h2>第2", "<b>固定</b><h2>第2"),
        "b { position: fixed; right: 0; top: 150pt }",
        1,
    ),
    "text between parts": (PLAIN.replace("</section>", "</section>間", 1), "", 1),
    "what a part has": (PLAIN, "section:has(h2) { letter-spacing: 1pt }", 1),
    "something before and after the body": (PLAIN, "body::after { content: '完' }", 1),
    "no page breaks": (PLAIN, "section { break-before: auto }", 1),
}


@pytest.mark.variants(6)
@pytest.mark.parametrize("name", CASES)
def test_parts_look_like_the_whole(name: str) -> None:
    body, style, parts = CASES[name]
    done = by_parts(body, style)
    assert len(done.parts) == parts
    assert looks(done.pdf) == looks(as_whole(body, style))
    assert done.codes == ()


def test_print_has_parts_too() -> None:
    body, style, parts = CASES["left and right pages"]
    done = by_parts(body, style, PRINT)
    assert len(done.parts) == parts
    assert looks(done.pdf) == looks(as_whole(body, style, PRINT))


def test_a_template_can_say_that_a_part_begins() -> None:
    style = "section { break-before: auto }"
    body = PLAIN.replace('<section id="s2"', '<section data-part id="s2"')
    done = by_parts(body, style)
    assert [part.pages for part in done.parts] == [2, 2]
    broken = "section { break-before: auto } #s2 { break-before: page }"
    assert looks(done.pdf) == looks(as_whole(body, broken))


def test_only_what_changed_is_made_again() -> None:
    shelf = Shelf("base", "tools")
    assert by_parts(PLAIN, FOLIO, shelf=shelf).made == (0, 1, 2)
    assert by_parts(PLAIN, FOLIO, shelf=shelf).made == ()
    assert by_parts(PLAIN.replace("第2節", "第二節"), FOLIO, shelf=shelf).made == (1,)


def test_what_prints_the_number_of_a_moved_page_is_made_again() -> None:
    body, style, _ = CASES["a reference before everything"]
    shelf = Shelf("base", "tools")
    by_parts(body, style.replace(FOLIO, ""), shelf=shelf)
    longer = sections(TEXT * 30, TEXT, TEXT * 4)
    done = by_parts(body.replace(PLAIN, longer), style.replace(FOLIO, ""), shelf=shelf)
    assert done.made == (1, 2, 3, 0)
    assert done.pdf == by_parts(body.replace(PLAIN, longer), style.replace(FOLIO, "")).pdf


def test_a_string_that_nobody_prints_does_not_make_the_next_part_again() -> None:
    style = "h2 { string-set: head content() }"
    printed = style + "@page { @top-left { content: string(head, first-except) } }"
    for sheet, made in ((style, (0,)), (printed, (0,))):
        shelf = Shelf("base", "tools")
        by_parts(PLAIN, sheet, shelf=shelf)
        changed = PLAIN.replace("第1節", "第一節")
        assert by_parts(changed, sheet, shelf=shelf).made == made
    style = "#s1 h2 { string-set: head content() } @page { @top-left { content: string(head) } }"
    shelf = Shelf("base", "tools")
    by_parts(PLAIN, style, shelf=shelf)
    assert by_parts(PLAIN.replace("第1節", "第一節"), style, shelf=shelf).made == (0, 1, 2)


def test_references_that_never_settle_are_reported() -> None:
    # Each letter of the number has a page: viii has four, so it is page ix, so it is page vii …
    before = "<section>文</section>" * 4
    body = f'{before}<section><a href="#s1"></a></section>{sections(TEXT)}'
    style = (
        "a::after { content: target-counter(attr(href), page, lower-roman); display: block; "
        "font-size: 110pt; line-height: 130pt; overflow-wrap: anywhere; width: 25pt }"
    )
    assert by_parts(body, style).codes[0] == "D615"


def test_an_id_that_two_parts_have_is_reported() -> None:
    body = '<section id="a">甲</section><section id="a">乙</section>'
    assert set(by_parts(body).codes) == {"D603"}
    inner = body.replace('<section id="a">', '<section><p id="a">')
    assert by_parts(inner).codes == ("D603",)


def test_a_font_of_a_stylesheet_belongs_to_all_parts() -> None:
    shipped()
    from report.typesetting.typesetter import Typesetter

    font = "styles/fonts/ReportSuperscriptsSans-Bold.otf"
    sheet = Stylesheet("page", "test", f"@font-face {{ font-family: a; src: url(/{font}) }}")
    typesetter = Typesetter(source(PLAIN), [sheet], {}, SCREEN, PROJECT, BASE_URL)
    assert list(typesetter.reads) == [font]
