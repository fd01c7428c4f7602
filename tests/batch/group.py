"""A group of small reports with one design and other data, and a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from report.batch.tasks import Task
from tests.small_report import FILES, SECTION

#: What the organisations of a group are called; their figures differ too.
PLACES = ("東", "南", "西", "北")
#: One paragraph: a report that is laid out quickly.
SHORT = SECTION.partition("  - type: picture")[0]


def write_project(folder: Path, number: int = 1, *, section: str = SHORT) -> Path:
    """Write a small report whose organisation and figures are those of this number."""
    name = PLACES[number % len(PLACES)] * (1 + number // len(PLACES))
    for file, content in FILES.items():
        text = section if file == "data/section.yaml" else content
        if section == SHORT and file == "data/facts.yaml":
            text = text.partition("  gift.east")[0]
        text = text.replace("試驗機構", f"{name}部公司").replace("4.4", f"{number + 1}.4")
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_group(folder: Path, count: int, *, section: str = SHORT) -> list[Path]:
    """Write so many projects into a folder: ``r01``, ``r02`` …"""
    return [
        write_project(folder / f"r{number:02}", number, section=section)
        for number in range(1, count + 1)
    ]


def break_project(folder: Path) -> None:
    """Make an error in a project's data: a fact that does not exist."""
    path = folder / "data" / "section.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("users.total }}。", "users.totl }}。"), encoding="utf-8")


def write_list(folder: Path, text: str) -> Path:
    """Write ``reports.yaml`` into a folder."""
    path = folder / "reports.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tasks_for(
    projects: Iterable[Path], folder: Path, targets: Sequence[str] = ("print",)
) -> list[Task]:
    """Return tasks that write into ``folder``, one for each project."""
    return [
        Task(
            one.name,
            one.resolve(),
            None,
            tuple(targets),
            tuple((target, folder / f"{one.name}-{target}.pdf") for target in targets),
        )
        for one in projects
    ]
