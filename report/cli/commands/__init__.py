"""The commands of ``report``, one module each; the module's name is the command's name.

Each module defines ``command``. Imports are inside the functions, so that ``--help`` loads only
Click, and ``check`` loads neither WeasyPrint nor Matplotlib.
"""
