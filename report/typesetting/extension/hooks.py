"""Wrappers that replace functions of WeasyPrint.

WeasyPrint has no public API to choose where a line ends or how wide a glyph is set, so some of its
functions are wrapped; :mod:`report.typesetting.extension.known` gives the reason for each. Every
wrapper calls the original for everything but Chinese paragraphs. The wrappers for SVG are in
:mod:`report.typesetting.svg.drawings`. With an unknown version of the engine, nothing is replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cssselect2
from weasyprint import draw
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, page, preferred
from weasyprint.pdf import tags

from report.model.lookalikes import UNUSUAL
from report.typesetting.extension import blocks, html, marks, parting, tables
from report.typesetting.extension.cascade import SharedStyles, by_name
from report.typesetting.extension.copied import copied_as, map_to_usual
from report.typesetting.extension.known import NAMES, differences
from report.typesetting.extension.layout import ComposedLayout
from report.typesetting.extension.lines import (
    ENDLESS,
    Stop,
    beside_floats,
    current,
    is_beyond,
    is_line,
    text_piece,
)
from report.typesetting.extension.originals import original_of, originals
from report.typesetting.extension.pages import making
from report.typesetting.extension.used import is_in_normal_flow, line_height, resolve
from report.typesetting.svg import drawings
from report.typesetting.svg.forms import Sheet

#: A breakable word makes a table column at most this wide, in em.
_WIDEST_WORD = 8


def install() -> list[str]:
    """Replace the functions, once. Returns the differences from the known engine.

    When there are any, nothing is replaced.
    """
    if originals:
        return []
    strange = differences()
    if not strange:
        for module, name in NAMES:
            originals[module, name] = getattr(module, name)
            setattr(module, name, _WRAPPERS[name])
        drawings.install()
        html.install()
    return strange


def uninstall() -> None:
    """Restore the engine's own functions."""
    for (module, name), original in originals.items():
        setattr(module, name, original)
    if originals:
        drawings.uninstall()
        html.uninstall()
    originals.clear()


def _get_next_linebox(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    original = original_of(inline, "get_next_linebox")
    session, key = current(), None
    *_, first_letter_style, first_line_style = rest
    if session is not None and not first_letter_style and not first_line_style:
        key = session.repeats.key(context, linebox, skip_stack, containing_block)
    if session is None or key is None:
        return original(
            context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest
        )
    again = session.repeats.get(key, linebox, position_y)
    if again is not None:
        line, resume, steps = again
        session.add_steps(steps)
        return line, resume
    before = session.add_steps(0)
    line, resume = original(
        context, linebox, position_y, bottom_space, skip_stack, containing_block, *rest
    )
    session.repeats.keep(key, linebox, line, resume, session.add_steps(0) - before)
    return line, resume


def _split_inline_box(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    line_placeholders: Any,
    waiting_floats: Any,
    line_children: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> Any:
    original = original_of(inline, "split_inline_box")
    session = current()
    setting = None
    if session is not None:
        session.step(context, box)
    if session is None or not is_line(box):
        session = None
    elif first_letter_style:
        session.forget(box)  # the engine moves the letter into a box of its own
    elif not first_line_style:

        def measure(child: Any) -> float:
            inline.resolve_percentages(child, containing_block)
            laid_out = inline.atomic_box(context, child, 0, None, containing_block, [], [])
            return float(laid_out.margin_width())

        flat = session.flat(box, measure, containing_block.width)
        if flat:
            setting = session.begin(
                flat, box, skip_stack, max_x - position_x, beside=beside_floats(context, box)
            )
    if session is None:
        room = max_x
    else:
        session.setting.append((setting, max_x) if setting else None)
        room = ENDLESS if setting else max_x
    try:
        done = original(
            context,
            box,
            position_x,
            room,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
            line_children,
            first_letter_style,
            first_line_style,
        )
    finally:
        if session is not None:
            session.setting.pop()
    if setting:
        done[0].composition = setting
    return done


def _split_inline_level(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    *rest: Any,
) -> Any:
    session = current()
    active = session.setting[-1] if session and session.setting else None
    if active is not None:
        setting, line_end = active
        if is_beyond(setting, box):
            return Stop(), None, False, True, None, {"left": 0, "right": 0}
        if isinstance(box, boxes.TextBox) and id(box) in setting.flat.spans:
            if id(box) not in setting.flat.resolved:  # the result is the same for each line
                setting.flat.resolved.add(id(box))
                inline.resolve_percentages(box, rest[0])
            skip = next(iter(skip_stack)) or 0 if skip_stack else 0
            new, resume, preserved = text_piece(setting, box, position_x, line_end, skip)
            first, last = box.text[:1] or None, box.text[-1:] or " "
            return new, resume, preserved, first, last, {"left": 0, "right": 0}
    original = original_of(inline, "split_inline_level")
    done = original(context, box, position_x, max_x, bottom_space, skip_stack, *rest)
    if active is not None and done[4] is None:
        # Without a last character, the engine would not end the line after an empty element.
        done = (*done[:4], " ", *done[5:])
    return done


def _text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    setting = getattr(line, "composition", None)
    if setting is not None and setting.justified:
        return 0
    original = original_of(inline, "text_align")
    return float(original(context, line, available_width, last))


def _inline_max_content_width(
    context: Any, box: Any, outer: bool = True, is_line_start: bool = False
) -> float:
    session = current()
    if session is not None and is_line(box):
        flat = session.flat(box)
        indent = box.style["text_indent"]
        unit = getattr(indent, "unit", None)
        if flat and not flat.floats and unit in ("px", "%"):
            # A percentage of an unknown width counts as 0 (css-sizing-3, 5.2.1).
            width = flat.paragraph.widest() + (indent.value if unit == "px" else 0)
            return float(preferred.adjust(box, outer, width))
    original = original_of(preferred, "inline_max_content_width")
    return float(original(context, box, outer, is_line_start))


def _inline_min_content_width(
    context: Any,
    box: Any,
    outer: bool = True,
    skip_stack: Any = None,
    first_line: bool = False,
    is_line_start: bool = False,
) -> Any:
    session = current()
    if session is not None and skip_stack is None and not first_line and is_line(box):
        flat = session.flat(box)
        if flat and flat.has_long and not flat.floats:
            indent = box.style["text_indent"]
            first = indent.value if getattr(indent, "unit", None) == "px" else 0
            return float(preferred.adjust(box, outer, _narrowest(flat, box, first)))
    original = original_of(preferred, "inline_min_content_width")
    return original(context, box, outer, skip_stack, first_line, is_line_start)


def _narrowest(flat: Any, box: Any, indent: float) -> float:
    # By css-text-3, 5.1, only overflow-wrap: anywhere reduces the minimum width. But a very long
    # word would make the other columns of a table too narrow, so words count as at most 8 em.
    longest = 0 if box.style["overflow_wrap"] == "anywhere" else _WIDEST_WORD
    return float(flat.paragraph.narrowest(indent, longest * box.style["font_size"]))


def _make_page(
    context: Any, root_box: Any, page_type: Any, resume_at: Any, number: int, state: Any
) -> Any:
    original = original_of(page, "make_page")
    session = current()
    if session is not None:
        session.repeats.forget()
        session.again.forget()
        if context.target_collector.counter_lookup_items:
            session.forget_all()  # references were filled in after the last page
    with making(context, page_type, number):
        return original(context, root_box, page_type, resume_at, number, state)


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    resolve(original_of(block, "resolve_percentages"), box, containing_block)


def _query_all(self: Any, *selectors: Any) -> Iterator[Any]:
    found = by_name(self, selectors)
    if found is None:
        return original_of(cssselect2.ElementWrapper, "query_all")(self, *selectors)  # type: ignore[no-any-return]
    return found


def _strut(style: Any) -> Any:
    return line_height(original_of(inline, "strut"), style)


def _draw_text(
    stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any
) -> None:
    original = original_of(draw, "draw_text")
    layout = textbox.pango_layout
    session = current()
    if session is not None and "awkward" in vars(textbox):
        session.awkward[id(textbox.awkward)] = textbox.awkward, textbox.element
    if isinstance(layout, ComposedLayout) and (text_overflow, block_ellipsis) != ("clip", "none"):
        if block_ellipsis != "none" or layout.overflows(textbox.width):
            textbox.pango_layout = layout = layout.plain(textbox.style)
        else:
            text_overflow = "clip"
    rest = (offset_x, text_overflow, block_ellipsis)
    if isinstance(layout, ComposedLayout) and layout.piece.replaced:
        with copied_as(stream, layout.piece.text):
            original(stream, textbox, *rest)
    else:
        original(stream, textbox, *rest)
    marks.draw(stream, textbox)


def _draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    original = original_of(drawing, "draw_first_line")
    if isinstance(stream, Sheet):
        stream.text = textbox
    arguments = (stream, textbox, text_overflow, block_ellipsis, matrix)
    if not UNUSUAL.search(textbox.text):
        return original(*arguments)
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        done = original(*arguments)  # it is unknown which part of the text is drawn
    else:
        with copied_as(stream, textbox.text):
            done = original(*arguments)
    map_to_usual(stream)
    return done


def _build_box_tree(box: Any, *rest: Any) -> Iterator[Any]:
    session = current()
    for element in original_of(tags, "_build_box_tree")(box, *rest):
        if session is not None:
            session.sign(element, box)
        yield element


_WRAPPERS = {
    **drawings.WRAPPERS,
    **blocks.WRAPPERS,
    **parting.WRAPPERS,
    **tables.WRAPPERS,
    "StyleFor": SharedStyles,
    "query_all": _query_all,
    "is_in_normal_flow": is_in_normal_flow,
    "resolve_percentages": _resolve_percentages,
    "strut": _strut,
    "get_next_linebox": _get_next_linebox,
    "_build_box_tree": _build_box_tree,
    "split_inline_box": _split_inline_box,
    "split_inline_level": _split_inline_level,
    "text_align": _text_align,
    "inline_max_content_width": _inline_max_content_width,
    "inline_min_content_width": _inline_min_content_width,
    "make_page": _make_page,
    "draw_text": _draw_text,
    "draw_first_line": _draw_first_line,
}
