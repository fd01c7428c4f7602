"""Notes below a table: what names them, in which order, and their numbers.

In: the names that heads and rows call, in reading order, and the words of the notes. Out: the
numbers for the calls, 註1, and the notes in order.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from report.model.prose import Prose

Path = tuple[str | int, ...]


class Call(NamedTuple):
    """A call of a note; the first one is where the note leads back to."""

    number: int
    first: bool


class WrongNoteError(ValueError):
    """A note that is called and not there, or there and not called: what, a cure, and where."""

    def __init__(self, message: str, hint: str, path: Path) -> None:
        super().__init__(message)
        self.message, self.hint, self.path = message, hint, path


@dataclass(frozen=True)
class Notes:
    """The notes of a table.

    ``called`` has for each caller its names; a caller is a path in the block, such as
    ``("rows", 3)``. ``words`` are the notes by name.
    """

    called: Mapping[Hashable, Sequence[str]]
    words: Mapping[str, Prose]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The numbers of the notes by name, in the order in which they are called."""
        names = dict.fromkeys(name for names in self.called.values() for name in names)
        return {name: number for number, name in enumerate(names, 1)}

    @cached_property
    def _calls(self) -> dict[Hashable, tuple[Call, ...]]:
        seen: set[str] = set()
        found: dict[Hashable, tuple[Call, ...]] = {}
        for caller, names in self.called.items():
            own = dict.fromkeys(names)
            calls = [Call(self.numbers[name], name not in seen) for name in own]
            seen.update(own)
            found[caller] = tuple(sorted(calls))
        return found

    def calls(self, *caller: str | int) -> tuple[Call, ...]:
        """Return the calls of a head or row, by number."""
        return self._calls.get(caller, ())

    @property
    def texts(self) -> tuple[tuple[int, Prose], ...]:
        """The notes with their numbers, in order."""
        return tuple((number, self.words[name]) for name, number in self.numbers.items())

    def check(self) -> None:
        """Check that every call has a note, and every note a call. Raises WrongNoteError."""
        for caller, names in self.called.items():
            for index, name in enumerate(names):
                if name not in self.words:
                    known = f"the notes are: {', '.join(self.words)}" if self.words else ""
                    path = (*caller, "notes", index) if isinstance(caller, tuple) else ()
                    raise WrongNoteError(
                        f"there is no note “{name}”",
                        known or f"add “notes: {{{name}: …}}” to the table",
                        path,
                    )
        for name in self.words:
            if name not in self.numbers:
                raise WrongNoteError(
                    f"no row names the note “{name}”",
                    f"name it in a row, “notes: [{name}]”, or remove it",
                    ("notes", name),
                )
