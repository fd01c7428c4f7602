"""The first page of a preview: what changed, every page, every finding, every file.

In: a preview. Out: HTML, which links the other files of the same folder and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from report.compare.html import fact_table, links, opening
from report.compare.markdown import what
from report.compare.preview import Preview
from report.compare.result import counted, headline
from report.findings.diagnostics import Severity

_STYLE = Path(__file__).parent / "assets" / "preview.css"
#: What each file is, in the order in which they are listed.
_FILES = {
    "screen.pdf": "the PDF for readers",
    "print.pdf": "the PDF for the press",
    "compare.html": "the comparison, page by page",
    "redline.pdf": "the pages with change bars",
    "contact-sheet.webp": "all pages as spreads",
    "summary.md": "the summary",
    "compare.json": "the comparison for programs",
    "findings.json": "the findings for programs",
    "report.sarif": "the findings as SARIF",
    "junit.xml": "the findings as JUnit",
    "facts.json": "the figures, with their pages",
}


def index(preview: Preview) -> str:
    """Return the page."""
    return "".join(_page(preview))


def _page(preview: Preview) -> Iterator[str]:
    state = "preview" if preview.built else "preview: does not build"
    yield opening(f"{preview.name}, {state}", _STYLE.read_text(encoding="utf-8"), local=True)
    yield '<header class="top"><p class="kicker">Preview</p>'
    yield f'<h1><span class="name">{escape(preview.name)}</span></h1>\n'
    yield f'<p class="lead">{escape(_lead(preview))}</p>\n</header>\n<main id="main">\n'
    if preview.comparison is not None:
        yield from fact_table(preview.comparison, "compare.html")
    yield from _pages(preview)
    yield from _findings(preview)
    yield from _measured(preview)
    yield from _facts(preview)
    yield from _files(preview)
    yield "</main>\n</html>\n"


def _lead(preview: Preview) -> str:
    if not preview.built:
        return "The report does not build. What is wrong stands below."
    counts = [
        counted(number, str(level))
        for level in Severity
        if (number := sum(one.severity is level for one in preview.found))
    ]
    parts = [counted(preview.pages, "page"), *counts]
    if preview.comparison is not None:
        against = f"compared with {preview.comparison.base_name}: {headline(preview.comparison)}"
        return f"{', '.join(parts)}; {against}."
    return f"{', '.join(parts)}."


def _pages(preview: Preview) -> Iterator[str]:
    if not preview.pages:
        return
    compared = preview.comparison.pages if preview.comparison else []
    kinds = {page.head: page for page in compared if page.head}
    changed = sum(page.kind != "same" for page in compared)
    count = f"{changed} of {preview.pages} changed" if compared else str(preview.pages)
    yield (
        '<section aria-labelledby="pages"><h2 id="pages">Pages '
        f'<span class="count">{count}</span></h2>\n<ol class="thumbs">\n'
    )
    for number in range(1, preview.pages + 1):
        page = kinds.get(number)
        kind = page.kind if page else "plain"
        target = f"pages/page-{number:02}.webp"
        if page and page.kind != "same":
            target = f"compare.html#head-{number}"
        label = what(page) if page else ""
        yield (
            f'<li class="{kind}"><a href="{target}"><span class="frame">'
            f'<img loading="lazy" src="pages/thumb-{number:02}.webp" alt=""></span>'
            f'<span class="label"><span class="number">{number}</span> '
            f'<span class="what">{label}</span></span></a></li>\n'
        )
    yield "</ol></section>\n"


def _findings(preview: Preview) -> Iterator[str]:
    yield (
        '<section aria-labelledby="findings"><h2 id="findings">Findings '
        f'<span class="count">{len(preview.found)}</span></h2>\n'
    )
    if not preview.found:
        yield '<p class="none">None.</p></section>\n'
        return
    yield (
        '<table><thead><tr><th scope="col">severity</th><th scope="col">place</th>'
        '<th scope="col">what</th></tr></thead><tbody>\n'
    )
    for one in sorted(preview.found, key=lambda one: one.severity.rank):
        hint = f'<br><span class="hint">{escape(one.hint)}</span>' if one.hint else ""
        yield (
            f'<tr class="{one.severity}"><td>{one.severity}</td><td><code>{escape(str(one.place))}'
            f"</code></td><td><code>{one.code}</code> {escape(one.message)}{hint}</td></tr>\n"
        )
    yield "</tbody></table></section>\n"


def _measured(preview: Preview) -> Iterator[str]:
    for one in preview.measured:
        broken = sum(bool(rule["findings"]) for rule in one.preflight["rules"])
        yield (
            f'<section aria-labelledby="m-{one.target}"><h2 id="m-{one.target}">{one.target}.pdf '
            f'<span class="count">{counted(len(one.preflight["rules"]), "rule")} of preflight, '
            f"{broken} broken</span></h2>\n"
        )
        if one.rows:
            yield '<details><summary>Typography</summary><table class="numbers"><tbody>\n'
            for label, value in one.rows:
                yield f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>\n'
            yield "</tbody></table></details>"
        yield "</section>\n"


def _facts(preview: Preview) -> Iterator[str]:
    if not preview.facts:
        return
    yield (
        '<section aria-labelledby="facts"><h2 id="facts">All figures '
        f'<span class="count">{len(preview.facts)}</span></h2>\n'
        "<details><summary>Where each is printed</summary><table><thead><tr>"
        '<th scope="col">figure</th><th scope="col">label</th><th scope="col">value</th>'
        '<th scope="col">pages</th></tr></thead><tbody>\n'
    )
    for one, pages in preview.facts:
        yield (
            f'<tr><th scope="row"><code>{escape(one.id)}</code></th>'
            f'<td lang="zh-Hant-HK">{escape(one.label)}</td>'
            f'<td lang="zh-Hant-HK">{escape(one.text)}</td>'
            f"<td>{links(pages, 'pages/page-{:02}.webp')}</td></tr>\n"
        )
    yield "</tbody></table></details></section>\n"


def _files(preview: Preview) -> Iterator[str]:
    yield '<section aria-labelledby="files"><h2 id="files">Files</h2>\n<ul class="files">\n'
    for name, about in _FILES.items():
        if name in preview.files or name == "summary.md":
            yield f'<li><a href="{name}">{name}</a> <span class="what">{about}</span></li>\n'
    yield '<li><a href="manifest.json">manifest.json</a> '
    yield '<span class="what">hashes of all files, versions of all inputs</span></li>\n'
    yield "</ul></section>\n"
