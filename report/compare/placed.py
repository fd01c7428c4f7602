"""Words that are placed, and not in the flow: they are told by where they stand.

In: what changed in the text. Out: the same, without words that stand where they stood. A title
that is placed is drawn after the text of its page: in the stream it comes elsewhere as soon as
other text flows to the next page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report.compare.alignment import Pair
from report.compare.paper import Paper
from report.compare.reader import Token
from report.compare.wording import Change, Wording

#: A place: page of the base, right and down in steps of the tolerance.
_Place = tuple[int, int, int]


def settle(
    wording: Wording, pairs: Sequence[Pair], base: Paper, head: Paper, tolerance: float
) -> None:
    """Leave out words that were removed and added at one place, in one style.

    Other words that were removed and added at one place are one change. ``tolerance`` is in pt.
    """
    partner = {pair.head: pair.base for pair in pairs if pair.head and pair.base}
    step = max(tolerance, 1.0)

    def places(token: Token, page: int | None, paper: Paper) -> Iterator[_Place]:
        left, top, _, _ = paper.trims[token.page - 1]
        x, y = (token.x - left) / step, (token.y - top) / step
        for across in sorted({int(x), round(x)}):
            for down in sorted({int(y), round(y)}):
                yield page or 0, across, down

    there: dict[_Place, tuple[Token, Change]] = {}
    for change in wording.changes:
        for token in change.new if change.kind == "added" else ():
            for place in places(token, partner.get(token.page), head):
                there[place] = token, change
    fixed: set[int] = set()
    for change in [one for one in wording.changes if one.kind == "removed"]:
        for token in change.old:
            for place in places(token, token.page, base):
                other, _ = there.get(place, (None, None))
                same = other and (other.key, other.style) == (token.key, token.style)
                if same and id(other) not in fixed:
                    fixed |= {id(other), id(token)}
                    break
    for change in wording.changes:
        change.old = [token for token in change.old if id(token) not in fixed]
        change.new = [token for token in change.new if id(token) not in fixed]
    for change in [one for one in wording.changes if one.kind == "removed" and one.old]:
        found = (there.get(place) for place in places(change.old[0], change.old[0].page, base))
        for other, added in (one for one in found if one):
            if added.kind == "added" and added.new and added.new[0] is other:
                added.kind, added.old, added.a = "changed", change.old, change.a
                change.old = []
                break
    _pair_moved(wording, partner)
    wording.changes = [one for one in wording.changes if one.old or one.new]


def _pair_moved(wording: Wording, partner: Mapping[int, int]) -> None:
    """Make one change of what was removed and added on one page, in the same words."""
    there: dict[tuple[int, tuple[str, ...]], list[Change]] = {}
    for change in wording.changes:
        if change.kind == "added" and change.new and change.new[0].page in partner:
            key = partner[change.new[0].page], tuple(token.key for token in change.new)
            there.setdefault(key, []).append(change)
    for change in wording.changes:
        if change.kind == "removed" and change.old:
            words = tuple(token.key for token in change.old)
            added = there.get((change.old[0].page, words))
            if added:
                one = added.pop(0)
                one.kind, one.old, one.a = "moved", change.old, change.a
                change.old = []
