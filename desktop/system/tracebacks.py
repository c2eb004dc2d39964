"""Whether somebody wants to see tracebacks: those who mend Convoscope do, those who use it never."""

from __future__ import annotations

import os

from scenes.stage.core.source_errors import what, where

DEBUG = "CONVOSCOPE_DEBUG"
"""The environment variable that asks for tracebacks on stderr."""


def wanted() -> bool:
    """Whether tracebacks are asked for."""
    return bool(os.environ.get(DEBUG))


def told(error: BaseException) -> str:
    """Where something went wrong and what it was: in which line of which scene, or anywhere else inside."""
    return f"Something went wrong in {where(error) or 'Convoscope'} ({what(error)})"
