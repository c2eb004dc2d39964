"""The doctor: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

import assets
from desktop.system import preflight
from desktop.training.blocking_engine import EngineError, running_engine
from engine.contract.edge.timing import cores
from engine.contract.events import Failed, Hello, Ready

PACKAGES = (
    *("PySide6-Essentials", "numpy", "msgspec", "pillow", "tifffile"),
    *("pyqtgraph", "ziamath", "fonttools", "safetensors", "torch"),
)
FONTS = ("Inter-Regular.otf", "Inter-SemiBold.otf")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `advice` says what to do where something is missing, and is "" where nothing is."""

    name: str
    value: str
    advice: str = ""


def examine(version: str) -> Iterator[Finding]:
    """Look at everything, the quick things first."""
    yield Finding("Convoscope", version)
    yield Finding("Python", f"{platform.python_version()} ({sys.executable})", _about_python())
    yield Finding("System", f"{platform.system()} {platform.release()}, {platform.machine()}")
    for name in PACKAGES:
        yield _package(name)
    yield Finding("Cores", f"{cores()} usable of {os.cpu_count()}")
    yield from _files()
    yield _libraries()
    yield _display()
    yield from _engine()


def report(findings: Iterator[Finding]) -> int:
    """Print findings as they come; returns 0 where nothing is missing, else 1."""
    wrong = 0
    for finding in findings:
        sign = "!" if finding.advice else " "
        print(f"{sign} {finding.name + ' ':.<22} {finding.value}", flush=True)
        if finding.advice:
            wrong += 1
            print(f"    {finding.advice}")
    print("Everything is in place." if wrong == 0 else f"{wrong} thing(s) to look after; they are marked with !.")
    return 1 if wrong else 0


def _about_python() -> str:
    fits = (3, 11) <= sys.version_info[:2] <= (3, 13)
    return "" if fits else "Convoscope is made for Python 3.11, 3.12 or 3.13: start it with one of those."


def _package(name: str) -> Finding:
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "missing", "Run `python3 run.py`, or install Convoscope with pip again.")
    if name.startswith("PySide6") and sys.version_info < (3, 12) and tuple(map(int, found.split(".")[:2])) >= (6, 12):
        return Finding(name, found, "This version crashes on Python 3.11: install PySide6-Essentials<6.12.")
    return Finding(name, found)


def _files() -> Iterator[Finding]:
    lacking = [name for name in FONTS if not assets.path("fonts", name).is_file()]
    yield Finding(
        "Fonts",
        f"missing: {', '.join(lacking)}" if lacking else f"Inter, in {assets.path('fonts')}",
        "Install Convoscope again." if lacking else "",
    )
    from desktop.system.paths import HOME, data_folder, folder

    for name, place in (("Settings", folder()), ("Kept runs", data_folder())):
        existing = next(parent for parent in (place, *place.parents) if parent.exists())
        writable = os.access(existing, os.W_OK)
        yield Finding(name, str(place), "" if writable else f"It can't be written; set {HOME} to another folder.")


def _libraries() -> Finding:
    lacking = preflight.missing("xcb") if sys.platform.startswith("linux") else {}
    packages = " ".join(sorted(set(lacking.values())))
    return Finding(
        "Qt's libraries",
        f"missing: {', '.join(sorted(lacking))}" if lacking else "complete",
        f"On Debian or Ubuntu: sudo apt-get install {packages}" if lacking else "",
    )


def _display() -> Finding:
    sentence = preflight.problem()
    found = os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    return Finding("Display", found or ("none" if sys.platform.startswith("linux") else "native"), sentence or "")


def _engine() -> Iterator[Finding]:
    """Ask an engine, which alone may load torch."""
    start = time.monotonic()
    try:
        with running_engine() as engine:
            for event in engine.events():
                if isinstance(event, Hello):
                    yield Finding("Engine", f"answers after {time.monotonic() - start:.1f} s")
                if isinstance(event, Ready):
                    yield Finding("Torch", f"ready after {event.seconds:.1f} s, trains with {event.threads} thread(s)")
                    for device in event.devices:
                        state = "can train" if device.available else f"not usable: {device.reason}"
                        yield Finding(f"Device {device.name}", f"{device.title}: {state}")
                    return
                if isinstance(event, Failed):
                    yield Finding("Torch", "can't be used", event.message)
                    return
    except EngineError as error:
        yield Finding("Engine", str(error), "Run `convoscope engine` to see what it says, or install Convoscope again.")
