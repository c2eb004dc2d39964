"""Whether somebody wants to see tracebacks: those who mend Convoscope do, those who use it never."""

from __future__ import annotations

import os
import re

from scenes.stage.core.source_errors import what, where

DEBUG = "CONVOSCOPE_DEBUG"
"""The environment variable that asks for tracebacks on stderr."""
_BY_QT = re.compile(r"(Error calling Python override of \w+::\w+\(\): )+")
"""What PySide puts before the message of an exception that came through one event handler into another."""


def wanted() -> bool:
    """Whether tracebacks are asked for."""
    return bool(os.environ.get(DEBUG))


def told(error: BaseException) -> str:
    """Where something went wrong and what it was: in which line of which scene, or anywhere else inside."""
    return f"Something went wrong in {where(error) or 'Convoscope'} ({_BY_QT.sub('', what(error))})"
