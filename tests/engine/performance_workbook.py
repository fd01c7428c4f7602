"""The spreadsheet of ``report new --kind esg``: what is in it, and the script that makes it.

``python -m tests.engine.performance_workbook`` writes it into ``report/skeleton/esg/sources/``. It
is kept as a file, as a team would keep it, so that ``report new`` only copies. A test compares its
cells with what stands here. The same script gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from report.ledger.workbook import timeless
from report.project.shipped import SKELETONS

PLACE = SKELETONS / "esg" / "sources" / "performance.xlsx"
DATE = dt.date(2026, 1, 31)
YEARS = (2021, 2022, 2023, 2024, 2025)

#: A row with one cell is the title of a group.
PERFORMANCE: tuple[tuple[Any, ...], ...] = (
    ("示例渡輪 績效數據",),
    ("編號", "指標", "單位", *(f"{year}年" for year in YEARS), "出處"),
    ("能源",),
    ("energy.diesel", "船用柴油", "吉焦", 412600, 405300, 398200, 371500, 342900, "燃料記錄"),
    ("energy.biodiesel", "生物柴油", "吉焦", "無", "無", 6400, 24800, 46100, "燃料記錄"),
    ("energy.electricity", "外購電力", "吉焦", 18900, 19400, 20300, 26700, 34200, "電費單"),
    ("溫室氣體",),
    ("emissions.scope1", "範圍一", "噸二氧化碳當量", 30570, 30030, 29510, 27530, 25410, "燃料記錄"),
    ("emissions.scope2", "範圍二", "噸二氧化碳當量", 2890, 2860, 2880, 3610, 4430, "電費單"),
    ("emissions.scope3", "範圍三", "噸二氧化碳當量", 5120, 5240, 5360, 5180, 4950, "供應商問卷"),
    ("用水及廢物",),
    ("water.fleet", "船隊用水", "立方米", 31200, 30800, 31900, 29400, 27600, "水費單"),
    ("water.piers", "碼頭用水", "立方米", 18400, 18900, 19700, 17800, 16200, "水費單"),
    ("waste.general", "棄置廢物", "噸", 486, 472, 455, 398, 341, "清運記錄"),
    ("waste.recycled", "回收物料", "噸", 128, 163, 231, 325, 402, "清運記錄"),
    ("員工",),
    ("staff.women", "女性員工", "名", 212, 224, 243, 268, 296, "人事系統"),
    ("staff.men", "男性員工", "名", 688, 681, 677, 672, 664, "人事系統"),
    ("training.hours", "受訓時數", "小時", 14940, 16290, 18400, 21150, 24000, "培訓系統"),
    ("safety.injuries", "工傷", "宗", 23, 21, 22, 17, 13, "安全部"),
    ("safety.deaths", "因工死亡", "宗", "無", "無", "無", "無", "無", "安全部"),
    ("女性佔比",),
    ("women.board", "董事會", "%", 33.3, 33.3, 33.3, 33.3, 44.4, "人事系統"),
    ("women.managers", "管理層", "%", 27.1, 28.4, 30.9, 33.8, 36.5, "人事系統"),
    ("women.officers", "船長及高級船員", "%", 4.2, 4.9, 6.1, 8.3, 10.8, "人事系統"),
    ("women.crew", "水手及輪機員", "%", 7.5, 8.1, 9.6, 11.2, 13.9, "人事系統"),
    ("women.office", "碼頭及文職", "%", 48.3, 48.9, 49.6, 50.7, 51.2, "人事系統"),
    ("women.trainees", "見習船員", "%", 11.8, 14.3, 19.5, 25.6, 31.4, "人事系統"),
    ("社區",),
    ("community.hours", "義工服務", "小時", 3150, 3480, 4260, 5020, 5740, "義工隊"),
    ("各航線載客量",),
    ("routes.bay", "灣區線", "萬人次", 412.5, 438.1, 596.4, 641.2, 668.9, "票務系統"),
    ("routes.island", "離島線", "萬人次", 286.3, 301.7, 402.8, 431.5, 447.2, "票務系統"),
    ("routes.north", "北岸線", "萬人次", 158.2, 163.9, 214.6, 226.3, 233.1, "票務系統"),
    ("routes.harbour", "港內線", "萬人次", 121.6, 133.4, 187.2, 198.7, 205.8, "票務系統"),
    ("routes.evening", "夜航線", "萬人次", 18.4, 22.9, 51.3, 63.8, 72.4, "票務系統"),
    ("routes.charter", "包船", "萬人次", 6.1, 7.3, 19.8, 24.6, 28.7, "票務系統"),
    ("經濟價值",),
    ("value.revenue", "收入", "萬元", 61800, 65400, 88700, 94300, 98600, "年度帳目"),
    ("value.operations", "營運成本", "萬元", 34600, 36300, 46900, 48500, 49200, "年度帳目"),
    ("value.wages", "薪酬福利", "萬元", 23100, 23600, 27200, 28900, 30400, "年度帳目"),
    ("value.taxes", "稅項", "萬元", 900, 1100, 3100, 3600, 4000, "年度帳目"),
    ("value.community", "社區投資", "萬元", 420, 450, 610, 720, 850, "年度帳目"),
)
TOPICS = (
    ("climate", "氣候變化", 88, 92),
    ("safety", "航行安全", 97, 96),
    ("air", "空氣質素", 83, 79),
    ("waste", "廢物管理", 61, 64),
    ("water", "用水", 42, 51),
    ("people", "人才培訓", 66, 81),
    ("access", "無障礙服務", 78, 62),
    ("community", "社區參與", 55, 46),
    ("supply", "供應鏈", 44, 68),
)
MATERIALITY: tuple[tuple[Any, ...], ...] = (
    ("重要性評估：一百分為最重要",),
    ("編號", "議題", "分數"),
    *(
        row
        for name, label, others, own in TOPICS
        for row in (
            (f"topics.{name}.others", f"{label}：對持份者", others),
            (f"topics.{name}.own", f"{label}：對公司", own),
        )
    ),
)


def workbook() -> bytes:
    """Return the workbook; it has no clock in it."""
    book = Workbook()
    book.properties.creator = "report"
    book.properties.created = dt.datetime.combine(DATE, dt.time())
    first = book.worksheets[0]
    first.title = "績效"
    _fill(first, PERFORMANCE, (24, 20, 18, *[11] * len(YEARS), 14))
    _fill(book.create_sheet("重要性"), MATERIALITY, (28, 26, 10))
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue(), DATE)


def _fill(sheet: Any, rows: tuple[tuple[Any, ...], ...], widths: tuple[int, ...]) -> None:
    """Write the rows: the heads in bold over a line, the titles of groups on a tint."""
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, int | float):
                cell.number_format = "#,##0" if isinstance(value, int) else "#,##0.0"
            elif column > 3 or row[0] == "編號":
                cell.alignment = Alignment(horizontal="right" if column > 3 else "left")
            if row[0] == "編號":
                cell.font = Font(bold=True)
                cell.border = Border(bottom=Side("thin"))
        if len(row) == 1:
            sheet.cell(number, 1).font = Font(bold=True, size=14 if number == 1 else 11)
            for column in range(1, len(widths) + 1) if number > 1 else ():
                sheet.cell(number, column).fill = PatternFill("solid", fgColor="E8EEF2")
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C3"


if __name__ == "__main__":
    PLACE.parent.mkdir(exist_ok=True)
    PLACE.write_bytes(workbook())
