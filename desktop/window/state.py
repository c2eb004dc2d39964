"""What survives a restart: one JSON file in the user's configuration folder.

A crash leaves the old one; one that can't be read is set aside, never overwritten.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from desktop.player.session import Remembered
from desktop.system.paths import HOME
from desktop.theme.appearance import TextSize
from desktop.window.overlays.drawer import Side
from desktop.window.overlays.panels import Wish
from engine.contract.files import remove_partials, write_atomically
from scenes.stage.output.theme import ThemeName


class State(msgspec.Struct, kw_only=True):
    """Everything that the window remembers; `geometry` is Qt's, in hexadecimal, `ground` the theme's.

    These two are there for `desktop.window.main_window`, which is shown before any of this is loaded. `panels` is what
    is wanted of those at the sides; `told` names what is said only once.
    """

    session: Remembered = msgspec.field(default_factory=Remembered)
    theme: ThemeName = "dark"
    text: TextSize = "normal"
    reduced_motion: bool = False
    panels: dict[Side, Wish] = msgspec.field(default_factory=dict)
    told: set[str] = msgspec.field(default_factory=set)
    lab: bool = False
    lab_state: dict[str, Any] = msgspec.field(default_factory=dict)
    geometry: str = ""
    ground: str = ""


def load(path: Path) -> tuple[State, str]:
    """Read the state, and a sentence for the user ("" where all is well); a damaged file is renamed.

    What a window that was killed has left half-written beside it is deleted.
    """
    remove_partials(path.parent)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return State(), ""
    except OSError as error:
        return State(), f"The settings can't be read ({error.strerror}: {path}); everything is as at first."
    try:
        return msgspec.json.decode(data, type=State), ""
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return State(), _set_aside(path)


def save(path: Path, state: State) -> str:
    """Write the state; returns "" or a sentence that says why it could not be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as file:
            file.write(msgspec.json.format(msgspec.json.encode(state)))
    except OSError as error:
        return (
            f"The settings can't be saved ({error.strerror}: {path}); "
            f"the next start will not know of changes from now on. Set {HOME} to a folder that can be written."
        )
    return ""


def _set_aside(path: Path) -> str:
    for number in range(1, 1000):
        aside = path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")
        if not aside.exists():
            break
    try:
        os.replace(path, aside)
    except OSError as error:
        return f"The settings are damaged and can't be set aside ({error.strerror}: {path}); everything is as at first."
    return f"The settings were damaged; they are kept as {aside}, and everything is as at first."
