"""The types that the rooms share: what a report is, once it has been read and found sound.

Everything here is frozen. The rooms know these types, ``report.findings.diagnostics`` and
``report.findings.errors``, and nothing of each other.
"""
