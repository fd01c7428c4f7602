"""Messages for the findings of the PDF/A and PDF/UA validator: a rule's name in, a sentence out.

The validator names its rules by subject, such as ``PDFA3A-XMP-PACKET-ENCODING-001``. Its own
messages are for developers of PDF software. Here each subject has a plain message and a hint.
"""

from __future__ import annotations

import re

_NAME = re.compile(r"PDF(?:A\w+?|UA\d)-(?P<subject>.+)-\d{3}")

_FONT = "put the complete font, as .otf or .ttf, into styles/fonts/, or use another font"
_PICTURE = "save the picture again as JPEG, PNG or TIFF"
_SVG = "save the SVG picture again without effects, or as PNG"
_WRITTEN = "another program changed the file: build it again, and send that file"
_TEMPLATE = "compare the template that writes it with the one that comes with report"
_LANGUAGE = "set the language in report.yaml, or with lang: in the text"
_TABLE = (
    "give every column a header cell and every row the same number of cells; "
    "see templates/blocks/table.html"
)
_LIST = "write lists only with ul or ol and li; see templates/blocks/list.html"

#: The beginning of a subject → message and hint. The longest matching beginning is used.
_WORDS: dict[str, tuple[str, str]] = {
    "ACROFORM": ("the file has a form to fill in", "remove form elements from the templates"),
    "ACTION": ("the file has an action that is not allowed", _WRITTEN),
    "ACTUAL-TEXT": ("a replacement text has no language", _LANGUAGE),
    "ALT-TEXT": ("the alternative text of a picture has no language", _LANGUAGE),
    "ALTERNATE-PRESENTATIONS": ("the file has alternate presentations", _WRITTEN),
    "ANNOTATION": ("a note, link or field is not accessible", _TEMPLATE),
    "ANNOTATION-CONTENTS": ("a link has no description", "describe its target"),
    "ARRAY": ("a list in the file is too long", "split the report into two"),
    "ARTIFACT": ("decoration contains other decoration", _TEMPLATE),
    "CATALOG": ("the file has an automatic action", _WRITTEN),
    "CID": ("a font has a wrong table of characters", _FONT),
    "CIDTOGIDMAP": ("a font has a wrong table of characters", _FONT),
    "CMAP": ("a font has a wrong table of characters", _FONT),
    "CONTENT-OPERATOR": ("the content of a page is damaged", _WRITTEN),
    "CONTENT-RESOURCES": ("a page uses a resource that is missing in the file", _WRITTEN),
    "CONTENT-TAGGING": (
        "something on a page is neither tagged nor marked as decoration",
        'put it into an element, or give it aria-hidden="true" or role="presentation"',
    ),
    "DEVICE": ("a colour has no colour profile", "use colours of the tokens"),
    "DEVICEN": ("a colour of several inks is not described", _PICTURE),
    "DICTIONARY": ("a part of the file is too long", "split the report into two"),
    "DYNAMIC-XFA": ("the file has a form to fill in", "remove form elements from the templates"),
    "E-TEXT": ("the long form of an abbreviation has no language", _LANGUAGE),
    "EMBEDDED-FILE": ("an attached file has no file type", _WRITTEN),
    "ENCRYPTION": ("the file is encrypted", "save it without a password"),
    "EXTGSTATE": ("something is painted with an effect that is not allowed", _SVG),
    "FIELD": ("a form field has an automatic action", "remove form elements from the templates"),
    "FIGURE": ("a picture has no alternative text", "write alt: for it"),
    "FILE-SPEC": ("an attached file does not state its purpose", _WRITTEN),
    "FONT": ("a font is not embedded correctly", _FONT),
    "FONT-GLYPH-PRESENCE": ("a character is not in its font", _FONT),
    "FONT-GLYPH-WIDTH": ("the widths in the file are not those of the font", _FONT),
    "FONT-UNICODE": ("a font does not map its glyphs to characters", _FONT),
    "FONT-WIDTHS": ("the widths of a font's characters are missing", _FONT),
    "FORM": ("a drawing or a form has a feature that is not allowed", _SVG),
    "FORMULA": ("a formula has no alternative text", "write alt: for it"),
    "GRAPHICS-STATE": ("drawings are nested too deep", _SVG),
    "HALFTONE": ("a picture has a halftone screen", _PICTURE),
    "HEADER": ("the beginning of the file is not that of a PDF", _WRITTEN),
    "HEADING": ("a heading level is skipped", "use the level directly below the last one"),
    "HEX-STRING": ("a text in the file is damaged", _WRITTEN),
    "ICCBASED": ("a picture's colour profile is damaged or for other colours", _PICTURE),
    "ID": ("the file does not declare its standard", "build it again as screen.pdf"),
    "IMAGE": ("a picture is stored incorrectly", _PICTURE),
    "INDIRECT": ("the file is damaged", _WRITTEN),
    "INFO": ("title, author or dates differ between the two sets of metadata", _WRITTEN),
    "INLINE-IMAGE": ("a picture is stored incorrectly", _PICTURE),
    "INTEGER": ("a number is too large", "look for huge lengths in the stylesheets"),
    "JPEG2000": ("a JPEG 2000 picture is of a kind that is not allowed", _PICTURE),
    "L": ("a list is not tagged correctly", _LIST),
    "LANG": ("the language is missing or invalid", _LANGUAGE),
    "LANGUAGE": ("a language is invalid", _LANGUAGE),
    "LBODY": ("a list is not tagged correctly", _LIST),
    "LI": ("a list is not tagged correctly", _LIST),
    "LINEARIZED": ("another program linearized the file", _WRITTEN),
    "LINK": ("a link is not tagged or has no description", "describe its target"),
    "MEDIA": ("the file has sound or video", "remove it"),
    "METADATA": ("the metadata are missing or damaged", _WRITTEN),
    "METADATA-LANGUAGE": ("the metadata have no language", _LANGUAGE),
    "METADATA-TITLE": ("the file has no title", "write title: in report.yaml"),
    "NAME": ("a name in the file is too long", "shorten ids and file names"),
    "NAMED-ACTION": ("the file has an action that is not allowed", _WRITTEN),
    "NAMES": ("an attached file is not in the list of files", _WRITTEN),
    "NOTDEF": ("a character is printed as an empty box", "see the findings D601"),
    "NOTE": ("a note has no unique id", _TEMPLATE),
    "OPTIONAL-CONTENT": ("a layer has no name or can be hidden", "flatten the layers"),
    "OUTLINE": ("a bookmark has no language", _LANGUAGE),
    "OUTPUTINTENT": ("the colour profile of the file is missing or damaged", _WRITTEN),
    "PAGE": ("a page has an automatic action", _WRITTEN),
    "PAGE-BOUNDARY": ("a page is too large or too small", "set page.width_mm in the tokens"),
    "PAGE-TABS": ("the tab order of a page is not set", _WRITTEN),
    "PERMS": ("the file has usage rights", _WRITTEN),
    "POST-EOF": ("there are data after the end of the file", _WRITTEN),
    "PRES": ("the file is a slide presentation", _WRITTEN),
    "PRINTER": ("a printer's mark is tagged as content", _WRITTEN),
    "REAL": ("a number is too large or too small", "look for huge lengths in the stylesheets"),
    "RENDERING": ("a picture has an unknown rendering intent", _PICTURE),
    "SEPARATION": ("a spot colour has two definitions", "define it once in the tokens"),
    "SIGNATURE": ("the file is signed", "sign the finished file last"),
    "SPAN": ("a replacement text has no language", _LANGUAGE),
    "STREAM": ("a part of the file is stored incorrectly", _WRITTEN),
    "STREAM-LENGTH": ("the stated length of a part of the file is wrong", _WRITTEN),
    "STRING": ("a text in the file is too long", "split the text into several blocks"),
    "STRUCT": ("the tags of the file are damaged", _WRITTEN),
    "SUSPECTS": ("the file states that its tags may be wrong", _WRITTEN),
    "TABLE": ("a table is not tagged correctly", _TABLE),
    "TAGGED": ("the file is not tagged", "build it again as screen.pdf"),
    "TAGGED-CONTENT": ("text that should be read aloud is marked as decoration", _TEMPLATE),
    "TBODY": ("a table is not tagged correctly", _TABLE),
    "TD": ("a table is not tagged correctly", _TABLE),
    "TEXT": ("a text has no language", _LANGUAGE),
    "TFOOT": ("a table is not tagged correctly", _TABLE),
    "TH": ("a table is not tagged correctly", _TABLE),
    "THEAD": ("a table is not tagged correctly", _TABLE),
    "TOC": ("the table of contents is not tagged correctly", _TEMPLATE),
    "TOCI": ("the table of contents is not tagged correctly", _TEMPLATE),
    "TR": ("a table is not tagged correctly", _TABLE),
    "TRAILER": ("the file has no identifier", _WRITTEN),
    "TRANSPARENCY": ("a transparent object has no colour space", _SVG),
    "TRAPNET": ("the file has trapping marks", _WRITTEN),
    "TRUETYPE": ("a font has a wrong table of characters", _FONT),
    "TYPE": ("a font has a wrong table of characters", _FONT),
    "UNICODE": ("a font does not map its glyphs to characters", _FONT),
    "VIEWER": ("the file name is shown instead of the title", _WRITTEN),
    "WIDGET": ("a form field is not accessible", "remove form elements"),
    "XMP": ("the metadata are invalid", _WRITTEN),
    "XOBJECT": ("a picture or drawing is stored incorrectly", _PICTURE),
    "XREF": ("the cross-reference table of the file is damaged", _WRITTEN),
}


def in_words(rule: str, times: int = 1) -> str:
    """Return message and hint for a rule of the validator, with the rule's name in brackets."""
    match = _NAME.fullmatch(rule)
    what, cure = "the file breaks a rule of the standard", f"tell the maintainers: {rule}"
    for subject in _beginnings(match["subject"]) if match else ():
        if subject in _WORDS:
            what, cure = _WORDS[subject]
            break
    often = f", {times} times" if times > 1 else ""
    return f"{what}{often}; {cure} ({rule})"


def _beginnings(subject: str) -> list[str]:
    """Return a subject and its shorter beginnings: A-B-C, A-B, A."""
    parts = re.split("(?=-)", subject)
    wholes = ["".join(parts[:count]) for count in range(len(parts), 0, -1)]
    # TYPE0, TYPE1: also without the number.
    return [*wholes, re.sub(r"\d+$", "", wholes[-1])]
