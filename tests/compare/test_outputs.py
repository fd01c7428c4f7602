"""What the command writes: Markdown, a marked PDF, plain text; and its options."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest

from report.compare.documents import compare_files
from report.compare.looks import Tolerance
from report.compare.markdown import plain, summary
from report.compare.redline import redline
from report.compare.result import (
    Cause,
    Comparison,
    FactChange,
    Page,
    Words,
    counted,
    headline,
)
from report.findings.diagnostics import diagnostic
from report.pages.numbers import numbers
from tests.compare.foreign import text, weasyprint
from tests.small_report import run

BODY = f'<h1 class="first">壹</h1>{text(1, 9)}<h1>貳</h1>{text(20, 3)}<h1>叁</h1><p>完。</p>'
OTHER = BODY.replace("三年之後", "四年之後", 1).replace("<h1>叁</h1><p>完。</p>", "")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two PDFs: a word changed, a page is gone."""
    folder = tmp_path_factory.mktemp("outputs")
    for name, body in (("old", BODY), ("new", OTHER)):
        (folder / f"{name}.pdf").write_bytes(weasyprint(body))
    return folder / "old.pdf", folder / "new.pdf"


def test_the_redline_has_bars_frames_and_notes(pair: tuple[Path, Path]) -> None:
    found = compare_files(*pair, ("old", "new"), Tolerance())
    made = redline(found, *pair)
    assert made == redline(found, *pair), "the same bytes"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == len(found.pages)
        notes = [str(note.Contents) for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert "三年 → 四年" in notes
        assert any(note.startswith("− 完。") for note in notes)
        drawn = [page.Contents for page in pdf.pages]
        changed = [len(one) > 1 if isinstance(one, pikepdf.Array) else False for one in drawn]
        assert changed == [page.kind != "same" for page in found.pages]
        assert pdf.check_pdf_syntax() == []


def test_all_outputs_of_one_run(pair: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = run(
        *("compare", *pair, "-o", tmp_path / "deep/c.html", "--pdf", tmp_path / "r.pdf"),
        *("--markdown", tmp_path / "s.md", "--fail-on", "text"),
    )
    assert outcome.exit_code == 1
    assert (tmp_path / "deep/c.html").read_bytes().startswith(b"<!doctype html>")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert "~~三年~~ → **四年**" in (tmp_path / "s.md").read_text(encoding="utf-8")
    assert "“三年” → “四年”" in outcome.stdout


def test_markdown_goes_to_standard_output(pair: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = run("compare", *pair, "--markdown")
    assert outcome.stdout.startswith("**old.pdf → new.pdf**: 1 page changed, 1 page removed")
    assert not (tmp_path / "compare.html").exists()


def test_a_folder_for_the_html(pair: tuple[Path, Path], tmp_path: Path) -> None:
    run("compare", *pair, "-o", tmp_path / "out")
    assert (tmp_path / "out/compare.html").is_file()


def test_the_html_stands_in_the_output_folder(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("compare", *pair).stdout.endswith("compare.html\n")
    assert (tmp_path / "compare.html").is_file()
    run("-C", project, "compare", *pair)
    assert (project / "build/compare.html").is_file()


def test_only_changed_pages_in_json(pair: tuple[Path, Path]) -> None:
    whole = json.loads(run("--format", "json", "compare", *pair).stdout)
    part = json.loads(run("--format", "json", "compare", *pair, "--only-changed").stdout)
    assert [page for page in whole["pages"] if page["kind"] != "same"] == part["pages"]
    assert len(whole["pages"]) > len(part["pages"]) > 0
    assert whole["summary"] == part["summary"]


def test_inputs_are_never_written_over(pair: tuple[Path, Path]) -> None:
    before = pair[0].read_bytes()
    for option in ("--pdf", "--output", "--markdown"):
        outcome = run("compare", *pair, option, pair[0])
        assert pair[0].read_bytes() == before
        if option != "--output":
            assert outcome.exit_code == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--ignore", "("),
        ("--mask", "1,2"),
        ("--tolerance", "-1"),
        ("--fail-on", "all"),
    ],
)
def test_wrong_options(pair: tuple[Path, Path], options: tuple[str, str]) -> None:
    outcome = run("--format", "json", "compare", *pair, *options)
    assert (outcome.codes, outcome.exit_code) == (["D807"], 2)


def test_folders_with_pdfs_are_compared(pair: tuple[Path, Path], tmp_path: Path) -> None:
    for name, path in zip(("a", "b"), pair, strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "screen.pdf").write_bytes(path.read_bytes())
    outcome = run("--format", "json", "compare", tmp_path / "a", tmp_path / "b")
    assert json.loads(outcome.stdout)["summary"]["base"] == "a/screen.pdf"


def test_a_folder_without_a_report(pair: tuple[Path, Path], tmp_path: Path) -> None:
    outcome = run("--format", "json", "compare", tmp_path, pair[0])
    assert (outcome.codes, outcome.exit_code) == (["D805"], 2)


def test_markup_in_texts_is_text() -> None:
    found = Comparison("a|b", "<c>")
    found.pages = [Page(1, 2, "changed", text=[Words("changed", "*old*", "<b>|")])]
    found.facts = [FactChange("x.y", "", "1|2", (2,)), FactChange("z", "3", "")]
    found.causes = [Cause("data/a.yaml", 3, "a [link](x)", ())]
    found.found = [diagnostic("D906", "nothing _here_")]
    made = summary(found, lambda _: "p.webp")
    assert "a\\|b → &lt;c>" in made
    assert "~~\\*old\\*~~ → **&lt;b>\\|**" in made
    assert "a \\[link\\](x)" in made
    assert '<img src="p.webp" alt="page 1 → 2' in made
    assert "| `z` | 3 | **–** | – |" in made


def test_text_for_a_terminal() -> None:
    found = Comparison("a", "b")
    found.pages = [
        Page(1, None, "removed", text=[Words("removed", "gone\x1b[31m", "")]),
        Page(2, 1, "changed", moved=True, text=[Words("moved", "m", "m", from_page=2)]),
        Page(3, 2, "changed", looks=True, text=[Words("added", "", "n" * 200)]),
        Page(4, 3),
    ]
    found.facts = [FactChange("x", "1", "2", (1, 2, 3))]
    made = plain(found)
    assert "\x1b" not in made
    assert "page 2 → 1: page moved" in made
    assert "page 3 → 2: 1 text change, looks" in made
    assert "(page 1–3)" in made
    assert "moved “m”" in plain(found, verbose=True)
    assert headline(found) == (
        "2 pages changed, 1 page removed, 2 text changes, 1 figure changed, 1 page the same"
    )


def test_numbers_for_people() -> None:
    assert numbers([3, 1, 2, 7]) == "1–3, 7"
    assert numbers([]) == ""
    assert counted(1, "match", "matches") == "1 match"
    assert counted(2, "match", "matches") == "2 matches"
