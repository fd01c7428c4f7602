"""The fuzzing of builds itself: it goes through, and it would see what it looks for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from report.engine import build
from report.findings.diagnostics import diagnostic
from report.model.blocks import block_types
from report.preflight.run import preflight
from report.project.project import Project
from tests.fuzz import oracle, reports
from tests.fuzz.builds import problems
from tests.fuzz.oracle import differences, missing

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("wanted", "there", "lost", "extra"),
    [
        ("甲乙丙", "甲乙丙", "", ""),
        ("甲乙丙", "1.甲乙2.丙", "", "1.2."),
        ("甲乙丙", "甲丙", "乙丙", "丙"),
        ("甲乙丙", "乙甲丙", "乙丙", "乙丙"),
        ("甲乙丙", "甲乙丙丙", "", "丙"),
        ("甲乙丙", "", "甲乙丙", ""),
    ],
)
def test_what_is_lost_or_twice_is_seen(wanted: str, there: str, lost: str, extra: str) -> None:
    assert missing(wanted, there) == (lost, extra)


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("180.5月", "180.58月"),
        ("5個", "55個"),
        ("12.5億", "12.5.5億"),
        ("甲，乙", "甲··，乙"),
        ("第\ue000頁", "第頁"),
        ("第\ue000頁", "第x頁"),
        ("一", ""),
    ],
)
def test_every_character_more_or_less_is_a_problem(wanted: str, there: str) -> None:
    assert list(differences(wanted, there)) != []


def test_the_number_of_a_page_is_any() -> None:
    assert list(differences("第\ue000頁，第\ue000頁", "第3頁，第120頁")) == []


def test_the_programs_know_every_art_by_themselves() -> None:
    """In a process of their own, in which no test has declared it."""
    code = (
        "from tests.fuzz import art, reports\n"
        "from report.figures.art import families\n"
        "import pkgutil\n"
        "wanted = {one.name for one in pkgutil.iter_modules(families.__path__)}\n"
        "assert set(art.KINDS) == set(reports._ART) == wanted"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_every_block_type_is_made_at_random() -> None:
    missing = set(block_types()) - set(reports._BLOCKS)
    assert not missing, f"give tests/fuzz/reports.py a function that makes one: {missing}"


@pytest.fixture(scope="module")
def once() -> Callable[..., Any]:
    """Build a report once, whatever is asked of its PDFs: gives the same again."""
    make = build.build
    kept: dict[Any, Any] = {}

    def built(project: Project, targets: Any, folder: Path, progress: Any, **more: Any) -> Any:
        files = [path for path in sorted(project.data.rglob("*")) if path.is_file()]
        key = (*(path.read_bytes() for path in files), *targets, *more.items())
        if key not in kept:
            pdfs, found = make(project, targets, folder, progress, **more)
            kept[key] = [(one, one.path.read_bytes()) for one in pdfs], found
        pdfs, found = kept[key]
        folder.mkdir(exist_ok=True)
        for one, content in pdfs:
            (folder / one.path.name).write_bytes(content)
        return [replace(one, path=folder / one.path.name) for one, _ in pdfs], found

    return built


@pytest.fixture(scope="module")
def judge() -> Callable[..., Any]:
    """Ask preflight of a PDF once."""
    return cache(preflight)


@pytest.fixture(autouse=True)
def small(
    monkeypatch: pytest.MonkeyPatch, once: Callable[..., Any], judge: Callable[..., Any]
) -> None:
    monkeypatch.setattr(build, "build", once)
    monkeypatch.setattr(oracle, "preflight", judge)
    monkeypatch.setattr("report.preflight.checks.ink.ghostscript", lambda: None)
    monkeypatch.setattr("tests.fuzz.reports.MOST_BLOCKS", 2)


def test_a_random_report_goes_through(tmp_path: Path) -> None:
    said, told = problems(1, 2, tmp_path)
    assert said == []
    assert not any(code.startswith("refused") for code in told)


def test_text_that_is_lost_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = oracle._read

    def without_the_longest(pdf: bytes) -> list[str]:
        texts = list(read(pdf))
        texts.remove(max(texts, key=len))
        return texts

    monkeypatch.setattr(oracle, "_read", without_the_longest)
    said, _ = problems(1, 2, tmp_path)
    assert [one.partition(",")[0] for one in said] == ["text is lost"]


@pytest.mark.slow
def test_text_that_print_alone_has_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = oracle._on_pages
    seen_twice: list[int] = []

    def one_more(pdf: bytes) -> list[Counter[str]]:
        pages = seen(pdf)
        seen_twice.append(len(pages))
        pages[0]["甲"] += len(seen_twice)
        return pages

    monkeypatch.setattr(oracle, "_on_pages", one_more)
    said, _ = problems(1, 2, tmp_path)
    assert said == ["page 1 of print has other text than that of the screen: “甲”"]


def test_typed_text_that_the_html_has_not_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oracle, "_typed", lambda _: [("無此句", "無此句")])
    said, _ = problems(1, 2, tmp_path)
    assert said == ["the HTML does not have what was typed: “無此句”"]


def test_what_was_typed_is_known_as_it_is_printed(tmp_path: Path) -> None:
    block = {"type": "list", "id": "a", "items": ["甲{{ f.n }}，**乙**", "見[丙](https://x.org/)"]}
    write = (tmp_path / "one.yaml").write_text
    write(json.dumps({"blocks": [block], "accent": "first"}), encoding="utf-8")
    first, second = (pattern for _, pattern in oracle._typed(tmp_path))
    assert re.fullmatch(first, "甲12億,乙")
    assert not re.fullmatch(first, "甲,乙")
    assert second == "見丙"


def test_a_hidden_text_excuses_its_own_page_alone() -> None:
    found = [diagnostic("D612", "pages 2, 13: text"), diagnostic("D613", "text is lost")]
    found.append(diagnostic("D501", "page 5: another"))
    assert oracle._pages_told(found) == {2, 13}
