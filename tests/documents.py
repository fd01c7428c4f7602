"""The pages of docs/ as they must be: what stands beside the code is copied into them.

``python -m tests.documents`` (``make docs``) writes them; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import report
from report.figures.declared import declare_drawings
from report.findings.diagnostics import CODES
from report.measure.register import KINDS as MEASURED
from report.model.drawing import arts, kinds
from report.preflight.register import RULES

ROOT = Path(__file__).resolve().parents[1]
_CODES = Path(report.__file__).parent / "findings" / "codes"


def _read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def diagnostics() -> str:
    """Give docs/diagnostics.md with every code as its own file tells it."""
    head, *families = re.split(r"(?=^## )", _read("diagnostics.md"), flags=re.MULTILINE)
    page = head
    for family in families:
        title, _, body = family.partition("\n### ")
        mark = body[:2]
        told = [
            f"### {name}\n\n{(_CODES / f'{name}.md').read_text(encoding='utf-8').strip()}\n"
            for name in CODES
            if name.startswith(mark)
        ]
        page += title.rstrip("\n") + "\n\n" + "\n".join(told) + "\n"
    return page.rstrip("\n") + "\n"


def table(page: str, heading: str, rows: Iterable[Iterable[str]]) -> str:
    """Give a page with the rows of the table whose heads are ``heading`` replaced."""
    start = page.index(f"| {heading} |\n")
    body = page.index("\n", page.index("\n", start) + 1) + 1
    end = re.compile(r"^(?!\|)", re.MULTILINE).search(page, body)
    assert end is not None
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return page[:body] + lines + page[end.start() :]


def blocks() -> str:
    """Give docs/blocks.md with the drawings and arts as their own files tell them."""
    declare_drawings()
    rows = []
    for name, kind in kinds().items():
        facts = str(kind.fewest) if kind.fewest == kind.most else f"{kind.fewest} to {kind.most}"
        rows.append((f"`{name}`", facts, kind.draws))
    page = table(_read("blocks.md"), "kind | facts | draws", rows)
    return table(page, "art | shows", ((f"`{name}`", shows) for name, shows in arts().items()))


def preflight() -> str:
    """Give docs/preflight.md with the rules as their checks declare them."""
    rows = (
        (rule.code, rule.asks, str(rule.severity), " and ".join(rule.profiles), rule.clause)
        for rule in RULES.values()
    )
    return table(_read("preflight.md"), "code | asks | is | profile | comes from", rows)


def typography() -> str:
    """Give docs/typography.md with the findings as their measures declare them."""
    rows = ((f"`{name}`", kind.found_where) for name, kind in MEASURED.items())
    return table(_read("typography.md"), "kind | is found where", rows)


#: The pages that are written so, by their names in docs/.
WRITTEN: Mapping[str, Callable[[], str]] = {
    "diagnostics.md": diagnostics,
    "blocks.md": blocks,
    "preflight.md": preflight,
    "typography.md": typography,
}


def main() -> None:
    """Write the pages."""
    for name, make in WRITTEN.items():
        (ROOT / "docs" / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
