"""The two things that are compared: a PDF, a folder with a report, or a git revision.

In: what was typed. Out: a PDF of each, and where there is a report, its files and the places of its
blocks. A folder and a revision are built into a temporary folder, by what the store keeps.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report.engine.engine import Engine
from report.engine.progress import Progress
from report.engine.store import Store
from report.findings.diagnostics import Diagnostic, diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.model.target import Target
from report.project.project import Project
from report.project.revision import Repository


@dataclass(slots=True)
class State:
    """One side of a comparison."""

    name: str
    #: Its PDF; None when it does not build.
    pdf: Path | None = None
    project: Project | None = None
    #: The pages of blocks and picture files, by their places in the data or their paths.
    blocks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    #: What its build found.
    found: list[Diagnostic] = field(default_factory=list)
    commit: str = ""
    #: The other PDF of the same build, by target.
    pdfs: dict[str, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What is needed to make a PDF of a state."""

    #: The folder from which revisions and relative paths are read.
    folder: Path
    #: What is built of a folder; the last one is compared, and built alone of a revision.
    targets: tuple[Target, ...]
    store: Store
    progress: Progress
    place: Path

    @classmethod
    @contextlib.contextmanager
    def open(
        cls, folder: Path, targets: tuple[Target, ...], store: Store, progress: Progress
    ) -> Iterator[Workshop]:
        """Open a workshop in a temporary folder, which is removed at the end."""
        with tempfile.TemporaryDirectory(prefix="report-") as place:
            yield cls(folder, targets, store, progress, Path(place))

    def state(self, given: str, side: str) -> State:
        """Return the state that was named: ``side`` is ``base`` or ``head``.

        Raises CannotRunError for what cannot be found (D805, D901, D902, D903, D905).
        """
        for path in dict.fromkeys((Path(given), self.folder / given)):
            if path.is_file() or (given.lower().endswith(".pdf") and path.parent.is_dir()):
                return State(path.name, path)
            if path.is_dir() and (path / "data" / "report.yaml").exists():
                name = path.resolve().name if set(given) <= {".", "/"} else given
                return self.build(State(name), Project.at(path), side)
            if path.is_dir() and (pdf := path / self.targets[-1].file_name).is_file():
                return State(f"{path.name}/{pdf.name}", pdf)
        if Path(given).is_dir() and not self._is_revision(given):
            Project.at(Path(given))
        return self.revision(given, side)

    def revision(self, given: str, side: str) -> State:
        """Return the state of a git revision, built."""
        repository = Repository.around(self.folder)
        commit = repository.commit(given)
        short = repository.short(commit)
        name = short if given.startswith(commit[:7]) else f"{given} ({short})"
        state = State(name, commit=commit)
        with self.progress.step(f"files of {given}"):
            root = repository.write(commit, self.place / side)
        try:
            project = Project.at(root)
        except CannotRunError:
            message = f"there is no report in {name}"
            hint = "all pages count as added or removed"
            state.found = [diagnostic("D904", message, hint=hint)]
            return state
        return self.build(state, project, side)

    def here(self, name: str = "this folder") -> State:
        """Return the state of the folder as it is, with all targets."""
        return self.build(State(name), Project.at(self.folder), "head", self.targets)

    def build(
        self, state: State, project: Project, side: str, targets: tuple[Target, ...] = ()
    ) -> State:
        """Build a project into the temporary folder, as ``state``.

        What it finds is kept, also when it does not build.
        """
        state.project = project
        targets = targets or self.targets[-1:]
        place = self.place / f"{side} PDFs"
        try:
            engine = Engine(project, self.store)
            among = self.targets if set(targets) < set(self.targets) else ()
            built, state.found = engine.build(targets, place, self.progress, among=among)
        except FindingsError as exc:
            state.found = list(exc.diagnostics)
            return state
        state.pdfs = {one.target.name: one.path for one in built}
        state.pdf, state.blocks = built[-1].path, built[-1].blocks
        return state

    def _is_revision(self, given: str) -> bool:
        try:
            Repository.around(self.folder).commit(given)
        except CannotRunError:
            return False
        return True
