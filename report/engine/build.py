"""The commands: build the targets, check without building, correct the data."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from report.content.checks import (
    RELEASE_BLOCKERS,
    at_their_blocks,
)
from report.content.load import data_files
from report.engine import output
from report.engine.alone import alone
from report.engine.document import Kept, Source, mark_up
from report.engine.drawings import Drawings
from report.engine.early import Early
from report.engine.judging import judge
from report.engine.making import (
    Elsewhere,
    Made,
    check_fonts,
    draw,
    load_engine,
    load_figures,
    long_document,
    make,
    make_target,
)
from report.engine.progress import Progress
from report.engine.reading import Content, read, requests
from report.engine.recall import Built, Places
from report.engine.steps import explained
from report.engine.worker import Other, worker
from report.findings.diagnostics import Diagnostic, Place, Severity, escalate, in_order
from report.findings.errors import FindingsError
from report.model.drawing import Svg
from report.model.target import Target
from report.project.project import Project


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read, made and found; nothing of it is written yet."""

    content: Content
    drawings: Mapping[str, Svg]
    made: tuple[Made, ...]
    found: tuple[Diagnostic, ...]


#: What is called after a successful build.
Keep = Callable[[Outcome], None]
#: What is called with the first PDF, as soon as it is made.
Ready = Callable[[Content, Made], None]


def build(
    project: Project,
    targets: Sequence[Target],
    folder: Path,
    progress: Progress,
    *,
    release: bool = False,
    fail_level: Severity = Severity.ERROR,
    keep: Keep | None = None,
    kept: Drawings | None = None,
    explain: Callable[[str], None] | None = None,
    jobs: int = 2,
    paths: Mapping[str, Path] | None = None,
    elsewhere: Elsewhere | None = None,
) -> tuple[list[Built], list[Diagnostic]]:
    """Build the targets into ``folder``, or to ``paths`` by the names of the targets.

    Returns the written PDFs and all findings. After the PDFs are written, ``keep`` is called with
    what was read, made and found. With ``jobs`` of 1 there is no other process; the rest is as in
    :func:`make_all`. Raises FindingsError when there is a finding at or above ``fail_level``,
    before any file is written.
    """
    places = Places(folder, paths or {})
    output.prepare_all(places.of(target) for target in targets)
    with worker() if jobs > 1 else alone() as other:
        done = make_all(
            *(project, targets, progress, other),
            release=release,
            kept=kept,
            explain=explain,
            jobs=jobs,
            elsewhere=elsewhere,
        )
    found = list(done.found)
    if release:
        found = list(escalate(found, RELEASE_BLOCKERS))
        with progress.step("preflight"):
            for one in done.made:
                found += judge(
                    places.of(one.target),
                    one.pdf,
                    one.target.profile,
                    done.content.theme.press.most_ink,
                    one.pictures,
                )
    if any(d.severity.rank <= fail_level.rank for d in found):
        raise FindingsError(found)
    built = [
        Built(one.target, places.of(one.target), one.pages, blocks=one.blocks())
        for one in done.made
    ]
    with progress.step("writing"):
        output.write_all({place.path: one.pdf for place, one in zip(built, done.made, strict=True)})
    if keep:
        keep(replace(done, found=tuple(found)))
    return built, found


def make_all(
    project: Project,
    targets: Sequence[Target],
    progress: Progress,
    other: Other,
    *,
    release: bool = False,
    kept: Drawings | None = None,
    explain: Callable[[str], None] | None = None,
    ready: Ready | None = None,
    early: Early | None = None,
    jobs: int = 2,
    elsewhere: Elsewhere | None = None,
) -> Outcome:
    """Read the data and make the PDFs of the targets, in this process and the other one.

    Drawings and parts in ``kept`` are not made again; ``explain`` is given lines that say what was.
    ``ready`` is called with the first PDF before text in front of its pictures is checked, which
    takes longer than an edit; ``early`` is given its pages that have changed before that. With more
    than two ``jobs``, so many processes make the parts of a long report, or those that are
    ``elsewhere`` with this one. Raises FindingsError when something cannot be made.
    """
    # The other process prepares for what it will do, while the data is read.
    other.start(load_engine if kept and kept.likely else load_figures)
    with progress.step("data"):
        content = read(project, release=release)
    for line in content.summary():
        progress.note(line)
    with progress.step("figures"):
        drawings = _draw(content, other, kept, explain or progress.note)
    progress.note(f"{len(drawings)} drawings")
    with progress.step(" and ".join(target.name for target in targets)):
        # Preflight checks all text of a release; both targets have the same text.
        shelf = Kept(kept.store, kept.faces, kept.where) if kept else None
        tell = functools.partial(progress.part, targets[0].name)
        first = functools.partial(ready, content) if ready else None
        made = _make_all(
            *(content, drawings, targets, other, shelf, tell, first, jobs, elsewhere),
            early=early,
            closely=not release,
        )
    for one in made:
        progress.add(one.target.name, one.steps)
        for line in explained(one.target.name, one.steps, one.parts):
            (explain or progress.note)(line)
    found = in_order([*content.found, *(d for one in made for d in one.found)])
    return Outcome(content, drawings, tuple(made), tuple(found))


def _draw(
    content: Content, other: Other, kept: Drawings | None, explain: Callable[[str], None]
) -> dict[str, Svg]:
    """Return the drawings: those that are kept, the rest drawn while the engine is loaded here.

    A process that has loaded the engine draws every second one itself. ``explain`` is given lines
    that say which are made and why.
    """
    wanted = requests(content.report, content.theme)
    known = kept.get(wanted, content.theme) if kept else {}
    missing = [request for request in wanted if request.id not in known]
    if kept:
        where = kept.where or str(content.project.root.absolute())
        for line in kept.explain(wanted, missing, content.theme, where):
            explain(line)
    mine = missing[1::2] if other.helps and "report.typesetting.typesetter" in sys.modules else []
    theirs = [request for request in missing if request not in mine]
    drawing = other.start(draw, theirs, content.theme, content.project) if theirs else None
    check_fonts(content.project, content.theme)
    if drawing or (kept and kept.common):
        load_engine()  # both processes make parts
    drawn: dict[str, Svg] = {}
    found: list[Diagnostic] = []
    try:
        drawn |= draw(mine, content.theme, content.project) if mine else {}
    except FindingsError as exc:
        found += exc.diagnostics
    try:
        drawn |= drawing.result() if drawing else {}
    except FindingsError as exc:
        found += exc.diagnostics
    if found:
        raise FindingsError(at_their_blocks(found, content.report))
    if kept:
        kept.put(missing, drawn, content.theme)
    known |= drawn
    return {request.id: known[request.id] for request in wanted}


def _make_all(
    content: Content,
    drawings: Mapping[str, Svg],
    targets: Sequence[Target],
    other: Other,
    kept: Kept | None,
    tell: Callable[[int, int], None],
    ready: Callable[[Made], None] | None,
    jobs: int,
    elsewhere: Elsewhere | None,
    *,
    early: Early | None = None,
    closely: bool,
) -> list[Made]:
    """Make the first target here and the others in the other process, at the same time.

    A single target is made there when little is new: that process has loaded the engine. The
    targets of a long report are made one after the other, when there are more than two ``jobs``, or
    processes ``elsewhere``.
    With ``closely`` the text in front of pictures is checked in the first target only: it is
    usually print, which has no tags and is finished sooner.
    """
    first, *rest = targets
    if jobs > 2 or elsewhere:
        source = Source.of(content, drawings, first)
        document = long_document(source, kept, jobs, elsewhere)
        if document is not None:
            several = functools.partial(make, kept=kept, tell=tell, jobs=jobs, elsewhere=elsewhere)
            begun = several(source, closely=closely, ready=ready, document=document)
            return [begun, *(several(Source.of(content, drawings, one)) for one in rest)]
    if rest:
        waiting = [other.start(make_target, content, drawings, one, kept) for one in rest]
        other.dismiss()
        source = Source.of(content, drawings, first)
        made = make(source, closely=closely, kept=kept, tell=tell, ready=ready)
        return [made, *(job.result() for job in waiting)]
    source = Source.of(content, drawings, first)
    if ready or "report.typesetting.typesetter" in sys.modules:
        helper = other if other.helps else None
        with_helper = functools.partial(make, kept=kept, helper=helper, tell=tell)
        return [with_helper(source, closely=closely, ready=ready, early=early)]
    return [other.start(make, source, closely=closely, kept=kept).result()]


def check(
    project: Project,
    *,
    release: bool = False,
    keep: Callable[[Content, Sequence[Diagnostic]], None] | None = None,
) -> list[Diagnostic]:
    """Return all findings that need no build; bad data is not raised as an error.

    ``keep`` is called with what was read and found if the data has no errors.
    """
    from report.markup.rehearse import rehearse
    from report.typesetting.syntax import check_styles

    try:
        content = read(project, release=release)
    except FindingsError as exc:
        return in_order(exc.diagnostics)
    found = list(content.found)
    wanted = requests(content.report, content.theme)
    found.extend(rehearse(lambda drawings, target: mark_up(content, drawings, target), wanted))
    needed = {block.type for _, block in content.report.blocks()}
    found.extend(check_styles(content.project, content.theme, needed))
    found = in_order(found)
    if keep:
        keep(content, found)
    return found


def fix_data(project: Project) -> list[tuple[Place, str, str]]:
    """Replace characters in the data that are certainly wrong; returns place, old and new text.

    Raises CannotRunError (D702) when a file cannot be written; then none is changed.
    """
    from report.content.fix import fix

    fixed = fix(project, data_files(project))
    output.write_all({one.path: one.content for one in fixed})
    return [change for one in fixed for change in one.changes]
