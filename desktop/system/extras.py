"""Extras: what some people install on top, and the rest of Convoscope does without."""

from __future__ import annotations

from desktop.system.processes import ROOT


def missing(extra: str, what: str) -> str:
    """The sentence for `what` can't be done as long as an extra isn't installed, e.g. "film" and "A video"."""
    checkout = (ROOT / "run.py").is_file()
    command = f"python3 run.py get {extra}" if checkout else f'pip install "convoscope[{extra}]"'
    return f"{what} needs the extra {extra}: install it with `{command}`."
