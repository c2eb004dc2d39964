"""What an installed copy is to Python: one package, `convoscope`, which holds the four of the checkout.

The wheel has this file as `convoscope/__init__.py`. Whoever imports it finds the four by their names, as in a checkout;
every other program in the same environment sees `convoscope` and nothing else.
"""

import sys
from pathlib import Path

# First, so that a package `assets` of somebody else is never taken for ours.
sys.path.insert(0, str(Path(__file__).resolve().parent))


def main() -> int:
    """Carry out the command line; returns the exit status."""
    from desktop.cli.main import main as carry_out

    return carry_out()
