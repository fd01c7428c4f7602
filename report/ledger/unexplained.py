"""Numbers on the finished pages that nothing explains: no fact, date, page number or known name.

In: the pages, with the characters that facts explain. Out: each other number, with its page, what
is around it, and its box. Templates and stylesheets may print such numbers too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.content.digits import names_pattern
from report.content.known import cover, covered
from report.ledger.printed import Sheet, runs
from report.model.report import Report
from report.pages.text import Box

_NUMBER = re.compile(r"\d(?:[\d,.]*\d)?%?")
#: How far from the beginning of a point its number may stand, in pt.
_MARKER = 24.0
#: Characters around a number that are told.
_AROUND = 10


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A number that nothing explains; the box is in pt from the page's top left."""

    page: int
    label: str
    number: str
    around: str
    box: Box


def find_unexplained(pages: Sequence[Sheet], report: Report) -> Iterator[Unexplained]:
    """Return the numbers of the pages that nothing explains."""
    labels = {sheet.text.label for sheet in pages}
    finder = _Finder(report, labels, pages)
    for sheet in pages:
        yield from finder.on(sheet)


class _Finder:
    """Knows what may be printed as a number without being a figure."""

    def __init__(self, report: Report, labels: set[str], pages: Sequence[Sheet]) -> None:
        self.pages = len(pages)
        points = {
            (one.place, one.part, one.number)
            for sheet in pages
            for one in sheet.elements
            if one.tag == "li"
        }
        #: How many points the list at a place of the data has.
        self.points = Counter(place for place, _, _ in points)
        self.names = names_pattern(report.facts.names)
        self.labels = labels
        self.year = str(report.settings.year)
        titles = [(one.number, one.data.title) for one in report.chapters]
        titles += [
            (one.number, one.data.title) for chapter in report.chapters for one in chapter.sections
        ]
        self.titles = [(number, _bare(title)) for number, title in titles]
        #: The numbers of sections on their tabs.
        self.tabs = {f"{number:02}" for number, _ in titles}
        #: The number of a section before its title: 01共享數字發展紅利.
        self.numbered = [re.compile(rf"0?{n}(?={re.escape(_bare(t))})") for n, t in titles]

    def on(self, sheet: Sheet) -> Iterator[Unexplained]:
        """Return the numbers of one page that nothing explains."""
        self._explain_pages(sheet)
        self._explain_lists(sheet)
        text = sheet.text.text
        known = sheet.explained | _known(text, range(len(text)), self.names)
        tight = [at for at, one in enumerate(text) if not one.isspace()]
        bare = "".join(text[at] for at in tight)
        known |= _known(bare, tight, self.names)
        count = re.compile(rf"第{sheet.text.number}頁，共{self.pages}頁")  # the slug of the printer
        for pattern in (*self.numbered, count):
            for match in pattern.finditer(bare):
                known.update(tight[match.start() : match.end()])
        rest = "".join("〇" if at in known else one for at, one in enumerate(text))
        for match in _NUMBER.finditer(rest):
            indexes = list(range(*match.span()))
            box = sheet.text.box(indexes) if sheet.text.boxes[indexes, 2].any() else None
            if box is None or not _on_page(sheet, box):
                continue
            if match[0] == self.year:
                continue
            start = max(0, match.start() - _AROUND)
            around = "".join(text[start : match.end() + _AROUND].split())
            yield Unexplained(sheet.text.number, sheet.text.label, match[0], around, box)

    def _explain_lists(self, sheet: Sheet) -> None:
        """Explain the numbers of points in lists, which stand where a point begins."""
        x, y = sheet.text.trim[:2]
        for one in sheet.elements:
            if one.tag != "li":
                continue
            words = sheet.words(inside := sheet.inside(one))
            numbers = {f"{number:02}" for number, title in self.titles if title in words}
            self._explain(sheet, inside, numbers)
            left, top = x + one.area[0], y + one.area[1]
            marker = (left - _MARKER, top - 2, left + _MARKER / 2, top + _MARKER)
            wanted = {str(number) for number in range(1, self.points[one.place] + 1)}
            self._explain(sheet, sheet.text.inside(marker, 0), wanted)

    def _explain_pages(self, sheet: Sheet) -> None:
        """Explain page numbers: those of this page in a margin, and those that an element names."""
        for element in sheet.elements:
            if element.target:
                self._explain(sheet, sheet.inside(element), self.labels)
        inner: set[int] = set()
        for element in sheet.elements:
            if element.is_block or element.tag in ("p", "td", "th", "li", "h1", "h2", "h3", "h4"):
                inner.update(sheet.inside(element))
        outer = [
            at for at, one in enumerate(sheet.text.text) if at not in inner and not one.isspace()
        ]
        self._explain(sheet, outer, {sheet.text.label, *self.tabs})

    @staticmethod
    def _explain(sheet: Sheet, indexes: Sequence[int], labels: set[str]) -> None:
        """Explain numbers among characters that are page numbers."""
        for run in runs(at for at in indexes if sheet.text.text[at].isdigit()):
            if sheet.words(run) in labels:
                sheet.explained.update(run)


def _on_page(sheet: Sheet, box: Box) -> bool:
    """Return whether a number is on the trimmed page, and not for the printer beside it."""
    left, top, right, foot = sheet.text.trim
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return left <= x <= right and top <= y <= foot


def _known(text: str, indexes: Sequence[int], names: re.Pattern[str]) -> set[int]:
    """Return the digits that are part of a name or of a known notation such as a date."""
    shown = covered(names.sub(cover, text))
    return {
        indexes[at] for at, (old, new) in enumerate(zip(text, shown, strict=True)) if old != new
    }


def _bare(text: str) -> str:
    return "".join(text.split())
