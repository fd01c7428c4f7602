"""Records of builds: what the same inputs gave before, so that nothing is made again.

In: the hashes of inputs, targets and the store. Out: what the build gave, or None when it is not
known. PDFs that are missing or were changed are put back from the store; others are not touched.

This module loads neither the engine nor what reads data: that is what makes it quick.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.engine import output
from report.engine.inputs import UnknownInputError, inputs
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic, Severity
from report.model.target import Target
from report.pdf.kept import read_diagnostic
from report.project.project import Project

if TYPE_CHECKING:
    from report.engine.making import Made

#: The forms of the records: another form has other keys.
_BUILT, CHECKED = "build-2", "check-1"


@dataclass(frozen=True, slots=True)
class Places:
    """Where PDFs go: into a folder, but for those that have a path of their own."""

    folder: Path
    #: Paths by the names of targets.
    paths: Mapping[str, Path] = field(default_factory=dict)

    def of(self, target: Target) -> Path:
        """Return the path of a target's PDF."""
        return self.paths.get(target.name) or self.folder / target.file_name

    @property
    def name(self) -> Path:
        """What tells these places from others: the folder, or the first path."""
        return next(iter(self.paths.values()), self.folder)


@dataclass(frozen=True, slots=True)
class Built:
    """A PDF in its place; ``changed`` says whether it was written."""

    target: Target
    path: Path
    pages: int
    changed: bool = True
    #: The pages of blocks and picture files, by their places in the data or their paths.
    blocks: Mapping[str, Sequence[int]] = field(default_factory=dict)


def read(entries: Sequence[Mapping[str, str | int]]) -> list[Diagnostic]:
    """Return findings as they were kept."""
    return [read_diagnostic(entry) for entry in entries]


def lines(found: Mapping[str, str]) -> list[str]:
    """Return inputs and their hashes as lines, in order."""
    return [f"{name} {found[name]}" for name in sorted(found)]


def inputs_of(project: Project, tools: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """Return the hashes of a build's inputs, None when they cannot be told without building."""
    try:
        return inputs(project, tools)
    except UnknownInputError:
        return None


def key_of_build(
    found: Mapping[str, str] | None, targets: Sequence[Target], *, release: bool
) -> str | None:
    """Return the key of a build from the hashes of its inputs; None when they are not known."""
    if found is None:
        return None
    asked = [*(target.name for target in targets), f"release: {release}"]
    return key_of(_BUILT, *asked, *lines(found))


def key_of_last(place: Path) -> str:
    """Return the key of the inputs from which the PDFs at a place were asked for last."""
    return key_of("last-1", str(place.absolute()))


def last(store: Store, place: Path) -> dict[str, str] | None:
    """Return the inputs from which the PDFs at a place were asked for last; None at first."""
    entry = store.get(key_of_last(place))
    return None if entry is None else json.loads(entry)


def reasons(
    before: Mapping[str, str] | None,
    now: Mapping[str, str] | None,
    known: tuple[list[Built], list[Diagnostic]] | None,
) -> Iterator[str]:
    """Say what is made again, and which inputs are others than those of the last build."""
    if known:
        for one in known[0]:
            yield f"{one.target.file_name}: {'put back from the cache' if one.changed else 'kept'}"
        if not any(one.changed for one in known[0]):
            return
    else:
        yield "all PDFs: made again"
    if now is None:
        yield "links to folders, or something that is no file, are among its files: nothing is kept"
    elif before is None:
        yield "nothing is known of an earlier build into this folder"
    else:
        for name in sorted(before.keys() | now.keys()):
            if before.get(name) != now.get(name):
                how = "new" if name not in before else "gone" if name not in now else "changed"
                yield f"{name}: {how}"


def recall(
    store: Store,
    key: str | None,
    targets: Sequence[Target],
    places: Places,
    fail_level: Severity,
) -> tuple[list[Built], list[Diagnostic]] | None:
    """Return what the build of this key gave, its PDFs at their places; None if it is not known.

    A build with a finding at or above ``fail_level`` is not known: it has to fail. Raises
    CannotRunError (D701, D702) when a PDF must be put back and cannot be written.
    """
    record = store.get(key) if key else None
    if record is None:
        return None
    entry = json.loads(record)
    found = read(entry["found"])
    if any(one.severity.rank <= fail_level.rank for one in found):
        return None
    built: list[Built] = []
    missing: dict[Path, bytes] = {}
    for target in targets:
        path = places.of(target)
        digest, pages = entry["pdfs"][target.name]
        changed = _digest_of(path) != digest
        if changed:
            pdf = store.get(digest)
            if pdf is None or hashlib.sha256(pdf).hexdigest() != digest:
                return None
            missing[path] = pdf
        built.append(Built(target, path, pages, changed, entry["blocks"][target.name]))
    if missing:
        output.prepare_all(missing)
        output.write_all(missing)
    return built, found


def keep(store: Store, key: str, made: Sequence[Made], found: Sequence[Diagnostic]) -> None:
    """Keep what a build gave: PDF, number of pages and blocks by target, and the findings."""
    pdfs, blocks = {}, {}
    for one in made:
        digest = hashlib.sha256(one.pdf).hexdigest()
        store.put(digest, one.pdf)
        pdfs[one.target.name] = [digest, one.pages]
        blocks[one.target.name] = one.blocks()
    record = {"pdfs": pdfs, "blocks": blocks, "found": [asdict(one) for one in found]}
    store.put(key, json.dumps(record, ensure_ascii=False, sort_keys=True).encode())
    store.trim()


def _digest_of(path: Path) -> str:
    """Return the hash of a file; nothing when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
