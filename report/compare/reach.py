"""Which changed pages a change of a file reaches.

In: two states with the places of their blocks, and what changed on the pages. Out: numbers of pages
of the head. A block reaches the changed pages on which it stands; a rule or a token reaches those
that look otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from report.compare.result import Cause, Comparison
from report.compare.sources import hunks
from report.compare.states import State

_TYPE = re.compile(r"^[\s-]*type:\s*[\"']?(\w+)")
_ID = re.compile(r"^[\s-]*id:\s*[\"']?([\w.-]+)")
#: How many lines below the first of a block its type and id may stand.
_HEAD = 6
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Blocks:
    """Where the blocks of a state stand: pages by line, for each file of the data."""

    root: Path
    lines: Mapping[str, Mapping[int, Sequence[int]]]
    #: The pages of picture files.
    files: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, root: Path, state: State) -> Blocks:
        """Read the places of a state, whose files are in ``root``."""
        lines: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        files: dict[str, set[int]] = defaultdict(set)
        for place, pages in state.blocks.items():
            match = re.fullmatch(r"(.+?):(\d+)(?::\d+)?", place)
            if match:
                lines[match[1]][int(match[2])] |= set(pages)
            else:
                files[place] |= set(pages)
        return cls(
            root,
            {
                name: {line: sorted(pages) for line, pages in sorted(found.items())}
                for name, found in lines.items()
            },
            {name: sorted(pages) for name, pages in files.items()},
        )

    def at(self, name: str, start: int, stop: int) -> list[int]:
        """Return the first lines of the blocks in lines ``start`` to ``stop`` of a file."""
        known = list(self.lines.get(name, {}))
        found = [line for line in known if start < line <= stop]
        before = [line for line in known if line <= start]
        return ([before[-1]] if before else []) + found

    def types(self) -> dict[str, set[int]]:
        """Return the pages of each type of block."""
        found: dict[str, set[int]] = defaultdict(set)
        for name, blocks in self.lines.items():
            path = self.root / name
            text = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
            for line, pages in blocks.items():
                found[kind_at(text, line)] |= set(pages)
        return found


def kind_at(lines: Sequence[str], line: int) -> str:
    """Return the type of the block that begins in a line; empty when it has none."""
    return _looked_up(_TYPE, lines, line)


def _looked_up(pattern: re.Pattern[str], lines: Sequence[str], line: int) -> str:
    for index in range(max(line - 1, 0), min(line - 1 + _HEAD, len(lines))):
        if index >= line and lines[index].lstrip().startswith("- "):
            break
        match = pattern.match(lines[index])
        if match:
            return match[1]
    return ""


@dataclass(frozen=True, slots=True)
class Reach:
    """The changed pages of the head, and the blocks of both states."""

    base: Blocks
    head: Blocks
    #: All changed pages, and those that look otherwise.
    changed: tuple[int, ...]
    looks: tuple[int, ...]
    #: The page of the head for each page of the base.
    now: Mapping[int, int]

    @classmethod
    def of(cls, base: Blocks, head: Blocks, found: Comparison) -> Reach:
        """Note which pages changed."""
        pages = [page for page in found.pages if page.head and page.kind != "same"]
        return cls(
            base,
            head,
            tuple(sorted(page.head for page in pages if page.head)),
            tuple(
                sorted(
                    page.head
                    for page in pages
                    if page.head and (page.looks or page.kind == "added")
                )
            ),
            {page.base: page.head for page in found.pages if page.base and page.head},
        )

    def _only_changed(self, pages: Sequence[int] | set[int]) -> tuple[int, ...]:
        return tuple(sorted({page for page in pages if page in self.changed}))

    def of_name(self, name: str) -> tuple[int, ...]:
        """Return the changed pages of a picture file."""
        gone = [self.now.get(page, 0) for page in self.base.files.get(name, ())]
        pages = self._only_changed([*self.head.files.get(name, ()), *gone])
        if pages:
            return pages
        # A file that is new takes the place of a drawing: its block has the name of the file.
        return self._of_slot(PurePosixPath(name).stem)

    def _of_slot(self, slot: str) -> tuple[int, ...]:
        found: list[int] = []
        for blocks, turn in ((self.head, False), (self.base, True)):
            for name, lines in blocks.lines.items():
                path = blocks.root / name
                text = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
                for line, pages in lines.items():
                    if _looked_up(_ID, text, line) == slot:
                        found += [self.now.get(page, 0) if turn else page for page in pages]
        return self._only_changed(found)

    def of_file(self, name: str) -> tuple[int, ...]:
        """Return the changed pages of all blocks of a file of the data."""
        pages = [page for found in self.head.lines.get(name, {}).values() for page in found]
        gone = [page for found in self.base.lines.get(name, {}).values() for page in found]
        return self._only_changed([*pages, *(self.now.get(page, 0) for page in gone)])

    def of_style(self, name: str) -> tuple[int, ...]:
        """Return the pages that a stylesheet reaches: those with its block that look otherwise."""
        if "/blocks/" not in name:
            return self.looks
        pages = self._with_block(PurePosixPath(name).stem)
        return tuple(page for page in self.looks if page in pages)

    def of_template(self, name: str) -> tuple[int, ...]:
        """Return the changed pages that a template reaches."""
        if "/blocks/" not in name:
            return self.changed
        return self._only_changed(self._with_block(PurePosixPath(name).stem))

    def _with_block(self, kind: str) -> set[int]:
        pages = set(self.head.types().get(kind, ()))
        return pages | {self.now.get(page, 0) for page in self.base.types().get(kind, ())}

    def blocks_changed(self, name: str, was: str, now: str) -> list[Cause]:
        """Return the blocks of a file that changed, each with its pages."""
        if name not in self.head.lines and name not in self.base.lines:
            return []
        old, new = was.splitlines(), now.splitlines()
        told: dict[int, str] = {}
        pages: dict[int, set[int]] = defaultdict(set)
        for a, a_end, b, b_end in hunks(was, now):
            here = self.head.at(name, b + 1, max(b_end, b + 1))
            there = self.base.at(name, a + 1, max(a_end, a + 1))
            added = [line for line in here if b < line <= b_end and a == a_end]
            removed = [line for line in there if a < line <= a_end and b == b_end]
            line = b + 1
            whole = added or removed
            for one in added or (() if removed else here):
                pages[one] |= set(self.head.lines[name][one])
                named = _named(new, one) if whole or kind_at(new, one) else _key(new, line)
                told[one] = f"{named} {'added' if whole else 'changed'}"
            for one in there:
                found = {self.now.get(page, 0) for page in self.base.lines[name][one]}
                if one in removed:
                    told[line] = f"{_named(old, one)} removed"
                    pages[line] |= found
                elif not added and here:
                    pages[here[0]] |= found
                elif not here:
                    told[line] = f"{_named(old, one)} changed"
                    pages[line] |= found
            if not here and not there:
                told[line] = _short(new[b].strip() if b < len(new) else "changed")
        return [
            Cause(name, line, what, self._only_changed(pages[line]))
            for line, what in sorted(told.items())
        ]


def _key(lines: Sequence[str], line: int) -> str:
    """Return the key of a line of YAML, such as ``title``."""
    match = re.match(r"[\s-]*([\w.-]+)[ \t]*:", lines[line - 1]) if line <= len(lines) else None
    return match[1] if match else "text"


def _named(lines: Sequence[str], line: int) -> str:
    kind = kind_at(lines, line)
    id_ = _looked_up(_ID, lines, line)
    return " ".join(one for one in (kind or "text", f"“{id_}”" if id_ else "") if one)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
