"""Processes that run our own code beside the window: what they must find, and where."""

from __future__ import annotations

import locale
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QProcess

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the packages of this copy."""


def own_environment() -> dict[str, str]:
    """The environment in which `python -m` finds this copy's packages, and nothing in the current folder.

    Safe path: a file `random.py` where the user happens to be must not become part of the child. Its streams and names
    of files are UTF-8.
    """
    paths = [str(ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"}
    own = {"PYTHONPATH": os.pathsep.join(dict.fromkeys(paths)), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    return inherited | own


def use_utf8() -> None:
    """Go on in UTF-8 where the system's encoding is another: start this program again in Python's UTF-8 mode.

    Qt and torch take every file's name as UTF-8: with a letter beyond ASCII in the path of this copy neither would
    start, and files of the user's with such names could not be opened. Messages keep the encoding of the terminal.
    """
    if sys.platform == "win32":  # names of files are Unicode there
        return
    if locale.nl_langinfo(locale.CODESET).lower() not in ("utf-8", "utf8"):  # else Qt would complain, and do the same
        os.environ["LANG"] = os.environ.pop("LC_ALL", os.environ.get("LANG", "C"))
        os.environ["LC_CTYPE"] = "C.UTF-8"
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get("PYTHONUTF8") == "1":
        return
    terminal = {} if sys.stderr is None else {"PYTHONIOENCODING": sys.stderr.encoding}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**terminal, **os.environ, "PYTHONUTF8": "1"})


def answer_in_lines(megabytes: int, serve: Callable[[IO[str], IO[bytes]], None]) -> int:
    """Be the process that hears orders on one pipe and answers on another, within so much memory.

    Returns the exit status. Whoever has gone needs no answer.
    """
    from engine.contract.limits import hold_to

    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # a stray print must not be taken for an answer
    hold_to(megabytes)
    try:
        serve(sys.stdin, answers)
    except BrokenPipeError:
        return 0
    except Exception:
        traceback.print_exc()  # is seen where somebody wants to see tracebacks
        return 1
    return 0


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
