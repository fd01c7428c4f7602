"""A comparison in words: Markdown for a pull request, plain text for a terminal.

In: a comparison. Out: text. Figures come first, then pages, then causes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from report.compare.result import Comparison, Page, Words, counted, headline
from report.findings.shown import visible
from report.pages.numbers import numbers

#: The longest text that is shown of a change, and the most rows of a table.
_LONGEST, _MOST = 90, 200


def summary(found: Comparison, picture: Callable[[Page], str] | None = None) -> str:
    """Return a comparison as Markdown; ``picture`` gives the path of a page's picture."""
    lines = [f"**{cell(found.base_name)} → {cell(found.head_name)}**: {headline(found)}", ""]
    for one in found.found:
        lines += [f"> **{one.code}** {cell(one.message)}", ""]
    if found.facts:
        lines += ["### Figures", "", "| figure | old | new | pages |", "| --- | --- | --- | --- |"]
        for fact in found.facts[:_MOST]:
            old, new = cell(fact.old) or "–", cell(fact.new) or "–"
            lines.append(f"| `{fact.id}` | {old} | **{new}** | {numbers(fact.pages) or '–'} |")
        lines += [*_more(len(found.facts)), ""]
    changed = found.changed()
    if changed:
        lines += ["### Pages", ""]
        if picture:
            lines += [*_pictures(changed, picture), ""]
        lines += ["| page | what | text |", "| --- | --- | --- |"]
        for page in changed[:_MOST]:
            texts = [_words(one) for one in page.text[:4]]
            more = f"and {len(page.text) - 4} more" if len(page.text) > 4 else ""
            lines.append(
                f"| {page.name} | {what(page)} | {'<br>'.join([*texts, *filter(None, [more])])} |"
            )
        lines += [*_more(len(changed)), ""]
    if found.causes:
        lines += ["### Causes", "", "| file | what | pages |", "| --- | --- | --- |"]
        for cause in found.causes[:_MOST]:
            lines.append(
                f"| `{cause.file}:{cause.line}` | {cell(cause.what)} "
                f"| {numbers(cause.pages) or '–'} |"
            )
        lines += [*_more(len(found.causes)), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _pictures(pages: Sequence[Page], picture: Callable[[Page], str]) -> Iterator[str]:
    """Return thumbnails in rows of four."""
    shown = [(page, picture(page)) for page in pages[:40]]
    for page, path in shown:
        if path:
            yield f'<img src="{path}" alt="page {page.name}: {what(page)}" width="170">'


def what(page: Page) -> str:
    """Return what happened to a page, in a few words."""
    if page.kind in ("added", "removed", "same"):
        return page.kind
    kinds = [one.kind for one in page.text if one.kind != "moved"]
    parts = []
    if page.moved:
        parts.append("page moved")
    if kinds:
        parts.append(counted(len(kinds), "text change"))
    if page.looks:
        parts.append("looks")
    if any(one.kind == "moved" and one.from_page for one in page.text) and not page.moved:
        parts.append("text moved")
    return ", ".join(parts) or "changed"


def _words(one: Words) -> str:
    old, new = cell(short(one.old)), cell(short(one.new))
    if one.kind == "moved":
        return f"moved: {new}"
    if one.kind == "changed":
        return f"~~{old}~~ → **{new}**"
    return f"~~{old}~~" if one.kind == "removed" else f"**{new}**"


def short(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def cell(text: str) -> str:
    """Return text that stays within a cell of a table, and is no markup."""
    plain_text = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    for sign in "\\|*_`~[]":
        plain_text = plain_text.replace(sign, f"\\{sign}")
    return plain_text


def _more(count: int) -> list[str]:
    return ["", f"and {count - _MOST} more"] if count > _MOST else []


def plain(found: Comparison, *, verbose: bool = False) -> str:
    """Return a comparison for a terminal: figures, pages, causes; verbose: all words too."""
    lines = [f"{found.base_name} → {found.head_name}: {headline(found)}"]
    for fact in found.facts:
        pages = numbers(fact.pages)
        where = f"  (page {pages})" if pages else ""
        lines.append(f"  {fact.id}: {fact.old or 'new'} → {fact.new or 'gone'}{where}")
    for page in found.changed():
        lines.append(f"  page {page.name}: {what(page)}")
        told = page.text if verbose else [one for one in page.text if one.kind != "moved"][:3]
        lines += [f"    {_line(one)}" for one in told]
    for cause in found.causes:
        pages = numbers(cause.pages)
        where = f"  → page {pages}" if pages else ""
        lines.append(f"  {cause.file}:{cause.line}: {cause.what}{where}")
    return "\n".join(lines)


def _line(one: Words) -> str:
    old, new = visible(short(one.old)), visible(short(one.new))
    if one.kind == "changed":
        return f"“{old}” → “{new}”"
    return {"added": f"+ “{new}”", "removed": f"- “{old}”", "moved": f"moved “{new}”"}[one.kind]
