"""Where the application keeps its own files."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

HOME = "CONVOSCOPE_HOME"
"""The environment variable that names one folder for all of them."""

RUNS = "runs"
"""What the folder of runs is called."""


def folder() -> Path:
    """The folder of the application's settings; it need not exist."""
    return _own(QStandardPaths.StandardLocation.GenericConfigLocation)


def data_folder() -> Path:
    """The folder of what the application has made, the runs; it need not exist."""
    return _own(QStandardPaths.StandardLocation.GenericDataLocation)


def sets_folder() -> Path:
    """The folder of the user's own pictures, prepared for training; it need not exist."""
    return data_folder() / "pictures"


def runs_folder() -> Path:
    """The folder of the user's runs; it need not exist."""
    return data_folder() / RUNS


def sweeps_folder() -> Path:
    """The folder of the sweeps that were begun in the lab, a folder each; it need not exist."""
    return data_folder() / "sweeps"


def _own(place: QStandardPaths.StandardLocation) -> Path:
    chosen = os.environ.get(HOME)
    return Path(chosen) if chosen else Path(QStandardPaths.writableLocation(place)) / "convoscope"


def state_file() -> Path:
    """The file in which the window remembers what it was like."""
    return folder() / "state.json"
