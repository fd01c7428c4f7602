"""The font files, and Matplotlib without outside influence."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ImageFont

from report.figures import engine, fonts
from report.figures.fonts import font
from report.findings.errors import CannotRunError, FindingsError
from tests.figures.samples import ROOT


@pytest.mark.parametrize("weight", [400, 500, 700])
def test_metrics_are_those_of_the_face(weight: int) -> None:
    face = font(weight)
    other = ImageFont.truetype(
        face.path, 1000, index=face.index, layout_engine=ImageFont.Layout.BASIC
    )
    assert other.getname()[0] == fonts.FAMILY
    for text, gaps in (("81.32分", 1), ("固網寬帶（4G）", 0), ("1,612人次", 1), ("其中4G用戶", 2)):
        wide = other.getlength(text) / 100 + gaps * 0.98
        assert face.advance(text, 10) == pytest.approx(wide, abs=0.1)
        _, top, right, bottom = other.getbbox(text, anchor="ls")
        ink = face.ink(text, 1000)
        assert (ink[1], ink[3]) == pytest.approx((top, bottom), abs=2)
        assert 0 < ink[0] < ink[2] <= right + 2 + 98 * gaps


def test_text_without_ink_has_no_box() -> None:
    assert font(400).ink(" ", 10) == (0, 0, 0, 0)
    assert font(400).advance("", 10) == 0


def test_weights_are_different_files() -> None:
    assert len({font(weight).path for weight in (400, 500, 700)}) == 3


def test_a_family_that_is_missing_is_a_finding() -> None:
    with pytest.raises(FindingsError) as caught:
        font(400, "Nowhere Sans")
    (found,) = caught.value.diagnostics
    assert found.code == "D604"
    assert "apt-get install fonts-noto-cjk fonts-noto-cjk-extra" in found.hint


def test_no_font_at_all_is_a_finding(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig><cachedir>cache</cachedir></fontconfig>", encoding="utf-8")
    code = (
        "from report.findings.errors import FindingsError\n"
        "from report.figures.fonts import font\n"
        "try: font(400)\n"
        "except FindingsError as exc: print(exc.diagnostics[0].code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(empty)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "D604"


def test_missing_fontconfig_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> ctypes.CDLL:
        raise OSError(name)

    fonts._fontconfig.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", nothing)
    with pytest.raises(CannotRunError) as caught:
        font(300)
    assert caught.value.diagnostics[0].code == "D801"
    monkeypatch.undo()
    fonts._fontconfig.cache_clear()
    assert font(300).weight == 300


def test_the_empty_font_list_is_of_the_installed_version() -> None:
    engine.start()
    from matplotlib.font_manager import FontManager

    assert FontManager.__version__ == engine.FONT_LIST_VERSION


_ALONE = """
import sys
from report.figures.draw import draw
from tests.figures.samples import THEME, request
made = draw(request("gains"), THEME).text
import matplotlib
from matplotlib.font_manager import fontManager
assert not fontManager.ttflist, "the system's fonts were scanned"
assert "matplotlib.pyplot" not in sys.modules
sys.stdout.buffer.write(made.encode())
"""


@pytest.mark.slow
def test_the_users_settings_are_not_used(tmp_path: Path) -> None:
    """A bad matplotlibrc changes nothing, and nothing is written in the home folder."""
    from report.figures.draw import draw
    from tests.figures.samples import THEME, request

    settings = tmp_path / ".config" / "matplotlib" / "matplotlibrc"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "svg.fonttype: path\npath.sketch: 3, 20, 5\nfigure.dpi: 31\n", encoding="utf-8"
    )
    before = sorted(tmp_path.rglob("*"))
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("MPL", "XDG", "MATPLOTLIB"))}
    done = subprocess.run(
        [sys.executable, "-c", _ALONE],
        cwd=ROOT,
        env={
            **keep,
            "HOME": str(tmp_path),
            "MATPLOTLIBRC": str(settings),
            "MPLBACKEND": "nonsense",
        },
        stdout=subprocess.PIPE,
        check=True,
    )
    assert done.stdout.decode() == draw(request("gains"), THEME).text
    assert [path for path in sorted(tmp_path.rglob("*")) if ".cache" not in path.parts] == before
    assert not list(tmp_path.rglob("*fontlist*"))


def test_settings_of_other_code_are_kept() -> None:
    engine.start()
    import matplotlib as mpl

    with mpl.rc_context({"svg.fonttype": "path", "lines.linewidth": 7}):
        with engine.settings("x"):
            assert mpl.rcParams["svg.fonttype"] == "none"
            assert mpl.rcParams["lines.linewidth"] == 1.5
        assert mpl.rcParams["svg.fonttype"] == "path"
        assert mpl.rcParams["lines.linewidth"] == 7


def test_the_environment_is_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    with engine._environment({"MPLBACKEND": None, "MPLCONFIGDIR": "there"}):
        assert "MPLBACKEND" not in os.environ
        assert os.environ["MPLCONFIGDIR"] == "there"
    assert os.environ["MPLBACKEND"] == "agg"
    assert "MPLCONFIGDIR" not in os.environ


_FALLBACK = """
from report.engine import making
from report.content.load import load_theme
from report.figures.findings import MissingCharacterError
from report.figures.fonts import font
from report.project.project import Project
from report.project.shipped import theme_folder

project = Project.at(theme_folder())
theme = load_theme(project)
making.isolate_fonts(project, theme)
first, *others = theme.type.in_drawings
face = font(400, first, tuple(others))
for character in "₂ⁿ⁰":
    assert face.advance(f"CO{character}", 10) > face.advance("CO", 10), character
    left, top, right, bottom = face.ink(character, 10)
    assert right > left and bottom > top, character
try:
    face.advance(chr(0x1F9FF), 10)
except MissingCharacterError:
    print("as it should be")
"""


def test_missing_characters_come_from_another_family_of_the_theme() -> None:
    """In a new process, since fontconfig reads its configuration only once."""
    done = subprocess.run(
        [sys.executable, "-c", _FALLBACK], capture_output=True, check=False, cwd=ROOT, text=True
    )
    assert done.stdout == "as it should be\n", done.stderr
