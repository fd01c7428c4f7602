"""Sizes and inks of text in the meter: all that are used, and those outside of the theme."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from report.content.load import load_theme
from report.measure.findings import Report
from report.measure.inks import Ink
from report.measure.measure import measure
from report.measure.tokens import is_token
from report.model.colour import Colour
from report.model.theme import Theme
from report.project.project import Project
from report.project.shipped import theme_folder
from tests.measure.test_glyphs import HEIGHT, pdf, shown
from tests.small_report import run, write_report

KINDS = ("size-off-scale", "ink-off-palette")


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Project.at(theme_folder()))


def inked(ink: str, text: str, x: float = 50, y: float = 80, size: float = 9.5) -> str:
    return f"q {ink} {shown(text, x, y, size)} Q "


BLACK = "0 0 0 1 k"


def found(content: str | bytes, theme: Theme | None) -> list[tuple[str, str]]:
    data = content if isinstance(content, bytes) else pdf(content)
    faults = measure(data, None, theme).findings
    return [(one.kind, one.excerpt) for one in faults if one.kind in KINDS]


def test_sizes_and_inks_are_listed_with_their_characters() -> None:
    content = (
        inked(BLACK, "天地玄黃宇宙")
        + inked("1 0 0 rg", "洪荒", y=120, size=16)
        + inked(BLACK, "日 月", y=160, size=7.123)
    )
    report = measure(pdf(content, inked(BLACK, "盈")))
    assert isinstance(report, Report)
    data = json.loads(json.dumps(report.as_dict()))
    assert data["sizes"] == [
        {"size": 7.12, "characters": 2},
        {"size": 9.5, "characters": 7},
        {"size": 16, "characters": 2},
    ]
    assert data["inks"] == [
        {"space": "DeviceCMYK", "values": [0, 0, 0, 1], "characters": 9},
        {"space": "DeviceRGB", "values": [1, 0, 0], "characters": 2},
    ]
    assert (report["sizes"], report["inks"]) == (3, 2)


def test_without_a_theme_there_are_lists_and_no_findings() -> None:
    report = measure(pdf(inked("1 0 0 rg", "洪荒", size=13.3)))
    assert report.findings == ()
    assert report["size_off_scale"] is None and report["ink_off_palette"] is None
    assert ("  texts off the scale of the theme", "–") in report.rows()


def test_sizes_and_inks_of_the_theme_are_not_reported(theme: Theme) -> None:
    sizes = (theme.type.body, *theme.type.scale.values())
    content = "".join(
        inked(BLACK, "天地", y=20 + 40 * n, size=size) for n, size in enumerate(sizes)
    )
    inks = [f"{' '.join(f'{part:g}' for part in one.inks)} k" for one in theme.colours.values()] + [
        "1 g",
        "0 g",
        "0.32 g",
    ]
    more = "".join(inked(ink, "天地", y=20 + 20 * n) for n, ink in enumerate(inks))
    assert found(content, theme) == found(more, theme) == []
    lights = [
        tuple(int(one.srgb[n : n + 2], 16) / 255 for n in (1, 3, 5))
        for one in theme.colours.values()
    ]
    shades = "".join(
        inked(f"{r:.4f} {g:.4f} {b:.4f} rg", "天地", y=20 + 20 * n)
        for n, (r, g, b) in enumerate(lights)
    )
    assert found(shades, theme) == []
    report = measure(pdf(content), None, theme)
    assert (report["size_off_scale"], report["ink_off_palette"]) == (0, 0)


@pytest.mark.parametrize(("size", "off"), [(9.45, False), (9.55, False), (9.6, True), (13.3, True)])
def test_a_size_that_is_not_in_the_scale_is_reported(theme: Theme, size: float, off: bool) -> None:
    report = measure(pdf("", inked(BLACK, "天地玄黃", size=size)), None, theme)
    faults = [one for one in report.findings if one.kind in KINDS]
    assert report["size_off_scale"] == len(faults) == off
    if off:
        (one,) = faults
        assert (one.kind, one.page, one.x) == ("size-off-scale", 2, 50)
        assert one.excerpt == f"{size:g} pt: 天地玄黃"
        assert one.width == pytest.approx(4 * size)


@pytest.mark.parametrize(
    ("ink", "told"),
    [
        ("0 1 0.9 0.1 k", "M100 Y90 K10"),
        ("0 0 0 0.5 k", "K50"),
        ("0.5 g", "DeviceGray 0.5"),
        ("1 0 0 rg", "#ff0000"),
    ],
)
def test_an_ink_that_is_not_a_colour_of_the_theme_is_reported(
    theme: Theme, ink: str, told: str
) -> None:
    content = inked(BLACK, "天地") + inked(ink, "玄黃", 69)
    (one,) = (one for one in measure(pdf(content), None, theme).findings if one.kind in KINDS)
    assert (one.kind, one.page, one.x, one.width) == ("ink-off-palette", 1, 69, 19)
    assert one.excerpt == f"{told}: 玄黃"


def test_spot_colours_are_reported_by_name_and_tint(theme: Theme) -> None:
    cmyk = (0.0, 100.0, 80.0, 20.0)
    spot = {
        "pantone": Colour(cmyk=cmyk, srgb="#c8102e", separation="PANTONE 186 C"),
        "rose": Colour(cmyk=(0, 40, 32, 8), srgb="#e08090", separation="PANTONE 186 C", tint=40),
    }
    own = theme.model_copy(update={"colours": {**theme.colours, **spot}})
    assert is_token(Ink("Separation PANTONE 186 C", (1.0,)), own)
    assert is_token(Ink("Separation PANTONE 186 C", (0.4,)), own)
    assert not is_token(Ink("Separation PANTONE 186 C", (0.6,)), own)
    assert not is_token(Ink("Separation PANTONE 286 C", (1.0,)), own)
    assert is_token(Ink("Separation All", (1.0,)), own)
    assert is_token(Ink("Pattern"), own)
    assert not is_token(Ink("Lab", (50.0, 0.0, 0.0)), own)


@pytest.mark.parametrize(("share", "off"), [(0.5, False), (0.6, False), (0.7, False), (0.55, True)])
def test_superscripts_may_have_a_simple_share(theme: Theme, share: float, off: bool) -> None:
    text = inked(BLACK, "天地", size=16)
    raised = inked(BLACK, "12", 82, 74, 16 * share)
    assert len(found(text + raised, theme)) == off
    # It must be a share of a size of the scale, and beside text of that size.
    beside = inked(BLACK, "玄黃", 200, 300, 16 * 0.7)
    assert [kind for kind, _ in found(text + beside, theme)] == ["size-off-scale"]


def test_readings_may_have_half_the_size(theme: Theme) -> None:
    text = inked(BLACK, "天地玄黃", y=100)
    reading = inked(BLACK, "di", 60, 91, 4.75)
    assert found(text + reading, theme) == []
    assert len(found(text + inked(BLACK, "di", 60, 91, 5.3), theme)) == 1
    assert len(found(text + inked(BLACK, "di", 60, 60, 4.75), theme)) == 1
    assert len(found(text + inked(BLACK, "di", 160, 91, 4.75), theme)) == 1
    other = inked(BLACK, "天地玄黃", y=100, size=13) + inked(BLACK, "di", 60, 88, 6.5)
    assert len(found(other, theme)) == 2


def test_text_outside_the_trim_is_ignored(theme: Theme) -> None:
    slug = inked("0.5 0 0 0 k", "版次", 20, HEIGHT - 5, 5.5)
    assert len(found(slug, theme)) == 2
    with pikepdf.open(io.BytesIO(pdf(slug + inked(BLACK, "天地")))) as document:
        document.pages[0].TrimBox = [10, 10, 490, 590]
        out = io.BytesIO()
        document.save(out)
    assert found(out.getvalue(), theme) == []
    assert measure(out.getvalue())["sizes"] == 1


# The command ---------------------------------------------------------------------------------


def odd(folder: Path) -> Path:
    file = folder / "odd.pdf"
    file.write_bytes(pdf(inked("1 0 0 rg", "天地玄黃", size=13.3)))
    return file


def test_within_a_project_the_command_compares_with_its_tokens(tmp_path: Path) -> None:
    project = write_report(tmp_path / "project")
    file = odd(tmp_path)
    told = run("-v", "-C", project, "check", "--typography", file)
    assert told.exit_code == 0
    assert "size-off-scale   13.3 pt: 天地玄黃" in told.stdout
    assert "ink-off-palette  #ff0000: 天地玄黃" in told.stdout
    tokens = (theme_folder() / "styles/tokens.yaml").read_text(encoding="utf-8")
    own = tokens.replace("  scale:\n", "  scale:\n    odd: 13.3\n").replace("#cf1430", "#ff0000")
    (project / "styles").mkdir()
    (project / "styles" / "tokens.yaml").write_text(own, encoding="utf-8")
    metrics = json.loads(
        run("--format", "json", "-C", project, "check", "--typography", file).stdout
    )["metrics"]
    assert metrics["size_off_scale"] == metrics["ink_off_palette"] == 0


@pytest.mark.parametrize("tokens", [None, "colours: {}\n", "[", "{{"])
def test_without_valid_tokens_the_command_lists_and_does_not_fail(
    tmp_path: Path, tokens: str | None
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    if tokens is not None:
        write_report(project)
        (project / "styles").mkdir()
        (project / "styles" / "tokens.yaml").write_text(tokens, encoding="utf-8")
    told = run("--format", "json", "-C", project, "check", "--typography", odd(tmp_path))
    assert (told.exit_code, told.stderr) == (0, "")
    data = json.loads(told.stdout)
    assert data["findings"] == []
    assert data["metrics"]["size_off_scale"] is None
    assert [one["size"] for one in data["sizes"]] == [13.3]
