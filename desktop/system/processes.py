"""Processes that run our own code beside the window: what they must find, and where."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the packages of this copy."""


def own_environment() -> dict[str, str]:
    """The environment in which `python -m` finds this copy's packages, and nothing in the current folder.

    Safe path: a file `random.py` where the user happens to be must not become part of the child.
    """
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONSAFEPATH": "1"}


def give_environment(process: QProcess, environment: dict[str, str]) -> None:
    """Set the whole environment that a process of Qt's is started in."""
    from PySide6.QtCore import QProcessEnvironment

    found = QProcessEnvironment()
    for name, value in environment.items():
        found.insert(name, value)
    process.setProcessEnvironment(found)


def become(module: str) -> int:
    """Go on as `python -m module` of this copy; where a process can't (Windows), wait for it and return its status."""
    command = [sys.executable, "-m", module]
    if sys.platform != "win32":
        os.execve(command[0], command, own_environment())
    return subprocess.call(command, env=own_environment())
