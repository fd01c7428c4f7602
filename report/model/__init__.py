"""The shared types: a report after it has been read and validated.

All objects are immutable. The rooms import these types, ``report.findings.diagnostics`` and
``report.findings.errors``, but not each other.
"""
