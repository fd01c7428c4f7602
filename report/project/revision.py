"""Git revisions: their files in a folder of their own.

In: a folder in a repository, and a revision. Out: its commit, and its files. They are written
through an index of their own into another folder: the user's files, index and references are only
read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from report.findings.diagnostics import diagnostic
from report.findings.errors import CannotRunError

#: The variables that would lead git to another repository, index or work tree.
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, and where in it the project is."""

    root: Path
    #: The project's folder within it, with a slash at the end; empty: the project is all of it.
    prefix: str

    @classmethod
    def around(cls, folder: Path) -> Repository:
        """Return the repository of a folder; raises CannotRunError (D901)."""
        if shutil.which("git") is None:
            message = "git is not installed, so revisions cannot be compared"
            hint = "install git, or compare two PDFs or two folders"
            raise CannotRunError([diagnostic("D901", message, hint=hint)])
        done = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
        if done.returncode != 0:
            why = "is not in a git repository"
            if "dubious ownership" in done.stderr:
                why = "is in a repository of another user, which git does not read"
            message = f"the folder {folder} {why}"
            hint = "go to a repository, name it with -C DIR, or compare two PDFs or two folders"
            if "dubious ownership" in done.stderr:
                hint = f"git config --global --add safe.directory {folder.resolve()}"
            raise CannotRunError([diagnostic("D901", message, hint=hint)])
        root, prefix, *_ = [*done.stdout.split("\n"), "", ""]
        return cls(Path(root), prefix)

    def commit(self, revision: str) -> str:
        """Return the hash of a revision's commit; raises CannotRunError (D902, D903)."""
        done = _git(
            self.root,
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            f"{revision}^{{commit}}",
        )
        if done.returncode == 0:
            return done.stdout.strip()
        if self.is_shallow():
            raise CannotRunError(
                [
                    diagnostic(
                        "D903",
                        f"the revision “{revision}” is not in this shallow clone",
                        hint="git fetch --unshallow (GitHub Actions: fetch-depth: 0 of "
                        "actions/checkout; GitLab CI: GIT_DEPTH: 0)",
                    )
                ]
            )
        raise CannotRunError(
            [
                diagnostic(
                    "D902",
                    f"“{revision}” is no PDF, no folder, and no revision of {self.root.name}",
                    hint="“git log --oneline” and “git branch --all” list what there is; a branch "
                    "of the server must be fetched first",
                )
            ]
        )

    def clean_commit(self) -> str:
        """Return the commit of the files as they are; empty when they are not those of a commit."""
        done = _git(self.root, "status", "--porcelain", "--", self.prefix or ".")
        if done.returncode != 0 or done.stdout.strip():
            return ""
        return _git(self.root, "rev-parse", "--verify", "--quiet", "HEAD").stdout.strip()

    def changed(self, commit: str) -> list[str]:
        """Return the files that are others than in a commit, or not in it; relative to the root.

        Files that git ignores are left out. Raises CannotRunError (D902) when git fails.
        """
        found: list[str] = []
        for arguments in (
            ("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--"),
            ("ls-files", "--others", "--exclude-standard", "-z"),
        ):
            done = _git(self.root, *arguments)
            if done.returncode != 0:
                said = done.stderr.strip().splitlines()
                message = f"what has changed since {self.short(commit)} cannot be told: "
                hint = "“git fsck” tells whether the repository is sound"
                what = said[-1] if said else "git gives no reason"
                raise CannotRunError([diagnostic("D902", message + what, hint=hint)])
            found += [name for name in done.stdout.split("\0") if name]
        return found

    def content(self, commit: str, name: str) -> bytes | None:
        """Return a file of a commit, by its name relative to the root; None when it has none."""
        done = _git(self.root, "cat-file", "blob", f"{commit}:{name}")
        return done.stdout.encode("utf-8", "surrogateescape") if done.returncode == 0 else None

    def is_shallow(self) -> bool:
        """Return whether the clone has only a part of the history."""
        done = _git(self.root, "rev-parse", "--is-shallow-repository")
        return done.stdout.strip() == "true"

    def subject(self, commit: str) -> str:
        """Return the first line of a commit's message."""
        return _git(self.root, "log", "-1", "--format=%s", commit, "--").stdout.strip()

    def short(self, commit: str) -> str:
        """Return a commit for people: the first characters of its hash."""
        return commit[:10]

    def write(self, commit: str, folder: Path) -> Path:
        """Write the files of a commit into a folder; returns where the project is in it.

        Raises CannotRunError (D902) when a file cannot be read from the repository.
        """
        tree = folder / "tree"
        tree.mkdir(parents=True)
        own = {"GIT_INDEX_FILE": str(folder / "index")}
        for arguments in (
            ("read-tree", commit),
            ("checkout-index", "--all", "--force", "--quiet", f"--prefix={tree}/"),
        ):
            done = _git(self.root, *arguments, environment=own)
            if done.returncode != 0:
                said = done.stderr.strip().splitlines()
                message = f"the files of {self.short(commit)} cannot be read: "
                hint = "“git fsck” tells whether the repository is sound"
                what = said[-1] if said else "git gives no reason"
                raise CannotRunError([diagnostic("D902", message + what, hint=hint)])
        return tree / self.prefix


def _git(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run git, without asking anything, and without writing anything but what is asked for."""
    program = shutil.which("git") or "git"
    kept = {name: value for name, value in os.environ.items() if name not in _OWN}
    settings = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603
        [program, "-C", str(folder), *arguments],
        env={**kept, **settings, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
