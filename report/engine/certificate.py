"""The record of a preflight as a PDF of one page, to be kept with the print job.

In: the result of a preflight. Out: the bytes of a PDF. The same result gives the same bytes: the
only date in it is that of the checked file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report import __version__
from report.model.target import SCREEN

if TYPE_CHECKING:
    from report.preflight.run import Result

_STANDARDS = {
    "print": "PDF/X-4（ISO 15930-7）",
    "screen": "PDF/A-3a（ISO 19005-3）、PDF/UA-1（ISO 14289-1）",
}
_INKS = ("青", "洋紅", "黃", "黑")
_SHEET = "styles/certificate.css"
_LONGEST = 60


def certificate(name: str, result: Result, digest: str) -> bytes:
    """Make the record for the file ``name`` with the SHA-256 ``digest``.

    The record itself is tagged, and conforms to PDF/A-3a and PDF/UA-1.
    """
    from report.content.load import load_theme
    from report.engine.making import isolate_fonts
    from report.markup.document import BASE_URL
    from report.markup.environment import environment
    from report.press.finish import finish
    from report.project.project import Project
    from report.project.shipped import theme_folder
    from report.typesetting.stylesheets import Stylesheet, stylesheets

    home = Project(theme_folder().resolve(), theme_folder().resolve())
    theme = load_theme(home)
    html = environment(home.layers("templates"), links=False).get_template("certificate.html")
    unavailable = dict(result.unavailable)
    rules = [
        _row(rule, found, asked=rule.code not in unavailable) for rule, found in result.by_rule()
    ]
    text = html.render(
        file=name,
        profile=result.profile,
        pages=result.pages,
        standard=_STANDARDS[result.profile],
        digest=digest,
        plates=[*_INKS, *result.plates] if result.profile == "print" else [],
        version=__version__,
        rules=rules,
        broken=sum(bool(rule["count"]) for rule in rules),
        asked=sum(rule["asked"] for rule in rules),
    )
    sheets = stylesheets(home, theme, SCREEN, set())
    own = home.find(_SHEET)
    if own is not None:
        sheets.append(Stylesheet("target", _SHEET, own.read_text(encoding="utf-8")))
    isolate_fonts(home, theme)
    from report.typesetting.engine import typeset

    return finish(typeset(text, sheets, {}, SCREEN, home, BASE_URL).pdf, SCREEN, None)


_SUBJECTS = {
    "house rule": "行業慣例",
    "CMYK printing condition": "CMYK印刷條件",
    "encryption": "加密",
    "fonts": "字型",
    "identification": "標識",
    "actions": "動作",
    "optional content": "圖層",
    "trapping": "補漏白",
    "output intent": "輸出意圖",
    "page boxes": "頁面框",
    "annotations": "註解",
    "transparency": "透明",
    "spot colours": "專色",
    "forbidden features": "禁用功能",
    "as page-validation checks it": "由page-validation檢查",
}


def _in_chinese(clause: str) -> str:
    for words, chinese in _SUBJECTS.items():
        clause = clause.replace(words, chinese)
    return clause.replace("; ", "；").replace(" (", "（").replace(")", "）")


def _row(rule: Any, found: list[Any], *, asked: bool) -> dict[str, Any]:
    first = ""
    if found:
        one = found[0]
        first = f"{one.where}: {one.message}" if one.where else one.message
        first = first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
    return {
        "code": rule.code,
        "asks": rule.chinese,
        "clause": _in_chinese(rule.clause),
        "severity": str(rule.severity),
        "asked": asked,
        "count": len(found),
        "first": first,
    }
