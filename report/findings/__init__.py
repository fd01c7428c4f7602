"""What is found: diagnostics with their codes, the errors that carry them, the ways to write them.

In: nothing of the other rooms. Out: :class:`Diagnostic` and the errors that all rooms raise.
"""
