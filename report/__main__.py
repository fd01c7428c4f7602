"""Let ``python -m report`` be the command ``report``."""

from report.cli import main

if __name__ == "__main__":
    main()
