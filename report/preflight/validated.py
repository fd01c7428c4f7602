"""What the validator of PDF/A and PDF/UA finds, in usual words: a rule's name in, a sentence out.

The validator names its rules by subject, such as ``PDFA3A-XMP-PACKET-ENCODING-001``, and words its
findings for those who write PDF. Here each subject has what is wrong and what to do about it.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"PDF(?:A\w+?|UA\d)-(?P<subject>.+)-\d{3}")

_FONT = "put the whole font, as .otf or .ttf, into styles/fonts/, or take another"
_PICTURE = "save the picture again as JPEG, PNG or TIFF"
_SVG = "save the SVG picture again without effects, or as PNG"
_WRITTEN = "the file was changed by another program: build it again, and send that file"
_TEMPLATE = "see which template writes it, and follow the shipped one"
_LANGUAGE = "say the language in report.yaml, or with lang: in the text"
_TABLE = (
    "give the table a head for every column and rows of one length; see templates/blocks/table.html"
)
_LIST = "write lists with ul or ol and li alone; see templates/blocks/list.html"

#: The beginning of a subject → what is wrong, and what to do. The longest that fits is taken.
_WORDS: dict[str, tuple[str, str]] = {
    "ACROFORM": ("the file has a form to fill in", "remove form elements from the templates"),
    "ACTION": ("something happens by itself when it is clicked or opened", _WRITTEN),
    "ACTUAL-TEXT": ("a text that stands for another has no language", _LANGUAGE),
    "ALT-TEXT": ("the words for a picture have no language", _LANGUAGE),
    "ALTERNATE-PRESENTATIONS": ("the file has other ways to be shown", _WRITTEN),
    "ANNOTATION": ("a note, link or field is not made as readers need it", _TEMPLATE),
    "ANNOTATION-CONTENTS": ("a link does not say in words where it leads", "name its goal"),
    "ARRAY": ("a list in the file is too long", "part the report into two"),
    "ARTIFACT": ("decoration stands within decoration", _TEMPLATE),
    "CATALOG": ("the file asks readers to do something", _WRITTEN),
    "CID": ("a font does not say right which characters it has", _FONT),
    "CIDTOGIDMAP": ("a font does not say right which characters it has", _FONT),
    "CMAP": ("a font does not say right which characters it has", _FONT),
    "CONTENT-OPERATOR": ("the content of a page is damaged", _WRITTEN),
    "CONTENT-RESOURCES": ("a page uses what the file does not have", _WRITTEN),
    "CONTENT-TAGGING": (
        "something on a page is neither tagged nor marked as decoration",
        'put it into an element, or give it aria-hidden="true" or role="presentation"',
    ),
    "DEVICE": ("a colour has no profile to say what it is", "name colours of the tokens"),
    "DEVICEN": ("a colour of several inks is not described", _PICTURE),
    "DICTIONARY": ("a part of the file is too long", "part the report into two"),
    "DYNAMIC-XFA": ("the file has a form to fill in", "remove form elements from the templates"),
    "E-TEXT": ("the long form of an abbreviation has no language", _LANGUAGE),
    "EMBEDDED-FILE": ("an attached file does not say of what kind it is", _WRITTEN),
    "ENCRYPTION": ("the file is encrypted", "save it without a password"),
    "EXTGSTATE": ("something is painted with an effect that is not allowed", _SVG),
    "FIELD": ("a field does something by itself", "remove form elements from the templates"),
    "FIGURE": ("a picture has no words for those who do not see it", "write alt: for it"),
    "FILE-SPEC": ("an attached file does not say what it is for", _WRITTEN),
    "FONT": ("a font is not embedded as it should be", _FONT),
    "FONT-GLYPH-PRESENCE": ("a character is not in its font", _FONT),
    "FONT-GLYPH-WIDTH": ("the widths in the file are not those of the font", _FONT),
    "FONT-UNICODE": ("it is not said which characters the shapes of a font stand for", _FONT),
    "FONT-WIDTHS": ("the widths of a font's characters are missing", _FONT),
    "FORM": ("a drawing or a form is not made as readers need it", _SVG),
    "FORMULA": ("a formula has no words for those who do not see it", "write alt: for it"),
    "GRAPHICS-STATE": ("drawings stand too deep within each other", _SVG),
    "HALFTONE": ("a picture brings a screen for printing along", _PICTURE),
    "HEADER": ("the file does not begin as a PDF should", _WRITTEN),
    "HEADING": ("levels of headings are skipped", "use the level below the last one"),
    "HEX-STRING": ("a text in the file is damaged", _WRITTEN),
    "ICCBASED": ("a picture's colour profile is broken or for other colours", _PICTURE),
    "ID": ("the file does not say which standard it keeps", "build it again as screen.pdf"),
    "IMAGE": ("a picture is not stored as it should be", _PICTURE),
    "INDIRECT": ("the file is damaged", _WRITTEN),
    "INFO": ("title, author or dates are told in two different ways", _WRITTEN),
    "INLINE-IMAGE": ("a picture is not stored as it should be", _PICTURE),
    "INTEGER": ("a number is too large", "look for huge lengths in the stylesheets"),
    "JPEG2000": ("a JPEG 2000 picture is of a kind that is not allowed", _PICTURE),
    "L": ("a list is not tagged as one", _LIST),
    "LANG": ("the language is missing or is none", _LANGUAGE),
    "LANGUAGE": ("a language is none", _LANGUAGE),
    "LBODY": ("a list is not tagged as one", _LIST),
    "LI": ("a list is not tagged as one", _LIST),
    "LINEARIZED": ("the file was rearranged by another program", _WRITTEN),
    "LINK": ("a link is not tagged, or does not say where it leads", "name its goal"),
    "MEDIA": ("the file has sound or film", "remove it"),
    "METADATA": ("the description of the file is missing or damaged", _WRITTEN),
    "METADATA-LANGUAGE": ("the description of the file has no language", _LANGUAGE),
    "METADATA-TITLE": ("the file has no title", "write title: in report.yaml"),
    "NAME": ("a name in the file is too long", "shorten ids and names of files"),
    "NAMED-ACTION": ("something happens by itself when it is clicked", _WRITTEN),
    "NAMES": ("an attached file is not named in the list of files", _WRITTEN),
    "NOTDEF": ("a character is printed as an empty box", "see the findings D601"),
    "NOTE": ("a note has no name of its own", _TEMPLATE),
    "OPTIONAL-CONTENT": ("a layer has no name or comes and goes", "flatten the layers"),
    "OUTLINE": ("a bookmark has no language", _LANGUAGE),
    "OUTPUTINTENT": ("the colour profile of the file is missing or broken", _WRITTEN),
    "PAGE": ("a page does something by itself", _WRITTEN),
    "PAGE-BOUNDARY": ("a page is too large or too small", "set page.width_mm in the tokens"),
    "PAGE-TABS": ("the order of links on a page is not said", _WRITTEN),
    "PERMS": ("the file has rights of use", _WRITTEN),
    "POST-EOF": ("something stands behind the end of the file", _WRITTEN),
    "PRES": ("the file is made as slides", _WRITTEN),
    "PRINTER": ("a printer's mark is read out", _WRITTEN),
    "REAL": ("a number is too large or too small", "look for huge lengths in the stylesheets"),
    "RENDERING": ("a picture wants its colours converted in a way that there is not", _PICTURE),
    "SEPARATION": ("a spot colour has two definitions", "define it once in the tokens"),
    "SIGNATURE": ("the file is signed", "sign the finished file last"),
    "SPAN": ("a text that stands for another has no language", _LANGUAGE),
    "STREAM": ("a part of the file is not stored as it should be", _WRITTEN),
    "STREAM-LENGTH": ("a part of the file is longer or shorter than it says", _WRITTEN),
    "STRING": ("a text in the file is too long", "part the text into several blocks"),
    "STRUCT": ("the tags of the file are damaged", _WRITTEN),
    "SUSPECTS": ("the file says that its tags may be wrong", _WRITTEN),
    "TABLE": ("a table is not tagged as readers need it", _TABLE),
    "TAGGED": ("the file is not tagged", "build it again as screen.pdf"),
    "TAGGED-CONTENT": ("text that should be read stands within decoration", _TEMPLATE),
    "TBODY": ("a table is not tagged as readers need it", _TABLE),
    "TD": ("a table is not tagged as readers need it", _TABLE),
    "TEXT": ("a text has no language", _LANGUAGE),
    "TFOOT": ("a table is not tagged as readers need it", _TABLE),
    "TH": ("a table is not tagged as readers need it", _TABLE),
    "THEAD": ("a table is not tagged as readers need it", _TABLE),
    "TOC": ("the table of contents is not tagged as one", _TEMPLATE),
    "TOCI": ("the table of contents is not tagged as one", _TEMPLATE),
    "TR": ("a table is not tagged as readers need it", _TABLE),
    "TRAILER": ("the file has no name of its own", _WRITTEN),
    "TRANSPARENCY": ("something transparent has no colour space", _SVG),
    "TRAPNET": ("the file has marks of trapping", _WRITTEN),
    "TRUETYPE": ("a font does not say right which characters it has", _FONT),
    "TYPE": ("a font does not say right which characters it has", _FONT),
    "UNICODE": ("it is not said which characters the shapes of a font stand for", _FONT),
    "VIEWER": ("readers are not told to show the title", _WRITTEN),
    "WIDGET": ("a field is not made as readers need it", "remove form elements"),
    "XMP": ("the description of the file is not as it should be", _WRITTEN),
    "XOBJECT": ("a picture or drawing is not stored as it should be", _PICTURE),
    "XREF": ("the list of the file's parts is damaged", _WRITTEN),
}


def in_words(rule: str, times: int = 1) -> str:
    """Say what a broken rule of the validator means, and what to do; its name is in brackets."""
    match = _NAME.fullmatch(rule)
    what, cure = "a rule of the standard is not kept", f"tell the maintainers: {rule}"
    for subject in _beginnings(match["subject"]) if match else ():
        if subject in _WORDS:
            what, cure = _WORDS[subject]
            break
    often = f", {times} times" if times > 1 else ""
    return f"{what}{often}; {cure} ({rule})"


def _beginnings(subject: str) -> list[str]:
    """Give a subject, and what is left of it without its last words."""
    parts = re.split("(?=-)", subject)
    wholes = ["".join(parts[:count]) for count in range(len(parts), 0, -1)]
    # TYPE0, TYPE1: the number is no word of its own.
    return [*wholes, re.sub(r"\d+$", "", wholes[-1])]
