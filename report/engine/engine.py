"""One project, open: builds it, checks it, and makes its pages again when something has changed.

In: a project and a store. Out: PDFs, findings, timings, and what changed. A command opens an engine
and asks once; a live page keeps one open, so that what is loaded stays loaded.

This module loads neither the engine of the layout nor what reads data: a build that is recalled
must be quick.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from report.engine import recall
from report.engine.inputs import TOOLS
from report.engine.recall import Built
from report.engine.store import Store, key_of
from report.findings.diagnostics import Diagnostic, Severity
from report.model.target import Target
from report.project.project import Project

if TYPE_CHECKING:
    from report.engine.build import Outcome, Ready
    from report.engine.early import Early
    from report.engine.making import Elsewhere
    from report.engine.progress import Progress

Explain = Callable[[str], None]


@dataclass(slots=True)
class Engine:
    """The engine of one project; ``jobs`` is the number of its processes.

    Two make a report quicker than one; more than two only a long one.
    """

    project: Project
    store: Store
    jobs: int = 2
    #: The hashes of the program that runs, its libraries and the fonts, when they are known.
    tools: dict[str, str] | None = None
    #: Processes of other machines that make parts of a long report when it is built.
    elsewhere: Elsewhere | None = None
    #: What names the project in the store, if its folder is another each time; empty: the folder.
    where: str = ""
    #: The hashes of the inputs of the last :meth:`make`, by name; None when they are not known.
    _inputs: dict[str, str] | None = field(default=None, init=False)

    def build(
        self,
        targets: Sequence[Target],
        folder: Path,
        progress: Progress,
        *,
        release: bool = False,
        fail_level: Severity = Severity.ERROR,
        explain: Explain | None = None,
        paths: Mapping[str, Path] | None = None,
        among: Sequence[Target] = (),
    ) -> tuple[list[Built], list[Diagnostic]]:
        """Build the targets into ``folder``, or recall them from the store.

        ``paths`` has other places of PDFs, by the names of their targets. ``explain`` is given
        lines that say what is made again and because of what. ``among`` are targets with which
        these may have been built before: what that build found is given, which may be more.
        Returns what
        :func:`report.engine.build.build` gives, and raises what it raises.
        """
        # Without a store nothing is compared: only a reader may want to know what has changed.
        now = recall.inputs_of(self.project, self.tools) if self.store.keeps or explain else None
        places = recall.Places(folder, paths or {})
        key = recall.key_of_build(now, targets, release=release)
        known = recall.recall(self.store, key, targets, places, fail_level)
        if known is None and among:
            more = recall.key_of_build(now, among, release=release)
            known = recall.recall(self.store, more, targets, places, fail_level)
        before = recall.last(self.store, places.name)
        if explain:
            for line in recall.reasons(before, now, known):
                explain(line)
        if now is not None:
            entry = json.dumps(now, ensure_ascii=False).encode()
            self.store.put(recall.key_of_last(places.name), entry)
        if known:
            return known
        from report.engine.build import build
        from report.engine.drawings import Drawings
        from report.engine.finished import keep_places

        def keep(done: Outcome) -> None:
            if not key or not self.store.keeps or done.content.read_elsewhere:
                return
            # A file that was changed meanwhile may have been read before or after it was.
            if now == recall.inputs_of(self.project, self.tools):
                recall.keep(self.store, key, done.made, done.found)
                keep_places(self.store, key, done)

        return build(
            *(self.project, targets, folder, progress),
            release=release,
            fail_level=fail_level,
            keep=keep,
            kept=None if now is None else Drawings.of(self.store, now, before, self.where),
            explain=explain,
            jobs=self.jobs,
            paths=paths,
            elsewhere=self.elsewhere,
        )

    def recalled(
        self,
        targets: Sequence[Target],
        folder: Path,
        *,
        release: bool = False,
        fail_level: Severity = Severity.ERROR,
        paths: Mapping[str, Path] | None = None,
    ) -> tuple[list[Built], list[Diagnostic]] | None:
        """Return what :meth:`build` would recall from the store; None when it would build.

        PDFs that are missing are put back. The engine of the layout is not loaded. Raises
        CannotRunError (D701, D702) when a PDF must be put back and cannot be written.
        """
        if not self.store.keeps:
            return None
        now = recall.inputs_of(self.project, self.tools)
        key = recall.key_of_build(now, targets, release=release)
        return recall.recall(
            self.store, key, targets, recall.Places(folder, paths or {}), fail_level
        )

    def check(self, *, release: bool = False) -> list[Diagnostic]:
        """Return what :func:`report.engine.build.check` finds, from the store when it is known."""
        now = recall.inputs_of(self.project) if self.store.keeps else None
        key = now and key_of(recall.CHECKED, f"release: {release}", *recall.lines(now))
        record = self.store.get(key) if key else None
        if record is not None:
            return recall.read(json.loads(record))
        from report.engine.build import check
        from report.engine.reading import Content

        def keep(content: Content, found: Sequence[Diagnostic]) -> None:
            if key and not content.read_elsewhere and now == recall.inputs_of(self.project):
                entry = json.dumps([asdict(one) for one in found], ensure_ascii=False)
                self.store.put(key, entry.encode())
                self.store.trim()

        return check(self.project, release=release, keep=keep)

    def changes(self) -> list[str]:
        """Return the names of inputs that are others than those of the last :meth:`make`.

        Everything is new at first. What cannot be told by names is told as ``"."``.
        """
        now = self._now()
        before = self._inputs or {}
        if now is None:
            return ["."]
        return sorted(name for name in {*now, *before} if now.get(name) != before.get(name))

    def _now(self) -> dict[str, str] | None:
        """Return the hashes of the inputs now; those of the program are read once."""
        now = recall.inputs_of(self.project, self.tools)
        if now is not None:
            self.tools = {name: now[name] for name in TOOLS}
        return now

    def make(
        self,
        targets: Sequence[Target],
        progress: Progress,
        *,
        ready: Ready | None = None,
        early: Early | None = None,
    ) -> Outcome:
        """Make the PDFs of the targets without writing them.

        ``ready`` is called with the first one as soon as it is made; text in front of its pictures
        is checked after that. ``early`` is given its pages that have changed before it is finished.
        Raises FindingsError when something cannot be made.
        """
        from report.engine.alone import alone
        from report.engine.build import make_all
        from report.engine.drawings import Drawings
        from report.engine.worker import worker

        now = self._now()
        kept = None if now is None else Drawings.of(self.store, now, self._inputs)
        # A second process takes longer to start than an edit of one part takes.
        is_small = kept is not None and self._inputs is not None and not kept.common
        with alone() if is_small or self.jobs == 1 else worker() as other:
            done = make_all(
                *(self.project, targets, progress, other),
                kept=kept,
                ready=ready,
                early=early,
                jobs=self.jobs,
            )
        self._inputs = now
        return done
