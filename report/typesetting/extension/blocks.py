"""Wrappers that replace the engine's functions for blocks and columns.

Blocks start on the baseline grid, and columns are a whole number of lines high. Blocks of columns
that are laid out again are moved: see :mod:`report.typesetting.extension.again`.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import LayoutContext, block

from report.typesetting.extension.columns import starts_column, to_whole_lines, without_top_margin
from report.typesetting.extension.grid import Grid, ends_on_grid, grid_of, on_grid
from report.typesetting.extension.lines import current
from report.typesetting.extension.originals import original_of

#: Calls for blocks in normal flow have at least so many arguments after the containing block.
_FLOW = 4
#: The place of the adjoining margins among the arguments after the first two of a block's layout.
_ADJOINING = 6


def _columns_layout(context: Any, box: Any, bottom_space: float, *rest: Any) -> Any:
    done = original_of(block, "columns_layout")(context, box, bottom_space, *rest)
    new, resume = done[0], done[1]
    if new is not None and resume is None and current() is not None:
        room = context.page_bottom - bottom_space - new.content_box_y()
        to_whole_lines(new, room)
    return done


def _block_level_layout(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any
) -> Any:
    original = original_of(block, "block_level_layout")
    session = current()
    if session is None:
        return original(context, box, bottom_space, skip_stack, containing_block, *rest)
    session.step(context, box)
    if containing_block.is_for_root_element:
        session.grid = grid_of(containing_block)
    at_head = starts_column(box, skip_stack, containing_block)
    if at_head:
        box = without_top_margin(box)
    in_flow = len(rest) >= _FLOW and box.is_in_normal_flow()
    if skip_stack is not None or session.grid is None or not in_flow:
        return original(context, box, bottom_space, skip_stack, containing_block, *rest)
    margins = rest[3]
    again = session.again
    if not again.follows(box, containing_block):
        return _on_grid(
            context, box, bottom_space, containing_block, session.grid, rest, ends=not at_head
        )
    extra = (at_head, rest[0], bool(rest[4] or rest[5]), rest[6:])
    key = None
    if not context.excluded_shapes:
        key = again.key(box, containing_block, margins or (), session.grid, extra)
    foot = context.page_bottom - bottom_space
    known = again.get(key, box, foot, margins)
    if known is not None:
        done, steps = known
        session.add_steps(steps)
        return done
    before = session.add_steps(0)
    place = box.position_x, box.position_y
    with again.frame(box) as frame:
        done = _on_grid(
            context, box, bottom_space, containing_block, session.grid, rest, ends=not at_head
        )
    steps = session.add_steps(0) - before
    again.keep(key, frame, box, place, foot, margins, done, steps)
    return done


def _on_grid(
    context: Any,
    box: Any,
    bottom_space: float,
    containing_block: Any,
    grid: Grid,
    rest: Any,
    *,
    ends: bool,
) -> Any:
    """Lay out a block so that it starts on a line of the grid, or with ``ends`` ends on one."""
    original = original_of(block, "block_level_layout")
    adjoining = tuple(rest[3] or ())
    box = on_grid(box, grid, adjoining)
    place = box.position_x, box.position_y
    done = original(context, box, bottom_space, None, containing_block, *rest)
    if done[0] is None or done[1] is not None or not ends or rest[0]:
        return done
    better = ends_on_grid(box, done[0], grid, adjoining)
    if better is None:
        return done
    block.remove_placeholders(context, [done[0]], *(rest[1:3]))
    better.position_x, better.position_y = place
    others = (*rest[:3], list(adjoining), *rest[4:])
    return original(context, better, bottom_space, None, containing_block, *others)


def _block_box_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
    original = original_of(block, "block_box_layout")
    session = current() if box.is_column else None
    if session is None:
        return original(context, box, *rest, **named)
    # Only the layout of a column whose result is used is called without a list of margins.
    with session.again.column(is_try=rest[_ADJOINING] is not None):
        return original(context, box, *rest, **named)


def _overflows_page(context: Any, bottom_space: float, position_y: float) -> bool:
    overflows = bool(
        original_of(LayoutContext, "overflows_page")(context, bottom_space, position_y)
    )
    session = current()
    if session is not None:
        session.again.check(position_y - (context.page_bottom - bottom_space), fits=not overflows)
    return overflows


WRAPPERS = {
    "block_box_layout": _block_box_layout,
    "block_level_layout": _block_level_layout,
    "columns_layout": _columns_layout,
    "overflows_page": _overflows_page,
}
