"""The pages of docs/ as they must be: what stands beside the code is copied into them.

``python -m tests.documents`` (``make docs``) writes them, and the schemas in ``data/.schema/``;
tests compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import report
from report.content.schema import schemas
from report.figures.declared import declare_drawings
from report.findings.diagnostics import CODES
from report.measure.register import KINDS as MEASURED
from report.model.drawing import arts, kinds
from report.preflight.register import RULES
from tests.floors import read as read_imports
from tests.test_floors import FLOORS, LIBRARIES

ROOT = Path(__file__).resolve().parents[1]
NL = "\n"
_CODES = Path(report.__file__).parent / "findings" / "codes"


def _read(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def diagnostics() -> str:
    """Give docs/diagnostics.md with every code as its own file tells it, and their ranges."""
    head, *families = re.split(r"(?=^## )", _read("diagnostics.md"), flags=re.MULTILINE)
    page = re.sub(r"\[(D\d)01–D\d+\]", lambda one: f"[{one[1]}01–{_last(one[1])}]", head)
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


def _last(family: str) -> str:
    return max(name for name in CODES if name.startswith(family))


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
    return table(_read("preflight.md"), "code | rule | severity | profile | source", rows)


def typography() -> str:
    """Give docs/typography.md with the findings as their measures declare them."""
    rows = ((f"`{name}`", kind.found_where) for name, kind in MEASURED.items())
    return table(_read("typography.md"), "kind | reported when", rows)


#: The libraries that the picture names.
_TITLES = {
    "weasyprint": "WeasyPrint",
    "matplotlib": "Matplotlib",
    "jinja2": "Jinja",
    "yaml": "PyYAML",
    "pydantic": "pydantic",
    "pikepdf": "pikepdf",
    "pypdfium2": "PDFium",
    "click": "Click",
}


def rooms() -> str:
    """Draw docs/rooms.svg: the rooms floor by floor, the ground below, with what each imports."""
    tree = read_imports(Path(report.__file__).parent, frozenset({"theme", "skeleton"}))
    known: dict[str, list[str]] = {room: [] for floor in FLOORS for room in floor}
    links: set[tuple[str, str]] = set()
    for library, title in _TITLES.items():
        for room in LIBRARIES[library]:
            known[room].append(title)
    for one in tree.imports:
        here, there = tree.room(one.module), tree.room(tree.within(one.name))
        if here in known and there in known and here != there:
            links.add((here, there))
    wide, high, gap, step = 118, 44, 10, 96
    whole = max(map(len, FLOORS)) * (wide + gap) + gap
    tall = len(FLOORS) * step + gap
    middle: dict[str, tuple[float, float]] = {}
    boxes = []
    for level, floor in enumerate(FLOORS):
        y = tall - (level + 1) * step + (step - high) / 2
        left = (whole - len(floor) * (wide + gap) + gap) / 2
        for index, room in enumerate(floor):
            x = left + index * (wide + gap)
            middle[room] = (x + wide / 2, y)
            boxes.append(
                f'<rect x="{x:g}" y="{y:g}" width="{wide}" height="{high}" rx="4" fill="#fff" '
                f'stroke="#333"/><text x="{x + wide / 2:g}" y="{y + 19:g}" font-weight="700">{room}'
                f'</text><text x="{x + wide / 2:g}" y="{y + 35:g}" font-size="10" fill="#555">'
                f"{', '.join(known[room])}</text>"
            )
    arrows = [
        f'<path d="M{middle[here][0]:g} {middle[here][1] + high:g}'
        f'L{middle[there][0]:g} {middle[there][1]:g}"/>'
        for here, there in sorted(links)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole:g} {tall:g}" '
        'font-family="sans-serif" font-size="13" text-anchor="middle">\n'
        f"<title>The rooms of report, floor by floor</title>\n"
        f'<rect width="{whole:g}" height="{tall:g}" fill="#fafafa"/>\n'
        f'<g stroke="#999" stroke-width="0.7" fill="none">\n{NL.join(arrows)}\n</g>\n'
        f"{NL.join(boxes)}\n</svg>\n"
    )


#: The pages that are written so, by their names in docs/.
WRITTEN: Mapping[str, Callable[[], str]] = {
    "diagnostics.md": diagnostics,
    "blocks.md": blocks,
    "preflight.md": preflight,
    "typography.md": typography,
    "rooms.svg": rooms,
}


def main() -> None:
    """Write the pages and the schemas."""
    declare_drawings()
    for name, make in WRITTEN.items():
        (ROOT / "docs" / name).write_text(make(), encoding="utf-8")
    folder = ROOT / "data" / ".schema"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
