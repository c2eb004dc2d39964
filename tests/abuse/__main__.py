"""`python -m tests.abuse`: tries every kind for its share of the time, and prints what was found with the way back."""

from __future__ import annotations

import argparse
import sys
import time

from tests.abuse import runner


def main(words: list[str]) -> int:
    """Abuse the program; returns 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python3 run.py abuse", description="Do to the program whatever can be done.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(runner.kinds())}; without, all")
    parser.add_argument("--minutes", type=float, default=5.0, help="to spend on all kinds together (5)")
    parser.add_argument("--seed", type=int, help="the first case (by the clock)")
    parser.add_argument("--cases", type=int, default=sys.maxsize, help="to try of each kind at most")
    options = parser.parse_args(words)
    unknown = [name for name in options.names if name not in runner.kinds()]
    if unknown:
        parser.error(f"there is no kind {unknown[0]!r}; there are {', '.join(runner.kinds())}")
    names = options.names or runner.kinds()
    seed = int(time.time()) % 10**6 if options.seed is None else options.seed
    found = 0
    for left, name in zip(range(len(names), 0, -1), names, strict=True):
        if name == names[0]:
            end = time.monotonic() + 60 * options.minutes
        share = (end - time.monotonic()) / left
        tried = runner.abuse(name, seed, options.cases, share, lambda finding: print(finding, flush=True))
        found += tried.findings
        print(f"{name}: {tried.cases} cases from seed {seed}, {tried.findings} findings.", file=sys.stderr, flush=True)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
