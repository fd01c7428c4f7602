"""The structure tree: whole paragraphs and tables, alternate texts, nothing repeated."""

from __future__ import annotations

import io
import re
from typing import Any

import page as page_validation
import pikepdf
import pytest

from report.markup.document import BASE_URL
from report.model.target import SCREEN
from report.pdf.structure import MARK, Content, Node, read
from report.preflight.run import preflight
from report.press.finish import finish
from report.press.streams import content_of
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import Stylesheet
from tests.shipped import shipped

PROJECT = Project.at(theme_folder())
STYLE = """
@page { margin: 30pt; size: 300pt 200pt; @top-left { content: "頁眉" } }
html { font: 10pt/17pt "Noto Serif CJK HK"; }
body, p, ul, ol, dl, h1 { margin: 0; font-size: 10pt }
img { display: block; height: 34pt; image-rendering: crisp-edges; width: 60pt }
.columns { columns: 2 }
.contents li { display: flex; list-style: none }
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="34"><path d="M0 0h60v34z"/></svg>'
)


def made(body: str, head: str = "") -> pikepdf.Pdf:
    from report.typesetting.engine import typeset

    shipped()
    html = (
        '<!DOCTYPE html><html lang="zh-Hant-HK"><title>文</title>'
        '<meta name="dcterms.created" content="2020-12-31">'
        f'<meta name="dcterms.modified" content="2020-12-31">{head}'
        f"<body><h1>文</h1>{body}</body></html>"
    )
    sheets = [Stylesheet("page", "test", STYLE)]
    figures = {"one": PICTURE}
    done = typeset(html, sheets, figures, SCREEN, PROJECT, BASE_URL)
    return pikepdf.open(io.BytesIO(finish(done.pdf, SCREEN, None)))


def tree(node: Node) -> Any:
    """Return the tree as nested lists of names; an element with text only is its name."""
    inner = [tree(kid) for kid in node.nodes]
    return [node.kind, *inner] if inner else node.kind


def below(document: pikepdf.Pdf) -> list[Any]:
    """Return the elements of the document after its heading."""
    return list(tree(read(document)))[2:]


def test_a_paragraph_over_columns_and_pages_is_one_element() -> None:
    document = made(f"<div class=columns><p>{'一二三四五' * 90}</p></div><p>後</p>")
    assert below(document) == [["Div", "P"], "P"]
    one = next(node for node in read(document).walk() if node.kind == "P")
    assert len({leaf.page for leaf in one.leaves()}) > 1
    assert len(list(one.leaves())) > 10


def test_a_table_over_two_pages_is_one_element_with_one_head() -> None:
    rows = "".join(f"<tr><th scope=row>第{n}項<td>{n}</tr>" for n in range(20))
    table = f"<table><thead><tr><th>項目<th>數目</tr></thead><tbody>{rows}</tbody></table>"
    document = made(table)
    assert len(document.pages) > 2
    (only,) = below(document)
    assert only == ["Table", ["THead", ["TR", "TH", "TH"]], ["TBody", *[["TR", "TH", "TD"]] * 20]]
    cells = [node for node in read(document).walk() if node.kind == "TH"]
    scopes = [str(node.entries["/A"].Scope) for node in cells]
    assert scopes == ["/Column"] * 2 + ["/Row"] * 20
    assert "/IDTree" in document.Root.StructTreeRoot


def test_contents_have_their_elements() -> None:
    item = (
        "<li><span class=ordinal>01</span><span class=name><a href='#x'>甲節</a></span>"
        "<span class=page>2</span></li>"
    )
    document = made(f"<ol class=contents>{item * 2}</ol><p id=x>甲節</p>")
    entry = ["TOCI", "Lbl", ["Reference", "Link"], "Reference"]
    assert below(document) == [["TOC", entry, entry], "P"]
    (link, _) = document.pages[0].Annots
    assert str(link.Contents) == "甲節"


def test_lists_have_labels_and_terms_have_descriptions() -> None:
    style = "<style>ol { list-style: none } li::before { content: counter(list-item) '.' }</style>"
    document = made("<ol><li>甲<li>乙</ol><dl><dt>丙<dd>丁<dt>戊<dd>己</dl>", style)
    item = ["LI", "Lbl", "LBody"]
    assert below(document) == [["L", item, item], ["L", item, item]]


def test_emphasis_is_not_an_element_but_another_language_is() -> None:
    document = made("<p>甲<b>乙</b><em>丙</em><span lang=en>Red Team</span>丁</p>")
    assert below(document) == [["P", "Span"]]
    (foreign,) = [node for node in read(document).walk() if "/Lang" in node.entries]
    assert str(foreign.entries["/Lang"]) == "en"


def test_a_link_in_a_repeated_head_is_one_link() -> None:
    rows = "".join(f"<tr><th scope=row>{number}<td>字" for number in range(30))
    head = (
        "<thead><tr><th scope=col><a href='https://example.org/'>網站</a><th scope=col>二</thead>"
    )
    document = made(f"<table>{head}<tbody>{rows}</table>")
    links = [len(page.get("/Annots", ())) for page in document.pages]
    assert len(links) > 1
    assert links == [1] + [0] * (len(links) - 1)
    assert str(document.pages[0].Annots[0].Contents) == "網站"


def test_leader_dots_are_one_artifact_and_a_link_is_one() -> None:
    style = (
        "<style>.to a::after { content: leader('．') target-counter(attr(href), page) }"
        ".to { text-align: left }</style>"
    )
    document = made("<p class=to><a href='#x'>甲節</a></p><p id=x>甲節</p>", style)
    assert below(document) == [["P", "Link"], "P"]
    content = content_of(document.pages[0])
    assert content.count(b"/Artifact <</Type /Layout>> BDC") == 1
    dots = content.partition(b"/Layout>> BDC")[2].partition(b"EMC")[0]
    assert dots.count(b"TJ") > 5
    assert content.count(b"BDC") == content.count(b"EMC")
    out = io.BytesIO()
    document.save(out)
    assert preflight(out.getvalue(), "screen").findings == ()


def test_a_footnote_is_at_its_call() -> None:
    one, two = "<span class=note>註<b>一</b>。</span>", "<span class=note>註二。</span>"
    words = f"<p>甲{one}乙{two}丙。</p><p>後</p>"
    document = made(words, "<style>.note { float: footnote }</style>")
    note = ["Note", "Lbl"]
    assert below(document) == [["P", ["Reference", "Lbl"], note, ["Reference", "Lbl"], note], "P"]
    notes = [node for node in read(document).walk() if node.kind == "Note"]
    assert len({str(node.entries["/ID"]) for node in notes}) == 2
    out = io.BytesIO()
    document.save(out)
    assert preflight(out.getvalue(), "screen").findings == ()


def test_a_figure_has_its_frame_and_its_caption_beside_it() -> None:
    document = made(
        "<figure style='margin: 0'><img src='figures/one.svg' alt='三角'>"
        "<figcaption>圖</figcaption></figure>"
    )
    assert below(document) == [["Div", "Figure", "Caption"]]
    (figure,) = [node for node in read(document).walk() if node.kind == "Figure"]
    assert str(figure.entries["/Alt"]) == "三角"
    # 30 pt from the left, 30 + 17 pt from the top of a page 200 pt high.
    assert [float(edge) for edge in figure.entries["/A"].BBox] == pytest.approx(
        [30, 119, 90, 153], abs=0.01
    )


def test_no_heading_skips_a_level() -> None:
    document = made("<h2>甲</h2><h4>乙</h4><h4>丙</h4><h2>丁</h2><h3>戊</h3>")
    assert below(document) == ["H2", "H3", "H3", "H2", "H3"]


def test_all_content_is_in_the_tree_or_an_artifact() -> None:
    document = made(f"<p>{'一二三四五' * 60}</p>")
    known = {leaf for leaf in read(document).leaves() if isinstance(leaf, Content)}
    seen = set()
    for index, page in enumerate(document.pages):
        content = page.Contents.read_bytes()
        seen |= {Content(index, int(n)) for n in re.findall(rb"/MCID (\d+)", content)}
        assert b"/Artifact <</Type /Pagination>> BDC" in content, "the running head"
    assert seen == known


def test_the_tree_and_its_index_agree() -> None:
    document = made("<p>甲</p><p>乙<a href='https://example.org/'>丙</a></p>")
    root = document.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    index = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    assert sorted(index) == list(range(int(root.ParentTreeNextKey)))
    assert all(element.S in ("/H1", "/P", "/Link") for element in index[0])
    (link,) = document.pages[0].Annots
    assert index[int(link.StructParent)].S == "/Link"
    assert not any(
        MARK in thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)
    )


def test_the_validator_accepts_our_trees_and_refuses_broken_ones() -> None:
    document = made("<p>甲</p>")

    def valid(profile: str) -> bool:
        out = io.BytesIO()
        document.save(out, static_id=True)
        return bool(
            page_validation.validate_pdf_bytes(out.getvalue(), profile=profile).is_compliant
        )

    assert valid("3a")
    assert valid("ua1")
    del document.Root["/MarkInfo"]
    assert not valid("3a")
    assert not valid("ua1")
