"""The way of the data: YAML → report → drawings → HTML → pages → PDF, and what makes it go.

In: a project and targets. Out: PDFs and findings. The engine knows the rooms below it, which do not
know each other: each step is a call of one of them.
"""
