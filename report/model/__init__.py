"""The types that the rooms share: what a report is, once it has been read and found sound.

Everything here is frozen. The rooms know these types, ``report.diagnostics`` and
``report.errors``, and nothing of each other.
"""
