"""Many reports at once: a list of projects, their tasks, the processes that make them, a summary.

In: a list of projects. Out: PDFs at their places, and a result for each report.
"""
