"""From what was typed to tasks: lists of reports, and folders of projects.

In: paths. Out: a task for each report, and what was found in the lists. A project that does not
exist is a task like any other: its result says so. Two reports that would write one file are
refused here, before anything is built.
"""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from report.batch.tasks import Task
from report.content.advice import nearest
from report.content.load import load_list
from report.findings.diagnostics import NOWHERE, Diagnostic, Place, diagnostic
from report.findings.errors import CannotRunError, FindingsError
from report.model.reportsfile import Listed, ReportsFile, Variables
from report.model.target import TARGETS

#: The usual name of a list.
LIST = "reports.yaml"
#: Where PDFs go when nothing else is said.
USUAL = "{project}/build/{target}.pdf"
_NAMES = ("name", "target", "project")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command asks of all reports, whatever their lists say."""

    targets: tuple[str, ...] = ()
    #: The pattern for PDFs, relative to the current folder; empty: what the lists say.
    output: str = ""
    release: bool = False


@dataclass(slots=True)
class Listing:
    """The tasks of a batch."""

    #: The folder of its list; where there is none, the folder in which the command works.
    home: Path
    tasks: list[Task] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    #: The lists that were read.
    lists: list[Path] = field(default_factory=list)


def listing(given: Sequence[Path], folder: Path, wishes: Wishes) -> Listing:
    """Read what was typed, relative to ``folder``.

    Raises CannotRunError (D001) for a list that does not exist, and FindingsError for lists with
    errors, for reports that would write one file (D911) or have one name (D918).
    """
    made = Listing(folder.absolute())
    for one in given:
        path = folder / one
        inner = path / LIST
        if path.is_dir() and not _is_project(path) and inner.is_file():
            path = inner
        within = _projects_in(path) if path.is_dir() and not _is_project(path) else []
        if within:
            made.tasks += [_task(folder, folder.name, wishes) for folder in within]
        elif path.is_dir() or (not path.exists() and path.suffix not in (".yaml", ".yml")):
            made.tasks.append(_task(path, path.resolve().name or "report", wishes))
        elif path.exists():
            made.lists.append(path)
            tasks, found = tasks_of(path, wishes)
            made.tasks += tasks
            made.found += found
        else:
            hint = f"name a list such as {LIST}, or folders with reports"
            message = f"the list of reports “{one}” does not exist"
            raise CannotRunError([diagnostic("D001", message, hint=hint)])
    if len(made.lists) == 1 and len(given) == 1:
        made.home = made.lists[0].parent.absolute()
    made.tasks = _named(made.tasks)
    if found := [*_same_names(made.tasks), *_same_places(made.tasks)]:
        raise FindingsError(found)
    return made


def _projects_in(folder: Path) -> list[Path]:
    """Return the projects that are directly in a folder, by name."""
    try:
        return [one.resolve() for one in sorted(folder.iterdir()) if _is_project(one)]
    except OSError:
        return []


def _is_project(folder: Path) -> bool:
    return os.path.lexists(folder / "data" / "report.yaml")


def _task(folder: Path, name: str, wishes: Wishes) -> Task:
    """Return the task of a project that was named by itself."""
    targets = wishes.targets or tuple(TARGETS)
    pattern = wishes.output or USUAL
    if wrong := _wrong_pattern(pattern, len(targets)):
        raise FindingsError([diagnostic("D913", wrong[0], hint=wrong[1])])
    return Task(
        name,
        folder.resolve(),
        None,
        targets,
        tuple((target, _filled(pattern, Path.cwd(), folder, name, target)) for target in targets),
        release=wishes.release,
    )


def tasks_of(
    path: Path, wishes: Wishes, copy: Path | None = None
) -> tuple[list[Task], list[Diagnostic]]:
    """Return the tasks of a list, and its warnings; raises FindingsError for errors in it.

    With ``copy`` another file is read as if it stood in the list's place.
    """
    try:
        read, found = load_list(copy or path)
        return [*_Reader(path, read, wishes).tasks()], [_placed(one, path) for one in found]
    except FindingsError as exc:
        raise FindingsError(_placed(one, path) for one in exc.diagnostics) from None


def _placed(one: Diagnostic, path: Path) -> Diagnostic:
    """Return a finding of a list with the path that was typed."""
    return replace(one, file=str(path)) if one.file == path.name else one


class _Reader:
    """Turns a list into tasks."""

    def __init__(self, path: Path, read: ReportsFile, wishes: Wishes) -> None:
        self.path = path
        self.folder = path.parent.resolve()
        self.read = read
        self.wishes = wishes
        self.found: list[Diagnostic] = []

    def tasks(self) -> list[Task]:
        """Return all tasks; raises FindingsError."""
        shared, design = self._theme(self.read)
        common = self._variables(self.read)
        made: list[Task] = []
        for number, entry in enumerate(self.read.projects):
            at = self.read.item_written_at("projects", number)
            own, chosen = self._theme(entry)
            variables = {**common, **self._variables(entry)}
            if chosen or design:
                variables["theme"] = chosen or design
            for folder in self._folders(entry, at):
                task = self._one(entry, folder, own or shared, at)
                made.append(replace(task, variables=tuple(variables.items())))
        if self.found:
            raise FindingsError(self.found)
        return made

    def _one(self, entry: Listed, folder: Path, theme: Path | None, at: Place) -> Task:
        targets = self.wishes.targets or tuple(dict.fromkeys(entry.targets or self.read.targets))
        name = entry.name or folder.name
        pattern, base = entry.output or self.read.output or USUAL, self.folder
        where = (entry if entry.output else self.read).key_written_at("output")
        if self.wishes.output:
            pattern, base, where = self.wishes.output, Path.cwd(), NOWHERE
        if wrong := _wrong_pattern(pattern, len(targets)):
            finding = diagnostic("D913", wrong[0], hint=wrong[1], place=where)
            if finding not in self.found:
                self.found.append(finding)
        out = tuple((one, _filled(pattern, base, folder, name, one)) for one in targets)
        place = replace(at, file=str(self.path))
        return Task(name, folder, theme, targets, out, (), self.wishes.release, place)

    def _folders(self, entry: Listed, at: Place) -> list[Path]:
        """Return the projects of an entry: one, or those that a pattern finds."""
        if not glob.has_magic(entry.path):
            return [(self.folder / entry.path).resolve()]
        paths = glob.glob(entry.path, root_dir=self.folder, recursive=True)  # noqa: PTH207
        folders = [self.folder / one for one in sorted(paths)]
        found = [one.resolve() for one in folders if _is_project(one)]
        if not found:
            message = f"no folder with a data/report.yaml is like “{entry.path}”"
            hint = f"patterns are relative to the list’s folder, {self.path.parent}"
            self.found.append(diagnostic("D912", message, hint=hint, place=at))
        return list(dict.fromkeys(found))

    def _theme(self, owner: ReportsFile | Listed) -> tuple[Path | None, str]:
        """Return the shared folder, or the name of a design; neither when none is written."""
        name = owner.theme
        if name is None:
            return None, ""
        folder = (self.folder / name).resolve()
        if any((folder / one).is_dir() for one in ("templates", "styles")):
            return folder, ""
        if re.fullmatch(r"[a-z0-9-]+", name) and not folder.is_dir():
            return None, name
        message = f"the theme “{name}” is no folder with templates/ or styles/"
        hint = "write the path of such a folder, relative to the list, or the name of a theme"
        place = owner.key_written_at("theme")
        self.found.append(diagnostic("D912", message, hint=hint, place=place))
        return None, ""

    def _variables(self, owner: ReportsFile | Listed) -> dict[str, str]:
        """Return the variables of a list or an entry by dotted names."""
        variables = owner.variables
        found = variables.texts()
        for id_, name in variables.files().items():
            path = (self.folder / name).resolve()
            if not path.is_file():
                self.found.append(self._no_picture(variables, id_, name))
            found[f"pictures.{id_}"] = str(path)
        return found

    def _no_picture(self, variables: Variables, id_: str, name: str) -> Diagnostic:
        names = [one.name for one in (self.folder / name).parent.glob("*")]
        hint = nearest(Path(name).name, names) or "paths are relative to the list"
        is_logo = id_ not in variables.pictures
        place = (
            variables.key_written_at("logo")
            if is_logo
            else variables.member_value_at("pictures", id_)
        )
        return diagnostic("D912", f"the picture “{name}” does not exist", hint=hint, place=place)


def _wrong_pattern(pattern: str, targets: int) -> tuple[str, str] | None:
    """Return what is wrong with a pattern for PDFs, and what to do; None when it is right."""
    for name in re.findall(r"\{([^{}]*)\}", pattern):
        if name not in _NAMES:
            hint = nearest(name, _NAMES) or "it knows {name}, {target} and {project}"
            return f"“{{{name}}}” is nothing that a pattern for PDFs knows", hint
    if re.search(r"[{}]", re.sub(r"\{\w*\}", "", pattern)):
        return f"the brackets of “{pattern}” are not closed", "write {name} and {target}"
    if not pattern.endswith(".pdf"):
        return f"“{pattern}” is no file name of a PDF", "write such as pdfs/{name}-{target}.pdf"
    if targets > 1 and "{target}" not in pattern:
        hint = f"write such as {pattern.removesuffix('.pdf')}-{{target}}.pdf"
        return f"“{pattern}” is the same for both PDFs of a report", hint
    return None


def _filled(pattern: str, base: Path, folder: Path, name: str, target: str) -> Path:
    values = {"name": name, "target": target, "project": str(folder.resolve())}
    text = re.sub(r"\{(\w+)\}", lambda one: values.get(one[1], one[0]), pattern)
    return Path(os.path.normpath(base / text))


def _named(tasks: Iterable[Task]) -> list[Task]:
    """Return the tasks of projects that were not listed, with names that are unique.

    Folders of one name, such as ``2019/report`` and ``2020/report``, are told apart by those above.
    """
    tasks = list(tasks)
    names = [task.name for task in tasks]
    made = []
    for task in tasks:
        name, above = task.name, task.folder.parent
        if names.count(name) > 1 and task.place is NOWHERE and above.name:
            made.append(replace(task, name=f"{above.name}-{name}"))
        else:
            made.append(task)
    return made


def _same_names(tasks: Sequence[Task]) -> Iterator[Diagnostic]:
    seen: dict[str, Task] = {}
    for task in tasks:
        first = seen.setdefault(_alike(task.name), task)
        if first is not task and not _share(first, task):
            message = f"two reports are called “{task.name}”: {first.folder} and {task.folder}"
            hint = "give one of them another name, with the key “name” in a list"
            yield diagnostic("D918", message, hint=hint, place=task.place)


def _same_places(tasks: Sequence[Task]) -> Iterator[Diagnostic]:
    seen: dict[str, Task] = {}
    told: set[tuple[str, str]] = set()
    for task in tasks:
        for _, path in task.out:
            first = seen.setdefault(_alike(str(path.parent.resolve() / path.name)), task)
            if first is task or (first.name, task.name) in told:
                continue
            told.add((first.name, task.name))
            message = f"“{first.name}” and “{task.name}” would both write {path}"
            hint = "write {name} into the pattern for the PDFs: pdfs/{name}-{target}.pdf"
            if first.folder == task.folder:
                message = f"{task.folder} is listed twice, and would write {path} twice"
                hint = "list it once, or write {name} into the pattern, with other names"
            yield diagnostic("D911", message, hint=hint, place=task.place)


def _share(one: Task, other: Task) -> bool:
    """Return whether two tasks write a file in common: that is told already."""
    return bool({path for _, path in one.out} & {path for _, path in other.out})


def _alike(text: str) -> str:
    """Return what two texts have in common that some file systems take for one name."""
    return unicodedata.normalize("NFC", text).casefold()
