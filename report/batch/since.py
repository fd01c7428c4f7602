"""Which reports a change since a git revision touches.

In: tasks, and a revision. Out: those whose data, theme, templates, shared files or entry in the
list have changed since, in commits or in files that are not committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from report.batch.listing import Wishes, tasks_of
from report.batch.tasks import Task
from report.findings.errors import FindingsError
from report.project.revision import Repository
from report.project.shipped import theme_folder

#: The folders of a project, and of a theme, of which reports are made.
_OF_PROJECT = ("data", "sources", "styles", "templates")
_OF_THEME = ("styles", "templates")


@dataclass(slots=True)
class Changes:
    """What has changed since a revision, by repository."""

    revision: str
    _known: dict[Path, frozenset[Path]] = field(default_factory=dict)

    def around(self, folder: Path) -> frozenset[Path]:
        """Return the changed files of the repository of a folder.

        Raises CannotRunError: D901 for a folder in no repository, D902 or D903 for a revision that
        it does not know.
        """
        folder = next(one for one in (folder, *folder.parents) if one.is_dir())
        repository = Repository.around(folder)
        root = repository.root.resolve()
        if root not in self._known:
            commit = repository.commit(self.revision)
            self._known[root] = frozenset(root / name for name in repository.changed(commit))
        return self._known[root]


def touched(
    tasks: Sequence[Task], revision: str, lists: Iterable[Path], wishes: Wishes
) -> list[Task]:
    """Return the tasks that a change since ``revision`` touches, in their order.

    Raises CannotRunError as :meth:`Changes.around` does.
    """
    changes = Changes(revision)
    before: dict[str, Task] = {}
    for path in lists:
        if path.resolve() in changes.around(path.resolve().parent):
            before |= {task.name: task for task in _then(path, revision, wishes)}
        else:
            before |= {task.name: task for task in tasks if task.place.file == str(path)}
    return [
        task
        for task in tasks
        if (task.place.file and not _alike(before.get(task.name), task))
        or _is_touched(task, changes)
    ]


def _is_touched(task: Task, changes: Changes) -> bool:
    """Return whether a file of a report's project, theme or pictures has changed."""
    changed = changes.around(task.folder)
    if any(_inside(path, task.folder, _OF_PROJECT) for path in changed):
        return True
    installed = theme_folder().resolve()  # which may be in the same repository
    if any(_inside(path, installed, _OF_THEME) for path in changed):
        return True
    if task.theme is not None and any(
        _inside(path, task.theme, _OF_THEME) for path in changes.around(task.theme)
    ):
        return True
    return any(path in changes.around(path.parent) for _, path in task.pictures)


def _inside(path: Path, root: Path, folders: Sequence[str]) -> bool:
    """Return whether a file is in one of the folders, and no hidden one."""
    if not path.is_relative_to(root):
        return False
    parts = path.relative_to(root).parts
    return parts[0] in folders and not any(part.startswith(".") for part in parts)


def _alike(one: Task | None, other: Task) -> bool:
    """Return whether two tasks ask for the same, wherever the list names them."""
    return one is not None and replace(one, place=other.place) == other


def _then(path: Path, revision: str, wishes: Wishes) -> list[Task]:
    """Return the tasks of a list as it was; none when it did not exist, or had errors."""
    real = path.resolve()
    repository = Repository.around(real.parent)
    name = real.relative_to(repository.root.resolve()).as_posix()
    content = repository.content(repository.commit(revision), name)
    if content is None:
        return []
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        copy = Path(folder, path.name)
        copy.write_bytes(content)
        try:
            return tasks_of(path, wishes, copy)[0]
        except FindingsError:
            return []
