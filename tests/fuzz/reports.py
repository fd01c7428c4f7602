"""Random reports: all blocks in any order, with awkward texts, figures and pictures."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from report.figures.declared import declare_drawings
from report.model.blocks import block_types
from report.model.drawing import arts
from report.project.shipped import theme_folder

declare_drawings()
_ART = tuple(arts())
_CHINESE = (
    "推動數字經濟與實體經濟深度融合並以創新服務改善人民生活品質同時持續提升網絡覆蓋率和用戶滿意度"
    "建設智慧城市鄉村振興綠色低碳運營體系及完善公司治理架構加強社區溝通培育青年人才促進多元共融"
)
_WORDS = (
    *("AI", "Wi-Fi", "iPhone", "broadband", "eSIM", "e-commerce", "vis-à-vis", "naïve"),
    *("Telecommunications", "state-of-the-art", "Environmental", "CO₂", "m²", "10⁻⁶", "H₂O"),
    "https://www.example.com.hk/zh-hant/sustainability/reports/annual?year=next&lang=zh",
    "https://example.org/a_b-c",
    "first.last@example.com",
    "Electroencephalographically",
    "supercalifragilisticexpialidocious",
    "A" * 40,
)
_MARKS = (
    "，",
    "、",
    "；",
    "：",
    "。",
    "——",
    "……",
    "！",
    "？",
    "「",
    "」",
    "（",
    "）",
    "《",
    "》",
    "·",
    "／",
)
#: PDFium, which reads the pages, drops some characters beyond U+FFFF.
_STRANGE = ("㐂", "Ω", "é", "〇", "①", "※", "→", "√", "℃", "％", "“", "”", "…", "’", "µ", "ﬁ")
#: The share of reports with pages of another size.
_OTHER_PAGES = 0.4
_USUAL = theme_folder() / "styles/tokens.yaml"
#: The most blocks of a section; an introduction has half of it.
MOST_BLOCKS = 8
_LENGTHS = (1, 2, 3, 5, 8, 13, 21, 40, 80, 160, 400, 1200)
#: Pages of other sizes: mm wide and high, mm inside and above, lines, columns, their width in em.
_PAGES = (
    (210, 297, 22, 27, 40, 2, 23),
    (210, 297, 25, 30, 38, 1, 44),
    (215.9, 279.4, 24, 24, 37, 2, 23),
    (210, 280, 20, 24, 39, 3, 15),
    (190, 250, 20, 24, 33, 2, 20),
)
_PAGE_KEYS = ("width_mm", "height_mm", "inner_mm", "top_mm", "lines", "columns", "column_em")


class Maker:
    """Makes one random report from a source of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.pictures: dict[str, bytes] = {}
        self._count = 0
        self.facts = {f"f.n{number}": self._fact() for number in range(9)}

    def _fact(self) -> dict[str, Any]:
        pick = self.chance.choice
        value = pick(("4.4", "12345678", "0.05", "-3.2", "1234567.89", "98", "3", "60", "100"))
        fact = {
            "value": value,
            "unit": pick(("", "億", "萬元", "%", "個", "萬噸二氧化碳當量", "Mbps")),
            "label": self.line(pick((2, 6, 12, 30))),
            "period": "2020年",
            "source": "試驗",
        }
        if pick((True, False, False)):
            fact["approximation"] = pick(("約", "超過", "餘", "以上"))
        return fact

    def name(self, what: str) -> str:
        """Give a name that nothing else has."""
        self._count += 1
        return f"{what}_{self._count}"

    def line(self, most: int) -> str:
        """Give a text without marks of prose, of so many characters or fewer."""
        pick, length = self.chance.choice, self.chance.randint(1, most)
        text = ""
        while len(text) < length:
            kind = self.chance.random()
            if kind < 0.75:
                start = self.chance.randrange(len(_CHINESE))
                text += _CHINESE[start : start + self.chance.randint(1, 14)]
            elif kind < 0.87:
                text += pick(_WORDS) if length > 30 else pick(_WORDS[:14])
            elif kind < 0.97:
                text += pick(_MARKS)
            else:
                text += pick(_STRANGE)
            if self.chance.random() < 0.1:
                text += " "
        return text.strip() or "字"

    def prose(self, most: int = 0) -> str:
        """Give a text with figures, emphasis and links."""
        text = self.line(most or self.chance.choice(_LENGTHS))
        if self.chance.random() < 0.3:
            text += f"{{{{ {self.chance.choice(list(self.facts))} }}}}"
        if self.chance.random() < 0.2:
            text += f"，**{_CHINESE[:5]}**"
        if self.chance.random() < 0.1:
            text += f"，見[{_CHINESE[5:9]}](https://example.org/)"
        return text

    def picture(self, name: str) -> None:
        """Make a picture file for a slot: colours, transparency, gray or lines."""
        kind = self.chance.choice(("jpg", "png", "gray", "alpha", "svg"))
        wide, high = self.chance.choice(((60, 40), (300, 20), (30, 200), (400, 300)))
        if kind == "svg":
            drawn = (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}">'
                f'<path d="M0 0h{wide}v{high}z" fill="#369"/></svg>'
            )
            self.pictures[f"{name}.svg"] = drawn.encode()
            return
        mode = {"jpg": "RGB", "png": "RGB", "gray": "L", "alpha": "RGBA"}[kind]
        colour: Any = 120 if mode == "L" else (20, 90, 140, 128)[: len(mode)]
        out = io.BytesIO()
        suffix = "jpg" if kind == "jpg" else "png"
        Image.new(mode, (wide, high), colour).save(out, "JPEG" if suffix == "jpg" else "PNG")
        self.pictures[f"{name}.{suffix}"] = out.getvalue()

    def block(self) -> dict[str, Any]:
        """Give a block of any type."""
        kind = self.chance.choice(sorted(block_types()))
        made: dict[str, Any] = _BLOCKS[kind](self)
        return {"type": kind, **made}

    def blocks(self, most: int) -> list[dict[str, Any]]:
        """Give blocks in any order; the levels of headings follow each other."""
        level, made = 1, []
        for _ in range(self.chance.randint(0, most)):
            one = self.block()
            if one["type"] == "heading":
                level = one["level"] = self.chance.randint(2, min(level + 1, 4))
            made.append(one)
        return made

    def width(self) -> dict[str, Any]:
        """Give a width, or none."""
        return self.chance.choice(({}, {"width": "full"}, {"width": "column"}))

    def _tokens(self, styles: Path, theme: str) -> None:
        """Write the tokens of the theme with pages of another size."""
        name = f"styles/themes/{theme}/tokens.yaml" if theme else "styles/tokens.yaml"
        own = theme_folder() / name
        tokens = yaml.safe_load((own if own.exists() else _USUAL).read_text(encoding="utf-8"))
        tokens["page"] |= dict(zip(_PAGE_KEYS, self.chance.choice(_PAGES), strict=True))
        path = styles.parent / name
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(tokens, ensure_ascii=False), encoding="utf-8")

    def write(self, folder: Path) -> Path:
        """Write the report into a folder."""
        data = folder / "data"
        (data / "images").mkdir(parents=True)

        def put(name: str, what: dict[str, Any]) -> str:
            text = json.dumps(what, ensure_ascii=False, indent=1)
            (data / name).write_text(text, encoding="utf-8")
            return name

        put("facts.yaml", {"facts": self.facts})
        chapters = []
        for number in range(self.chance.choice((1, 1, 2))):
            sections = [
                put(
                    f"section{number}{index}.yaml",
                    {
                        "id": f"s{number}{index}",
                        "title": self.line(self.chance.choice((4, 12, 40))),
                        "accent": self.chance.choice(("first", "second", "third", "fourth")),
                        "art": self.chance.choice(_ART),
                        "lead": self.prose(80),
                        "blocks": self.blocks(MOST_BLOCKS),
                    },
                )
                for index in range(self.chance.choice((1, 1, 2, 3)))
            ]
            chapter = {
                "id": f"c{number}",
                "title": self.line(self.chance.choice((3, 8, 30))),
                "art": self.chance.choice(_ART),
                "introduction": self.blocks(MOST_BLOCKS // 2),
                "sections": sections,
            }
            chapters.append(put(f"chapter{number}.yaml", chapter))
        settings = {
            **{"title": self.line(30), "subtitle": self.line(30)},
            **{"organisation": self.line(20), "year": 2020, "language": "zh-Hant-HK"},
            "dates": {"period_start": "2020-01-01", "period_end": "2020-12-31"},
            **{"facts": "facts.yaml", "chapters": chapters},
        }
        if self.chance.random() < 0.5:
            settings["theme"] = "plain"
        put("report.yaml", settings)
        if self.chance.random() < _OTHER_PAGES:
            self._tokens(folder / "styles", str(settings.get("theme", "")))
        for name, content in self.pictures.items():
            (data / "images" / name).write_bytes(content)
        return folder


def _award(make: Maker) -> dict[str, Any]:
    return {"name": make.prose(60), "text": make.prose(120)}


def _case(make: Maker) -> dict[str, Any]:
    case = {
        "place": make.line(20),
        "text": [make.prose() for _ in range(make.chance.randint(1, 3))],
    }
    return {
        **case,
        **({"title": make.prose(40)} if make.chance.random() < 0.5 else {}),
        **make.width(),
    }


def _chart(make: Maker) -> dict[str, Any]:
    drawing: dict[str, Any] = {"kind": make.chance.choice(("crossing", "platform", "tally"))}
    if drawing["kind"] == "tally":
        drawing["facts"] = make.chance.sample(list(make.facts), make.chance.randint(1, 6))
    made = {"id": make.name("chart"), "title": make.prose(40), "drawing": drawing}
    if make.chance.random() < 0.5:
        made["note"] = make.prose(80)
    return {**made, "lines": make.chance.randint(6, 20), **make.width()}


def _figures(make: Maker) -> dict[str, Any]:
    items = []
    for _ in range(make.chance.randint(1, 10)):
        item: dict[str, Any] = {"fact": make.chance.choice(list(make.facts))}
        if make.chance.random() < 0.5:
            item["label"] = make.prose(30)
        items.append(item)
    return {"items": items, **make.width()}


def _heading(make: Maker) -> dict[str, Any]:
    return {"level": 2, "text": make.line(make.chance.choice((6, 20, 60)))}


def _list(make: Maker) -> dict[str, Any]:
    count = make.chance.choice((1, 2, 3, 9, 12, 101))
    items = [make.prose(8 if count > 20 else 80) for _ in range(count)]
    return {"ordered": make.chance.random() < 0.5, "items": items}


def _measures(make: Maker) -> dict[str, Any]:
    def part(year: int) -> dict[str, Any]:
        items = [make.prose(200) for _ in range(make.chance.randint(1, 8))]
        return {"year": year, "title": make.prose(20), "items": items}

    return {"done": part(2020), "planned": part(2021)}


def _panel(make: Maker) -> dict[str, Any]:
    claims = []
    for _ in range(make.chance.randint(1, 4)):
        claim: dict[str, Any] = {"text": make.prose(60)}
        if make.chance.random() < 0.6:
            claim["fact"] = make.chance.choice(list(make.facts))
        claims.append(claim)
    panel = {"id": make.name("panel"), "title": make.line(12), "headline": make.prose(60)}
    return {**panel, "claims": claims}


def _paragraph(make: Maker) -> dict[str, Any]:
    return {"text": make.prose(), "lead": make.chance.random() < 0.1}


def _picture(make: Maker) -> dict[str, Any]:
    name = make.name("picture")
    made: dict[str, Any] = {"id": name, "alt": make.line(20), "lines": make.chance.randint(3, 40)}
    if make.chance.random() < 0.6:
        made["caption"] = make.prose(80)
    if make.chance.random() < 0.4:
        made["art"] = make.chance.choice(_ART)
    else:
        make.picture(name)
        made["fit"] = make.chance.choice(("cover", "contain"))
    return {**made, **make.width()}


def _quote(make: Maker) -> dict[str, Any]:
    source = {"source": make.prose(40)} if make.chance.random() < 0.5 else {}
    return {"text": make.prose(120), **source, **make.width()}


def _table(make: Maker) -> dict[str, Any]:
    count = make.chance.randint(1, 6)
    figures = [make.chance.random() < 0.4 for _ in range(count)]
    unit = make.chance.choice([fact["unit"] for fact in make.facts.values()])
    alike = [name for name, fact in make.facts.items() if fact["unit"] == unit]

    def cell(figure: bool) -> str:
        if figure:
            return make.chance.choice(("–", f"{{{{ {make.chance.choice(alike)} | number }}}}"))
        return make.prose(make.chance.choice((4, 12, 40)))

    columns: list[dict[str, Any]] = [
        {"head": make.line(8), **({"kind": "figure", "unit": unit} if figure else {})}
        for figure in figures
    ]
    rows: list[Any] = [
        [cell(figure) for figure in figures] for _ in range(make.chance.choice((1, 3, 8, 30)))
    ]
    made: dict[str, Any] = {"caption": make.prose(30), "columns": columns, "rows": rows}
    if make.chance.random() < 0.5:
        return {**made, **make.width()}
    columns[-1]["align"] = make.chance.choice(("left", "centre", "right"))
    rows[0] = {"cells": rows[0], "indent": make.chance.randint(0, 3), "notes": ["a"]}
    rows.insert(0, {"group": make.prose(8)})
    made["heads"] = [[{"head": make.line(12), "over": count}]]
    made["notes"] = {"a": make.prose(40)}
    return {**made, **(make.width() if make.chance.random() < 0.7 else {"page": "landscape"})}


def _data_table(make: Maker) -> dict[str, Any]:
    names = make.chance.sample(list(make.facts), make.chance.randint(1, 6))
    rows: list[dict[str, Any]] = [
        {"fact": name, "indent": make.chance.randint(0, 3), "notes": ["a"][: index % 2]}
        for index, name in enumerate(names)
    ]
    rows.insert(0, {"group": make.prose(8)})
    notes = {"a": make.prose(40)} if len(names) > 1 else {}
    columns = ["periods", *make.chance.sample(["unit", "source"], make.chance.randint(0, 2))]
    made = {"caption": make.prose(30), "rows": rows, "notes": notes, "columns": columns}
    return {**made, "periods": [2020], **make.width()}


_BLOCKS: dict[str, Callable[[Maker], dict[str, Any]]] = {
    **{"award": _award, "case": _case, "chart": _chart, "figures": _figures},
    **{"heading": _heading, "list": _list, "measures": _measures, "panel": _panel},
    **{"paragraph": _paragraph, "picture": _picture, "quote": _quote, "table": _table},
    **{"data_table": _data_table},
    **{"page_break": lambda _: {}, "column_break": lambda _: {}},
}
