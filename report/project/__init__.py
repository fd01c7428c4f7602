"""Finds the files of a project, and those of the theme for files that the project does not have.

In: a folder. Out: a :class:`~report.project.project.Project`.
"""
