"""What can be known of a report that has the right shape: ids, facts, digits, drafts, accents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report.content.pictures import PictureFile, find_picture
from report.content.prose import nearest
from report.diagnostics import Diagnostic, Place, diagnostic
from report.model.base import Model
from report.model.blocks.base import Block
from report.model.blocks.picture import Picture
from report.model.prose import Prose, Text
from report.model.report import ChapterFile, Report, SectionFile
from report.model.theme import Theme
from report.project import Project

_DATE = re.compile(r"\d{4}年(?:初|底)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日")
_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?%?")
_DRAFT = re.compile(r"\b(?:TODO|TBC|FIXME)\b|待補|待定|待確認")

#: Findings that a draft may have and a release may not.
RELEASE_BLOCKERS = frozenset({"D206", "D301", "D305", "D306", "D605"})


def check_report(report: Report, used: frozenset[str]) -> list[Diagnostic]:
    """Check everything that needs the data alone."""
    return [
        *_duplicate_ids(report),
        *_unused_facts(report, used),
        *_typed_figures(report),
        *_drafts(report),
    ]


def check_accents(report: Report, theme: Theme) -> list[Diagnostic]:
    """Check that the theme has every accent that the sections name (D105)."""
    found = []
    for model in report.models():
        if isinstance(model, ChapterFile | SectionFile) and model.accent not in theme.accents:
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
    """Find the file of every picture slot; gives them by id, and what is wrong with them."""
    widths = {"column": theme.column_pt, "full": theme.measure_pt}
    files: dict[str, PictureFile] = {}
    found: list[Diagnostic] = []
    for _, block in report.blocks():
        if isinstance(block, Picture):
            file, wrong = find_picture(project, block, theme.type.leading, widths)
            found.extend(wrong)
            if file:
                files[block.id] = file
    return files, found


def _duplicate_ids(report: Report) -> Iterator[Diagnostic]:
    seen: dict[str, Place] = {}
    for model in report.models():
        name = getattr(model, "id", "") if isinstance(model, Block | ChapterFile | SectionFile) else ""
        if not name:
            continue
        place = model.key_written_at("id")
        if name in seen:
            yield diagnostic(
                "D106",
                f"the id “{name}” is used twice, first in {seen[name]}",
                hint="give one of the two another id",
                place=place,
            )
        else:
            seen[name] = place


def _unused_facts(report: Report, used: frozenset[str]) -> Iterator[Diagnostic]:
    for name in report.facts.facts:
        if name not in used:
            yield diagnostic(
                "D202",
                f"the fact “{name}” is never used",
                hint="print it somewhere, or remove it",
                place=report.facts.facts[name].written_at,
            )


def texts(report: Report) -> Iterator[tuple[str, Place]]:
    """Give every written text that is printed, with the place it starts at."""
    for model in [*report.models(), *report.facts.facts.values()]:
        for name in type(model).model_fields:
            value = getattr(model, name)
            for part in _flat(value):
                if isinstance(part, Prose):
                    for piece in part.walk():
                        if isinstance(piece, Text):
                            yield piece.text, part.place
                elif isinstance(part, str) and name in _PRINTED:
                    yield part, model.key_written_at(name)


_PRINTED = {"title", "subtitle", "organisation", "edition", "head", "unit", "label", "place", "alt"}


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, tuple) and not isinstance(value, Model):
        for item in value:
            yield from _flat(item)
    else:
        yield value


def _typed_figures(report: Report) -> Iterator[Diagnostic]:
    names = sorted(report.facts.names, key=len, reverse=True)
    for text, place in texts(report):
        bare = text
        for name in names:
            bare = bare.replace(name, "〇")
        bare = _DATE.sub("〇", bare)
        for match in _DIGITS.finditer(bare):
            yield diagnostic(
                "D206",
                f"the figure “{match[0]}” is typed in the text",
                hint="write it in data/facts.yaml and print it with {{ its.id }}; if it is part "
                "of a name, add the name to “names” there",
                place=place,
            )


def _drafts(report: Report) -> Iterator[Diagnostic]:
    for text, place in texts(report):
        if match := _DRAFT.search(text):
            yield diagnostic(
                "D305",
                f"this text is still marked “{match[0]}”",
                hint="finish it before the release",
                place=place,
            )
