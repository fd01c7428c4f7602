"""The command ``report``: reads the arguments, calls the engine, turns errors into exit codes.

Only this package imports Click.
"""
