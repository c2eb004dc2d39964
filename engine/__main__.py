"""`python -m engine` serves the window; `python -m engine kernels` trains the kernels of the convolution scene."""

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Read the command line and do what it says; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    jobs = parser.add_subparsers(dest="job")
    kernels = jobs.add_parser("kernels", help="train the kernels that ship with the convolution scene")
    kernels.add_argument("--into", type=Path, default=None, help="folder for trained.npz and trained.json")
    arguments = parser.parse_args()
    if arguments.job == "kernels":
        from engine import runtime

        runtime.wait_quietly()
        runtime.keep_pages()
        from engine.kernels import write

        return write(arguments.into)
    from engine.server import main as serve

    status = serve()
    sys.stderr.flush()
    os._exit(status)  # Torch takes most of a second to take itself apart, and a window may be waiting for the end.


if __name__ == "__main__":
    sys.exit(main())
