"""Each kind of change, as a commit of a repository: pages, facts, causes, exit code."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from report.compare.compare import compare
from report.compare.looks import Tolerance
from report.compare.result import FAIL_ON
from report.compare.states import Workshop
from report.engine.progress import Progress
from report.engine.store import Store
from report.model.target import SCREEN
from tests.compare.history import COMMITS, PROJECT, History
from tests.small_report import Outcome, run

pytestmark = pytest.mark.slow


SILENT = Progress(print, live=False, silent=True)


def compared(history: History, *args: str | Path) -> tuple[Outcome, dict[str, Any]]:
    """Compare from within the project."""
    outcome = run("-C", history.project, "--format", "json", "compare", *args)
    return outcome, json.loads(outcome.stdout)


@dataclass(frozen=True)
class Expected:
    """What a commit changes: pages as base, head, kind; the others are the same."""

    pages: list[tuple[int | None, int | None, str]] = field(default_factory=list)
    same: int = 0
    facts: list[tuple[str, str, str, list[int]]] = field(default_factory=list)
    #: File, line, what, pages.
    causes: list[tuple[str, int, str, list[int]]] = field(default_factory=list)
    text: list[tuple[str, str, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    #: For which values of --fail-on it fails.
    fails: str = "any pages layout"


EXPECTED = {
    "typo": Expected(
        [(5, 5, "changed")],
        5,
        causes=[("data/care.yaml", 6, "paragraph changed", [5])],
        text=[("changed", "是", "乃"), ("changed", "根本", "根基")],
        fails="any pages text",
    ),
    "fact": Expected(
        [(2, 2, "changed")],
        5,
        facts=[("users.total", "4.4億", "4.6億", [2])],
        causes=[("data/facts.yaml", 3, "fact users.total: 4.4億 → 4.6億", [2])],
        text=[("changed", "4.4", "4.6")],
        fails="any pages facts text",
    ),
    "token": Expected(
        [(5, 5, "changed")],
        5,
        causes=[
            (
                "styles/tokens.yaml",
                26,
                'token colours.teal: {cmyk: [88, 28, 45, 22], srgb: "#0d6e75"} '
                '→ {cmyk: [88, 28, 45, 32], srgb: "#0c5f66"}',
                [5],
            )
        ],
    ),
    # All later pages stand on the other side of the spread now, with another folio.
    "front": Expected(
        [(None, 1, "added")],
        6,
        causes=[("templates/document.html", 13, "template changed", [1])],
        text=[("added", "", "致讀者：本報告以再造紙印刷。")],
        fails="any pages text layout",
    ),
    "picture": Expected(
        [(3, 3, "changed")],
        6,
        causes=[("data/images/mast.png", 1, "picture replaced", [3])],
    ),
    # The contents name the sections in another order, the moved page comes first, the other
    # section has another number.
    "moved": Expected(
        [(2, 2, "changed"), (5, 3, "changed"), (3, 4, "changed")],
        4,
        causes=[("data/chapter.yaml", 4, "sections changed", [2, 3, 4])],
        fails="any pages text layout",
    ),
    "template": Expected(
        [(3, 3, "changed"), (None, 4, "added")],
        6,
        causes=[("templates/blocks/table.html", 5, "template changed", [3])],
    ),
    "size": Expected(
        [(1, 1, "changed"), (3, 3, "changed"), (5, 5, "changed"), (8, 8, "changed")],
        4,
        causes=[("styles/tokens.yaml", 62, "token type.scale.caption: 8.5 → 8", [1, 3, 5, 8])],
    ),
    "nothing": Expected([], 8, fails=""),
    "changelog": Expected([], 8, fails=""),
    "broken": Expected(
        [(number, None, "removed") for number in range(1, 9)],
        0,
        causes=[("data/network.yaml", 7, "paragraph changed", [])],
        codes=["D904"],
    ),
    "repaired": Expected(
        [(None, number, "added") for number in range(1, 9)],
        0,
        causes=[("data/network.yaml", 6, "paragraph changed", [5])],
        codes=["D904"],
    ),
    "chapter": Expected(
        [(None, 8, "added"), (None, 9, "added")],
        8,
        causes=[
            ("data/future.yaml", 1, "new file", [8]),
            ("data/plans.yaml", 1, "new file", [9]),
            ("data/report.yaml", 12, "chapters changed", []),
        ],
        fails="any pages text layout",
    ),
    "renamed": Expected(
        [],
        10,
        causes=[
            ("data/facts.yaml", 8, "fact donation.east: it was called gift.east", []),
            ("data/facts.yaml", 14, "fact donation.west: it was called gift.west", []),
            ("data/facts.yaml", 20, "fact donation.total: it was called gift.total", []),
            ("data/giving.yaml", 8, "table “gifts” changed", []),
        ],
        fails="",
    ),
    "rule": Expected(
        [(3, 3, "changed")],
        9,
        causes=[("styles/blocks/table.css", 122, "rule .table td.figure new", [3])],
    ),
}


def test_every_commit_but_the_first_is_expected() -> None:
    assert ["start", *EXPECTED] == list(COMMITS)
    assert len(EXPECTED) >= 14


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_commit_changes(name: str, history: History, cached: Path) -> None:
    wanted = EXPECTED[name]
    names = list(history.commits)
    base, head = history.commits[names[names.index(name) - 1]], history.commits[name]
    with Workshop.open(history.project, (SCREEN,), Store(cached), SILENT) as workshop:
        base_state, head_state = workshop.state(base, "base"), workshop.state(head, "head")
        result = compare(base_state, head_state, Tolerance())
    found = result.as_dict()
    assert list(found) == ["pages", "facts", "causes", "summary"]
    changed = [one for one in found["pages"] if one["kind"] != "same"]
    assert [(one["base"], one["head"], one["kind"]) for one in changed] == wanted.pages
    assert len(found["pages"]) - len(changed) == wanted.same
    for one in found["pages"]:
        assert list(one) == ["base", "head", "kind", "regions", "text"]
        marked = one["kind"] == "changed"
        assert bool(one["regions"]) == marked, "changes are marked, and nothing else is"
        for left, top, width, height in one["regions"]:
            assert left > -20 and top > -20 and left + width < 620 and top + height < 870
            assert width > 0 and height > 0
    facts = [(one["id"], one["old"], one["new"], one["pages"]) for one in found["facts"]]
    assert facts == wanted.facts
    causes = [(one["file"], one["line"], one["what"], one["pages"]) for one in found["causes"]]
    assert causes == wanted.causes
    texts = [(one["kind"], one["old"], one["new"]) for page in changed for one in page["text"]]
    if wanted.text or name in ("token", "picture", "size", "rule"):
        assert texts == wanted.text
    assert [one.code for one in result.found] == wanted.codes
    assert [what for what in FAIL_ON if result.fails(what)] == wanted.fails.split()


@pytest.mark.parametrize(
    ("name", "on", "codes", "exit_code"),
    [
        ("fact", None, [], 0),
        ("fact", "facts", [], 1),
        ("fact", "layout", [], 0),
        ("changelog", "any", [], 0),
        ("broken", None, ["D904", "D201"], 1),
        ("repaired", None, ["D904"], 0),
        ("repaired", "pages", ["D904"], 1),
    ],
)
def test_exit_codes(
    name: str, on: str | None, codes: list[str], exit_code: int, history: History, cached: Path
) -> None:
    names = list(history.commits)
    base, head = history.commits[names[names.index(name) - 1]], history.commits[name]
    options = ("--fail-on", on) if on else ()
    outcome, _ = compared(history, base, head, *options)
    assert (outcome.codes, outcome.exit_code) == (codes, exit_code)


def test_a_moved_section_is_not_removed_and_added(history: History, cached: Path) -> None:
    _, found = compared(history, history.commits["picture"], history.commits["moved"])
    (page,) = [one for one in found["pages"] if one["base"] == 5]
    assert page["head"] == 3
    others = [one for one in page["text"] if one["kind"] != "moved"]
    assert others == [{"kind": "changed", "old": "02", "new": "01"}], "the number of the section"
    assert found["summary"]["moved_pages"] == 1
    assert {"old": "", "new": ""} not in found["summary"]["furniture"]


def test_text_that_flows_to_a_new_page_is_moved(history: History, cached: Path) -> None:
    _, found = compared(history, history.commits["moved"], history.commits["template"])
    (added,) = [one for one in found["pages"] if one["kind"] == "added"]
    assert [one["kind"] for one in added["text"]] == ["moved"]
    assert added["text"][0]["old"] == added["text"][0]["new"]


def test_the_head_is_the_folder_as_it_is(history: History, cached: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    history.git("clone", "--quiet", str(history.root), str(clone))
    project = clone / PROJECT
    facts = project / "data/facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("value: 12.5", "value: 13.5"), "utf-8")
    text = facts.read_text("utf-8").replace("value: 42.5", "value: 43.5")
    facts.write_text(text, "utf-8")
    before = {path: path.stat().st_mtime_ns for path in clone.rglob("*") if path.is_file()}
    outcome = run("-C", project, "--format", "json", "compare", "HEAD", "--only-changed")
    found = json.loads(outcome.stdout)
    assert [one["head"] for one in found["pages"]] == [3]
    assert [(one["id"], one["new"]) for one in found["facts"]] == [
        ("donation.total", "43.5萬元"),
        ("donation.west", "13.5萬元"),
    ]
    assert found["summary"]["base"].startswith("HEAD (")
    after = {path: path.stat().st_mtime_ns for path in clone.rglob("*") if path.is_file()}
    assert after == before, "neither the user's files nor the repository are touched"


def test_a_staged_change_stays_staged(history: History, cached: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    history.git("clone", "--quiet", str(history.root), str(clone))
    (clone / "CHANGELOG.md").write_text("staged", encoding="utf-8")
    status = ["git", "-C", str(clone), "status", "--porcelain"]
    subprocess.run(["git", "-C", str(clone), "add", "CHANGELOG.md"], check=True)
    before = subprocess.run(status, check=True, capture_output=True).stdout
    run("-C", clone / PROJECT, "compare", "HEAD~1", "HEAD", "-o", tmp_path / "c.html")
    assert subprocess.run(status, check=True, capture_output=True).stdout == before
    assert not (clone / ".git/worktrees").exists()


def test_revisions_that_cannot_be_had(history: History, cached: Path, tmp_path: Path) -> None:
    for args, code, exit_code in (
        (("compare", "no-such-branch"), "D902", 2),
        (("compare", "--", "-x"), "D902", 2),
    ):
        outcome = run("-C", history.project, "--format", "json", *args)
        assert (outcome.codes, outcome.exit_code) == ([code], exit_code)
    lonely = tmp_path / "lonely"
    history.git("worktree", "list")
    run("new", lonely)
    outcome = run("-C", lonely, "--format", "json", "compare", "main")
    assert (outcome.codes, outcome.exit_code) == (["D901"], 2)


def test_a_shallow_clone_says_how_to_get_the_base(
    history: History, cached: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "shallow"
    history.git("clone", "--quiet", "--depth", "1", f"file://{history.root}", str(clone))
    outcome = run("-C", clone / PROJECT, "--format", "json", "compare", history.commits["start"])
    assert (outcome.codes, outcome.exit_code) == (["D903"], 2)
    assert "git fetch --unshallow" in outcome.found[0]["hint"]


def test_a_revision_without_the_report(history: History, cached: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    history.git("clone", "--quiet", str(history.root), str(clone))
    project = clone / "other"
    run("new", project)
    outcome = run("-C", project, "--format", "json", "compare", "HEAD", "--fail-on", "pages")
    found = json.loads(outcome.stdout)
    assert outcome.codes == ["D904"]
    assert outcome.exit_code == 1
    assert {one["kind"] for one in found["pages"]} == {"added"}
    assert found["summary"]["base_built"] is False
