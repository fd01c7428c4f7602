"""The steps of a build: YAML → report → drawings → HTML → pages → PDF.

In: a project and targets. Out: PDFs and findings. Each step is a call of one of the rooms below it,
which do not import each other.
"""
