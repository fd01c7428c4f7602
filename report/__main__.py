"""Let ``python -m report`` be the command ``report``."""

import os

if __name__ == "__main__":
    try:
        from report.cli.program import main

        main()
    except KeyboardInterrupt:  # interrupted while modules are imported: no message yet
        os._exit(2)
