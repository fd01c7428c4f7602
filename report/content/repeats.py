"""Finds numbers that are printed in large type and again directly beside it.

In: a report. Out: notes, at most one for a block. Facts are compared by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from report.findings.diagnostics import Diagnostic, diagnostic
from report.model.blocks.award import Award
from report.model.blocks.base import Block
from report.model.blocks.case import Case
from report.model.blocks.chart import Chart
from report.model.blocks.figures import Figures
from report.model.blocks.heading import Heading
from report.model.blocks.list import List
from report.model.blocks.panel import Panel
from report.model.blocks.paragraph import Paragraph
from report.model.blocks.table import Table
from report.model.facts import WITHOUT_FIGURE
from report.model.prose import Figure, Prose
from report.model.report import Report


def repeated_numbers(report: Report) -> Iterator[Diagnostic]:
    """Find strips, tallies and notes of which all numbers are directly beside them (D633)."""
    for chapter in report.chapters:
        for blocks in (chapter.introduction, *(one.blocks for one in chapter.sections)):
            for index, block in enumerate(blocks):
                if isinstance(block, Figures):
                    yield from _strip(block, blocks, index)
                elif isinstance(block, Chart):
                    if block.drawing.kind == "tally":
                        yield from _strip(block, blocks, index)
                    yield from _note(block, "the figures of this chart")
                elif isinstance(block, Table):
                    yield from _note(block, "the figures of this table")


def _note(block: Chart | Table, what: str) -> Iterator[Diagnostic]:
    """Return a finding if all facts of a note are in the chart or table above it."""
    if block.note is None:
        return
    named = {fact.id for fact in block.note.facts}
    numbers = _numbers([block.note])
    if numbers and named <= _shown(block).keys():
        line = block.key_written_at("note").line
        yield diagnostic(
            "D633",
            f"the note in line {line} repeats {what}: {_list(numbers)}",
            hint="remove the note, or write something that is not above, without these numbers",
            place=block.written_at,
        )


def _strip(strip: Figures | Chart, blocks: Sequence[Block], index: int) -> Iterator[Diagnostic]:
    """Return a finding if all facts of a strip or tally are in text, drawing or table beside it."""
    if isinstance(strip, Chart):
        what, facts = "tally", dict.fromkeys(fact.id for fact in strip.drawing.facts)
    else:
        what, facts = "strip", dict.fromkeys(item.fact.id for item in strip.items)
    before = (blocks[at] for at in range(index - 1, -1, -1))
    text = [*takewhile(_is_text, before), *filter(_is_text, blocks[index + 1 : index + 2])]
    owners, apart = _owners(facts, text), "the sentence that contains it"
    for near in (blocks[max(0, index - 2) : index][::-1], blocks[index + 1 : index + 3]):
        if not owners:
            owners, apart = _owners(facts, _past_heading(near)), "other blocks that contain it"
    if owners:
        named = [f"the {block.type} in line {block.written_at.line}" for block in owners]
        yield diagnostic(
            "D633",
            f"this {what} repeats numbers directly beside it, in {_and(named)}: {_list(facts)}",
            hint="remove it, or move it to the start of the subsection: a large number should not "
            f"be beside {apart}",
            place=strip.written_at,
        )


def _owners(facts: Iterable[str], blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks with the facts, in reading order; empty when one fact is in no block.

    If several blocks have a fact, the first one counts.
    """
    shown: dict[str, Block] = {}
    for block in blocks:
        for name in _shown(block):
            shown.setdefault(name, block)
    if any(name not in shown for name in facts):
        return []
    owners = {id(shown[name]): shown[name] for name in facts}
    return sorted(owners.values(), key=lambda block: block.written_at.line)


def _past_heading(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the first block, or the one after a heading, if it is a chart, panel or table."""
    nearest = blocks[1:2] if blocks and isinstance(blocks[0], Heading) else blocks[:1]
    return [block for block in nearest if isinstance(block, Chart | Panel | Table)]


def _is_text(block: Block) -> bool:
    return isinstance(block, Paragraph | List | Case | Award)


def _shown(block: Block) -> dict[str, None]:
    """Return the ids of the facts whose numbers a block prints or draws."""
    match block:
        case Paragraph() | Award():
            return _numbers([block.text])
        case List():
            return _numbers(block.items)
        case Case():
            return _numbers(block.text)
        case Table():
            heads = [column.head for column in block.columns]
            rows = [cell for line in block.lines for cell in line.cells]
            return _numbers([*heads, *rows])
        case Chart():
            return dict.fromkeys(fact.id for fact in block.drawing.facts)
        case Panel():
            shown = _numbers(claim.text for claim in block.claims)
            for claim in block.claims:
                drawn = claim.drawing.facts if claim.drawing else ()
                large = (claim.fact,) if claim.fact else ()
                shown |= dict.fromkeys(fact.id for fact in (*large, *drawn))
            return shown
    return {}


def _numbers(proses: Iterable[Prose]) -> dict[str, None]:
    """Return the ids of the facts whose numbers are printed in prose, in order."""
    pieces = (piece for prose in proses for piece in prose.walk())
    return {
        piece.fact.id: None
        for piece in pieces
        if isinstance(piece, Figure) and piece.form not in WITHOUT_FIGURE
    }


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _and(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
