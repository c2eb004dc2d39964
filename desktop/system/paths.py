"""Where the application keeps its own files."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

HOME = "CONVOSCOPE_HOME"
"""The environment variable that names another folder than the one in the user's configuration."""


def folder() -> Path:
    """The folder of the application's own files; it need not exist."""
    chosen = os.environ.get(HOME)
    if chosen:
        return Path(chosen)
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "convoscope"


def state_file() -> Path:
    """The file in which the window remembers what it was like."""
    return folder() / "state.json"
