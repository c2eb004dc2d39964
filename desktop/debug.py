"""Whether somebody wants to see tracebacks: those who mend Convoscope do, those who use it never."""

from __future__ import annotations

import os

DEBUG = "CONVOSCOPE_DEBUG"
"""The environment variable that asks for tracebacks on stderr."""


def wanted() -> bool:
    """Whether tracebacks are asked for."""
    return bool(os.environ.get(DEBUG))
