"""What a comparison found: pages, facts, causes, and what a command makes of them.

In: nothing. Out: the types that all outputs share, and the object that is written as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from report.compare.reader import Box
from report.findings.diagnostics import Diagnostic

PageKind = Literal["same", "changed", "added", "removed"]
TextKind = Literal["changed", "added", "removed", "moved"]
#: What can make a comparison fail.
FAIL_ON = ("any", "pages", "facts", "text", "layout")


@dataclass(slots=True)
class Words:
    """Text that changed on a page; what did not change before and after it shows where."""

    kind: TextKind
    old: str
    new: str
    before: str = ""
    after: str = ""
    #: Where it stood, when it moved: the page of the base.
    from_page: int | None = None


@dataclass(slots=True)
class Page:
    """A page of the base and of the head, from 1; None where there is none."""

    base: int | None
    head: int | None
    kind: PageKind = "same"
    #: What changed, in pt from the top left: on the head's page and on the base's.
    regions: list[Box] = field(default_factory=list)
    base_regions: list[Box] = field(default_factory=list)
    text: list[Words] = field(default_factory=list)
    #: Whether looks changed, words flowed, or the page moved past others.
    looks: bool = False
    reflowed: bool = False
    moved: bool = False

    @property
    def name(self) -> str:
        """Its number for people: ``4``, or ``3 → 4`` when it is another one now."""
        if self.base is None or self.head is None or self.base == self.head:
            return str(self.head or self.base)
        return f"{self.base} → {self.head}"

    def as_dict(self) -> dict[str, Any]:
        """Return the page as it is written in JSON."""
        return {
            "base": self.base,
            "head": self.head,
            "kind": self.kind,
            "regions": [
                [round(left, 1), round(top, 1), round(right - left, 1), round(foot - top, 1)]
                for left, top, right, foot in self.regions
            ],
            "text": [{"kind": one.kind, "old": one.old, "new": one.new} for one in self.text],
        }


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact whose figure changed; empty: it is new or gone. ``pages`` are those of the head."""

    id: str
    old: str
    new: str
    pages: tuple[int, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the fact as it is written in JSON."""
        return {"id": self.id, "old": self.old, "new": self.new, "pages": list(self.pages)}


@dataclass(frozen=True, slots=True)
class Cause:
    """What changed in a file of the project, and the changed pages of the head that it reaches."""

    file: str
    line: int
    what: str
    pages: tuple[int, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the cause as it is written in JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "what": self.what,
            "pages": list(self.pages),
        }


@dataclass(slots=True)
class Comparison:
    """Everything that a comparison found."""

    base_name: str
    head_name: str
    pages: list[Page] = field(default_factory=list)
    facts: list[FactChange] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    #: Running heads and folios that changed; they do not count by themselves.
    furniture: list[tuple[str, str]] = field(default_factory=list)
    #: Facts that have another id now, and the same figure.
    renamed: list[tuple[str, str]] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    #: Whether both documents are the same bytes.
    same_bytes: bool = False
    base_built: bool = True
    head_built: bool = True

    def changed(self) -> list[Page]:
        """Return the pages that are not the same."""
        return [page for page in self.pages if page.kind != "same"]

    def fails(self, on: str) -> bool:
        """Return whether something changed of the kind that must not."""
        facts = bool(self.facts)
        text = any(one.kind != "moved" for page in self.pages for one in page.text)
        layout = any(
            page.looks or page.reflowed or page.moved or page.kind in ("added", "removed")
            for page in self.pages
        )
        pages = bool(self.changed())
        by = {"facts": facts, "text": text, "layout": layout, "pages": pages}
        return any(by.values()) if on == "any" else by[on]

    def summary(self) -> dict[str, Any]:
        """Return numbers of what changed."""
        kinds = [page.kind for page in self.pages]
        texts = [one.kind for page in self.pages for one in page.text]
        return {
            "base": self.base_name,
            "head": self.head_name,
            "same": not self.changed() and not self.facts,
            "pages": {kind: kinds.count(kind) for kind in ("same", "changed", "added", "removed")},
            "text": {kind: texts.count(kind) for kind in ("changed", "added", "removed", "moved")},
            "facts": len(self.facts),
            "causes": len(self.causes),
            "moved_pages": sum(page.moved for page in self.pages),
            "reflowed_pages": [page.head for page in self.pages if page.reflowed and page.head],
            "furniture": [{"old": old, "new": new} for old, new in self.furniture],
            "renamed_facts": [{"old": old, "new": new} for old, new in self.renamed],
            "base_built": self.base_built,
            "head_built": self.head_built,
        }

    def as_dict(self, *, only_changed: bool = False) -> dict[str, Any]:
        """Return the comparison as JSON has it; ``only_changed`` leaves out equal pages."""
        pages = self.changed() if only_changed else self.pages
        return {
            "pages": [page.as_dict() for page in pages],
            "facts": [fact.as_dict() for fact in self.facts],
            "causes": [cause.as_dict() for cause in self.causes],
            "summary": self.summary(),
        }


def counted(number: int, word: str, words: str = "") -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {word if number == 1 else words or word + 's'}"


def headline(found: Comparison) -> str:
    """Return what changed in one line."""
    if found.same_bytes:
        return "no difference, the same file twice"
    kinds = found.summary()["pages"]
    others = [kind for kind in kinds if kind != "same" and kinds[kind]]
    parts = [f"{counted(kinds[kind], 'page')} {kind}" for kind in others] or ["no page changed"]
    texts: Sequence[str] = [one.kind for page in found.pages for one in page.text]
    words = sum(kind != "moved" for kind in texts)
    if words:
        parts.append(counted(words, "text change"))
    if found.facts:
        parts.append(counted(len(found.facts), "figure") + " changed")
    if kinds["same"]:
        parts.append(counted(kinds["same"], "page") + " the same")
    return ", ".join(parts)
