"""The known version of the engine: the functions that are replaced, and a check of the version.

:mod:`hooks` was written for this version, these source files and these signatures.
"""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path
from typing import Any

import cssselect2
import weasyprint
from cssselect2 import compiler, tree
from weasyprint import css, document, draw, html, layout
from weasyprint.css import targets
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import block, column, inline, page, percent, preferred, table
from weasyprint.pdf import fonts, tags
from weasyprint.text import line_break

from report.typesetting.svg import drawings

#: The known version of WeasyPrint.
VERSION = "70.0"
#: SHA-256 of the source files on whose behaviour the wrappers depend.
SOURCES = {
    css: "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",
    cssselect2: "72a31505ee09e256b373cc2082ef9211dcda9cc22db13a96a3fbeb4b35b4075f",
    tree: "1a971934a93983d9af2195c54067442a157477510d2692c79f4a1e09b0376d64",
    compiler: "a0657f590793455b0b4b08a0d96df73ab9958615dc21a8d082a24596354cb224",
    html: "a11b729157862291a6ecf7b7b3517c59d4242ea05a7f9b8d9d96a9882425ad65",
    tags: "fae488b773686ea7fb685967c78a5b011854b88b61377f426ffb4e9ec00d76d2",
    block: "9457dca0528c378f3ff6dd2ca5126d04ca017542de2fb77b1db48c3073401085",
    column: "83ae1a3e83596293e5ae66b81759f2ad6eff8e2e43058a1a980f7662b6c51d93",
    page: "d99c5aceb36d458619a9cecb466a09df8827b9160fafacab7b4972a0d354dcca",
    inline: "0e7c1569330f54734ed61b568789c4f279ba103c0385115efa6444f3c43b96b4",
    percent: "bac190e240dce17b4342feb99423e8232433d3727c0833897f50fed88cb163a2",
    table: "3a5b6442410f18e6c59c1be299c9de916c2b09334aa65c5001594b344d6f7961",
    preferred: "a7973703cd8ac5fada246b35e7fea6e728a364002adc5dbb248ee08f084c0a6e",
    line_break: "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    drawing: "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",
    boxes: "8ffd28ab74a149f0097208fcba6a80df0c8bb01e8fd4f9ced95d11b7e9807e23",
    build: "335ad8b541295d6b9c5b71830d5184cd692f730d7b83ba5bac39fdb5aea23c87",
    document: "f08f91af64563f5fb27596828891fb326262511a56e4ace714e5a960898024c8",
    layout: "f226ba97ad21e44772b571aa64bfd446ecf3080d236c4861dcab25407a04d66a",
    targets: "dc7a175f80bbca473564d4462cc60a240c6f4a45456e83165de73dd2c5d574b8",
    fonts: "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
    **drawings.SOURCES,
}
_BOX = (
    "(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, "
    "absolute_boxes, fixed_boxes, line_placeholders, waiting_floats, line_children, "
    "first_letter_style, first_line_style)"
)
#: The functions that are replaced, with their signatures.
NAMES: dict[tuple[Any, str], str] = {
    # Computes the styles of all elements: of each anew, also of those that are alike.
    (css, "StyleFor"): "(html, sheets, presentational_hints, font_config, target_collector)",
    # Looks for elements by their names, with an object for each of the document: twice a part.
    (cssselect2.ElementWrapper, "query_all"): "(self, *selectors)",
    # Asks five questions of a style, twenty times for each line.
    (boxes.Box, "is_in_normal_flow"): "(self)",
    # Computes lengths of each box: the same ones again and again.
    (block, "resolve_percentages"): "(box, containing_block)",
    (inline, "resolve_percentages"): "(box, containing_block)",
    (table, "resolve_percentages"): "(box, containing_block)",
    # Looks up the height of a line of a style by fourteen properties, for each box of a line.
    (inline, "strut"): "(style)",
    # Makes each line: the only function that returns one with all that depends on it.
    (inline, "get_next_linebox"): (
        "(context, linebox, position_y, bottom_space, skip_stack, containing_block, "
        "absolute_boxes, fixed_boxes, first_letter_style, first_line_style)"
    ),
    # Called for each line: the only function with the paragraph, its place and its measure.
    (inline, "split_inline_box"): _BOX,
    # Called for each box of a line: decides how much of it is on the line.
    (inline, "split_inline_level"): _BOX,
    # Would stretch the word spaces of a line that is already justified.
    (inline, "text_align"): "(context, line, available_width, last)",
    # Computes the widths of cells and floats: they must include the gaps we add.
    (preferred, "inline_max_content_width"): "(context, box, outer=True, is_line_start=False)",
    # Computes their minimum widths: they must allow for breaks in addresses.
    (preferred, "inline_min_content_width"): (
        "(context, box, outer=True, skip_stack=None, first_line=False, is_line_start=False)"
    ),
    # Lays out the piece of a table on a page: its head may have words for later pages only.
    (block, "table_layout"): (
        "(context, table, bottom_space, skip_stack, containing_block, page_is_empty, "
        "absolute_boxes, fixed_boxes)"
    ),
    # Balances columns; their height may be a fraction of a line.
    (block, "columns_layout"): (
        "(context, box, bottom_space, skip_stack, containing_block, page_is_empty, "
        "absolute_boxes, fixed_boxes, adjoining_margins, first_letter_style, first_line_style)"
    ),
    # Lays out a column, in a try or for good: what is in it is often laid out as before.
    (block, "block_box_layout"): (
        "(context, box, bottom_space, skip_stack, containing_block, page_is_empty, "
        "absolute_boxes, fixed_boxes, adjoining_margins, first_letter_style, first_line_style, "
        "discard, max_lines)"
    ),
    # Tells whether something fits: what fitted before, and still does, is laid out as before.
    (layout.LayoutContext, "overflows_page"): "(self, bottom_space, position_y)",
    # Takes every break within named pages as forced, which keeps margins at the top of pages; and
    # makes each page with a running element twice.
    (page, "make_page"): "(context, root_box, page_type, resume_at, page_number, page_state)",
    # Keeps margins at the top of a column that a break should drop (css-break-3, 5.2).
    (block, "block_level_layout"): (
        "(context, box, bottom_space, skip_stack, containing_block, page_is_empty=True, "
        "absolute_boxes=None, fixed_boxes=None, adjoining_margins=None, "
        "first_letter_style=None, first_line_style=None, discard=False, max_lines=None)"
    ),
    # Writes a box's glyphs: the only place to add a replacement text (ActualText) and marks.
    (draw, "draw_text"): "(stream, textbox, offset_x, text_overflow, block_ellipsis)",
    # Writes all glyphs, also those of drawings: the only place with their text.
    (drawing, "draw_first_line"): "(stream, textbox, text_overflow, block_ellipsis, matrix)",
    # Makes the structure tree: the only place with the HTML element of each tag.
    (tags, "_build_box_tree"): "(box, parent, pdf, page_number, nums, annotations, tags)",
    # Makes the boxes of an element: those of other parts have none, and counters go on.
    (build, "element_to_box"): (
        "(element, style_for, get_image_from_uri, base_url, target_collector, counter_style, "
        "footnotes, state=None)"
    ),
    # Lays out a document from its first page on; a part starts later.
    (document, "layout_document"): "(html, root_box, context, max_loops=8)",
    # Looks up an id: the only place that knows whether a part prints a place in another part.
    (targets.TargetCollector, "lookup_target"): (
        "(self, anchor_token, source_box, css_token, parse_again)"
    ),
    # Looks up a named string or a running element: whether a part prints that of an earlier one.
    (layout.LayoutContext, "get_string_or_element_for"): "(self, store, page, name, keyword)",
    # Makes a font of a PDF: the only place with its description.
    (fonts.Font, "__init__"): "(self, pango_font, description, font_size)",
    # Copies a font's file; a part needs only its beginning.
    (fonts, "get_hb_object_data"): "(hb_object, ot_color=None, glyph=None)",
    # Makes the font's subset; a part has no font programs.
    (fonts.Font, "clean"): "(self, to_unicode, hinting)",
    **drawings.NAMES,
}


def differences() -> list[str]:
    """Return how the installed engine differs from the known version; empty when it is equal."""
    found = []
    if weasyprint.__version__ != VERSION:
        found.append(f"WeasyPrint is {weasyprint.__version__}, not {VERSION}")
    for module, digest in SOURCES.items():
        if digest_of(module) != digest:
            found.append(f"{module.__name__} has changed")
    for (module, name), signature in NAMES.items():
        function = getattr(module, name, None)
        if function is None or str(inspect.signature(function)) != signature:
            found.append(f"{module.__name__}.{name} has changed")
    return found


def digest_of(module: Any) -> str:
    """Return the SHA-256 of a module's source file."""
    return hashlib.sha256(Path(module.__file__).read_bytes()).hexdigest()
