"""Compares two PDFs, folders or git revisions: which pages changed, how, and why.

In: two PDFs, or two states of a project. Out: aligned pages with regions, text, facts and causes;
as JSON, Markdown, HTML and a marked PDF. A preview has all of it, with findings and pictures.
"""
