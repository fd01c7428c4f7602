"""Checks of a valid report: ids, links, unused facts, typed figures, drafts, accents, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from report.content.advice import nearest
from report.content.beside import proses, typed_units
from report.content.digits import by_word, names_pattern, typed
from report.content.pictures import LOGO, PictureFile, find_picture, given_logo
from report.content.plain import marks_in_words
from report.content.repeats import repeated_numbers
from report.content.twofold import groups, two_figures, typed_facts
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Model, Written
from report.model.blocks.base import Block, Measures
from report.model.blocks.heading import Heading
from report.model.blocks.measures import Topic
from report.model.blocks.picture import Picture
from report.model.drawing import Drawing, DrawnPoint
from report.model.prose import Prose, Span, Text
from report.model.report import ChapterFile, Report, SectionFile
from report.model.theme import Theme
from report.project.project import Project

_DRAFT = re.compile(r"(?<![A-Za-z])(?:TODO|TBC|FIXME)(?![A-Za-z])|待補|待定|待確認")

#: Codes of findings that are errors in a release.
RELEASE_BLOCKERS = frozenset(
    {
        "D015",
        "D016",
        "D017",
        "D111",
        "D206",
        "D208",
        "D214",
        "D217",
        "D301",
        "D305",
        "D306",
        "D605",
        "D611",
        "D612",
        "D614",
        "D615",
    }
)


def check_report(report: Report, used: frozenset[str]) -> list[Diagnostic]:
    """Run all checks that need only the data."""
    return [
        *_duplicate_ids(report),
        *_unused_facts(report, used),
        *_dead_links(report),
        *_skipped_levels(report),
        *_typed_figures(report, used),
        *two_figures(report.facts, used, groups(report)),
        *typed_units(report, used),
        *_drafts(report),
        *marks_in_words(_words(report)),
        *repeated_numbers(report),
    ]


def _skipped_levels(report: Report) -> Iterator[Diagnostic]:
    """Find headings that skip a level (D110; ISO 14289-1, 7.4.2)."""
    for section in (one for chapter in report.chapters for one in chapter.sections):
        above = 1
        for block in section.blocks:
            if not isinstance(block, Heading):
                continue
            if block.level > above + 1:
                yield diagnostic(
                    "D110",
                    f"a heading of level {block.level} follows one of level {above}",
                    hint=f"write level: {above + 1}; users of screen readers would look for the "
                    "skipped level",
                    place=block.key_written_at("level"),
                )
            above = block.level


def check_accents(report: Report, theme: Theme) -> list[Diagnostic]:
    """Check that the theme has all accents of sections, chapters and topics (D105)."""
    found = []
    for model in report.models():
        if not isinstance(model, ChapterFile | SectionFile | Topic):
            continue
        if model.accent and model.accent not in theme.accents:
            known = tuple(theme.accents)
            found.append(
                diagnostic(
                    "D105",
                    f"the theme has no accent “{model.accent}”",
                    hint=nearest(model.accent, known) or "it has: " + ", ".join(known),
                    place=model.key_written_at("accent"),
                )
            )
    return found


def check_pictures(
    report: Report, project: Project, theme: Theme
) -> tuple[dict[str, PictureFile], list[Diagnostic]]:
    """Find the files of all picture blocks, and a given logo; returns them by id, and findings."""
    widths = {"column": theme.column_pt, "full": theme.measure_pt}
    files: dict[str, PictureFile] = {}
    found: list[Diagnostic] = []
    for _, block in report.blocks():
        if isinstance(block, Picture):
            file, wrong = find_picture(project, block, theme.type.leading, widths)
            found.extend(wrong)
            if file:
                files[block.id] = file
    if LOGO not in files:
        file, wrong = given_logo(project)
        found.extend(wrong)
        if file:
            files[LOGO] = file
    return files, found


def _duplicate_ids(report: Report) -> Iterator[Diagnostic]:
    """Find ids that are used twice: by blocks, sections or their drawings (D106)."""
    seen: dict[str, tuple[Model, Place]] = {}
    for model in report.models():
        if not isinstance(model, Block | ChapterFile | SectionFile):
            continue
        place = model.key_written_at("id")
        for name in _names(model):
            owner, first = seen.setdefault(name, (model, place))
            if owner is not model:
                yield diagnostic(
                    "D106",
                    f"the id “{name}” is used twice, first in {first}",
                    hint="give one of the two another id",
                    place=place,
                )


def _names(model: Block | ChapterFile | SectionFile) -> Iterator[str]:
    """Return the ids of a model: its own and those of its drawings."""
    names = [model.id] if model.id else []
    if isinstance(model, Block):
        names += [one.id for one in model.requests("", Measures(1, 1, 0, 1))]
    else:
        names += [f"opener.{model.id}" if isinstance(model, ChapterFile) else f"band.{model.id}"]
    yield from dict.fromkeys(names)


def at_their_blocks(found: Iterable[Diagnostic], report: Report) -> list[Diagnostic]:
    """Add the place of the block to findings that name its drawing."""
    places = {
        name: model.key_written_at("id")
        for model in report.models()
        if isinstance(model, Block | ChapterFile | SectionFile)
        for name in _names(model)
    }
    placed = []
    for one in found:
        named = [place for name, place in places.items() if f"“{name}”" in one.message]
        if named and not one.file:
            at = named[0]
            placed.append(replace(one, file=at.file, line=at.line, column=at.column))
        else:
            placed.append(one)
    return placed


def _unused_facts(report: Report, used: frozenset[str]) -> Iterator[Diagnostic]:
    """Find facts that nothing names; those of a spreadsheet are told together (D202)."""
    imported: dict[str, list[str]] = {}
    for name, series in report.facts.items():
        if name in used:
            continue
        if series.file:
            imported.setdefault(series.file, []).append(name)
            continue
        yield diagnostic(
            "D202",
            f"the fact “{name}” is never used",
            hint="print it somewhere, or remove it",
            place=series.named_at,
        )
    for file, names in imported.items():
        listed = ", ".join(names[:5]) + ("…" if names[5:] else "")
        verb = "are" if len(names) > 1 else "is"
        yield diagnostic(
            "D202",
            f"{len(names):,} of the facts in {file} {verb} never used: {listed}",
            hint="print them, or leave them: a spreadsheet may have more than the report",
            place=report.facts[names[0]].named_at,
        )


def _dead_links(report: Report) -> Iterator[Diagnostic]:
    """Find links to ids that do not exist (D108)."""
    known = {
        model.id
        for model in report.models()
        if isinstance(model, Block | ChapterFile | SectionFile) and model.id
    }
    for prose in _proses(report):
        links = [piece for piece in prose.walk() if isinstance(piece, Span)]
        for link in links:
            name = link.href[1:]
            if link.href.startswith("#") and name not in known:
                yield diagnostic(
                    "D108",
                    f"this link has no target: there is no id “{name}”",
                    hint=nearest(name, sorted(known)) or "link to the id of a block or section",
                    place=link.place,
                )


def _proses(report: Report) -> Iterator[Prose]:
    for model in report.models():
        for name in type(model).model_fields:
            yield from proses(getattr(model, name))


def texts(report: Report, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, Written]]:
    """Return all printed texts with the places of their characters.

    ``without`` are keys whose texts are left out.
    """
    for model in report.models():
        for name in type(model).model_fields:
            value = getattr(model, name)
            for part in proses(value):
                for piece in part.walk():
                    if isinstance(piece, Text):
                        yield piece.text, piece.written
            if isinstance(value, str) and name in _PRINTED - without:
                yield value, model.text_written_at(name)
    yield from _drawn_words(report)
    yield from ((text, at) for name, text, at in report.facts.words if name not in without)


def _words(report: Report) -> Iterator[tuple[str, str, Written]]:
    """Return all printed texts that are not prose, with their keys and places."""
    for model in report.models():
        for name in type(model).model_fields:
            value = getattr(model, name)
            if name in _PRINTED and isinstance(value, str):
                yield name, value, model.text_written_at(name)
    yield from report.facts.words


_PRINTED = {
    "title",
    "subtitle",
    "organisation",
    "edition",
    "unit",
    "label",
    "period",
    "place",
    "alt",
}


def _drawn_words(report: Report) -> Iterator[tuple[str, Written]]:
    """Return the names that drawings print, such as those of the points and axes of a matrix."""
    for model in report.models():
        if isinstance(model, DrawnPoint):
            yield model.name, model.text_written_at("name")
        elif isinstance(model, Drawing):
            for key in ("names", "axes"):
                for index, word in enumerate(getattr(model, key)):
                    place = model.item_written_at(key, index)
                    yield word, Written(place.file, ((0, place.line, place.column),))


def _typed_figures(report: Report, used: frozenset[str]) -> Iterator[Diagnostic]:
    """Find typed numbers (D206), also those that a fact has, or has with another unit (D214)."""
    names = names_pattern(report.facts.names)
    in_words = {written.at(0) for _, _, written in _words(report)}
    in_words |= {written.at(0) for _, written in _drawn_words(report)}
    found = [
        one._replace(takes_facts=written.at(0) not in in_words)
        for text, written in texts(report, without=frozenset({"period"}))
        for one in typed(text, written, names)
    ]
    told = list(typed_facts(found, report.facts, used))
    yield from (one for _, one in told if one is not None)
    yield from by_word(typed for typed, one in told if one is None)


def _drafts(report: Report) -> Iterator[Diagnostic]:
    for text, written in texts(report):
        for match in _DRAFT.finditer(text):
            yield diagnostic(
                "D305",
                f"this text is still marked “{match[0]}”",
                hint="finish it before the release",
                place=written.at(match.start()),
            )
