"""Tries cases in a process that may crash and hang, and tells what it found with the words to see it again."""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tests.abuse

PATIENCE = int(os.environ.get("ABUSE_PATIENCE", "90"))
"""A case that takes so many seconds hangs."""
LARGEST = 8 * 2**30
"""Bytes of addresses that a case may take; beyond it runs out of memory before the machine does."""
ROOT = Path(__file__).resolve().parents[2]

Case = Callable[[int, Path], str | None]


@dataclass
class Tried:
    """How many cases have been tried, and how many of them found something."""

    cases: int = 0
    findings: int = 0


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds of abuse."""
    modules = [module.name for module in pkgutil.iter_modules(tests.abuse.__path__)]
    modules = [name for name in modules if name not in ("__main__", "runner") and not name.startswith("test_")]
    return tuple(name for name in modules if hasattr(importlib.import_module(f"tests.abuse.{name}"), "case"))


def case_of(name: str) -> Case:
    """The function that tries a case of a kind."""
    case: Case = importlib.import_module(f"tests.abuse.{name}").case
    return case


def try_case(case: Case, seed: int) -> str | None:
    """What a case finds wrong, in one line; None if nothing."""
    before = os.environ.get("CONVOSCOPE_HOME")
    with tempfile.TemporaryDirectory(prefix="abuse-") as place:
        os.environ["CONVOSCOPE_HOME"] = os.path.join(place, "home")
        try:
            found = case(seed, Path(place))
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            where = " < ".join(f"{Path(each.filename).name}:{each.lineno}" for each in reversed(frames[-4:]))
            found = f"{type(error).__name__}: {error} ({where})"
            if os.environ.get("CONVOSCOPE_DEBUG"):
                traceback.print_exc()
        finally:
            if before is None:
                del os.environ["CONVOSCOPE_HOME"]
            else:
                os.environ["CONVOSCOPE_HOME"] = before
    return None if found is None else " ".join(found.encode(errors="backslashreplace").decode().split())[:1000]


def abuse(name: str, seed: int, most: int, seconds: float, tell: Callable[[str], None]) -> Tried:
    """Try cases of a kind from a seed on, at most so many and for at most so long; `tell` hears every finding."""
    done, end = Tried(), time.monotonic() + seconds
    while done.cases < most and time.monotonic() < end:
        following = seed + done.cases
        words = [name, str(following), str(most - done.cases), str(end - time.monotonic())]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                [sys.executable, "-c", "import sys; from tests.abuse import runner; runner.work(sys.argv[1:])", *words],
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=ROOT,
            )
            open_case = _listen(process, name, done, tell)
            if open_case is None:
                break
            done.cases += 1
            done.findings += 1
            log.seek(0)
            tell(_line(name, open_case, _last_words(log.read().decode(errors="replace"), process.wait())))
    return done


def _listen(process: subprocess.Popen[bytes], name: str, done: Tried, tell: Callable[[str], None]) -> int | None:
    """Follow a worker to its end; returns the case in which it died, None if it came to its end."""
    begun: int | None = None
    assert process.stdout is not None
    with process.stdout as lines:
        for line in lines:
            seed, found = json.loads(line)
            if begun is None:
                begun = seed
                continue
            begun = None
            done.cases += 1
            if found is not None:
                done.findings += 1
                tell(_line(name, seed, found))
    return None if process.wait() == 0 else begun


def _last_words(log: str, status: int) -> str:
    """What a worker said before it died."""
    lines = log.strip().splitlines()
    place = next((line.strip() for line in lines if line.strip().startswith("File ")), "")
    how = "hangs" if any(line.startswith("Timeout") for line in lines) else f"ends the process with status {status}"
    return f"{how}: {place or ' '.join(lines[-2:])}"


def _line(name: str, seed: int, found: str) -> str:
    return f"{name} {seed}: {found}  [python3 run.py abuse {name} --seed {seed} --cases 1]"


def work(words: list[str]) -> None:
    """Try cases in this process: a line of JSON when one begins, and another when it has ended."""
    name, first, most, seconds = words[0], int(words[1]), int(words[2]), float(words[3])
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = os.fdopen(os.dup(1), "w", buffering=1)  # cases may do what they like with their streams
    os.dup2(2, 1)
    warnings.simplefilter("error")
    _limit_memory()
    case = case_of(name)
    end = time.monotonic() + seconds
    for seed in range(first, first + most):
        if time.monotonic() >= end:
            break
        print(json.dumps([seed, None]), file=out)
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        found = try_case(case, seed)
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps([seed, found]), file=out)
    out.flush()
    os._exit(0)  # Qt may have windows open, and nobody needs them to be closed


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
