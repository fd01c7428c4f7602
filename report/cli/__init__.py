"""The command ``report``: arguments in, calls out, errors to exit codes at one edge.

Nothing else knows Click.
"""
