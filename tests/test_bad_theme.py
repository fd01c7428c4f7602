"""Bad templates, stylesheets and tokens are reported with the designer's own file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from report.model.colour import ICC_PROFILE
from report.project.shipped import theme_folder
from tests.conftest import Judge, Run
from tests.small_report import LAST_GOOD, contents

TEMPLATE = "templates/blocks/paragraph.html"
STYLE = "styles/blocks/paragraph.css"
TOKENS = "styles/tokens.yaml"

Put = Callable[[str, str | bytes], Path]


@pytest.fixture
def put(project: Path) -> Put:
    """Add a template or stylesheet to the project."""

    def write(name: str, content: str | bytes) -> Path:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# --- templates -----------------------------------------------------------------------------------

TEMPLATES = [
    (
        "<p>\n{% if block.lead %}\n{{ block.text | prose }</p>",
        3,
        "D401",
        "unexpected",
        "{{ has its }}",
    ),
    ("<p>\n{% if block.lead %}\n</p>\n", 3, "D401", "end of template", "{% … %} block is closed"),
    ("<p>\n{{ block.text | prosa }}", 2, "D401", "No filter named 'prosa'", "spelling"),
    ("<p>\n\n{{ blok.text }}", 3, "D402", "'blok' is undefined", "what a template can use"),
    ("<p>\n{{ block.txt }}", 2, "D402", "“Paragraph” has no attribute 'txt'", "docs/blocks.md"),
    ("<p>\n{% include 'nix.html' %}", 2, "D403", "“nix.html” does not", "write templates/nix"),
    ("{% include '../../etc/passwd' %}", 1, "D403", "etc/passwd", "only read from templates/"),
    ("\n{% include '/etc/passwd' %}", 2, "D403", "etc/passwd", "only read from templates/"),
    ("{% include 'a' * 300 %}", 1, "D403", "aaa", "correct the name"),
    ("{% include 'a\\0b' %}", 1, "D403", "does not exist", "correct the name"),
    ("\n{{ ''.__class__.__mro__ }}", 2, "D404", "is unsafe", "only show values"),
    ("{{ block.models.__globals__ }}", 1, "D404", "is unsafe", "only show values"),
    ("{{ '{0.__class__}'.format(1) }}", 1, "D404", "is unsafe", "only show values"),
    ("{{ drawings.clear() }}", 1, "D404", "'clear'", "only show values"),
    ("{{ 1 / 0 }}", 1, "D404", "division by zero", "only show values"),
    ("{% for i in range(10**9) %}{% endfor %}", 1, "D404", "too big", "only show values"),
    ("\n{% include 'blocks/paragraph.html' %}", 2, "D404", "endlessly", "include themselves"),
]


@pytest.mark.parametrize(("content", "line", "code", "message", "hint"), TEMPLATES)
def test_templates(
    bad: Judge, put: Put, content: str, line: int, code: str, message: str, hint: str
) -> None:
    put(TEMPLATE, content)
    bad(code, f"{TEMPLATE}:{line}:0", message, hint, by=("check",))


def test_a_bad_template_stops_the_build(bad: Judge, put: Put) -> None:
    put(TEMPLATE, "<p>\n\n{{ blok.text }}")
    bad("D402", f"{TEMPLATE}:3:0", "'blok' is undefined", by=("build",))


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        ("<p>報告</p>".encode("big5"), "D003", "not UTF-8"),
        (b"x" * 1_000_001, "D005", "larger than 1 MB"),
    ],
)
def test_templates_that_cannot_be_read(
    bad: Judge, put: Put, content: bytes, code: str, message: str
) -> None:
    put(TEMPLATE, content)
    bad(code, f"{TEMPLATE}:1:1", message, by=("check",))


def test_a_template_link_out_of_the_project(bad: Judge, project: Path) -> None:
    (project / TEMPLATE).parent.mkdir(parents=True)
    (project / TEMPLATE).symlink_to("/etc/passwd")
    bad("D011", f"{TEMPLATE}:1:1", "leads out of the project")


def test_a_templates_folder_link_out_of_the_project(bad: Judge, project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    shutil.copytree(theme_folder() / "templates", elsewhere)
    (project / "templates").symlink_to(elsewhere)
    bad("D011", "templates/document.html:1:1", "leads out of the project", by=("check",))


# --- stylesheets ---------------------------------------------------------------------------------

SYNTAX = [
    (".paragraph {\n  color red;\n}\n", "2:12"),
    (".paragraph {\n  color: red\n  } }\n", "3:6"),
]


@pytest.mark.parametrize(("content", "place"), SYNTAX)
def test_css_syntax(bad: Judge, put: Put, content: str, place: str) -> None:
    put(STYLE, content)
    bad("D501", f"{STYLE}:{place}", "CSS syntax error", "around this place", by=("check",))


def test_css_that_only_the_engine_understands(run: Run, put: Put, project: Path) -> None:
    put(STYLE, ".paragraph {\n  colr: red;\n    color: rde;\n}\n@nonsense x;\n")
    put("styles/blocks/table.css", ".table {\n  color: red\n  } }\n")
    outcome = run("--format", "json", "build", "--target", "screen")
    assert outcome.exit_code == 1
    found = [
        (d["code"], d["severity"], f"{d['file']}:{d['line']}:{d['column']}") for d in outcome.found
    ]
    assert found == [
        ("D502", "error", f"{STYLE}:2:3"),
        ("D502", "error", f"{STYLE}:3:5"),
        ("D502", "error", f"{STYLE}:5:1"),
        ("D501", "error", "styles/blocks/table.css:3:6"),
    ]
    assert "colr" in outcome.found[0]["message"]
    assert "unknown property" in outcome.found[0]["message"]
    assert all(d["hint"] for d in outcome.found)
    assert contents(project / "build") == LAST_GOOD


def test_css_with_files_outside_the_project(run: Run, put: Put, project: Path) -> None:
    foreign = ["file:///etc/passwd", "https://example.com/a.png", "../../../../etc/passwd"]
    rules = zip((".paragraph", ".table", ".picture"), foreign, strict=True)
    put(STYLE, "\n".join(f"{words} {{ background: url('{url}') }}" for words, url in rules))
    put("styles/blocks/table.css", "@import url('../../../etc/group');")
    outcome = run("--format", "json", "build", "--target", "screen")
    assert outcome.exit_code == 1
    assert set(outcome.codes) == {"D602"}
    told = " ".join(found["message"] for found in outcome.found)
    for name in ("file:///etc/passwd", "https://example.com/a.png", "etc/passwd", "etc/group"):
        assert f"{name}”, which does not exist or must not be read" in told
    assert contents(project / "build") == LAST_GOOD


def test_gradients_cannot_be_printed(run: Run, put: Put) -> None:
    put(
        STYLE,
        ".paragraph { top: 0;\n  background: linear-gradient(var(--red), var(--paper)) }",
    )
    outcome = run("--format", "json", "check")
    found = [one for one in outcome.found if one["code"] == "D502"]
    assert [(one["file"], one["line"]) for one in found] == [(STYLE, 2)]
    assert "gradients cannot be printed" in found[0]["message"]
    outcome = run("--format", "json", "build", "--target", "print")
    assert (outcome.exit_code, outcome.codes) == (1, ["D502"])
    assert "cannot be painted in CMYK" in outcome.found[0]["message"]


def test_a_stylesheet_that_is_missing(
    bad: Judge, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme = project.parent / "theme"
    for name in ("templates", "styles"):
        shutil.copytree(theme_folder() / name, theme / name)
    (theme / "styles/blocks/table.css").unlink()
    monkeypatch.setattr("report.project.project.theme_folder", lambda: theme)
    bad("D503", ":0:0", "styles/blocks/table.css does not exist", "restore it", by=("check",))


def test_a_stylesheet_that_is_not_utf8(run: Run, put: Put) -> None:
    put(STYLE, "/* 報告 */".encode("big5"))
    outcome = run("--format", "json", "check")
    assert (outcome.exit_code, outcome.codes) == (1, ["D003"])
    assert outcome.found[0]["file"] == STYLE


def test_a_stylesheet_link_out_of_the_project(bad: Judge, put: Put) -> None:
    path = put(STYLE, "")
    path.unlink()
    path.symlink_to("/etc/passwd")
    bad("D011", f"{STYLE}:1:1", "leads out of the project")


def test_a_stylesheet_that_is_a_folder(bad: Judge, project: Path) -> None:
    (project / STYLE).mkdir(parents=True)
    bad("D002", f"{STYLE}:1:1", "it is not a file", "put the file itself there")


def test_a_file_that_is_not_a_colour_profile(run: Run, put: Put, project: Path) -> None:
    put(f"styles/{ICC_PROFILE}", b"no profile" * 100)
    outcome = run("--format", "json", "build", "--target", "print")
    assert (outcome.exit_code, outcome.codes) == (1, ["D802"])
    assert "is not a complete colour profile for CMYK" in outcome.found[0]["message"]
    assert contents(project / "build") == LAST_GOOD


# --- tokens --------------------------------------------------------------------------------------

SOUND = """\
colours:
  paper: {cmyk: [0, 0, 0, 0], srgb: "#ffffff"}
  ink: {cmyk: [0, 0, 0, 100], srgb: "#1c1c1e"}
  slate: {cmyk: [0, 0, 0, 68], srgb: "#636368"}
  mist: {cmyk: [0, 0, 0, 18], srgb: "#d9d9dc"}
  fog: {cmyk: [0, 0, 0, 5], srgb: "#f4f4f5"}
  red: {cmyk: [0, 100, 90, 5], srgb: "#cf1430"}
accents:
  first: {base: red, deep: ink, mid: mist, tint: fog}
  second: {base: slate, deep: ink, mid: mist, tint: fog}
page:
  width_mm: 210
  height_mm: 297
  inner_mm: 22
  top_mm: 27
  lines: 40
  columns: 2
  column_em: 23
  gutter_em: 2
type:
  serif: Noto Serif CJK HK
  sans: Noto Sans CJK HK
  body: 9.5
  leading: 17
  scale: {note: 7, caption: 8, body: 9.5, lead: 12, heading: 14, title: 24, figure: 30, display: 72}
"""
TOKEN_FAULTS = [
    ("colours:\n", "colours\n", "1:8", "D006", "a colon is missing after “colours”"),
    ("  leading: 17", "\tleading: 17", "24:1", "D007", "replace the tab"),
    ("leading: 17", "leading: nan", "24:12", "D102", "“leading” must be a number"),
    ("leading: 17", "leading: 1e400", "24:12", "D102", "“leading” must be a number"),
    ("leading: 17", "leading: -1", "24:12", "D105", "“leading” must be more than 0"),
    ("leading: 17", "leading: 1e9", "24:12", "D105", "“leading” must be 500 or less"),
    ("leading: 17", "leadin: 17", "24:3", "D101", "did you mean “leading”?"),
    ("columns: 2", "columns: 2.5", "17:12", "D102", "a whole number"),
    ("lines: 40", "lines: 60", "16:10", "D504", "at the foot the text extends"),
    ("column_em: 23", "column_em: 40", "18:14", "D504", "at the fore-edge the text extends"),
    ("#1c1c1e", "#1C1C1E", "3:37", "D105", "with small letters and in quotation marks"),
    ("#1c1c1e", "#cf1430", "7:38", "D504", "“ink” and “red” have the same sRGB value"),
    ("0, 0, 0, 100", "0, 0, 100", "3:15", "D105", "“cmyk” has too few entries"),
    ("0, 0, 0, 100", "0, 0, 0, 0, 0", "3:15", "D105", "at most 4"),
    ("0, 0, 0, 100", "0, 0, 0, 101", "3:25", "D105", "must be 100 or less"),
    ("0, 0, 0, 100", "0, 0, 0, all", "3:25", "D102", "entry 4 of “cmyk” must be a number"),
    ("  ink: {", "  inky: {", "9:28", "D504", "the colour “ink”, which does not exist"),
    ("  fog: {", "  frog: {", "9:50", "D504", "the colour “fog”, which does not exist"),
    ("  paper: {", "  papre: {", "2:3", "D504", "the colour “paper” is missing"),
    ("second:", "2nd:", "10:3", "D105", "start with a letter"),
    ("serif: Noto Serif", "serif: '}\"' #", "21:10", "D105", "without quotation marks"),
    ("{note: 7", "{Note: 7", "25:11", "D105", "only small letters, digits and -"),
]


def test_valid_tokens(run: Run, put: Put) -> None:
    put(TOKENS, SOUND)
    assert run("--format", "json", "check").found == []


@pytest.mark.parametrize(("old", "new", "place", "code", "says"), TOKEN_FAULTS)
def test_tokens(bad: Judge, put: Put, old: str, new: str, place: str, code: str, says: str) -> None:
    assert SOUND.count(old) == 1
    put(TOKENS, SOUND.replace(old, new))
    bad(code, f"{TOKENS}:{place}", says, by=("check",))


@pytest.mark.parametrize(
    ("content", "code"), [("", "D004"), ("# none", "D504"), ("- a", "D504"), ("\udcff", "D003")]
)
def test_files_without_tokens(bad: Judge, put: Put, content: str, code: str) -> None:
    put(TOKENS, content.encode(errors="surrogateescape"))
    bad(code, f"{TOKENS}:1:1")


def test_tokens_that_are_missing(
    bad: Judge, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.project.project.theme_folder", lambda: project.parent / "no theme")
    bad("D503", ":0:0", "styles/tokens.yaml does not exist", "restore it", by=("check",))


def test_an_accent_that_is_not_in_the_tokens(bad: Judge, put: Put) -> None:
    put(TOKENS, SOUND.replace("second:", "third:"))
    bad("D105", "data/section.yaml:3:9", "the theme has no accent “second”", by=("check",))


def test_errors_in_tokens_and_data_are_reported_together(run: Run, put: Put, project: Path) -> None:
    put(TOKENS, SOUND.replace("leading: 17", "leading: x"))
    (project / "data/section.yaml").write_text("")
    assert run("--format", "json", "check").codes == ["D004", "D102"]
