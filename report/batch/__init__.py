"""Many reports at once: a list, its tasks, the processes or machines that make them, a summary.

In: a list of projects. Out: PDFs at their places, and a result for each report.
"""
