"""A display for the benchmarks that open windows: the user's, or a virtual one of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from run import XServer

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """Yield the environment of a process that may open windows of 1920x1080.

    On Linux that is Xvfb where it is installed, so that nobody's desktop disturbs the measurement; elsewhere, or
    without it, Qt's offscreen platform draws without showing.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    if not (sys.platform.startswith("linux") and shutil.which("Xvfb")):
        yield environment
        return
    with XServer() as number:
        yield {**environment, "DISPLAY": number, "QT_QPA_PLATFORM": "xcb"}
