"""The shipped report, read once a process, for tests that need its theme."""

from __future__ import annotations

from functools import cache

from report import build
from report.build import Content
from report.project.project import Project
from report.project.shipped import theme_folder


@cache
def shipped() -> Content:
    """Give the shipped report, read and checked; the engine sees its fonts and no others."""
    content = build.read(Project.at(theme_folder()))
    build.isolate_fonts(content.project, content.theme)
    return content
