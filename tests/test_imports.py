"""The house keeps its walls: rooms do not import each other, and each library has its room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import report

HOME = Path(report.__file__).parent
ROOMS = (
    "content",
    "figures",
    "markup",
    "typesetting",
    "press",
    "preflight",
    "measure",
    "pages",
    "machine",
)
SHARED = {
    "report.model",
    "report.findings",
    "report.project",
    "report.pdf",
    "report.engine.progress",
    "report.engine.output",
}
#: Library → the only places that may know it, from the package down.
OWNERS = {
    "weasyprint": {"typesetting"},
    "pydyf": {"typesetting"},
    "tinycss2": {"typesetting"},
    "cssselect2": {"typesetting"},
    "opencc": {"typesetting"},
    "rjieba": {"typesetting"},
    "matplotlib": {"figures"},
    "jinja2": {"markup"},
    "markupsafe": {"markup"},
    "pikepdf": {"pdf", "press", "preflight", "measure"},
    "page": {"preflight"},
    "pypdfium2": {"pages", "press", "preflight", "measure"},
    "pdfminer": {"measure"},
    "yaml": {"content"},
    "markdown_it": {"content"},
    "pydantic": {"content", "model"},
    "pydantic_core": {"content", "model"},
    "click": {"cli"},
}


def modules() -> list[Path]:
    """Give every module of the package, but not what it ships for others to change."""
    return sorted(
        path for path in HOME.rglob("*.py") if not {"theme", "skeleton"} & set(path.parts)
    )


def imported(path: Path) -> Iterator[str]:
    """Give the name of every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            yield node.module
            if node.module == "report":
                yield from (f"report.{alias.name}" for alias in node.names)


def place(path: Path) -> str:
    """Give the room a file stands in, or its own name when it stands in none."""
    return path.relative_to(HOME).parts[0]


def belongs(name: str, *owners: str) -> bool:
    """Say whether a module is one of the owners, or inside one."""
    return any(name == owner or name.startswith(f"{owner}.") for owner in owners)


def test_a_room_knows_only_itself_and_what_all_share() -> None:
    wrong = [
        f"{path} imports {name}"
        for path in modules()
        if place(path) in ROOMS
        for name in imported(path)
        if belongs(name, "report")
        and name not in {"report", "report.__version__"}
        and not belongs(name, f"report.{place(path)}", *SHARED)
    ]
    assert wrong == []


def test_a_library_is_known_in_its_room_only() -> None:
    wrong = [
        f"{path} imports {name}"
        for path in modules()
        for name in imported(path)
        if place(path) not in OWNERS.get(name.partition(".")[0], {place(path)})
    ]
    assert wrong == []


def test_every_library_is_known_somewhere() -> None:
    known = {name.partition(".")[0] for path in modules() for name in imported(path)}
    assert set(OWNERS) - known <= {"pydyf"}


def test_the_model_and_what_all_share_know_no_room() -> None:
    shared = {f"{name.rpartition('.')[2]}.py" for name in SHARED} | {"model", "findings", "project"}
    above = [f"report.{name}" for name in (*ROOMS, "engine", "cli")]
    wrong = [
        f"{path} imports {name}"
        for path in modules()
        if place(path) in shared
        for name in imported(path)
        if belongs(name, *above)
    ]
    assert wrong == []


def test_nothing_knows_the_command() -> None:
    wrong = [
        str(path)
        for path in modules()
        if place(path) not in {"cli", "__main__.py"}
        and any(belongs(name, "report.cli") for name in imported(path))
    ]
    assert wrong == []


def test_pyplot_is_never_imported() -> None:
    names = {name for path in modules() for name in imported(path)}
    assert not any(belongs(name, "matplotlib.pyplot", "pylab") for name in names)


def test_all_rooms_are_there() -> None:
    assert {place(path) for path in modules()} >= {*ROOMS, "model", "cli", "engine"}
    assert len(modules()) > 60
