"""One report with very short and very long texts in every slot that must have room for them.

A table of the texts of each slot, in several lengths. All are in one report, so that one build
tests them all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Filler words for Chinese texts, cut to any length.
_FILL = (
    "推動數字經濟與實體經濟深度融合並以創新服務改善人民生活品質同時持續提升網絡覆蓋率和用戶滿意度"
    "建設智慧城市鄉村振興綠色低碳運營體系及完善公司治理架構加強社區溝通培育青年人才促進多元共融"
)
WORD = "Telecommunications"
LONG_WORD = "Electroencephalographically"
#: A name of the lexicon, which is not broken in titles either.
NAME = "夥伴關係協定"
MIXED = "Environmental, Social and Governance Report of Unicom International Holdings"


def text(length: int, start: int = 0) -> str:
    """Return Chinese text of this many characters."""
    return (_FILL * (1 + (start + length) // len(_FILL)))[start : start + length]


#: slot: its texts. Each is on a page of the report of :func:`write`.
SLOTS: dict[str, tuple[str, ...]] = {
    "chapter.title": (f"全面推進深度落實{NAME}", text(20), text(200), MIXED),
    "chapter.subtitle": (text(17), LONG_WORD, text(120), text(40)),
    "section.title": (text(11), text(37), text(60), text(200), MIXED, LONG_WORD),
    "panel.title": (text(4), text(8), text(15), text(40), WORD, LONG_WORD),
    "panel.headline": (text(24), text(39), text(90), text(150), MIXED, f"千兆{LONG_WORD}更暢爽"),
    "panel.plain": (text(12), text(40), text(120), WORD, LONG_WORD, MIXED),
    "heading": (text(16), text(40), text(90), WORD, LONG_WORD, MIXED),
    "caption": (text(30), text(120), MIXED, text(300)),
    "quote": (text(10), text(70), text(200), LONG_WORD, MIXED),
    "source": (text(40), text(120), MIXED),
    "label": (text(4), text(30), WORD, text(60), MIXED),
    "award": (text(60), MIXED, LONG_WORD),
    "place": (text(12), text(60), MIXED),
}
#: Figures: value, unit, word of approximation.
FIGURES: tuple[tuple[str, str, str], ...] = (
    ("12345678", "萬個", "超過"),
    ("87654321", "", ""),
    ("-1234567.89", "萬元", ""),
    ("123456789012345", "萬元", "約"),
    ("123456789012345.123456", "萬元", ""),
    ("8.5", "萬噸二氧化碳當量每百萬港元營業收入", "約"),
    ("3", "Mbps per household", ""),
    ("4.4", "億", ""),
)
#: The numbers of figures in a strip, and the index of the first in :data:`FIGURES`.
STRIPS = ((1, 4), (2, 3), (3, 0), (5, 0), (10, 0))
#: The same for a column.
COLUMN_STRIPS = ((1, 5), (2, 0), (3, 6))
#: The numbers of items of ordered lists.
LISTS = (10, 101)


def _figures(count: int, first: int, width: str) -> dict[str, Any]:
    labels = SLOTS["label"]
    items = [
        {"fact": f"f.n{(first + index) % len(FIGURES)}", "label": labels[index % len(labels)]}
        for index in range(count)
    ]
    return {"type": "figures", "width": width, "items": items}


def _panel(number: int) -> dict[str, Any]:
    def pick(slot: str, index: int) -> str:
        return SLOTS[slot][index % len(SLOTS[slot])]

    claims: list[dict[str, Any]] = []
    for index in range(number % 4 + 1):
        claim: dict[str, Any] = {"text": pick("panel.plain", number + index)}
        if index % 2 == 0:
            claim["fact"] = f"f.n{(number + index) % len(FIGURES)}"
        claims.append(claim)
    return {
        "type": "panel",
        "id": f"panel_{number}",
        "title": pick("panel.title", number),
        "headline": pick("panel.headline", number),
        "claims": claims,
    }


def _blocks() -> list[list[dict[str, Any]]]:
    """Return the blocks of several sections."""
    paragraph = {"type": "paragraph", "text": text(30) + "。"}
    headings: list[dict[str, Any]] = []
    for index, title in enumerate(SLOTS["heading"]):
        level = 2 + index % 2
        headings += [{"type": "heading", "level": level, "text": title}, paragraph]
    strips = [_figures(*strip, "full") for strip in STRIPS]
    strips += [_figures(*strip, "column") for strip in COLUMN_STRIPS]
    panels = [_panel(number) for number in range(6)]
    lists = [
        {"type": "list", "ordered": True, "items": [text(8, n) for n in range(count)]}
        for count in LISTS
    ]
    words: list[dict[str, Any]] = []
    for index, caption in enumerate(SLOTS["caption"]):
        picture = {"type": "picture", "id": f"picture_{index}", "alt": "圖", "art": "skyline"}
        words.append({**picture, "lines": 4, "caption": caption})
    for index, quote in enumerate(SLOTS["quote"]):
        source = SLOTS["source"][index % len(SLOTS["source"])]
        words.append({"type": "quote", "text": quote, "source": source})
    words += [{"type": "award", "name": name, "text": name} for name in SLOTS["award"]]
    words += [
        {"type": "case", "place": place, "title": place, "text": [place]}
        for place in SLOTS["place"]
    ]
    return [headings, strips, panels, lists, words]


def write(folder: Path, theme: str = "", *, filled: bool = True) -> Path:
    """Write the report into a folder; with ``filled`` its sections have blocks."""
    data = folder / "data"
    data.mkdir(parents=True)

    def put(name: str, what: dict[str, Any]) -> str:
        (data / name).write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")
        return name

    facts = {
        f"f.n{index}": {
            "value": value,
            "unit": unit,
            "label": text(6 + 3 * index),
            "period": "2020年",
            "source": "試驗",
            **({"approximation": word} if word else {}),
        }
        for index, (value, unit, word) in enumerate(FIGURES)
    }
    put("facts.yaml", {"facts": facts})
    blocks = _blocks() if filled else []
    titles = iter(SLOTS["section.title"])
    chapters = []
    count = 0

    def section(title: str, inside: list[dict[str, Any]]) -> str:
        nonlocal count
        count += 1
        return put(
            f"section{count}.yaml",
            {
                "id": f"s{count}",
                "title": title,
                "lead": "導言。",
                "art": "skyline",
                "blocks": inside,
            },
        )

    # Openers with one section, with several of two lines or one line each, and with too long
    # titles.
    for number, title in enumerate(SLOTS["chapter.title"]):
        many = (3, 1, 2, 0)[number]
        inside = [section(next(titles), blocks.pop() if blocks else []) for _ in range(many)]
        inside += [section(text(12, number), []) for number in range(0 if many else 8)]
        subtitle = SLOTS["chapter.subtitle"][number]
        chapters.append(_chapter(put, number, title, subtitle, inside))
    settings: dict[str, Any] = {
        "title": text(60),
        "subtitle": text(60, 20),
        "organisation": text(90, 7),
        "year": 2020,
        "language": "zh-Hant-HK",
        "edition": text(100) + LONG_WORD * 3,
        "dates": {"period_start": "2020-01-01", "period_end": "2020-12-31"},
        "facts": "facts.yaml",
        "lexicon": put("lexicon.yaml", {"words": [NAME]}),
        "chapters": chapters,
    }
    if theme:
        settings["theme"] = theme
    put("report.yaml", settings)
    return folder


def _chapter(put: Any, number: int, title: str, subtitle: str, sections: list[str]) -> str:
    introduction = [{"type": "paragraph", "lead": True, "text": "導言。"}]
    name: str = put(
        f"chapter{number}.yaml",
        {
            "id": f"c{number}",
            "title": title,
            "subtitle": subtitle,
            "art": "skyline",
            "introduction": introduction if number % 2 else [],
            "sections": sections,
        },
    )
    return name
