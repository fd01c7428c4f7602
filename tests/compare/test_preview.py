"""``report preview``: everything in one folder, also when the build breaks."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from tests.compare.history import PROJECT, History
from tests.compare.views import opened
from tests.small_report import run, run_alone

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


def checked_out(history: History, name: str, folder: Path) -> Path:
    """Clone the repository as it was after a commit; gives the project."""
    history.git("clone", "--quiet", str(history.root), str(folder))
    where = ["git", "-C", str(folder), "checkout", "--quiet", history.commits[name]]
    subprocess.run(where, check=True)
    return folder / PROJECT


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def made(
    history: History, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """The preview of the commit with a new figure, compared with the first: folder and files."""
    place = tmp_path_factory.mktemp("preview")
    project = checked_out(history, "fact", place / "clone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORT_CACHE", str(cache))
        patch.delenv("REPORT_NO_CACHE", raising=False)
        outcome = run(
            "-C", project, "preview", "--base", history.commits["start"], "-o", place / "out"
        )
    assert outcome.exit_code == 0, outcome
    return place / "out", contents(place / "out")


def test_everything_is_there(made: tuple[Path, dict[str, bytes]]) -> None:
    _, files = made
    pages = {
        f"pages/{kind}-{number:02}.webp" for kind in ("page", "thumb") for number in range(1, 7)
    }
    assert set(files) == pages | {
        *("index.html", "summary.md", "comment.md", "manifest.json", "junit.xml", "report.sarif"),
        *("print.pdf", "screen.pdf", "redline.pdf", "contact-sheet.webp"),
        *("compare.html", "compare.json", "findings.json", "facts.json"),
        *("preflight-print.json", "preflight-screen.json", "typography-print.json"),
    }


def test_the_manifest_has_the_hash_of_every_file(
    made: tuple[Path, dict[str, bytes]], history: History
) -> None:
    _, files = made
    manifest = json.loads(files["manifest.json"])
    hashes = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "manifest.json"
    }
    assert manifest["files"] == hashes
    assert manifest["commit"] == history.commits["fact"]
    assert manifest["base"] == history.commits["start"][:10]
    assert manifest["libraries"]["weasyprint"] == "70.0"
    assert {"program", "libraries", "fonts", "data/facts.yaml"} <= set(manifest["inputs"])


def test_the_summary_has_figures_then_pictures_then_findings(
    made: tuple[Path, dict[str, bytes]],
) -> None:
    _, files = made
    text = files["summary.md"].decode()
    assert "| `users.total` | 4.4億 | **4.6億** | 2 |" in text
    places = [text.index(one) for one in ("### Figures", "<img", "### Causes", "### Findings")]
    assert places == sorted(places)
    shown = re.findall(r'<img src="([^"]+)"', text)
    assert shown == ["pages/thumb-02.webp", "pages/thumb-05.webp"]
    assert set(shown) <= set(files)
    assert "<img" not in files["comment.md"].decode(), "relative pictures are lost in a comment"


def test_findings_are_there_for_programs(made: tuple[Path, dict[str, bytes]]) -> None:
    _, files = made
    found = json.loads(files["findings.json"])
    suite = ET.fromstring(files["junit.xml"])
    assert int(suite.attrib["tests"]) == len(found)
    results = json.loads(files["report.sarif"])["runs"][0]["results"]
    assert len(results) == len(found)
    facts = {one["id"]: one for one in json.loads(files["facts.json"])}
    assert facts["users.total"]["pages"] == [2]
    assert facts["gift.total"]["text"] == "42.5萬元"


def test_the_same_commit_gives_the_same_bytes(
    made: tuple[Path, dict[str, bytes]], history: History, tmp_path: Path
) -> None:
    project = checked_out(history, "fact", tmp_path / "another clone")
    outcome = run_alone(
        *("-C", project, "preview", "--base", history.commits["start"], "-o", tmp_path / "again"),
        env={"TZ": "Asia/Hong_Kong", "PYTHONHASHSEED": "7", "REPORT_NO_CACHE": "1"},
    )
    assert outcome.exit_code == 0, outcome
    again = contents(tmp_path / "again")
    assert set(again) == set(made[1])
    assert [name for name in again if again[name] != made[1][name]] == []
    told = b"".join(
        content for name, content in again.items() if name.endswith((".html", ".md", ".json"))
    )
    assert str(tmp_path).encode() not in told


def test_a_build_that_breaks_has_a_preview(history: History, tmp_path: Path, cached: Path) -> None:
    project = checked_out(history, "broken", tmp_path / "clone")
    out = tmp_path / "out"
    (out / "pages").mkdir(parents=True)
    (out / "pages/page-01.webp").write_bytes(b"of an earlier preview")
    (out / "own.txt").write_bytes(b"the user's")
    (out / "manifest.json").write_text('{"files": {"pages/page-01.webp": "", "../own": ""}}')
    outcome = run("-C", project, "preview", "--base", history.commits["fact"], "-o", out)
    assert outcome.exit_code == 1
    assert "D201" in outcome.stderr
    files = contents(out)
    assert set(files) == {
        *("index.html", "summary.md", "comment.md", "manifest.json", "junit.xml", "report.sarif"),
        *("compare.html", "compare.json", "redline.pdf", "findings.json", "facts.json", "own.txt"),
    }
    assert "does not build" in files["index.html"].decode()
    assert "does not build" in files["summary.md"].decode()
    assert "data/network.yaml:7" in files["summary.md"].decode()
    assert ET.fromstring(files["junit.xml"]).attrib["failures"] == "1"


@pytest.mark.parametrize("depth", ["shallow", "unknown"])
def test_a_base_that_cannot_be_had_is_told(
    depth: str, history: History, tmp_path: Path, cached: Path
) -> None:
    clone = tmp_path / "clone"
    options = ["--depth", "1"] if depth == "shallow" else []
    history.git(
        *("-c", "advice.detachedHead=false", "clone", "--quiet", "--branch", "fact", *options),
        *(f"file://{history.root}", str(clone)),
    )
    base = history.commits["start"] if depth == "shallow" else "no-such-branch"
    outcome = run(
        *(
            "-C",
            clone / PROJECT,
            "--format",
            "json",
            "preview",
            "--base",
            base,
            "-o",
            tmp_path / "o",
        )
    )
    (told,) = [one for one in outcome.found if one["code"] == "D908"]
    assert outcome.exit_code == 0
    assert ("git fetch --unshallow" in told["hint"]) == (depth == "shallow")
    assert "compare.html" not in contents(tmp_path / "o")
    assert "D908" in (tmp_path / "o/summary.md").read_text(encoding="utf-8")


def test_a_preview_needs_no_repository(
    made: tuple[Path, dict[str, bytes]], history: History, tmp_path: Path, cached: Path
) -> None:
    project = tmp_path / "project"
    shutil.copytree(checked_out(history, "fact", tmp_path / "clone"), project)
    outcome = run("-C", project, "preview", "-o", tmp_path / "o", "--url", "https://example.org/1/")
    assert outcome.exit_code == 0
    files = contents(tmp_path / "o")
    assert "this folder" in files["index.html"].decode()
    assert json.loads(files["manifest.json"])["commit"] == ""
    schema = {"type": "array", "items": {"required": ["id", "text", "pages"]}}
    jsonschema.validate(json.loads(files["facts.json"]), schema)


def test_there_must_be_a_report(tmp_path: Path) -> None:
    outcome = run("-C", tmp_path, "--format", "json", "preview", "-o", tmp_path / "o")
    assert (outcome.codes, outcome.exit_code) == (["D805"], 2)


def test_the_index_in_a_browser(made: tuple[Path, dict[str, bytes]], browser: Browser) -> None:
    folder, files = made
    with opened(browser, folder / "index.html") as view:
        view.check()
        links = view.page.eval_on_selector_all(
            "a[href]", "all => all.map(a => a.getAttribute('href'))"
        )
        local = {link.partition("#")[0] for link in links} - {""}
        assert local <= set(files), "every link leads to a file of the preview"
        shown = view.page.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
        assert shown
        assert all(width > 0 for width in shown)
