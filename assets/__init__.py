"""Fonts, pictures and data sets that ship with the application, each with its licence.

This package holds data only; `path` is the one way in, so that nothing else needs to know where it lies.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the path of a bundled file, for instance ``path("data", "digits.npz")``."""
    return ROOT.joinpath(*parts)
