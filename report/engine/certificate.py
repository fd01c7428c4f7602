"""The record of a preflight as a PDF of one page, to be filed with the job.

In: the result of a preflight. Out: the bytes of a PDF. The same result gives the same bytes: there
is no date on it but that of the file it speaks of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from report import __version__
from report.model.target import SCREEN

if TYPE_CHECKING:
    from report.preflight.run import Result

#: What each rule asks, for whoever files the record.
ASKS = {
    "P101": "檔案結構完好",
    "P102": "沒有加密",
    "P103": "字型全部嵌入",
    "P104": "嵌入的字型均為子集",
    "P105": "文件設有標題",
    "P106": "不含腳本及自動動作",
    "P107": "元數據與文件資料一致",
    "P108": "沒有隱藏的圖層",
    "P109": "所有數據流完整",
    "P110": "所有字型程式完整",
    "P111": "所有圖片完整",
    "P112": "所有色彩描述檔完整",
    "P113": "各頁尺寸一致",
    "P114": "沒有翻頁效果及表單",
    "P120": "文字全部在裁切範圍內",
    "P121": "文字沒有互相重疊",
    "P122": "文字完整可見，並與底色分明",
    "P201": "聲明為PDF/X-4",
    "P202": "註明是否已作補漏白",
    "P203": "輸出意圖只有一個，並附描述檔或登記名稱",
    "P204": "每頁設有裁切框或作品框其中之一",
    "P205": "媒體框、出血框、裁切框依次相套",
    "P206": "四邊出血3毫米",
    "P207": "出血的色塊填滿至出血邊",
    "P208": "印刷範圍內沒有註解",
    "P209": "沒有以RGB着色",
    "P210": "沒有RGB圖片",
    "P211": "顏色均為CMYK、灰階或專色",
    "P212": "圖片解像度不低於150 ppi",
    "P213": "圖片解像度不低於300 ppi",
    "P214": "總墨量不超過300%或另訂上限",
    "P215": "黑色文字只用黑墨",
    "P216": "黑色文字疊印",
    "P217": "線條不幼於0.25 pt",
    "P218": "文字不小於5 pt",
    "P219": "透明效果在CMYK混合",
    "P220": "實測總墨量不超過300%或另訂上限",
    "P221": "專色的定義一致",
    "P222": "大片黑色不只用黑墨",
    "P223": "沒有傳遞函數、PostScript、LZW及檔外圖片",
    "P301": "文件已加標籤",
    "P302": "圖片均有替代文字",
    "P303": "註明文件語言",
    "P304": "閱讀器顯示標題而非檔名",
    "P305": "連結均以文字說明去處",
    "P306": "標題由第一級開始，不跳級",
    "P307": "表頭註明所屬方向",
    "P308": "內容均有標籤，或列為裝飾",
    "P309": "連結均有去處",
    "P310": "書籤與標題一致",
    "P311": "文字對比不低於4.5 : 1，大字3 : 1",
    "P312": "聲明為PDF/A-3a",
    "P313": "聲明為PDF/UA-1",
    "P314": "符合PDF/A-3a",
    "P315": "符合PDF/UA-1",
    "P316": "閱讀次序與版面一致",
}
_STANDARDS = {
    "print": "PDF/X-4（ISO 15930-7）",
    "screen": "PDF/A-3a（ISO 19005-3）、PDF/UA-1（ISO 14289-1）",
}
_INKS = ("青", "洋紅", "黃", "黑")
_SHEET = "styles/certificate.css"
_LONGEST = 60


def certificate(name: str, result: Result, digest: str) -> bytes:
    """Make the record for the file ``name``, whose SHA-256 is ``digest``.

    It is itself a file for readers: tagged, PDF/A-3a and PDF/UA-1.
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
    unasked = dict(result.unasked)
    rules = [_row(rule, found, asked=rule.code not in unasked) for rule, found in result.by_rule()]
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
        "asks": ASKS[rule.code],
        "clause": _in_chinese(rule.clause),
        "severity": str(rule.severity),
        "asked": asked,
        "count": len(found),
        "first": first,
    }
