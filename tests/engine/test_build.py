"""Complete builds of a small project."""

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from report.engine.build import build, check
from report.engine.progress import Progress
from report.engine.reading import read, requests
from report.findings.diagnostics import Severity
from report.findings.errors import CannotRunError, FindingsError
from report.model.drawing import ArtRequest, FigureRequest
from report.model.target import PRINT, SCREEN
from report.project.project import Project
from tests import remembered
from tests.conftest import Run
from tests.pdf import text

REPORT = """\
title: 小報告
organisation: 示例機構
year: 2020
language: zh-Hant-HK
dates: {period_start: 2020-01-01, period_end: 2020-12-31}
chapters: [chapter.yaml]
"""
FACTS = """\
facts:
  users: {value: 4.4, unit: 億, label: 用戶, period: 2020年, source: 甲}
"""
CHAPTER = """\
id: one
title: 甲章
sections: [section.yaml]
"""
SECTION = """\
id: first
title: 第一節
lead: 開頭的話。
blocks:
  - {type: paragraph, text: "用戶達{{ users }}。"}
  - {type: picture, id: photo, alt: 照片}
"""


def silent() -> Progress:
    return Progress(lambda _: None, live=False, silent=True)


@pytest.fixture
def small(tmp_path: Path) -> Project:
    data = tmp_path / "報告 一" / "data"
    data.mkdir(parents=True)
    texts = {"report": REPORT, "facts": FACTS, "chapter": CHAPTER, "section": SECTION}
    for name, content in texts.items():
        (data / f"{name}.yaml").write_text(content, encoding="utf-8")
    return Project.at(data.parent)


def change(project: Project, name: str, old: str, new: str) -> None:
    path = project.data / f"{name}.yaml"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def photo(project: Project, colour: str = "red") -> None:
    project.images.mkdir(exist_ok=True)
    Image.new("RGB", (900, 640), colour).save(project.images / "photo.jpg")


def test_a_draft_marks_the_missing_picture_with_the_size_needed(small: Project) -> None:
    built, found = build(small, [SCREEN], small.output, silent())
    assert [d.code for d in found] == ["D301"]
    words = text(built[0].path)
    assert "圖片待補" in words
    assert "77 × 54 mm" in words
    assert "911 × 638 px" in words


def test_a_release_refuses_the_draft_and_keeps_the_last_pdf(small: Project) -> None:
    small.output.mkdir()
    (small.output / "screen.pdf").write_bytes(b"the last good one")
    with pytest.raises(FindingsError) as caught:
        build(small, [SCREEN], small.output, silent(), release=True)
    (found,) = caught.value.diagnostics
    assert (found.code, found.severity) == ("D301", Severity.ERROR)
    assert [path.name for path in small.output.iterdir()] == ["screen.pdf"]
    assert (small.output / "screen.pdf").read_bytes() == b"the last good one"


@pytest.mark.slow
def test_a_file_fills_the_slot_with_a_read_only_home(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(small)
    wall = small.root / "wall"
    wall.write_text("a file", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(wall))
    built, found = build(small, [SCREEN], small.output, silent(), release=True)
    assert found == []
    assert built[0].pages == 3
    assert "圖片待補" not in text(built[0].path)


def test_warnings_stop_a_build_with_fail_level_warning(small: Project) -> None:
    with pytest.raises(FindingsError):
        build(small, [SCREEN], small.output, silent(), fail_level=Severity.WARNING)
    assert list(small.output.iterdir()) == []


def test_a_missing_character_is_found_where_it_is_used(small: Project) -> None:
    change(small, "section", "開頭的話。", "開頭的話😀。")
    photo(small)
    with pytest.raises(FindingsError) as caught:
        build(small, [SCREEN], small.output, silent())
    (found,) = caught.value.diagnostics
    assert (found.code, found.file, found.line) == ("D601", "data/section.yaml", 3)
    assert "😀" in found.message
    assert "U+1F600" in found.message


@pytest.mark.two_processes
def test_both_targets_at_once(small: Project) -> None:
    photo(small)
    built, _ = build(small, [PRINT, SCREEN], small.output, silent())
    assert [(one.target.name, one.pages) for one in built] == [("print", 3), ("screen", 3)]
    assert "用戶達4.4億。" in text(built[0].path)


def test_a_project_may_have_a_template_and_a_style_of_its_own(small: Project) -> None:
    photo(small)
    blocks = small.root / "templates" / "blocks"
    blocks.mkdir(parents=True)
    (blocks / "paragraph.html").write_text(
        '<p class="paragraph">◆{{ block.text | prose }}</p>', encoding="utf-8"
    )
    project = Project.at(small.root)
    built, _ = build(project, [SCREEN], project.output, silent())
    assert "◆用戶達" in text(built[0].path)


def change_tokens(project: Project, old: str, new: str) -> None:
    """Give a project the shipped tokens, changed in one place."""
    (project.root / "styles").mkdir(exist_ok=True)
    tokens = (project.theme / "styles" / "tokens.yaml").read_text(encoding="utf-8")
    (project.root / "styles" / "tokens.yaml").write_text(tokens.replace(old, new), encoding="utf-8")


def test_print_needs_the_profile(small: Project) -> None:
    photo(small)
    change_tokens(small, "ISOcoated_v2_300_bas.icc", "none.icc")
    with pytest.raises(FindingsError) as caught:
        build(small, [PRINT], small.output, silent())
    (found,) = caught.value.diagnostics
    assert (found.code, found.place.file) == ("D802", "styles/tokens.yaml")


def test_a_missing_font_stops_the_build(small: Project) -> None:
    photo(small)
    (small.root / "styles").mkdir()
    tokens = (small.theme / "styles" / "tokens.yaml").read_text(encoding="utf-8")
    tokens = tokens.replace("serif: Noto Serif CJK HK", "serif: No Such Font")
    (small.root / "styles" / "tokens.yaml").write_text(tokens, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        build(small, [SCREEN], small.output, silent())
    (found,) = caught.value.diagnostics
    assert (found.code, found.file) == ("D604", "styles/tokens.yaml")
    assert "No Such Font" in found.message


def test_an_output_folder_that_is_a_file_stops_the_build_at_once(small: Project) -> None:
    place = small.root / "out"
    place.write_text("a file", encoding="utf-8")
    with pytest.raises(CannotRunError) as caught:
        build(small, [SCREEN], place, silent())
    assert caught.value.diagnostics[0].code == "D701"


def test_every_drawing_is_requested_once(small: Project) -> None:
    content = read(small)
    wanted = requests(content.report, content.theme)
    names = [one.id for one in wanted]
    assert names == ["opener.one", "band.first", "closing"]
    change(small, "section", "id: photo, alt: 照片", "id: photo, art: waves, alt: 照片")
    wanted = requests(read(small).report, content.theme)
    assert wanted[-1] == ArtRequest("photo", "waves", 218.5, 153.0, "first")
    assert not any(isinstance(one, FigureRequest) for one in wanted)


def test_check_fills_the_templates(small: Project) -> None:
    assert [d.code for d in check(small)] == ["D301"]
    blocks = small.root / "templates" / "blocks"
    blocks.mkdir(parents=True)
    (blocks / "paragraph.html").write_text("<p>\n{{ block.txt }}</p>", encoding="utf-8")
    found = [d for d in check(Project.at(small.root)) if d.code != "D301"]
    assert {(d.code, d.file, d.line) for d in found} == {
        ("D402", "templates/blocks/paragraph.html", 2)
    }


def test_the_bytes_do_not_depend_on_clock_or_hash_seed(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(small)
    one, _ = build(small, [PRINT], small.root / "a", silent())
    monkeypatch.setenv("TZ", "Asia/Hong_Kong")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    os.utime(small.images / "photo.jpg", (1, 1))
    remembered.forget()
    other, _ = build(small, [PRINT], small.root / "b", silent())
    assert one[0].path.read_bytes() == other[0].path.read_bytes()


def test_a_theme_that_does_not_exist(small: Project) -> None:
    change(small, "report", "year: 2020", "year: 2020\ntheme: plane")
    with pytest.raises(FindingsError) as caught:
        read(small)
    (found,) = [d for d in caught.value.diagnostics if d.code == "D505"]
    assert "there is no theme “plane”" in found.message
    assert "plain" in (found.hint or "")
    assert (found.place.line, found.place.column) == (4, 8)


def test_a_theme_changes_the_pages(small: Project) -> None:
    before = read(small)
    change(small, "report", "year: 2020", "year: 2020\ntheme: plain")
    after = read(small)
    assert after.theme != before.theme
    assert after.project.design == "plain"


def test_an_engine_of_another_version_makes_the_document_at_once(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("typesetter", "engine"):
        name = f"report.typesetting.{module}.install"
        monkeypatch.setattr(name, lambda: ["WeasyPrint is 71.0, not 70.0"])
    outcome = run("build", "--target", "screen")
    assert outcome.exit_code == 0
    assert "D607" in outcome.stderr
    assert "WeasyPrint is 71.0" in outcome.stderr
    with pypdfium2.PdfDocument(project / "build" / "screen.pdf") as document:
        assert len(document) > 2


@pytest.mark.slow
def test_a_font_that_cannot_be_loaded_again_is_embedded_at_once(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.typesetting.extension.faces.face_of", lambda font: str(id(font)))
    outcome = run("build", "--target", "screen")
    assert (outcome.exit_code, outcome.stderr.count("D806")) == (0, 0)
    with pypdfium2.PdfDocument(project / "build" / "screen.pdf") as document:
        assert len(document) > 2
