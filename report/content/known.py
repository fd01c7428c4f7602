"""Notations with digits that are not figures: dates, standards, clauses, telephone numbers.

:func:`covered` replaces them by 〇. Notations whose number could also be a figure, like 表30 or
電話3000, count only if no measure word follows: 電話3000部 counts telephones. docs/data.md lists
the notations.
"""

from __future__ import annotations

import re

from report.content.possessive import possessive


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(possessive(pattern))


#: Before a number: no digit, point or comma, so that the whole number matches.
_WHOLE = r"(?<![\d.,])"
#: After a number: the same.
_END = r"(?![\d%％‰]|[.,]\d)"
_YEAR = r"(?:19|20)\d\d"
_DASH = r" ?[-–—~～至到/] ?"
_OF_YEARS = r"(?:年度?(?:初|中|底|末)?|財政年度|財年|學年)"
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_HOUR, _MINUTE = r"(?:1\d|2[0-4]|0?\d)", r"[0-5]\d"
#: Between the numbers of a list: ISO 9001、14001及45001.
_AND = r"(?: ?[、,，；;/及和與或至到–~～-] ?| )"
#: A number in a document: 13.91, 14A.76(2), 13.51(2)(h)至(v).
_NUMBERED = (
    r"\d++(?:[A-Z]{1,2}(?![A-Za-z]))?(?:\.\d++)*+(?:[A-Z]{1,2}(?![A-Za-z]))?"
    r"(?: ?[(（][0-9A-Za-z]{1,4}[)）](?: ?[至到–-] ?(?=[(（]))?)*+"
)
#: Parts of a document, a term or a plan.
_PARTS = r"(?:條|款|項|章|節|頁|段|部|冊|卷|號|屆|期|版|季|代|類|附表|階段)"
_STANDARDS = (
    r"ISO(?:/IEC|/TS)?|IEC|IEEE|EN|BS|AS/NZS|ASTM|ANSI|GB(?:/[TZ])?|YD(?:/T)?|DB\d\d(?:/T)?|CNS|"
    r"JIS|ISAE|HKSAE|HKSA|GRI|SASB|OHSAS|SA|AA|PAS|RFC|ITU-T|CDP|NIST|SOC"
)
#: Words before a ratio, which looks like a time: 比例為10:30.
_RATIO = r"(?<!比)(?<!比例)(?<!例為)(?<!例是)(?<!比為)(?<!比是)(?<!率為)"
_TIME = rf"{_HOUR}[:：]{_MINUTE}(?:[:：]{_MINUTE})?(?: ?[AaPp]\.?[Mm](?![A-Za-z])\.?)?"

#: Unambiguous notations that start with a digit.
_DIGIT_FIRST = (
    rf"{_YEAR}(?:-{_MONTH}-{_DAY}|/{_MONTH}/{_DAY}|\.{_MONTH}\.{_DAY})(?![\d.])",
    rf"{_DAY}(?:-{_MONTH}-|/{_MONTH}/|\.{_MONTH}\.){_YEAR}(?![\d.])",
    rf"{_YEAR} ?(?:年度?)?{_DASH}(?:{_YEAR}|\d\d) ?{_OF_YEARS}",
    rf"\d{{4}} ?{_OF_YEARS}|\d0年代|[05-9][05]後",
    rf"{_MONTH} ?月(?! ?餅)(?: ?{_DAY} ?[日號](?:{_AND}{_DAY} ?[日號])*+)?",
    rf"(?<![A-Za-z]){_RATIO}{_TIME}(?![\d:：.])(?! ?[的之]比)",
    rf"(?:1[0-2]|0?[1-9])(?:\.{_MINUTE})? ?[AaPp]\.?[Mm](?![A-Za-z])\.?",
    rf"{_HOUR} ?時(?: ?[0-5]?\d ?分)?(?![間候段期限數差速長效薪])",
    rf"(?<=上午|下午|中午|早上|晚上|凌晨){_HOUR} ?點(?: ?[0-5]?\d ?分)?",
    rf"(?<=[本同翌每上下當]月){_DAY} ?[日號]",
    r"\d++(?:\.\d++)?[A-Z]{1,2}(?:\.\d++)?(?:章|條)",
    # the street and the floor
    r"(?<=[道路街里徑巷中])\d{1,4}[A-Z]?(?:[–-]\d{1,4}[A-Z]?)? ?號(?!碼)|\d{1,3} ?樓(?!宇)",
    # telephone numbers
    r"\d{3,6}(?= ?(?:客服|政務|服務|求助|查詢){0,2}熱線)",
    # hours and days of service
    r"(?:7 ?[天日] ?[×xX*]? ?)?24 ?小時|36[56] ?[天日]|(?<=每週|每周|星期)7 ?[天日]",
    r"(?:24 ?[/×xX*] ?7|7 ?[/×xX*] ?24)(?: ?[×xX*] ?365)?(?![\d.])(?: ?小時)?",
)
#: Unambiguous notations without letters or digits beside them.
_ALONE = (
    rf"FY ?(?:{_YEAR}|\d\d)(?:[/–-](?:{_YEAR}|\d\d))?",
    rf"(?:{_YEAR} ?)?(?:Q[1-4]|[1-4]Q|H[12]|[12]H)(?: ?{_YEAR}|\d\d)?",
    r"\d{1,6}\.(?:HK|SH|SZ|SS)",
    # substances and particles, and the units made of them
    r"(?:[kMG]?t|k?g)?(?:CO2|CH4|N2O|NO2|SO2|O3|H2O?|NH3|SF6|NF3)(?:-?eq?)?",
    r"PM ?(?:2\.5|10|1)|K?N95|KF94|(?:HFC|HCFC|CFC|PFC|R)-?\d{2,3}[A-Za-z]{0,2}",
    # common names
    r"[2-6]G|5\.5G|[23]D|[48]K|IPv[46]|Wi-?Fi ?\d[A-Z]?|B2[BCG]|C2[BCM]|O2O|P2P|M2M|V2X|"
    r"(?:COVID|Covid)-?19|UTF-8|H5|Web ?\d(?:\.0)?|USB ?\d(?:\.\d)?|MP[34]|mp[34]|A[345]|"
    r"[vV]\d+(?:\.\d+)*|G(?:7|20|77)|[34]R",
    # the reporting code of the exchange, and scenarios of the climate
    r"(?:KPI ?)?[AB][1-8]\.\d{1,2}|RCP ?\d\.\d|SSP ?\d-\d\.\d",
)
_SURE = _compiled(
    # web and mail addresses first, since they may contain the others
    r"https?://[!-~]+|www\.[!-~]+|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9.-]+"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]++\.)+(?:com|org|net|edu|gov|hk|cn|mo|tw|io|info|app|asia)"
    r"(?![A-Za-z0-9-])[!-~]*"
    # numbers of official papers, and what is numbered in a document
    rf"|[〔［【\[（(]{_YEAR}[〕］】\]）)] ?第?\d+ ?號"
    rf"|第 ?{_NUMBERED}(?:{_AND}{_NUMBERED})*+ ?{_PARTS}(?:{_AND}第? ?{_NUMBERED} ?{_PARTS})*+"
    rf"|(?=\d){_WHOLE}(?:{'|'.join(_DIGIT_FIRST)})"
    rf"|(?=[A-Za-z0-9])(?<![A-Za-z0-9.])(?:{'|'.join(_ALONE)})(?![A-Za-z0-9])"
)

#: Notations that count only without a measure word after them.
_MAYBE_DIGIT_FIRST = (
    rf"{_YEAR}(?:/\d\d(?:\d\d)?|{_DASH}{_YEAR}|[-–]\d\d)(?!/)",
    r"[2-9]\d{3}(?: \d{4}|-\d\d(?!00)\d\d)|0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4}",
)
_MAYBE_LETTER_FIRST = (
    rf"(?:HKFRS|HKAS|IFRS|IAS)s? ?S?\d{{1,2}}(?:{_AND}S?\d{{1,2}}(?!\d))*+",
    rf"SDGs? ?\d{{1,2}}(?:{_AND}\d{{1,2}}(?!\d))*+",
    rf"(?:{_STANDARDS})(?: ?[A-Z]{{1,2}}(?=\d))?[ -]?\d++(?:[.–-]\d++)*+(?:[:：]\d{{4}})?"
    rf"(?:-\d{{4}})?(?:{_AND}(?:\d{{4,5}}(?:-\d++)?(?:[:：]\d{{4}})?|\d{{1,3}}-\d{{1,2}})(?!\d))*+",
    r"(?:pp?\. ?|(?:[Tt]able|[Ff]igure|[Nn]ote|[Pp]ages?|[Rr]ules?|[Cc]hapter|[Aa]ppendix|"
    r"[Ss]ection|[Pp]art|[Aa]rticle|[Pp]rinciple|[Ss]copes?|[Cc]ategory|[Pp]hase) )"
    rf"[A-Z]?{_NUMBERED}(?:(?:, ?| and | & )\d{{1,2}}(?!\d))*+(?![A-Za-z])",
)
#: A telephone number after a word for it: long ones may have separators.
_PHONE = (
    r"(?:電話|熱線|致電|傳真|短號|撥打|(?<![A-Za-z])(?:[Tt]el|TEL|[Ff]ax|FAX|[Ww]hats[Aa]pp))"
    r"(?:號碼)?(?: ?[:：.] ?| |為|是)?(?:[+(（]?\d(?:[ ()（）-]{0,2}\d){6,}+|\d{3,6}+)"
    rf"(?:{_AND}(?:\d{{4}}[ -]?\d{{4}}|\d{{5,6}})(?!\d))*+"
)
#: A stock code or another code after a word for it.
_CODE = (
    r"(?:(?:代號|代碼|編號|號碼|查詢|(?<![A-Za-z])[Ss]tock [Cc]odes?)(?: ?[:：] ?| |為|是)?"
    r"(?:[(（][^()（）\d]{1,12}[)）] ?)?|(?:SEHK|HKEX|NYSE|SSE|SZSE|[港聯上深]交所)[:： ]+)"
    r"\d{1,6}+(?:\.[A-Z]{2})?"
    rf"(?:(?: ?[(（][^()（）\d]{{1,12}}[)）])?{_AND}\d{{3,6}}(?:\.[A-Z]{{2}})?(?!\d))*+"
)
_MAYBE = _compiled(
    rf"可持續發展目標 ?\d{{1,2}}(?:{_AND}\d{{1,2}}(?!\d))*+{_END}"
    r"|(?:附錄|附件|附表|附註|圖表|表格|章節|範圍|類別|層面|績效指標|"
    r"(?:(?<!\w)|(?<=[見如在按據參閱照於從由與及和至以即]))[表圖註頁章]) ?[(（]?[A-Z]?"
    rf"{_NUMBERED}(?:[.–-]\d++)*+(?:{_AND}[A-Z]?{_NUMBERED})*+(?![A-Za-z]){_END}"
    rf"|{_PHONE}{_END}|{_CODE}{_END}"
    r"|\+(?:\d{1,3}[ -]\(?\d(?:[ ()-]{0,2}\d){6,}+|(?:852|853|86)\d{8,11}+)"
    rf"{_END}|[(（]\+?\d{{2,4}}[)）][ -]?(?:\d{{2,3}}[ -])?\d{{3,4}}[ -]?\d{{4}}{_END}"
    rf"|(?=\d)(?<![A-Za-z\d.,])(?:{'|'.join(_MAYBE_DIGIT_FIRST)})(?![A-Za-z]){_END}"
    rf"|(?=[A-Za-z])(?<![A-Za-z0-9.])(?:{'|'.join(_MAYBE_LETTER_FIRST)}){_END}"
)
#: Measure words after a number.
_COUNTS = re.compile(
    r" ?(?:[十百千萬億兆]|[多餘幾](?!元化)|倍|成(?![員立為本功果])|個(?!別)|人(?![力均才口事工])|"
    r"位(?!置)|元(?!素)|次(?!序)|份(?!額)|點(?!擊)|分(?![別為析部])|度(?!假)|"
    r"公[里噸斤頃尺分升]|平方|立方|英[里尺呎]|小時|分鐘|港元|美元|人民幣|所(?![示列述載有以])|"
    r"[股名宗戶件條項篇頁幅張本場間家台臺部輛棟座套通封字噸款種類支瓶盒箱包袋米升克斤里瓦秒天日年月"
    r"週周歲隻頭棵株班堂組隊批輪層級步筆])"
)
_LAST_OF_LIST = re.compile(rf"{_AND}[A-Z]?[\d.]+(?:\.[A-Z]{{2}})?$")


def covered(text: str) -> str:
    """Return a text with 〇 for every character of a notation that is not a figure."""
    return _MAYBE.sub(_uncounted, _SURE.sub(cover, text))


def cover(match: re.Match[str]) -> str:
    """Return 〇 for every character of a match."""
    return "〇" * len(match[0])


def _uncounted(match: re.Match[str]) -> str:
    """Cover a match, but not its last number if a measure word follows: 圖3及30人."""
    if not _COUNTS.match(match.string, match.end()):
        return cover(match)
    last = _LAST_OF_LIST.search(match[0])
    kept = match[0][last.start() :] if last else match[0]
    return "〇" * (len(match[0]) - len(kept)) + kept
