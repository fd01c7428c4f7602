"""Loads the data of a project, starting with ``data/report.yaml``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from report.content.advice import nearest
from report.content.claims import check_claims, needed
from report.content.faults import explain
from report.content.files import beside, read_bytes, read_text
from report.content.imports import Shared, merged_imports, read_facts
from report.content.oddities import find_oddities
from report.content.overlay import overlay
from report.content.prose import Binder
from report.content.settle import settle
from report.content.sheets import LARGEST, read_sheet
from report.content.validated import model_once
from report.content.yaml import parse, parse_once
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.findings.errors import FindingsError
from report.model.base import Located, Model, Written
from report.model.factsfile import FactsFile, Import
from report.model.lexicon import Lexicon
from report.model.report import Chapter, ChapterFile, Report, Section, SectionFile, Settings
from report.model.reportsfile import ReportsFile
from report.model.series import Facts, Series
from report.model.theme import Theme
from report.project.project import Project

M = TypeVar("M", bound=Model)


class _Loader:
    """Reads the files of one project and collects all findings."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.found: list[Diagnostic] = []
        self.binder = Binder(Facts({}))
        #: The files that have been read, in the order of reading, and the spreadsheets.
        self.names: list[str] = []
        self.sources: list[str] = []
        #: Facts that others are computed from, or that claims compare.
        self.needed: frozenset[str] = frozenset()
        self._digest = hashlib.sha256()
        #: A hash of what the facts come from; empty before these are known.
        self._facts = ""

    def read(self, path: Path, kind: type[M], named_at: Place) -> M | None:
        """Read and validate one file; None when it has errors, which are added to ``found``."""
        name = self.project.relative(path)
        try:
            text = read_text(self.project, path, named_at)
            if name in self.names:
                message = f"the file “{name}” is named twice"
                hint = "name each file once"
                raise FindingsError([diagnostic("D106", message, hint=hint, place=named_at)])
            self.names.append(name)
            self._digest.update(text.encode())
            others = self.project.overlay.of_settings if kind is Settings else ()
            tree = parse(text, name) if others else parse_once(text, name)
            if others:
                self._digest.update(json.dumps(others).encode())
                overlay(tree, others, self.project.overlay.place)
            self.found.extend(find_oddities(tree))
            return self._validate(tree, kind, name)
        except FindingsError as exc:
            self.found.extend(exc.diagnostics)
            return None

    def _validate(self, tree: Any, kind: type[M], name: str) -> M | None:
        if not isinstance(tree, Located):
            self.found.append(
                diagnostic(
                    "D102" if tree is not None else "D004",
                    "this file must have keys and values"
                    if tree is not None
                    else "this file has only comments",
                    hint="compare it with a file made by “report new”",
                    place=Place(name, 1, 1),
                )
            )
            return None
        try:
            if not self._facts:
                return kind.model_validate(tree, context=self.binder)
            validate = partial(kind.model_validate, tree, context=self.binder)
            return model_once(validate, tree, kind, name, self.binder, self._facts)
        except ValidationError as exc:
            self.found.extend(explain(exc, tree, name))
            return None

    def each(
        self, owner: Model, key: str, names: Sequence[str], base: Path, kind: type[M]
    ) -> list[tuple[str, M | None]]:
        """Read the files that a key of ``owner`` lists, relative to the file that lists them."""
        read = []
        for index, name in enumerate(names):
            place = owner.item_written_at(key, index)
            path = beside(base, name)
            read.append((self.project.relative(path), self.read(path, kind, place)))
        return read

    def lexicon(self, settings: Settings, home: Path) -> tuple[str, ...]:
        """Read the lexicon that ``report.yaml`` names, if any."""
        if settings.lexicon is None:
            return ()
        place = settings.key_written_at("lexicon")
        lexicon = self.read(beside(home, settings.lexicon), Lexicon, place)
        if lexicon is None:
            return ()
        seen: dict[str, Place] = {}
        for index, word in enumerate(lexicon.words):
            place = lexicon.item_written_at("words", index)
            first = seen.setdefault(word, place)
            if first is not place:
                message = f"the word “{word}” is listed twice, first in {first}"
                hint = "remove one of the two"
                self.found.append(diagnostic("D106", message, hint=hint, place=place))
        return lexicon.words

    def facts(self, written: FactsFile, settings: Settings) -> Facts | None:
        """Read the spreadsheets and compute the facts; None when there are errors."""
        imported: dict[str, Series] = {}
        words: list[tuple[str, str, Written]] = []
        found: list[Diagnostic] = []
        defaults = written.defaults
        shared = Shared(settings.reported, settings.numbers, defaults.period, defaults.source)
        for one in written.imports:
            try:
                series, texts, wrong = self.sheet(one, shared)
                found += [*wrong, *merged_imports(imported, series)]
                words += texts
            except FindingsError as exc:
                found += exc.diagnostics
        broken = any(d.severity.rank == 0 for d in found)
        facts, wrong = settle(written, settings, imported, words)
        # what is missing because a sheet cannot be read is not told
        found += [d for d in wrong if not (broken and d.code == "D201")]
        if not any(d.severity.rank == 0 for d in found):
            found += check_claims(written, facts)
            self.needed = needed(written, facts)
        self.found += found
        return None if any(d.severity.rank == 0 for d in found) else facts

    def sheet(
        self, asked: Import, shared: Shared
    ) -> tuple[dict[str, Series], list[tuple[str, str, Written]], list[Diagnostic]]:
        """Read the facts of a spreadsheet; raises FindingsError."""
        place = asked.key_written_at("file")
        path = beside(self.project.data, asked.file)
        raw = read_bytes(self.project, path, place, LARGEST)
        name = self.project.relative(path)
        if name not in self.sources:
            self.sources.append(name)
            self._digest.update(raw)
        at = asked.key_written_at("sheet") if asked.sheet else place
        sheet = read_sheet(raw, name, asked.sheet, tuple(asked.columns.values()), at)
        return read_facts(sheet, asked, shared)

    def load(self) -> Report | None:
        """Read everything; None when there are errors."""
        home = self.project.data / "report.yaml"
        settings = self.read(home, Settings, Place("data/report.yaml", 1, 1))
        if settings is None:
            return None
        lexicon = self.lexicon(settings, home)
        place = settings.key_written_at("facts")
        written = self.read(beside(home, settings.facts), FactsFile, place)
        if written is None:
            return None
        facts = self.facts(written, settings)
        if facts is None:
            return None
        self.binder = Binder(facts)
        self._facts = self._digest.hexdigest()
        chapters = []
        listed = self.each(settings, "chapters", settings.chapters, home, ChapterFile)
        for number, (file, chapter) in enumerate(listed, 1):
            if chapter is None:
                continue
            sections = self.each(
                chapter, "sections", chapter.sections, self.project.root / file, SectionFile
            )
            whole = [
                Section(index, name, data)
                for index, (name, data) in enumerate(sections, 1)
                if data is not None
            ]
            chapters.append(Chapter(number, file, chapter, tuple(whole)))
        if any(d.severity.rank == 0 for d in self.found):
            return None
        self.found.extend(self.binder.warnings)
        version = self._digest.hexdigest()
        files = (*self.names, *self.sources)
        return Report(settings, facts, tuple(chapters), version, lexicon, files)


def load_report(project: Project) -> tuple[Report | None, list[Diagnostic], frozenset[str]]:
    """Read the data of a project.

    Returns the report (None when there are errors), all findings, and the ids of the used facts.
    """
    loader = _Loader(project)
    report = loader.load()
    return report, loader.found, frozenset(loader.binder.used) | loader.needed


def load_list(path: Path) -> tuple[ReportsFile, list[Diagnostic]]:
    """Read a list of reports; returns it with its warnings.

    Places in it have the name of the file without its folder. Raises FindingsError for errors.
    """
    folder = path.parent.resolve()
    loader = _Loader(Project(folder, folder))
    read = loader.read(folder / path.name, ReportsFile, Place(path.name, 1, 1))
    if read is None or any(one.severity.rank == 0 for one in loader.found):
        raise FindingsError(loader.found)
    return read, loader.found


def data_files(project: Project) -> list[str]:
    """Return the paths of all data files in the order of reading, ``report.yaml`` first."""
    loader = _Loader(project)
    loader.load()
    return loader.names


def design(project: Project, settings: Settings) -> Project:
    """Return the project with the design that ``report.yaml`` names.

    Raises FindingsError (D505) when it does not exist.
    """
    name = settings.theme
    if name and name not in project.designs():
        known = ", ".join(project.designs())
        message = f"there is no theme “{name}”: styles/themes/{name}/ does not exist"
        hint = nearest(name, project.designs()) or f"themes: {known}; or remove the line"
        place = settings.key_written_at("theme")
        raise FindingsError([diagnostic("D505", message, hint=hint, place=place)])
    return project.designed(name)


def with_design_if_valid(project: Project) -> Project:
    """Return the project with its design, or unchanged when its settings have errors."""
    settings = _Loader(project).read(
        project.data / "report.yaml", Settings, Place("data/report.yaml", 1, 1)
    )
    try:
        return design(project, settings) if settings else project
    except FindingsError:
        return project


def load_theme(project: Project) -> Theme:
    """Read the tokens of a project's design.

    Raises FindingsError: D503 for a missing file, D504 and codes D0 and D1 for errors in it.
    """
    path = project.tokens
    if path is None:
        raise FindingsError(
            [
                diagnostic(
                    "D503",
                    "styles/tokens.yaml does not exist",
                    hint="restore it, or copy it from a project made by “report new”",
                )
            ]
        )
    name = project.relative(path)
    root = next(root for root in project.roots if path.is_relative_to(root))
    text = read_text(Project(root, root), path)
    others = project.overlay.of_tokens
    if not others:
        return _theme_of(text, name)
    tree = parse(text, name)
    overlay(tree, others, project.overlay.place)
    return _as_theme(tree, name)


@lru_cache(maxsize=4)
def _theme_of(text: str, name: str) -> Theme:
    """Return the theme of a file's text, the same object for the same text."""
    return _as_theme(parse(text, name), name)


def _as_theme(tree: Any, name: str) -> Theme:
    try:
        if not isinstance(tree, Located):
            message = "the tokens must be keys and values"
            hint = "restore the file from the last good version"
            raise FindingsError([diagnostic("D504", message, hint=hint, place=Place(name, 1, 1))])
        return Theme.model_validate(tree)
    except ValidationError as exc:
        raise FindingsError(explain(exc, tree, name)) from None
