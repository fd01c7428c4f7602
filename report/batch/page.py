"""The summary of a batch as an HTML page: one row a report, its findings below it.

In: a batch that has ended. Out: one file without scripts, fonts or pictures from elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from report.batch.summary import Batch, counted, located, sums
from report.batch.tasks import Result, Task
from report.findings.shown import visible

_STYLE = """
body { font: 15px/1.5 "Noto Sans", "Noto Sans CJK HK", system-ui, sans-serif; margin: 2rem auto;
  max-width: 72rem; padding: 0 1rem; color: #1c1c1e; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid #d9d9dc; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.built { color: #0b6b2f; } td.failed { color: #b00020; font-weight: 600; }
td.same, td.skipped { color: #636368; } td.stopped { color: #7a4b00; }
ul { margin: .25rem 0 0; padding-left: 1.2rem; } code { font-size: 90%; }
"""


def page(batch: Batch, folder: Path) -> bytes:
    """Return the page as UTF-8; its links are relative to ``folder``, in which it will be."""
    rows = "\n".join(
        _row(task, one, folder) for task, one in zip(batch.tasks, batch.results, strict=True)
    )
    notes = "".join(f"<p>{_text(one.message)}</p>\n" for one in batch.found)
    if batch.interrupted:
        notes += "<p>The batch was interrupted; every PDF is whole.</p>\n"
    heads = ("report", "result", "pages", "findings", "time", "memory", "PDFs")
    cells = "".join(f'<th scope="col"{_number(name)}>{name}</th>' for name in heads)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Reports</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>Reports</h1>\n"
        f"<p>{_text(sums(batch))}</p>\n{notes}<table>\n<thead><tr>{cells}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</body>\n</html>\n"
    ).encode()


def _row(task: Task, one: Result, folder: Path) -> str:
    pages = "/".join(dict.fromkeys(str(pdf.pages) for pdf in one.written))
    links = ", ".join(
        f'<a href="{_link(pdf.path, folder)}">{pdf.target}</a>' for pdf in one.written
    )
    reason = f"<div>{_text(one.reason)}</div>" if one.reason else ""
    memory = f"{one.memory / 2**20:.0f} MB" if one.memory else ""
    return (
        f'<tr><th scope="row">{_text(task.name)}</th><td class="{one.status}">{one.status}</td>'
        f'<td class="number">{pages}</td><td>{counted(one.findings)}'
        f"{''.join(_findings(task, one))}</td>"
        f'<td class="number">{one.seconds:.1f} s</td><td class="number">{memory}</td>'
        f"<td>{links}{reason}</td></tr>"
    )


def _findings(task: Task, one: Result) -> Iterator[str]:
    if not one.findings:
        return
    yield "<ul>"
    for found in (located(task, each) for each in one.findings):
        place = _text(str(found.place))
        yield f"<li><code>{place}</code> {found.code}: {_text(found.message)}</li>"
    yield "</ul>"


def _link(path: Path, folder: Path) -> str:
    return escape(quote(Path(os.path.relpath(path, folder)).as_posix()))


def _number(name: str) -> str:
    return ' class="number"' if name in ("pages", "time", "memory") else ""


def _text(text: str) -> str:
    return escape(visible(text), quote=False)
