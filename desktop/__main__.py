"""`python -m desktop` is the command `convoscope`."""

import sys

from desktop.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
