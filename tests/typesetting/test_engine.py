"""The engine, isolated: its fonts, its files, its messages."""

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from report.content.load import load_theme
from report.markup.document import BASE_URL
from report.model.target import PRINT, SCREEN, Target
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.fonts import configuration, isolate
from report.typesetting.stylesheets import Stylesheet, target_css, tokens_css
from tests import remembered
from tests.pdf import content_streams, text

if TYPE_CHECKING:
    from report.typesetting.engine import Typeset

HTML = '<html lang="zh-Hant-HK"><head><title>題</title></head><body>{}</body></html>'
BASE_CSS = Stylesheet("base", "styles/base/a.css", ":root { font-family: var(--serif) }")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("engine")
    (root / "data" / "images").mkdir(parents=True)
    (root / "styles").mkdir()
    (root / "secret.txt").write_text("secret")
    project = Project(root.resolve(), theme_folder().resolve())
    isolate(load_theme(project).type.families, [project.theme / "styles" / "fonts"])
    return project


def set_type(
    project: Project,
    body: str,
    css: str = "",
    target: Target = SCREEN,
    figures: dict[str, str] | None = None,
) -> "Typeset":
    from report.typesetting.engine import typeset

    theme = load_theme(project)
    sheets = [
        Stylesheet("tokens", "tokens", tokens_css(theme, target)),
        BASE_CSS,
        Stylesheet("blocks", "styles/blocks/b.css", css),
        Stylesheet("target", "target", target_css(theme, target)),
    ]
    return typeset(HTML.format(body), sheets, figures or {}, target, project, BASE_URL)


def test_text_is_extracted_as_it_was_written(project: Project) -> None:
    done = set_type(project, "<h1>謀發展</h1><p>着説骨直啟情邊北化周次毒 4.4億 5Gⁿ 𨋢</p>")
    assert done.found == ()
    assert done.missing == ()
    extracted = text(done.pdf)
    for word in ("謀發展", "着説骨直啟情邊北化周次毒", "4.4億", "5Gⁿ", "𨋢"):
        assert word in extracted


def test_only_the_themes_faces_are_embedded(project: Project) -> None:
    done = set_type(project, "<h1>謀發展</h1><p>Text <code>code</code> ⁿ</p>")
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        fonts = {
            str(thing.BaseFont).split("+")[1]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        }
    assert fonts
    for font in fonts:
        assert font.startswith(("Noto-Serif-CJK-HK", "Noto-Sans-CJK-HK", "Report-Superscripts"))


def test_a_character_no_font_has_is_named(project: Project) -> None:
    done = set_type(project, "<h1>題</h1><p>好😀壞😀 ᚠ</p>")
    assert done.missing == ("ᚠ", "😀")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/a.png",
        "file:///etc/hostname",
        "secret.txt",
        "../secret.txt",
        "data/images/../../secret.txt",
        "styles/%2e%2e/secret.txt",
        "figures/none.svg",
        "ftp://example.com/a.png",
    ],
)
def test_nothing_outside_the_project_is_read(project: Project, url: str) -> None:
    done = set_type(project, f'<h1>題</h1><img src="{url}" alt="x">')
    (found,) = done.found
    assert found.code == "D602"


def test_a_link_out_of_the_project_is_not_followed(project: Project) -> None:
    (project.images / "out.png").symlink_to("/etc/hostname")
    done = set_type(project, '<h1>題</h1><img src="data/images/out.png" alt="x">')
    assert [d.code for d in done.found] == ["D602"]


def test_an_unreadable_picture_is_an_error(project: Project) -> None:
    (project.images / "broken.png").write_bytes(b"no picture")
    done = set_type(project, '<h1>題</h1><img src="data/images/broken.png" alt="x">')
    (found,) = done.found
    assert (found.code, found.severity) == ("D602", "error")


def test_drawings_come_from_memory(project: Project) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="40pt" viewBox="0 0 90 40">'
        '<text x="5" y="20" font-family="Noto Sans CJK HK" font-size="10">圖中字</text></svg>'
    )
    done = set_type(project, '<h1>題</h1><img src="figures/a.svg" alt="圖">', figures={"a": svg})
    assert done.found == ()
    assert "圖中字" in text(done.pdf)


def test_messages_name_the_stylesheet_and_the_line(project: Project) -> None:
    css = "p { color: var(--ink) }\n\np {\n  colour: red;\n  text-align: leftish;\n}\n"
    done = set_type(project, "<h1>題</h1><p>文</p>", css)
    places = {(d.code, d.file, d.line) for d in done.found}
    assert places == {
        ("D502", "styles/blocks/b.css", 4),
        ("D502", "styles/blocks/b.css", 5),
    }


def test_a_syntax_error_names_the_stylesheet(project: Project) -> None:
    done = set_type(project, "<h1>題</h1>", "p { color }\n}} x { color: red }")
    assert {(d.code, d.file) for d in done.found} == {("D501", "styles/blocks/b.css")}


def test_layers_decide_before_specificity(project: Project) -> None:
    css = "p { color: device-cmyk(0 1 1 0) }"
    done = set_type(project, '<h1>題</h1><p id="x">文</p>', css, PRINT)
    inks = {tuple(v) for _, ops in content_streams(done.pdf) for name, v in ops if name == "scn"}
    assert (0.0, 1.0, 1.0, 0.0) in inks


def test_same_bytes_twice_and_no_path_inside(project: Project) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="4pt"/>'
    body = '<h1>題</h1><p>文</p><img src="figures/a.svg" alt="圖">'
    once = set_type(project, body, figures={"a": svg})
    remembered.forget()
    again = set_type(project, body, figures={"a": svg})
    assert once.pdf == again.pdf
    assert str(project.root).encode() not in once.pdf


def test_the_logger_is_unchanged(project: Project) -> None:
    logger = logging.getLogger("weasyprint")
    before = (list(logger.handlers), logger.level, logger.propagate)
    set_type(project, "<h1>題</h1>")
    assert (list(logger.handlers), logger.level, logger.propagate) == before


def test_the_font_configuration_has_the_given_families_and_files(tmp_path: Path) -> None:
    (tmp_path / "A & B.otf").touch()
    (tmp_path / "README.md").touch()
    written = configuration(["Face One"], [tmp_path], Path("/cache"))
    assert "<string>Face One</string>" in written
    assert "A &amp; B.otf</string>" in written
    assert "README" not in written
    assert "<rejectfont><pattern></pattern></rejectfont>" in written
