"""Let ``python -m report`` be the command ``report``."""

import os

if __name__ == "__main__":
    try:
        from report.cli.program import main

        main()
    except KeyboardInterrupt:  # before the command could say so itself
        os._exit(2)
