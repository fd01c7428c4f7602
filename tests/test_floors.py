"""Imports go down the floors, never up or across one; each library has its rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

import report
from tests.floors import Tree, circles, read, wrong_libraries, wrong_rooms

HOME = Path(report.__file__).parent
#: The rooms, floor by floor, from the ground up.
FLOORS = (
    ("findings",),
    ("project", "model", "pdf"),
    (
        "content",
        "figures",
        "markup",
        "typesetting",
        "press",
        "preflight",
        "measure",
        "pages",
        "machine",
    ),
    ("engine",),
    ("compare", "serve", "ledger", "batch"),
    ("cli",),
)
#: Library → the rooms that may import it.
LIBRARIES = {
    "weasyprint": ["typesetting"],
    "pydyf": ["typesetting"],
    "tinycss2": ["typesetting"],
    "cssselect2": ["typesetting"],
    "opencc": ["typesetting"],
    "rjieba": ["typesetting"],
    "matplotlib": ["figures"],
    "jinja2": ["markup"],
    "markupsafe": ["markup"],
    "pikepdf": ["pdf", "press", "preflight", "measure", "compare"],
    "page": ["preflight"],
    "pypdfium2": ["pages", "press", "preflight", "measure", "compare"],
    "pdfminer": ["measure"],
    "yaml": ["content"],
    "markdown_it": ["content"],
    "pydantic": ["content", "model"],
    "pydantic_core": ["content", "model"],
    "starlette": ["serve"],
    "uvicorn": ["serve"],
    "watchfiles": ["serve"],
    "python_calamine": ["content"],
    "openpyxl": ["ledger"],
    "psutil": ["batch", "engine"],
    "rich": ["batch"],
    "click": ["cli"],
    "dask": ["batch"],
    "distributed": ["batch"],
    "fsspec": ["batch"],
}


@pytest.fixture(scope="module")
def tree() -> Tree:
    return read(HOME, frozenset({"theme", "skeleton"}))


def test_imports_go_down_and_never_across_a_floor(tree: Tree) -> None:
    assert wrong_rooms(tree, FLOORS) == []


def test_a_library_is_imported_in_its_rooms_only(tree: Tree) -> None:
    assert wrong_libraries(tree, LIBRARIES) == []


def test_no_modules_import_each_other_in_a_circle(tree: Tree) -> None:
    assert circles(tree) == []


def test_the_package_itself_has_no_modules() -> None:
    assert sorted(path.name for path in HOME.glob("*.py")) == ["__init__.py", "__main__.py"]


def test_every_room_exists_and_has_a_docstring(tree: Tree) -> None:
    rooms = {room for floor in FLOORS for room in floor}
    assert {tree.room(name) for name in tree.modules} - {"", "__main__"} == rooms
    for room in rooms:
        text = (HOME / room / "__init__.py").read_text(encoding="utf-8")
        assert text.startswith('"""'), f"report/{room}/__init__.py has no docstring"


def test_every_listed_library_is_imported_somewhere(tree: Tree) -> None:
    known = {one.name.partition(".")[0] for one in tree.imports}
    assert set(LIBRARIES) - known <= {"pydyf"}


def test_pyplot_is_never_imported(tree: Tree) -> None:
    names = {one.name for one in tree.imports}
    assert not any(name.startswith(("matplotlib.pyplot", "pylab")) for name in names)


# --- the checker itself ---------------------------------------------------------------------------


def made(folder: Path, files: dict[str, str]) -> Tree:
    """Write a package and read its imports."""
    home = folder / "house"
    for name, text in {"__init__.py": "", **files}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return read(home)


SMALL = (("ground",), ("left", "right"), ("top",))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"top/a.py": "from house.left import b", "left/b.py": "import house.ground"}, []),
        (
            {"ground/a.py": "from house.top import b", "top/b.py": ""},
            ["house.ground.a imports house.top.b, which is on a floor above"],
        ),
        (
            {"left/a.py": "def f():\n    from house.right.b import x", "right/b.py": "x = 1"},
            ["house.left.a imports house.right.b, which is a room of the same floor"],
        ),
        (
            {
                "left/a.py": "from typing import TYPE_CHECKING\n"
                "if TYPE_CHECKING:\n    from house.right.b import x",
                "right/b.py": "x = 1",
            },
            ["house.left.a imports house.right.b, which is a room of the same floor"],
        ),
        ({"loose.py": ""}, ["house.loose stands in no room"]),
        (
            {"cellar/a.py": ""},
            ["house.cellar stands in no room", "house.cellar.a stands in no room"],
        ),
    ],
)
def test_forbidden_imports_are_reported(
    tmp_path: Path, files: dict[str, str], told: list[str]
) -> None:
    tree = made(tmp_path, {"ground/x.py": "", **files})
    assert wrong_rooms(tree, SMALL) == told


@pytest.mark.parametrize("line", ["import pikepdf", "from pikepdf.models import x"])
def test_a_library_in_a_wrong_room_is_reported(tmp_path: Path, line: str) -> None:
    tree = made(tmp_path, {"left/a.py": f"def f():\n    {line}", "right/b.py": line})
    (wrong,) = wrong_libraries(tree, {"pikepdf": ["right"]})
    assert wrong.startswith("house.left.a imports pikepdf")


def test_a_circle_is_reported_once(tmp_path: Path) -> None:
    files = {
        "left/a.py": "from house.left import b",
        "left/b.py": "import house.left.c",
        "left/c.py": "from house.left.a import x",
        "left/d.py": "def f():\n    import house.left.e",
        "left/e.py": "import house.left.d",
    }
    assert circles(made(tmp_path, files)) == [
        "house.left.a → house.left.b → house.left.c → house.left.a"
    ]
