"""Words in Chinese text: where they end, and the names that are not broken."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.content.load import load_report
from report.model.characters import HAN
from report.project.project import Project
from report.project.shipped import theme_folder
from report.typesetting.extension.paragraphs import Segment
from report.typesetting.words import Words, simplified


def shown(words: Words, text: str) -> str:
    """Return a text with a bar at every place between words with Han on both sides."""
    places = [
        at
        for at in sorted(words.boundaries(text))
        if 0 < at < len(text) and HAN.match(text[at - 1]) and HAN.match(text[at])
    ]
    parts = zip([0, *places], [*places, len(text)], strict=True)
    return "|".join(text[start:end] for start, end in parts)


@pytest.mark.parametrize(
    "text",
    [
        "關愛|助殘|助老|行動",
        "匠心|精神|服務|冬奧",
        "深耕|社區|公益事業",
        "打造|大|流量APP豐富|生活|服務",
        "急難險重|暢通無阻",
        "共享|數字|發展|紅利",
        "強化|責任|彰顯|擔當",
        "持續|提升|客戶|口碑",
        "乾隆皇帝|喜歡|乾淨|的|衣服",
    ],
)
def test_headings_are_broken_between_words(text: str) -> None:
    assert shown(Words(), text.replace("|", "")) == text


@pytest.fixture(scope="module")
def lexicon() -> tuple[str, ...]:
    report, found, _ = load_report(Project.at(theme_folder()))
    assert report is not None, found
    return report.lexicon


@pytest.mark.parametrize(
    "text",
    [
        "打造|大流量APP豐富|生活|服務",
        "升級|智慧家庭|互聯網|產品",
        "沃家神眼",
        "線上線下|渠道|融合",
        "加速|線上線下|一體化|體驗|升級",
        "推動|線上|互聯網化|服務|升級",
        "攜號轉網|更|惠民",
        "深入|推進|提速降費",
        "5G賦能|智慧冬奧",
        "抗凝凍|保|暢通",
        "中國國際服務貿易交易會|通信|保障",
        "甘肅聯通「星主播」選拔",
        "邀請|國家|乒乓球|隊員|助力|開發|首款|國乒盲盒",
    ],
)
def test_headings_of_the_chapter_with_its_lexicon(lexicon: tuple[str, ...], text: str) -> None:
    assert shown(Words(lexicon), text.replace("|", "")) == text


def test_every_word_of_the_lexicon_is_whole_wherever_it_stands(lexicon: tuple[str, ...]) -> None:
    words = Words(lexicon)
    for word in lexicon:
        text = f"，{word}，"
        within = set(range(2, len(word) + 1))
        assert words.inside(text) == within, word
        assert words.boundaries(text) == set(range(len(text) + 1)) - within, word


def test_a_word_of_the_lexicon_is_not_cut_by_the_segmenter() -> None:
    assert shown(Words(), "務冬奧") == "務|冬奧"
    assert shown(Words(["務冬"]), "精神服務冬奧") == "精神|服|務冬|奧"


def test_letters_and_digits_are_part_of_a_word() -> None:
    words = Words(["5G消息", "APP"])
    assert words.inside("推出5G消息等") == {3, 4, 5}
    assert words.boundaries("推出5G消息等") == {0, 2, 6, 7}
    assert words.inside("15G消息") == frozenset()
    assert words.inside("大流量APP、APPLE、WAPP") == {4, 5}


def test_the_first_and_then_the_longest_name_counts() -> None:
    words = Words(["提速", "提速降費", "黑龍江", "江西"])
    assert words.inside("提速降費") == {1, 2, 3}
    assert words.inside("提速提速") == {1, 3}
    assert words.inside("黑龍江西部") == {1, 2}


def test_special_characters_in_a_lexicon_are_literal() -> None:
    assert Words(["1+N+1", "B.站"]).inside("「1+N+1」B站") == {2, 3, 4, 5}


def test_places_beside_other_scripts_are_between_words() -> None:
    assert Words().boundaries("") == {0}
    assert Words().boundaries("服") == {0, 1}
    assert Words().boundaries("服務，5G服務") == {0, 2, 3, 4, 5, 7}


def test_segmentation_matches_the_interface_of_composition() -> None:
    segment: Segment = Words(["沃家神眼"]).segment
    between, names = segment("沃家神眼服務", False)
    assert between is None
    assert names == {1, 2, 3}
    assert segment("沃家神眼服務", True) == ({0, 4, 6}, {1, 2, 3})


HAN_TEXT = st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=40)
COMMON = st.text(
    "服務社區公益流量聯通乾隆淨著作裏後發髮只隻鍾鐘麼瞭解5GaB ，「」—\u2060𠮷々", max_size=40
)


@given(HAN_TEXT | COMMON | st.text(max_size=20))
def test_every_index_is_one_of_the_text(text: str) -> None:
    words = Words(["聯通公益", "G聯"])
    places = words.boundaries(text)
    assert {0, len(text)} <= places <= set(range(len(text) + 1))
    assert words.inside(text) <= set(range(1, len(text)))
    assert places.isdisjoint(words.inside(text))
    for at in set(range(1, len(text))) - places - words.inside(text):
        assert HAN.match(text[at - 1]) and HAN.match(text[at])


@given(HAN_TEXT)
def test_simplified_text_is_split_like_its_traditional_form(text: str) -> None:
    """Simplified text has the same positions as its traditional form."""
    from opencc import OpenCC

    made = OpenCC("hk2s").convert(text)
    assert len(made) == len(text)
    assert Words().boundaries(text) == _cut_as_it_is(made)


def _cut_as_it_is(text: str) -> set[int]:
    import rjieba

    places, at = {0}, 0
    for piece in _runs(text):
        for word in rjieba.cut(piece) if HAN.match(piece) else piece:
            at += len(word)
            places.add(at)
    return places


def _runs(text: str) -> list[str]:
    runs: list[str] = []
    for character in text:
        if runs and HAN.match(character) and HAN.match(runs[-1]):
            runs[-1] += character
        else:
            runs.append(character)
    return runs


PHRASES = {"乾隆": "乾隆", "乾": "干", "隆": "隆", "麼": "么么", "隆麼": "隆", "乾隆麼": "长了许多"}


def by_phrases(made: dict[str, str]) -> Callable[[str], str]:
    return lambda text: made.get(text, text)


def test_a_phrase_that_changes_its_length_is_converted_by_characters() -> None:
    assert simplified("乾隆", by_phrases(PHRASES)) == "乾隆"
    assert simplified("乾隆麼", by_phrases(PHRASES)) == "干隆麼"
    assert simplified("隆麼", by_phrases(PHRASES)) == "隆麼"


def test_nothing_is_loaded_before_it_is_needed() -> None:
    script = """
import sys
from report.typesetting.words import Words
words = Words(["沃家神眼"])
words.inside("沃家神眼服務")
words.segment("沃家神眼服務", False)
words.boundaries("5G, 4G")
words.boundaries("沃家神眼")
assert not {"opencc", "rjieba"} & set(sys.modules)
assert words.boundaries("服務") == {0, 2}
assert {"opencc", "rjieba"} <= set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_text_is_segmented_once() -> None:
    words = Words(["沃家神眼"])
    assert words.boundaries("沃家神眼服務") is words.boundaries("沃家神眼服務")
    assert words.inside("沃家神眼服務") is words.inside("沃家神眼服務")
