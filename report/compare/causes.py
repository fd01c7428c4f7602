"""Why pages changed: which files, facts, tokens, rules and templates are others.

In: two states with their files, and what changed on the pages. Out: causes, with file, line, what
changed, and the changed pages of the head that each reaches. A change that cannot be seen in the
PDF, such as a comment, is no cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from report.compare.reach import Blocks, Reach
from report.compare.result import Cause, Comparison
from report.compare.sources import Rule, hunks, keys, rules
from report.compare.states import State
from report.project.project import Project

#: The folders of a project of which a report is made.
_FOLDERS = ("data", "sources", "styles", "templates")
_OF_THEME = ("styles", "templates")
_TEXTS = frozenset((".yaml", ".yml", ".css", ".html", ".svg", ".csv", ".md", ".txt"))
_LONGEST = 60
#: The lists that say which parts a report has, in their order.
_ORDER = ("chapters", "sections")


@dataclass(slots=True)
class _Found:
    """Causes, those of unknown reach apart: they are given the pages that nothing else explains."""

    known: list[Cause] = field(default_factory=list)
    unknown: list[tuple[str, int, str]] = field(default_factory=list)


def causes(base: State, head: State, found: Comparison) -> list[Cause]:
    """Return the causes of what changed; none for PDFs, of which no files are known."""
    if base.project is None or head.project is None:
        return []
    was, now = _files(base.project), _files(head.project)
    blocks = Blocks.of(base.project.root, base), Blocks.of(head.project.root, head)
    reach = Reach.of(*blocks, found)
    made = _Found()
    for name in sorted({*was, *now}, key=lambda one: PurePosixPath(one).parts):
        old = was[name].read_bytes() if name in was else None
        new = now[name].read_bytes() if name in now else None
        if old != new:
            _explain(name, old, new, found, reach, made)
    told = {page for cause in made.known for page in cause.pages}
    rest = tuple(page for page in reach.changed if page not in told)
    made.known += [Cause(*one, rest) for one in made.unknown]
    return sorted(made.known, key=lambda one: (PurePosixPath(one.file).parts, one.line, one.what))


def _files(project: Project) -> dict[str, Path]:
    """Return the files of which a report is made, by their names in it.

    What the project does not have of styles and templates comes from the theme.
    """
    found = {}
    for root in reversed(project.roots):
        for folder in _FOLDERS if root == project.root else _OF_THEME:
            for path in (root / folder).rglob("*"):
                name = path.relative_to(root)
                hidden = any(part.startswith(".") for part in name.parts)
                if not hidden and "__pycache__" not in name.parts and path.is_file():
                    found[name.as_posix()] = path
    return found


def _explain(
    name: str, old: bytes | None, new: bytes | None, found: Comparison, reach: Reach, made: _Found
) -> None:
    """Find the causes in one file."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _TEXTS or name.startswith("data/images/"):
        how = "replaced" if old and new else "added" if new else "removed"
        pages = reach.of_name(name)
        if name.startswith("data/images/"):
            made.known.append(Cause(name, 1, f"picture {how}", pages))
        else:
            made.unknown.append((name, 1, f"file {how}"))
        return
    was, now = _text(old), _text(new)
    if name.startswith("styles/") and suffix == ".css":
        made.known += _rules(name, was, now, reach)
    elif name.startswith("styles/"):
        made.known += _tokens(name, was, now, reach)
    elif name.startswith("templates/"):
        made.known += _templates(name, was, now, reach)
    elif name.startswith("data/"):
        _data(name, old, new, found, reach, made)
    else:
        made.unknown.append((name, 1, "file changed"))


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "replace")


def _tokens(name: str, was: str, now: str, reach: Reach) -> Iterator[Cause]:
    for line, what in _settings(was, now):
        yield Cause(name, line, f"token {what}", reach.looks)


def _settings(was: str, now: str) -> Iterator[tuple[int, str]]:
    """Return the keys of two YAML files that have other values, with line and old → new."""
    old, new = keys(was), keys(now)
    for key in [*new, *(one for one in old if one not in new)]:
        before, after = old.get(key), new.get(key)
        if before is None and after is not None:
            yield after.line, f"{key}: {_short(after.value)} (new)"
        elif after is None and before is not None:
            yield 1, f"{key}: {_short(before.value)} (gone)"
        elif before and after and before.value != after.value:
            yield after.line, f"{key}: {_short(before.value)} → {_short(after.value)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _rules(name: str, was: str, now: str, reach: Reach) -> Iterator[Cause]:
    old, new = rules(was), rules(now)
    before: Mapping[str, Sequence[Rule]] = old
    pages = reach.of_style(name)
    for selector in [*new, *(one for one in old if one not in new)]:
        one, other = before.get(selector, ()), new.get(selector, ())
        if [rule.body for rule in one] == [rule.body for rule in other]:
            continue
        how = "changed" if one and other else "new" if other else "gone"
        line = _first_change(one, other)
        yield Cause(name, line, f"rule {_short(selector)} {how}", pages)


def _first_change(one: Sequence[Rule], other: Sequence[Rule]) -> int:
    known = [rule.body for rule in one]
    return next((rule.line for rule in other if rule.body not in known), 1)


def _templates(name: str, was: str, now: str, reach: Reach) -> Iterator[Cause]:
    how = "changed" if was and now else "new" if now else "gone"
    first = next(hunks(was, now), None)
    if first is not None:
        yield Cause(name, first[2] + 1, f"template {how}", reach.of_template(name))


def _data(
    name: str,
    old: bytes | None,
    new: bytes | None,
    found: Comparison,
    reach: Reach,
    made: _Found,
) -> None:
    """Find the causes in a file of the data: facts, blocks, settings."""
    was, now = _text(old), _text(new)
    if old is None or new is None:
        how = "new file" if old is None else "file removed"
        pages = reach.of_file(name)
        if pages:
            made.known.append(Cause(name, 1, how, pages))
        else:
            made.unknown.append((name, 1, how))
        return
    facts = list(_facts(name, was, now, found))
    made.known += facts
    if facts or re.search(r"^facts:\s*(#.*)?$", now, re.MULTILINE):
        told = {id_ for cause in facts for id_ in _told_by(cause, found)}
        for line, what in _settings(was, now):
            key = what.partition(": ")[0].removeprefix("facts.")
            if not any(key == id_ or key.startswith(f"{id_}.") for id_ in told):
                made.unknown.append((name, line, what.removeprefix("facts.")))
        return
    order = next((key for key in _ORDER if _list_of(key, was) != _list_of(key, now)), None)
    if order:
        line = next((start + 1 for _, _, start, _ in hunks(was, now)), 1)
        made.unknown.append((name, line, f"{order} changed"))
        return
    blocks = reach.blocks_changed(name, was, now)
    if blocks:
        made.known += blocks
        return
    made.unknown += [(name, line, what) for line, what in _settings(was, now)] or [
        (name, start + 1, "changed") for _, _, start, _ in list(hunks(was, now))[:1]
    ]


def _list_of(key: str, text: str) -> list[str]:
    """Return the items of a list of files: what a report or a chapter is made of, in its order."""
    return [value.value for name, value in keys(text).items() if name.startswith(f"{key}.")]


def _told_by(cause: Cause, found: Comparison) -> Iterator[str]:
    """Return the ids of the facts that a cause is about: both, when a fact has another id now."""
    id_ = cause.what.removeprefix("fact ").partition(": ")[0]
    yield id_.partition("[")[0]
    yield from (old for old, new in found.renamed if new == id_)


def _facts(name: str, was: str, now: str, found: Comparison) -> Iterator[Cause]:
    """Return the facts of a file whose figures changed, and those with another id."""
    changed = {page.head for page in found.changed()}
    for fact in found.facts:
        id_ = fact.id.partition("[")[0]
        line = _line_of(id_, now)
        line = _line_of_value(line, now)
        if line or _line_of(id_, was):
            how = f"{fact.old or 'new'} → {fact.new or 'gone'}"
            pages = tuple(page for page in fact.pages if page in changed)
            yield Cause(name, line or 1, f"fact {fact.id}: {how}", pages)
    for old, new in found.renamed:
        if line := _line_of(new, now):
            yield Cause(name, line, f"fact {new}: it was called {old}", ())


def _line_of_value(line: int, text: str) -> int:
    """Return the line of a fact's value, which stands below its id."""
    lines = text.splitlines()
    for number in range(line, min(line + 8, len(lines))):
        if re.match(r"[ \t]+values?[ \t]*:", lines[number]):
            return number + 1
    return line


def _line_of(id_: str, text: str) -> int:
    match = re.search(rf"^[ \t]+[\"']?{re.escape(id_)}[\"']?[ \t]*:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 0
