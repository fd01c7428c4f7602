"""Tokens as CSS, the order of stylesheets, and syntax without the engine."""

from pathlib import Path

import pytest

from report.content.load import load_theme
from report.findings.errors import FindingsError
from report.model.target import PRINT, SCREEN
from report.model.theme import Theme
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.stylesheets import LAYERS, stylesheets, target_css, tokens_css
from report.typesetting.syntax import check_styles


@pytest.fixture
def own(tmp_path: Path) -> Project:
    """A project with its own, empty styles folder on top of the theme."""
    (tmp_path / "styles" / "blocks").mkdir(parents=True)
    return Project(tmp_path.resolve(), theme_folder().resolve())


@pytest.fixture
def theme(own: Project) -> Theme:
    return load_theme(own)


def test_colours_are_cmyk_in_print_and_rgb_on_screen(theme: Theme) -> None:
    assert "--red: device-cmyk(0 1 0.9 0.05);" in tokens_css(theme, PRINT)
    assert "--red: #cf1430;" in tokens_css(theme, SCREEN)
    assert "#" not in tokens_css(theme, PRINT)
    assert "--ink: device-cmyk(0 0 0 1);" in tokens_css(theme, PRINT), "black text is K only"


def test_every_accent_becomes_a_class(theme: Theme) -> None:
    text = tokens_css(theme, SCREEN)
    for name, accent in theme.accents.items():
        assert f".accent-{name} {{ --accent: var(--{accent.base});" in text


def test_a_theme_has_its_own_tokens_and_its_stylesheets_come_last(own: Project) -> None:
    plain = own.designed("plain")
    assert load_theme(plain).colours != load_theme(own).colours
    sheets = [sheet.name for sheet in stylesheets(plain, load_theme(plain), SCREEN, set())]
    added = [name for name in sheets if "themes/plain" in name]
    assert added == ["styles/themes/plain/page/plain.css", "styles/themes/plain/blocks/plain.css"]
    assert sheets.index(added[0]) < sheets.index("styles/blocks/case.css") < sheets.index(added[1])
    assert not [
        sheet
        for sheet in stylesheets(own, load_theme(own), SCREEN, set())
        if "themes" in sheet.name
    ]


def test_a_project_may_have_themes_and_replace_files_of_one(own: Project) -> None:
    folder = own.root / "styles" / "themes"
    (folder / "mine" / "blocks").mkdir(parents=True)
    (folder / "mine" / "blocks" / "a.css").write_text("/* mine */", encoding="utf-8")
    (folder / "plain" / "page").mkdir(parents=True)
    (folder / "plain" / "page" / "plain.css").write_text("/* replaced */", encoding="utf-8")
    assert own.designs() == ["mine", "plain"]
    mine = own.designed("mine")
    assert load_theme(mine) == load_theme(own), "without tokens of its own it has the usual ones"
    assert "/* mine */" in [s.text for s in stylesheets(mine, load_theme(mine), SCREEN, set())]
    plain = own.designed("plain")
    assert "/* replaced */" in [
        s.text for s in stylesheets(plain, load_theme(plain), SCREEN, set())
    ]


def test_margins_are_mirrored_and_fill_the_page(theme: Theme) -> None:
    text = target_css(theme, PRINT)
    assert "bleed: 3mm" in text
    assert "bleed: 0mm" in target_css(theme, SCREEN)
    measure = theme.measure_pt * 25.4 / 72
    assert theme.page.inner_mm + measure + theme.outer_mm == pytest.approx(theme.page.width_mm)
    lines = theme.page.lines * theme.type.leading * 25.4 / 72
    assert theme.page.top_mm + lines + theme.bottom_mm == pytest.approx(theme.page.height_mm)
    right = next(line for line in text.splitlines() if line.startswith("@page :right"))
    left = next(line for line in text.splitlines() if line.startswith("@page :left"))
    assert right.split("margin:")[1].split()[3].rstrip(";") == left.split("margin:")[1].split()[1]


def test_a_project_replaces_and_adds_stylesheets(own: Project, theme: Theme) -> None:
    (own.root / "styles" / "blocks" / "case.css").write_text("/* mine */", encoding="utf-8")
    (own.root / "styles" / "blocks" / "new.css").write_text("/* new */", encoding="utf-8")
    sheets = stylesheets(own, theme, SCREEN, {"case", "new"})
    texts = {sheet.name: sheet.text for sheet in sheets}
    assert texts["styles/blocks/case.css"] == "/* mine */"
    assert texts["styles/blocks/new.css"] == "/* new */"
    assert "styles/blocks/list.css" in texts
    order = [LAYERS.index(sheet.layer) for sheet in sheets]
    assert order == sorted(order)


def test_a_block_without_stylesheet_is_a_finding(own: Project, theme: Theme) -> None:
    with pytest.raises(FindingsError) as caught:
        stylesheets(own, theme, SCREEN, {"case", "nonesuch"})
    (found,) = caught.value.diagnostics
    assert (found.code, "styles/blocks/nonesuch.css" in found.message) == ("D503", True)


def test_a_stylesheet_that_is_not_text_is_a_finding(own: Project, theme: Theme) -> None:
    (own.root / "styles" / "blocks" / "case.css").write_bytes("/* 個案 */".encode("big5"))
    with pytest.raises(FindingsError) as caught:
        stylesheets(own, theme, SCREEN, set())
    assert caught.value.diagnostics[0].code == "D003"
    assert caught.value.diagnostics[0].file == "styles/blocks/case.css"


def test_a_folder_without_stylesheets_is_a_finding(tmp_path: Path, theme: Theme) -> None:
    bare = Project(tmp_path, tmp_path)
    with pytest.raises(FindingsError) as caught:
        stylesheets(bare, theme, SCREEN, set())
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("D503", "there is no stylesheet in styles/base/")


def test_a_stylesheet_that_cannot_be_read_is_a_finding(own: Project, theme: Theme) -> None:
    path = own.root / "styles/blocks/case.css"
    path.unlink(missing_ok=True)
    path.symlink_to(path)
    with pytest.raises(FindingsError) as caught:
        stylesheets(own, theme, SCREEN, set())
    (found,) = caught.value.diagnostics
    assert found.code == "D002"
    assert found.file == "styles/blocks/case.css"
    assert found.hint


def test_syntax_errors_are_found_without_the_engine(own: Project, theme: Theme) -> None:
    css = own.root / "styles" / "blocks" / "case.css"
    css.write_text(".case { color red; }\n\n.x { color: red } }\n", encoding="utf-8")
    found = check_styles(own, theme, set())
    assert {(d.code, d.file, d.line) for d in found} >= {
        ("D501", "styles/blocks/case.css", 1),
        ("D501", "styles/blocks/case.css", 3),
    }


def test_the_shipped_stylesheets_have_no_syntax_error(own: Project, theme: Theme) -> None:
    assert check_styles(own, theme, {"case"}) == []


@pytest.mark.parametrize("design", ["", *Project.at(theme_folder()).designs()])
def test_text_colours_have_contrast(own: Project, design: str) -> None:
    """WCAG 2.1, 1.4.3: 4.5 : 1 for the pairs of ground and text that the pages use."""
    theme = load_theme(own.designed(design))
    pairs = [("paper", "ink"), ("paper", "slate"), ("fog", "ink"), ("fog", "slate")]
    for accent in theme.accents.values():
        pairs += [
            ("paper", accent.base),
            ("paper", accent.deep),
            (accent.tint, accent.base),
            (accent.tint, "ink"),
            (accent.deep, "paper"),
            (accent.base, "paper"),
        ]
    low = {pair: contrast(theme, *pair) for pair in pairs if contrast(theme, *pair) < 4.5}
    assert not low


def contrast(theme: Theme, one: str, other: str) -> float:
    a, b = sorted((luminance(theme.srgb(one)), luminance(theme.srgb(other))), reverse=True)
    return (a + 0.05) / (b + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
