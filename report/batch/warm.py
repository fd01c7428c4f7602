"""What a process needs to make reports, loaded once.

Importing this module loads it: the process that all others of a batch are copies of imports it, so
that they begin with everything loaded, and share its memory.
"""

from __future__ import annotations

import gc
from contextlib import suppress

import report.content.load
import report.engine.build
import report.engine.drawings
import report.engine.finished  # noqa: F401 - loading is all
from report.engine.judging import load
from report.engine.making import load_engine, load_figures
from report.figures.declared import declare_drawings

# What cannot be loaded is met again, and told, by the process that makes a report.
with suppress(Exception):
    load_engine()
    load_figures()
    load()
    declare_drawings()
    from report.typesetting.words import Words

    Words().boundaries("預先載入詞典")  # the segmenter, with its dictionary
# What is loaded stays: a look for garbage would copy its memory into each process.
gc.collect()
gc.freeze()
