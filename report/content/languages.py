"""Language tags (BCP 47): checks a tag and suggests a correct one."""

from __future__ import annotations

import re

#: Well-formed tags: language, script, region, variants, extensions, private use (RFC 5646, 2.1).
#: Languages of four to eight letters would be well-formed, but none is registered: excluded.
_TAG = re.compile(
    r"""(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}
    (?:-[a-z]{4})?
    (?:-(?:[a-z]{2}|[0-9]{3}))?
    (?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)
    (?P<extensions>(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*)
    (?:-x(?:-[a-z0-9]{1,8})+)?
    |x(?:-[a-z0-9]{1,8})+
    |en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)
    |sgn-(?:be-fr|be-nl|ch-de)""",
    re.VERBOSE,
)
#: Two-letter languages (ISO 639-1, including withdrawn ones). Three-letter ones are not checked.
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu "
    "cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi "
    "ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km "
    "kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd "
    "se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw "
    "ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
#: Common mistakes → the correct tag.
_MEANT = {
    "cn": "zh-Hans",
    "hk": "zh-Hant-HK",
    "jp": "ja",
    "us": "en-US",
    "gb": "en-GB",
    "chinese": "zh-Hant",
    "cantonese": "yue",
    "mandarin": "cmn",
    "english": "en",
    "japanese": "ja",
    "korean": "ko",
    "french": "fr",
    "german": "de",
    "portuguese": "pt",
    "spanish": "es",
}


def is_language(tag: str) -> bool:
    """Return whether a text is a valid language tag.

    It must be well-formed by RFC 5646, without duplicate variants or extensions (2.2.9); a
    two-letter language must be in ISO 639-1.
    """
    match = _TAG.fullmatch(tag.lower())
    if match is None:
        return False
    language = match["language"]
    if language is None:
        return True
    variants = match["variants"].split("-")[1:]
    singletons = re.findall(r"-(\w)(?=-)", match["extensions"])
    return (
        (len(language) == 3 or language in _TWO_LETTERS.split())
        and len(variants) == len(set(variants))
        and len(singletons) == len(set(singletons))
    )


def meant(tag: str) -> str:
    """Return the tag that is probably meant, empty when there is none."""
    bare = tag.strip().lower().replace("_", "-")
    language, dash, rest = bare.partition("-")
    known = _MEANT.get(language, "")
    if known or not dash or not is_language(bare):
        return known
    return "-".join([language, *map(_cased, rest.split("-"))])


def _cased(part: str) -> str:
    """Return a part of a tag in its usual case: Hant, HK."""
    if part.isalpha() and len(part) == 4:
        return part.title()
    return part.upper() if len(part) == 2 else part
