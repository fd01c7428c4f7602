"""Compares two PDFs: pages, regions and text.

In: two paths. Out: a :class:`~report.compare.result.Comparison` without facts and causes. Pages are
drawn one at a time, so that a thousand of them need no more memory than a few.
"""

from __future__ import annotations

import filecmp
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from report.compare.alignment import Pair, Prints, align, likeness
from report.compare.furniture import agree, mark_furniture
from report.compare.looks import Side, Tolerance, ignored_lines, look
from report.compare.motion import Motion, Way, motions
from report.compare.paper import Paper
from report.compare.placed import settle
from report.compare.reader import Box, Token
from report.compare.result import Comparison, Page, Words
from report.compare.wording import MOVED, Change, Wording, compare, spoken, stream
from report.findings.diagnostics import diagnostic
from report.pdf.prints import prints
from report.typesetting.words import Words as Segmenter

#: How many unchanged characters are shown before and after a change.
_CONTEXT = 24
#: A word that went so far across the page is in another column, in pt.
_COLUMN = 90.0
#: The thickness of the mark at a place from which something was removed, in pt.
_CARET = 2.0
#: Documents whose pages are less alike than this, on average, have nothing in common.
_STRANGE = 0.1


def compare_files(
    base: Path,
    head: Path,
    names: tuple[str, str],
    tolerance: Tolerance,
    tell: Callable[[int, int], None] | None = None,
    *,
    one_make: bool = False,
) -> Comparison:
    """Compare two PDFs; ``names`` are what people call them.

    ``tell`` is called for each pair of pages: its number, and how many there are. ``one_make``
    says that both were built by this program with the fonts of this machine: pages that paint the
    same are then known to look the same, and are not drawn. Raises CannotRunError (D905) for a file
    that cannot be compared.
    """
    found = Comparison(*names)
    with Paper(base) as one, Paper(head) as other:
        if filecmp.cmp(base, head, shallow=False):
            found.same_bytes = True
            found.pages = [Page(number, number) for number in range(1, one.pages + 1)]
        else:
            comparer = _Comparer(one, other, tolerance, found)
            if one_make:
                comparer.painted = prints(base.read_bytes()), prints(head.read_bytes())
            comparer.run(tell)
    return found


class _Comparer:
    """Compares two opened PDFs."""

    #: Hashes of what the pages of the base and the head paint; empty when they may not be compared.
    painted: tuple[Sequence[str], Sequence[str]] = ((), ())

    def __init__(self, base: Paper, head: Paper, tolerance: Tolerance, found: Comparison) -> None:
        self.base, self.head, self.tolerance, self.found = base, head, tolerance, found
        self.base_pages = self._read(base)
        self.head_pages = self._read(head)
        agree(base, self.base_pages, head, self.head_pages)

    def _read(self, paper: Paper) -> list[list[Token]]:
        pages = [paper.tokens(number) for number in range(1, paper.pages + 1)]
        mark_furniture(paper, pages)
        if self.tolerance.ignored:
            for tokens in pages:
                for line in ignored_lines(tokens, self.tolerance.ignored):
                    for token in line:
                        token.furniture = True
        return pages

    def run(self, tell: Callable[[int, int], None] | None) -> None:
        """Align the pages, compare the text, look at each pair."""
        alike = likeness(
            Prints.of(self.base, self.base_pages), Prints.of(self.head, self.head_pages)
        )
        pairs = align(alike)
        wording = compare(stream(self.base_pages), stream(self.head_pages), Segmenter().boundaries)
        moved = motions(wording, pairs, self.base, self.head, self.tolerance.points)
        settle(wording, pairs, self.base, self.head, self.tolerance.points)
        changed = _by_page(wording)
        ways_on = _ways_on(moved)
        for index, pair in enumerate(pairs, 1):
            if tell:
                tell(index, len(pairs))
            motion = moved.get(pair.head or 0, Motion())
            self.found.pages.append(self._page(pair, motion, changed, ways_on))
        self._give_text(wording, pairs, moved)
        for page in self.found.pages:
            counts = any(one.kind != "moved" or one.from_page for one in page.text)
            if page.kind == "same" and (page.looks or page.moved or counts):
                page.kind = "changed"
        self._note_furniture()
        self._note_sizes(pairs)
        if not any(pair.base and pair.head for pair in pairs) or alike.max() < _STRANGE:
            hint = (
                "are these two states of one document? Compare others, or read both by themselves"
            )
            message = f"{self.found.base_name} and {self.found.head_name} have nothing in common"
            self.found.found.append(diagnostic("D906", message, hint=hint))

    def _page(
        self,
        pair: Pair,
        motion: Motion,
        changed: tuple[dict[int, list[Token]], dict[int, list[Token]]],
        ways_on: dict[int, list[Way]],
    ) -> Page:
        page = Page(pair.base, pair.head, moved=pair.moved)
        if pair.base is None or pair.head is None:
            page.kind = "added" if pair.base is None else "removed"
            return page
        olds, news = changed
        base = Side(self.base, pair.base, self.base_pages[pair.base - 1], olds[pair.base])
        head = Side(self.head, pair.head, self.head_pages[pair.head - 1], news[pair.head])
        if pair.moved:  # its words are those that moved
            base.changed = head.changed = []
        ways = ways_on.get(pair.base, [])
        alike = self._painted_alike(pair.base, pair.head)
        look(page, base, head, motion, self.tolerance, ways, drawn=not alike)
        return page

    def _painted_alike(self, base: int, head: int) -> bool:
        olds, news = self.painted
        return bool(olds and news) and olds[base - 1] == news[head - 1]

    def _give_text(self, wording: Wording, pairs: Sequence[Pair], moved: dict[int, Motion]) -> None:
        """Give each difference of the text to its page."""
        by_base = {page.base: page for page in self.found.pages if page.base}
        by_head = {page.head: page for page in self.found.pages if page.head}
        for change in wording.changes:
            words = _words(wording, change)
            if change.new:
                pages = [by_head[number] for number in _pages(change.new)]
            else:
                pages = [by_base[number] for number in _pages(change.old)]
                self._mark_removed(wording, change, pages[0])
            if change.kind == "moved":
                words.from_page = change.old[0].page
            for page in pages:
                page.text.append(words)
        for number, motion in sorted(moved.items()):
            for old, new in _away(motion, pairs):
                by_head[number].text.append(Words("moved", spoken(old), spoken(new)))

    def _mark_removed(self, wording: Wording, change: Change, page: Page) -> None:
        """Mark the place in the head from which something was removed."""
        for at, edge in ((change.b, 0), (change.b - 1, 2)):
            if 0 <= at < len(wording.head) and wording.head[at].page == page.head:
                box = wording.head[at].box
                x = box[edge]
                caret: Box = (x - _CARET / 2, box[1] - 1, x + _CARET / 2, box[3] + 1)
                page.regions.append(caret)
                return

    def _note_furniture(self) -> None:
        """Note the running heads that are others now: they stand on many pages."""
        texts = [
            "".join(token.text for page in pages for token in page)
            for pages in (self.base_pages, self.head_pages)
        ]
        was, now = _heads(self.base_pages), _heads(self.head_pages)
        # A head that only stands on another page now, or no more on any, is still in the text.
        gone = [one for one in was if one.replace(" ", "") not in texts[1]]
        come = [one for one in now if one.replace(" ", "") not in texts[0]]
        for index in range(max(len(gone), len(come))):
            old = gone[index] if index < len(gone) else ""
            new = come[index] if index < len(come) else ""
            self.found.furniture.append((old, new))

    def _note_sizes(self, pairs: Iterable[Pair]) -> None:
        for pair in pairs:
            if pair.base and pair.head:
                one, other = self.base.trims[pair.base - 1], self.head.trims[pair.head - 1]
                was, now = _millimetres(one), _millimetres(other)
                if abs(was[0] - now[0]) > 0.5 or abs(was[1] - now[1]) > 0.5:
                    message = (
                        f"page {pair.head} is {now[0]:.0f} × {now[1]:.0f} mm, "
                        f"it was {was[0]:.0f} × {was[1]:.0f} mm"
                    )
                    hint = "only the text of pages of other sizes is compared, and every one counts"
                    self.found.found.append(diagnostic("D907", message, hint=hint))
                    return


def _millimetres(box: Box) -> tuple[float, float]:
    return (box[2] - box[0]) / 72 * 25.4, (box[3] - box[1]) / 72 * 25.4


def _pages(tokens: Iterable[Token]) -> list[int]:
    return sorted({token.page for token in tokens})


def _by_page(wording: Wording) -> tuple[dict[int, list[Token]], dict[int, list[Token]]]:
    """Return the words that changed, by their pages in the base and in the head."""
    olds: dict[int, list[Token]] = defaultdict(list)
    news: dict[int, list[Token]] = defaultdict(list)
    for change in wording.changes:
        for token in change.old:
            olds[token.page].append(token)
        for token in change.new:
            news[token.page].append(token)
    return olds, news


def _ways_on(moved: dict[int, Motion]) -> dict[int, list[Way]]:
    """Return where the words of each page of the base went, the most frequent ways first."""
    found: dict[int, Counter[Way]] = defaultdict(Counter)
    for number, motion in moved.items():
        for (page, right, down), count in motion.ways.items():
            found[page][number, right, down] += count
    return {
        page: [way for way, _ in sorted(ways.items(), key=lambda entry: (-entry[1], entry[0]))]
        for page, ways in found.items()
    }


def _words(wording: Wording, change: Change) -> Words:
    """Return a change with the words around it in the head, or in the base when it is gone."""
    tokens, at, length = wording.head, change.b, len(change.new)
    if not change.new:
        tokens, at, length = wording.base, change.a, len(change.old)
    before, after = tokens[max(at - _CONTEXT, 0) : at], tokens[at + length : at + length + _CONTEXT]
    for index, token in enumerate(reversed(before)):
        if token.begins:
            before = before[len(before) - 1 - index :]
            break
    first = tokens[at] if at < len(tokens) else None
    if first is not None and first.begins:
        before = []
    for index, token in enumerate(after):
        if token.begins:
            after = after[:index]
            break
    return Words(change.kind, change.old_text, change.new_text, spoken(before), spoken(after))


def _away(motion: Motion, pairs: Sequence[Pair]) -> Iterable[tuple[list[Token], list[Token]]]:
    """Return text that flowed to another column or page, in runs."""
    partner = {pair.head: pair.base for pair in pairs}
    olds: list[Token] = []
    news: list[Token] = []
    for old, new in motion.flowed:
        far = partner.get(new.page) != old.page or abs(new.x - old.x) > _COLUMN
        if far and not (news and new.begins):
            olds.append(old)
            news.append(new)
            continue
        if len(news) >= MOVED:
            yield olds, news
        olds, news = ([old], [new]) if far else ([], [])
    if len(news) >= MOVED:
        yield olds, news


def _heads(pages: Sequence[Sequence[Token]]) -> list[str]:
    """Return the running heads of a document, without numbers, in their order."""
    found: dict[str, None] = {}
    for tokens in pages:
        lines: dict[int, list[Token]] = defaultdict(list)
        for token in tokens:
            if token.furniture and not token.text.isdecimal():
                lines[token.line].append(token)
        for line in lines.values():
            found[spoken(line)] = None
    return list(found)
