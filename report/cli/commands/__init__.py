"""The commands of ``report``, one file each, found by its name: each has its ``command``.

Only what a command needs is imported, inside the command: ``--help`` loads Click alone, and
``check`` neither WeasyPrint nor Matplotlib.
"""
