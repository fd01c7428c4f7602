"""The whole document: any data becomes text, for each target."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report.engine.document import mark_up
from report.engine.reading import Content, read, requests
from report.model.drawing import Svg
from report.model.target import PRINT, SCREEN, TARGETS, Target
from report.project.project import Project
from tests.conftest import Edit
from tests.markup.test_environment import Elements, bare

NASTY = "\"'><script>&amp;{\"'}</script><!--"
SECTION = "data/section.yaml"


def document(content: Content, target: Target) -> str:
    """Fill the templates with blank drawings."""
    blank = {
        one.id: Svg(one.id, "<svg/>", one.width_pt, one.height_pt, "–", NASTY)
        for one in requests(content.report, content.theme)
    }
    return mark_up(content, blank, target)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("target", list(TARGETS.values()), ids=list(TARGETS))
def test_no_text_of_the_data_becomes_markup(project: Path, edit: Edit, target: Target) -> None:
    escaped = NASTY.replace("{", "\\{").replace("}", "\\}")
    edit("data/report.yaml", "title: 試驗報告", f"title: {quoted(NASTY)}")
    edit("data/report.yaml", "organisation: 試驗機構", f"organisation: {quoted(NASTY)}")
    edit("data/chapter.yaml", "title: 謀發展", f"title: {quoted(NASTY)}\nsubtitle: {quoted(NASTY)}")
    edit("data/facts.yaml", "unit: 億", f"unit: {quoted(NASTY)}")
    edit(SECTION, "title: 共享紅利", f"title: {quoted(NASTY)}")
    edit(SECTION, "alt: 一張照片", f"alt: {quoted(NASTY)}")
    edit(SECTION, "caption: 照片", f"caption: {quoted(escaped)}")
    edit(SECTION, "caption: 捐贈", f"caption: {quoted(f'**{escaped}**')}")
    edit(SECTION, "  - head: 地區", f"  - head: {quoted(escaped)}\n        unit: {quoted(NASTY)}")
    read_again = Elements(document(read(Project.at(project)), target))
    assert "script" not in {name for name, _ in read_again.elements}
    assert bare(read_again.text).count(NASTY) >= 8
    attributes = [value for _, found in read_again.elements for value in found.values() if value]
    assert sum(NASTY in value for value in attributes) >= 4


def test_links_are_for_the_screen_only(project: Path, edit: Edit) -> None:
    edit(SECTION, "**用心**", "[網站](https://a.hk)與[表](#gifts)")
    content = read(Project.at(project))
    screen, printed = (Elements(document(content, one)) for one in (SCREEN, PRINT))
    links = [found["href"] for name, found in screen.elements if name == "a" and "href" in found]
    assert "https://a.hk" in links
    assert "#gifts" in links
    assert not any("href" in found for _, found in printed.elements)
    assert "網站與表" in bare(printed.text)


def test_every_internal_link_has_a_target(project: Path) -> None:
    page = Elements(document(read(Project.at(project)), SCREEN))
    ids = [found["id"] for _, found in page.elements if "id" in found]
    assert len(ids) == len(set(ids))
    for _, found in page.elements:
        href = found.get("href") or ""
        if href.startswith("#"):
            assert href[1:] in ids


def test_the_document_is_in_the_reports_language(project: Path) -> None:
    page = Elements(document(read(Project.at(project)), SCREEN))
    assert page.elements[0] == ("html", {"lang": "zh-Hant-HK"})


def test_a_projects_own_template_replaces_the_themes(project: Path) -> None:
    (project / "templates/blocks").mkdir(parents=True)
    own = "<p class='own'>{{ block.text | prose }}</p>"
    (project / "templates/blocks/paragraph.html").write_text(own)
    page = Elements(document(read(Project.at(project)), SCREEN))
    assert ("p", {"data-at": "data/section.yaml:7:5", "class": "own"}) in page.elements
