"""What CONTRIBUTING says of adding one, carried out in a copy: each example is put in and used."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.pdf import text

ROOT = Path(__file__).resolve().parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`([\w/]+\.\w+)`[^`]*(?:`[^`\n]+`[^`]*)*^```\w+\n(.*?)^```$", re.DOTALL | re.M)
YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DIGITAL = "data/chapter/digital.yaml"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def example(title: str) -> str:
    """Give what CONTRIBUTING says under a heading."""
    return (
        CONTRIBUTING.partition(f"\n### {title}\n")[2].partition("\n### ")[0].partition("\n## ")[0]
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with every example in it, and a new report beside it."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("report", "templates", "styles", "docs", "tests"):
        ignored = shutil.ignore_patterns("pages") if name == "docs" else None
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in EXAMPLES:
        path, content = file_of(name)
        assert not (folder / path).exists()
        (folder / path).write_text(content, encoding="utf-8")
    assert python(folder, "-m", "report", "new", "trial").returncode == 0
    return folder


def file_of(title: str) -> tuple[str, str]:
    """Give the path of an example's file, and what is in it."""
    (found,) = FILE.findall(example(title))
    return found[0], found[1]


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def report(copy: Path) -> Run:
    """Run the command of the copy on its new report."""
    return lambda *arguments: python(copy, "-m", "report", "-C", "trial", *arguments)


EXAMPLES = (
    "A command",
    "An output format",
    "A code of findings",
    "A kind of drawing",
    "A family of art",
    "A rule of preflight",
    "A measure",
)


def test_every_example_is_in_the_list() -> None:
    body = CONTRIBUTING.partition("## Adding one\n")[2]
    listed = re.findall(r"^\| \[[^\]]+\]\(#([a-z-]+)\) \|", body, re.MULTILINE)
    assert listed == [name.lower().replace(" ", "-") for name in EXAMPLES]


def test_the_linter_finds_nothing_in_the_examples(copy: Path) -> None:
    files = [path for path, _ in map(file_of, EXAMPLES) if path.endswith(".py")]
    assert len(files) == len(EXAMPLES) - 1
    for check in (["check"], ["format", "--check"]):
        done = python(copy, "-m", "ruff", *check, *files)
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_the_command_tells_the_title(report: Run) -> None:
    assert report("title").stdout == "啟新頁\n"
    assert json.loads(report("--format", "json", "title").stdout) == {"title": "啟新頁"}
    assert "title      Tell the title of the report." in report("--help").stdout


def test_the_format_writes_a_table(copy: Path) -> None:
    shutil.copytree(copy / "trial", copy / "wrong")
    (copy / "wrong/data/facts.yaml").write_text("facts: 3\n", encoding="utf-8")
    told = python(copy, "-m", "report", "-C", "wrong", "--format", "csv", "check").stderr
    assert told.startswith("place,severity,code,message,hint\n")
    assert "data/facts.yaml:1:8,error,D102," in told


def test_the_code_makes_findings(copy: Path) -> None:
    code = "from report.findings.diagnostics import diagnostic as d; print(d('D019', 'x').severity)"
    assert python(copy, "-c", code).stdout == "note\n"


def test_the_docs_are_written_from_the_files(copy: Path) -> None:
    assert python(copy, "-m", "tests.documents").returncode == 0
    for page, told in {
        "diagnostics.md": "### D019\n\nNote: a title that is longer than a line.\n",
        "blocks.md": "| `level` | 1 | An upright bar, filled to a share in per cent |\n",
        "preflight.md": "| P230 | the number of pages is a multiple of four | warning | print |",
        "typography.md": "| `exclaimed` | a line has an exclamation mark |\n",
    }.items():
        assert told in (copy / "docs" / page).read_text(encoding="utf-8"), page
    told = (copy / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert "| [D001–D019](#files-and-yaml) |" in told
    assert '"level"' in (copy / "data/.schema/section.schema.json").read_text(encoding="utf-8")
    assert "| `stripes` | upright" in (copy / "docs/blocks.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_drawing_and_art_are_printed(copy: Path, report: Run) -> None:
    (block,) = YAML.findall(example("A kind of drawing"))
    file = copy / "trial" / DIGITAL
    written = file.read_text(encoding="utf-8").replace("art: ribbons", "art: stripes")
    assert "art: stripes" in written
    file.write_text(written + "\n" + "".join(f"  {line}\n" for line in block.splitlines()))
    done = report("--fail-level", "warning", "build", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    printed = re.sub(r"\s", "", text(copy / "trial/build/screen.pdf", "-raw"))
    assert "電子借閱佔借閱總量近半" in printed
    with pikepdf.open(copy / "trial/build/screen.pdf") as document:
        told = {
            str(one.get("/Alt", ""))
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary)
        }
    assert any("填滿至46%" in words for words in told)
    assert any("闊窄不一的直條並列" in words for words in told)

    pages = len(pikepdf.open(copy / "trial/build/print.pdf").pages)
    asked = report("preflight", "trial/build/print.pdf")
    assert (
        f"P230: {pages} pages leave" in asked.stderr.replace("trial/build/print.pdf: ", "")
    ) is bool(pages % 4)
    assert "41 rules" in asked.stdout
    measured = report("check", "--typography", "trial/build/screen.pdf")
    assert re.search(r"lines with an exclamation mark +0\n", measured.stdout)
