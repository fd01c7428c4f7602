"""Earlier pages to compare with: those of the last commit, of the start, of the build before."""

from __future__ import annotations

import asyncio
import difflib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report.findings.errors import CannotRunError
from report.project.revision import Repository
from report.serve import answers
from report.serve.book import Book
from report.serve.live import Live
from report.serve.messages import Edition, Ended, Make
from report.serve.process import Process

COMMIT, START, PREVIOUS = "commit", "start", "previous"
_TITLES = {START: "when the server started", PREVIOUS: "the build before"}


@dataclass(slots=True)
class Versions:
    """The earlier pages; those of the last commit are made when they are first asked for."""

    live: Live
    _commits: dict[tuple[str, str], Book] = field(default_factory=dict)
    _making: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)
    _problems: dict[tuple[str, str], str] = field(default_factory=dict)

    def known(self) -> list[str]:
        """Return the names of the versions that can be had."""
        target = self.live.target
        found = [COMMIT] * self._is_kept()
        found += [START] * (target in self.live.start)
        found += [PREVIOUS] * (target in self.live.previous)
        return found

    def _is_kept(self) -> bool:
        """Return whether the project is in a repository, without asking git."""
        root = self.live.project.root
        return any((folder / ".git").exists() for folder in (root, *root.parents))

    async def book(self, of: str) -> Book | None:
        """Return the pages of a version; None when there are none, or not yet."""
        target = self.live.target
        if of == START:
            return self.live.start.get(target)
        if of == PREVIOUS:
            return self.live.previous.get(target)
        if of == COMMIT:
            return next(
                (book for (_, name), book in reversed(self._commits.items()) if name == target),
                None,
            )
        return None

    async def told(self, of: str, now: Book) -> tuple[int, dict[str, Any]]:
        """Return the pages of a version, and which page now is which then; and a status code."""
        title = _TITLES.get(of, "")
        if of == COMMIT:
            try:
                commit, title = await asyncio.to_thread(_last_commit, self.live.project.root)
            except CannotRunError as exc:
                return 404, {"problem": exc.diagnostics[0].message}
            key = (commit, self.live.target)
            if key in self._problems:
                return 404, {"problem": f"{title} cannot be built: {self._problems[key]}"}
            if key not in self._commits:
                if key not in self._making:
                    self._making[key] = asyncio.create_task(self._make(commit, self.live.target))
                return 202, {"building": True, "title": title}
        book = await self.book(of)
        if book is None:
            return 404, {"problem": f"there is no version “{of}”"}
        pages = await answers.pages_of(book, of)
        which = pairs(book, now)
        differing = [pair for pair in which if await differ(book, now, *pair)]
        told = {"title": title, "pages": pages, "pairs": which, "differing": differing}
        return 200, {"of": of, **told}

    async def _make(self, commit: str, target: str) -> None:
        """Make the pages of a commit in a process of their own."""
        key = (commit, target)
        heard: asyncio.Queue[Any] = asyncio.Queue()
        process: Process | None = None
        try:
            with tempfile.TemporaryDirectory(prefix="report-") as place:
                repository = Repository.around(self.live.project.root)
                folder = await asyncio.to_thread(repository.write, commit, Path(place))
                process = Process(folder, self.live.store, 1, heard.put_nowait)
                process.start()
                process.send(Make(target, anyway=True))
                while True:
                    message = await asyncio.wait_for(heard.get(), self.live.options.patience)
                    if isinstance(message, Edition):
                        await self._forget()
                        self._commits[key] = await Book.open(message, self.live.drawer)
                    elif isinstance(message, Ended) or message is None:
                        break
                if key not in self._commits:
                    found = message.found if message else ()
                    self._problems[key] = found[0].message if found else "it has ended"
        except CannotRunError as exc:
            self._problems[key] = exc.diagnostics[0].message
        except TimeoutError:
            self._problems[key] = "it takes too long"
        finally:
            if process is not None:
                process.kill()
            self._making.pop(key, None)
        self.live.events.tell("version", {"of": COMMIT})

    async def _forget(self) -> None:
        """Close the pages of older commits."""
        for book in self._commits.values():
            await book.close()
        self._commits.clear()

    async def end(self) -> None:
        """Stop what is being made."""
        tasks = list(self._making.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _last_commit(folder: Path) -> tuple[str, str]:
    """Return the last commit, and what to call it; raises CannotRunError when there is none."""
    repository = Repository.around(folder)
    commit = repository.commit("HEAD")
    return commit, f"commit {repository.short(commit)} {repository.subject(commit)}".strip()


async def differ(then: Book, now: Book, before: int | None, after: int | None) -> bool:
    """Return whether a page now has another picture than then; None stands for no page."""
    if before is None or after is None:
        return True
    if then.mark(before) == now.mark(after):
        return False
    return await then.digest(before) != await now.digest(after)


def pairs(then: Book, now: Book) -> list[tuple[int | None, int | None]]:
    """Return which page now is which page then, by their texts; None for one that is new or gone.

    Between pages that look the same, others are paired in order.
    """
    old = [then.mark(leaf.number) for leaf in then.leaves]
    new = [now.mark(leaf.number) for leaf in now.leaves]
    found: list[tuple[int | None, int | None]] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for _, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for offset in range(max(old_to - old_from, new_to - new_from)):
            before, after = old_from + offset, new_from + offset
            found.append(
                (
                    before + 1 if before < old_to else None,
                    after + 1 if after < new_to else None,
                )
            )
    return found
