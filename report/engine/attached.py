"""The file with the printed figures that the screen PDF has.

In: the content, the drawings, and where the elements are on the finished pages. Out: ``facts.csv``
with the figures that stand there, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from report.engine.elements import Element
from report.engine.reading import Content, requests
from report.model.facts import Fact
from report.model.ledger import ledger, printed_facts
from report.model.series import period_key
from report.model.shown import drawn_facts, shown_in, words_of

if TYPE_CHECKING:
    from report.press.attach import Attachment


def attached(
    content: Content, figures: Mapping[str, str], placed: Sequence[Element] | None
) -> tuple[Attachment, ...]:
    """Return the files that the PDF has: the printed figures, if there are any.

    ``figures`` are the drawings as SVG, by id; ``placed`` the elements on the pages. Where they are
    not known, all figures that the blocks name are taken.
    """
    from report.press.attach import Attachment

    if placed is None:
        printed = printed_facts(content.report)
    else:
        printed = _on_pages(content, figures, placed)
    if not printed:
        return ()
    return (Attachment("facts.csv", "本報告所印的數據", "text/csv", ledger(printed)),)


def _on_pages(
    content: Content, figures: Mapping[str, str], placed: Sequence[Element]
) -> tuple[Fact, ...]:
    """Return the figures that the pages print, in the order of the facts."""
    found = {
        (name, period.removesuffix("]"))
        for one in placed
        for name, _, period in [one.fact.partition("[")]
    }
    shown = {one.source for one in placed if one.tag == "img"}
    for request in requests(content.report, content.theme):
        if f"figures/{request.id}.svg" in shown:
            words = words_of(figures.get(request.id, ""))
            for _, fact in shown_in(words, drawn_facts(request)):
                found.add((fact.id, period_key(fact.period)))
    known = content.report.facts
    points = (
        series.at(key)
        for series in known.values()
        for key in series.points
        if (series.id, key) in found
    )
    return tuple(one for one in points if isinstance(one, Fact))
