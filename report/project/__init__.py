"""Where everything is: a project's folder, and the theme that fills what it lacks.

In: a folder. Out: a :class:`~report.project.project.Project`.
"""
