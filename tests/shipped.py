"""The shipped report, read once per process, for tests that need its theme."""

from __future__ import annotations

from functools import cache

from report.engine import making, reading
from report.engine.reading import Content
from report.project.project import Project
from report.project.shipped import theme_folder


@cache
def shipped() -> Content:
    """Return the shipped report, read and checked; the engine uses only its fonts."""
    content = reading.read(Project.at(theme_folder()))
    making.isolate_fonts(content.project, content.theme)
    return content
