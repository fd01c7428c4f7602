"""Where the figures are on the finished pages, read from the text of the PDF.

In: the text of the pages, where the elements and drawings are, and the facts. Out: each printed
figure with its page, form and box, and the characters that it takes. What a page prints where a
fact should be, and is not that fact, is a finding (D215).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from report.engine.elements import Element
from report.findings.diagnostics import Diagnostic, Place, diagnostic
from report.model.facts import Fact
from report.model.numbers import MINUS
from report.model.series import Facts, period_key
from report.model.shown import AFTER, BEFORE, shown_in
from report.pages.text import Box, PageText

_INNER = re.compile(r"\d(?:[\d,.]*\d)?")
_COMPUTED = "="
#: The widest space between a number and its unit, in their heights.
_GAP = 0.6


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing: the figures that it may print, and what it says of itself in words."""

    facts: tuple[Fact, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure on a page; the box is in pt from the page's top left."""

    target: str
    page: int
    label: str
    form: str
    box: Box
    id: str
    period: str


@dataclass(slots=True)
class Sheet:
    """A page with its text, and the characters of it that are explained."""

    text: PageText
    elements: list[Element] = field(default_factory=list)
    explained: set[int] = field(default_factory=set)

    def inside(self, element: Element) -> list[int]:
        """Return the characters of an element, without spaces."""
        left, top, right, foot = element.area
        x, y = self.text.trim[:2]
        found = self.text.inside((left + x, top + y, right + x, foot + y))
        return [at for at in found if not self.text.text[at].isspace()]

    def apart(self, indexes: Sequence[int]) -> list[int | None]:
        """Return characters with None between those that do not stand beside each other."""
        found: list[int | None] = []
        boxes = self.text.boxes
        for last, at in zip([-1, *indexes], indexes, strict=False):
            if last >= 0:
                before, here = boxes[last], boxes[at]
                high = max(before[3] - before[1], here[3] - here[1])
                between = max(before[1], here[1]) - min(before[3], here[3])
                if between > high / 4 or not -high < here[0] - before[2] < _GAP * high:
                    found.append(None)
            found.append(at)
        return found

    def words(self, indexes: Sequence[int]) -> str:
        """Return the text of characters."""
        return "".join(self.text.text[at] for at in indexes)


def sheets(pages: Iterable[PageText], elements: Iterable[Element]) -> list[Sheet]:
    """Return the pages with their elements."""
    made = [Sheet(page) for page in pages]
    for element in elements:
        if element.page <= len(made):
            made[element.page - 1].elements.append(element)
    return made


def find_figures(
    target: str, pages: Sequence[Sheet], facts: Facts, drawings: Mapping[str, Drawn]
) -> tuple[list[Printed], list[Diagnostic]]:
    """Return every figure on the pages, in their order, and findings (D215)."""
    found: list[Printed] = []
    wrong: list[Diagnostic] = []
    for sheet in pages:
        for element in sheet.elements:
            if element.fact == _COMPUTED:
                sheet.explained.update(sheet.inside(element))
            elif element.fact:
                one = _of_element(target, sheet, element, facts)
                if isinstance(one, Diagnostic):
                    wrong.append(one)
                elif one is not None:
                    found.append(one)
            elif element.tag == "img" and (drawn := drawings.get(_name(element.source))):
                found.extend(_of_drawing(target, sheet, element, drawn))
    return found, wrong


def _name(source: str) -> str:
    return source.removeprefix("figures/").removesuffix(".svg")


def _of_element(
    target: str, sheet: Sheet, element: Element, facts: Facts
) -> Printed | Diagnostic | None:
    """Return the figure of an element of the text."""
    name, _, rest = element.fact.partition("[")
    period = rest.removesuffix("]")
    if name not in facts:  # of another template than the theme's
        return None
    indexes = [at for at in sheet.inside(element) if at not in sheet.explained]
    form = sheet.words(indexes)
    value = element.value
    if not _has(form, value):
        hint = "is the figure hidden, cut off or behind something? look at the page"
        message = (
            f"page {sheet.text.label} of the {target} PDF has “{form[:30]}” where the fact "
            f"“{name}” is printed, which is {value}"
        )
        file, line, column = (*element.place.rsplit(":", 2), "0", "0")[:3]
        place = Place(file, int(line or 0), int(column or 0)) if line.isdigit() else Place()
        return diagnostic("D215", message, hint=hint, place=place)
    sheet.explained.update(indexes)
    box = sheet.text.box(indexes)
    return Printed(target, sheet.text.number, sheet.text.label, form, box, name, period)


def _has(form: str, value: str) -> bool:
    """Return whether a text read from a page has a number, whatever its separators."""
    digits = re.sub(r"[,\s\u00a0]", "", form).replace(MINUS, "-")
    plain = value.removeprefix("-")
    return bool(re.search(rf"{BEFORE}{re.escape(plain)}{AFTER}", digits))


def _of_drawing(target: str, sheet: Sheet, element: Element, drawn: Drawn) -> Iterator[Printed]:
    """Return the figures that a drawing prints; those that it computes are explained."""
    indexes = sheet.inside(element)
    places = sheet.apart(indexes)
    text = "".join("\n" if at is None else sheet.text.text[at] for at in places)
    for match, fact in shown_in(text, drawn.facts):
        own = [at for at in places[match.start() : match.end()] if at is not None]
        sheet.explained.update(own)
        yield Printed(
            *(target, sheet.text.number, sheet.text.label, match[0], sheet.text.box(own)),
            *(fact.id, period_key(fact.period)),
        )
    for run in runs(at for at in indexes if at not in sheet.explained):
        for match in _INNER.finditer(sheet.words(run)):
            if re.search(rf"{BEFORE}{re.escape(match[0])}{AFTER}", drawn.words):
                sheet.explained.update(run[match.start() : match.end()])


def runs(indexes: Iterable[int]) -> Iterator[list[int]]:
    """Return characters that follow each other directly, together."""
    run: list[int] = []
    for at in indexes:
        if run and run[-1] != at - 1:
            yield run
            run = []
        run.append(at)
    if run:
        yield run
