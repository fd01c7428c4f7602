"""The cache as a user meets it: builds that are known, ``--no-cache``, ``report cache``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in use."""
    folder = tmp_path / "快取"
    monkeypatch.setenv("REPORT_CACHE", str(folder))
    monkeypatch.delenv("REPORT_NO_CACHE")
    return folder


def test_a_second_build_says_that_nothing_changed(run: Run, project: Path, cache: Path) -> None:
    first = run("build")
    assert "nothing changed" not in first.stdout
    pdf = project / "build" / "print.pdf"
    before = pdf.stat()
    again = run("build")
    assert again.stdout.splitlines()[-1].endswith("s, 0 warnings, nothing changed")
    after = pdf.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    told = [json.loads(line) for line in run("--format", "json", "build").stdout.splitlines()]
    assert [(one["target"], one["changed"]) for one in told] == [
        ("print", False),
        ("screen", False),
    ]

    assert "kept" in run("build", "--explain").stderr
    pdf.write_bytes(b"changed by someone")
    put_back = run("build", "--explain")
    assert "print.pdf: put back from the cache\nscreen.pdf: kept\n" in put_back.stderr
    assert "nothing changed" not in put_back.stdout
    assert pdf.stat().st_size == before.st_size

    size = json.loads(run("--format", "json", "cache").stdout)
    assert size["folder"] == str(cache)
    assert size["entries"] > 8  # a record, two PDFs, the inputs, four drawings; parts and fonts
    assert size["bytes"] > before.st_size
    assert f"{size['entries']} entries" in run("cache", "info").stdout
    assert f"deleted {size['entries']} entries" in run("cache", "clear").stdout
    assert "0 entries, 0.0 MB" in run("cache").stdout


@pytest.mark.slow
def test_without_the_cache_nothing_is_kept_and_timings_are_a_trace(
    run: Run, cache: Path, tmp_path: Path
) -> None:
    told = tmp_path / "trace.json"
    run("build", "--target", "screen", "--no-cache", "--timings", told)
    trace = json.loads(told.read_text(encoding="utf-8"))
    names = [event["name"] for event in trace["traceEvents"]]
    assert names[:4] == ["data", "figures", "screen", "writing"]
    assert {"screen.pdf", "fonts", "joining"} < set(names[4:])
    assert "0 entries" in run("cache").stdout
    again = run("build", "--target", "screen", "--no-cache", "--explain")
    assert "nothing changed" not in again.stdout
    assert "nothing is known of an earlier build into this folder" in again.stderr


def test_without_the_cache_inputs_are_not_compared(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("report.engine.recall.inputs_of", None)
    assert run("check", "--no-cache").exit_code == 0


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_done_without(run: Run, cache: Path) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    for _ in range(2):
        outcome = run("build", "--target", "screen")
        assert outcome.exit_code == 0
        assert "nothing changed" not in outcome.stdout


def test_another_action_is_refused(run: Run) -> None:
    outcome = run("cache", "empty")
    assert outcome.exit_code == 2
    assert "info" in outcome.stderr


def test_a_second_check_gives_the_same_findings(run: Run, project: Path, cache: Path) -> None:
    section = project / "data" / "section.yaml"
    section.write_text(
        section.read_text(encoding="utf-8") + '  - {type: paragraph, text: "TODO: more"}\n',
        encoding="utf-8",
    )
    first = run("check")
    assert json.loads(run("--format", "json", "cache").stdout)["entries"] == 1
    again = run("check")
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert "D305" in again.stderr
    assert run("check", "--release").exit_code == 1
    assert json.loads(run("--format", "json", "cache").stdout)["entries"] == 1

    section.write_text(
        section.read_text(encoding="utf-8").replace("TODO: more", "完"), encoding="utf-8"
    )
    assert "D305" not in run("check").stderr


def test_a_check_with_errors_is_made_again(run: Run, project: Path) -> None:
    section = project / "data" / "section.yaml"
    section.write_text(
        section.read_text(encoding="utf-8").replace("type: paragraph", "type: paragraf"),
        encoding="utf-8",
    )
    first, again = run("check"), run("check")
    assert first.exit_code == again.exit_code == 1
    assert first.stderr == again.stderr
    assert json.loads(run("--format", "json", "cache").stdout)["entries"] == 0
