"""The imports within the package, and those that the floors do not allow.

In: a folder of Python files. Out: sentences, one for each import that is not allowed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Import:
    """One import: from which module, of which one, and whether it runs at loading."""

    module: str
    name: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """The modules of a package, by name, with their imports."""

    package: str
    modules: Mapping[str, Path]
    imports: tuple[Import, ...]

    def room(self, module: str) -> str:
        """Return the room of a module of the package; empty for the package itself."""
        return module.partition(".")[2].partition(".")[0]

    def within(self, name: str) -> str:
        """Return the module of an imported name; empty outside the package."""
        while name and name not in self.modules:
            name = name.rpartition(".")[0]
        return name


def read(folder: Path, skipped: frozenset[str] = frozenset()) -> Tree:
    """Read every import of a package, anywhere in a file; ``skipped`` are folders to leave out."""
    package = folder.name
    modules = {}
    for path in sorted(folder.rglob("*.py")):
        inside = path.relative_to(folder)
        if skipped & set(inside.parts):
            continue
        parts = [package, *inside.with_suffix("").parts]
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    found = [one for name, path in modules.items() for one in _imports(name, path, set(modules))]
    return Tree(package, modules, tuple(found))


def _imports(module: str, path: Path, modules: set[str]) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_once = {id(node) for node in _at_once(tree.body)}
    for node in ast.walk(tree):
        now = id(node) in at_once
        if isinstance(node, ast.Import):
            yield from (Import(module, alias.name, now) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            assert node.module is not None
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield Import(module, whole if whole in modules else node.module, now)


def _at_once(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Return the statements that run when a module is loaded, without those for type checkers."""
    for node in body:
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from _at_once([*node.body, *node.orelse])
        elif isinstance(node, ast.Try | ast.With):
            yield from _at_once(node.body)


def wrong_rooms(tree: Tree, floors: Sequence[Sequence[str]]) -> list[str]:
    """Return the imports that go up or across a floor, and the modules outside of all rooms."""
    level = {room: number for number, floor in enumerate(floors) for room in floor}
    wrong = []
    for module in tree.modules:
        room = tree.room(module)
        if room and room not in level and room != "__main__":
            wrong.append(f"{module} stands in no room")
    for one in tree.imports:
        other = tree.within(one.name)
        here, there = tree.room(one.module), tree.room(other)
        if not other or here == there or here not in level or there not in level:
            continue
        if level[there] > level[here]:
            wrong.append(f"{one.module} imports {other}, which is on a floor above")
        elif level[there] == level[here]:
            wrong.append(f"{one.module} imports {other}, which is a room of the same floor")
    return wrong


def wrong_libraries(tree: Tree, owners: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the imports of a library outside the rooms that may import it."""
    return [
        f"{one.module} imports {one.name}"
        for one in tree.imports
        if tree.room(one.module)
        not in owners.get(one.name.partition(".")[0], [tree.room(one.module)])
    ]


def circles(tree: Tree) -> list[str]:
    """Return the modules that import each other in a circle when they are loaded."""
    edges: dict[str, set[str]] = {name: set() for name in tree.modules}
    for one in tree.imports:
        other = tree.within(one.name)
        if one.at_once and other and other != one.module:
            edges[one.module].add(other)
    found: list[str] = []
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        if name in way:
            circle = way[way.index(name) :]
            if min(circle) == circle[0]:
                found.append(" → ".join([*circle, name]))
            return
        if name in done:
            return
        for other in sorted(edges[name]):
            walk(other, [*way, name])
        done.add(name)

    for name in sorted(edges):
        walk(name, [])
    return found
