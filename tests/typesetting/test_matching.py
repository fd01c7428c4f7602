"""The rules that apply to an element are told in the order of the cascade, with their lines."""

from __future__ import annotations

from xml.etree import ElementTree

from report.typesetting.matching import applied
from report.typesetting.stylesheets import Stylesheet

HTML = '<html><body><div class="panel"><p id="one" class="big">x</p></div></body></html>'
BASE = """\
/* a comment */
p, li { margin: 0 }
.panel > p { color: red !important }

#one { color: blue }
p::before { content: "x" }
p:hover, q { color: green }
@media print {
  .big { font-size: 9pt }
}
"""
BLOCK = "p { line-height: 2 }\nbroken { color\nq { }\n"


def test_rules_come_weakest_first_with_their_lines() -> None:
    root = ElementTree.fromstring(HTML)
    element = root.find(".//p")
    sheets = [Stylesheet("base", "base.css", BASE), Stylesheet("blocks", "block.css", BLOCK)]
    found = [(one.file, one.line, one.selector) for one in applied(sheets, root, element)]
    assert found == [
        ("base.css", 2, "p, li"),
        ("base.css", 6, "p::before"),
        ("base.css", 9, ".big"),
        ("base.css", 3, ".panel > p"),
        ("base.css", 5, "#one"),
        ("block.css", 1, "p"),
    ]


def test_declarations_are_as_they_are_written() -> None:
    root = ElementTree.fromstring(HTML)
    sheets = [Stylesheet("base", "base.css", BASE)]
    rules = {one.line: one.declarations for one in applied(sheets, root, root.find(".//p"))}
    assert rules[3] == {"color": "red !important"}
    assert rules[9] == {"font-size": "9pt"}
