"""What survives a restart: one JSON file in the user's configuration folder, which several windows may share.

A crash leaves the old one; one that can't be read is set aside, never overwritten. Each window writes into it what is
another than this window knew it to be, and leaves the rest as the others have written it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtWidgets import QWidget

from desktop.classroom.presenting.notes import USUAL
from desktop.player.remembered import Remembered
from desktop.system.files import set_aside
from desktop.system.paths import HOME
from desktop.system.sharing import alone
from desktop.theme.appearance import TextSize
from desktop.window.main_window import MainWindow
from desktop.window.overlays.drawer import Side
from desktop.window.overlays.panels import Wish
from engine.contract.files import remove_partials, write_atomically
from scenes.stage.output.theme import ThemeName

if TYPE_CHECKING:
    from desktop.window.workspace import Workspace

_DAMAGE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_PARTED = ("session", "knobs", "times", "lab_state")
"""What is written part by part. All else is one thing: the knobs of a scene fit together, as do the lab's settings."""


class State(msgspec.Struct, kw_only=True):
    """Everything that the window remembers; `geometry` is Qt's, in hexadecimal, `ground` the theme's.

    These two are there for `desktop.window.main_window`, which is shown before any of this is loaded. `seen` are names
    of scenes, `recent` files of the user's own, the last one first; `panels` is what is wanted of those at the sides,
    and `told` names what is said only once. What begins with `beam` is of the window that a class sees: its looks, and
    the name of the screen that it filled last; `notes` is the size of the presenter's letters. `lesson` is the file of
    the open lesson, and `lesson_stop` the id of the stop where its class was.
    """

    session: Remembered = msgspec.field(default_factory=Remembered)
    seen: list[str] = msgspec.field(default_factory=list)
    recent: list[str] = msgspec.field(default_factory=list)
    theme: ThemeName = "dark"
    text: TextSize = "normal"
    reduced_motion: bool = False
    panels: dict[Side, Wish] = msgspec.field(default_factory=dict)
    told: list[str] = msgspec.field(default_factory=list)
    beam_theme: ThemeName = "projector"
    beam_text: TextSize = "normal"
    beam_screen: str = ""
    notes: int = USUAL
    lesson: str = ""
    lesson_stop: str = ""
    lab: bool = False
    lab_state: dict[str, Any] = msgspec.field(default_factory=dict)
    geometry: str = ""
    ground: str = ""


def state_of(workspace: Workspace) -> State:
    """What the next start should know of a window's content."""
    return State(
        session=workspace.session.remember(fleeting=False),
        seen=sorted(workspace.seen.names),
        recent=[str(path) for path in workspace.files.recent],
        theme=workspace.appearance.theme.name,
        text=workspace.appearance.text,
        reduced_motion=workspace.session.reduced_motion,
        panels=dict(workspace.panels.wishes),
        told=sorted(workspace._told),
        beam_theme=workspace.presenting.looks.theme.name,
        beam_text=workspace.presenting.looks.text,
        beam_screen=workspace.presenting.place.last,
        notes=workspace.presenting.presenter.notes.size_of_letters,
        lesson=workspace.desk.file,
        lesson_stop=workspace.desk.stop,
        lab=workspace.places.lab_last,
        lab_state=workspace.places.lab_state(),
        geometry=_geometry_of(workspace.window()),
        ground=workspace.appearance.theme.background,
    )


def _geometry_of(window: QWidget) -> str:
    return window.saveGeometry().toHex().toStdString() if isinstance(window, MainWindow) else ""


def load(path: Path) -> tuple[State, str]:
    """Read the state, and a sentence for the user ("" where all is well); a damaged file is renamed.

    What a window that was killed has left half-written beside it is deleted.
    """
    remove_partials(path.parent)
    try:
        return _read(path), ""
    except FileNotFoundError:
        return State(), ""
    except OSError as error:
        return State(), f"The settings can't be read ({error.strerror}: {path}); everything is as at first."
    except _DAMAGE:
        return State(), _set_aside(path)


def known(loaded: State, shown: State) -> State:
    """What a window knows before anybody changes anything: what was loaded, and the rest as it is shown at first."""
    return msgspec.convert(_filled(_plain(loaded), _plain(shown)), State)


def save(path: Path, now: State, before: State) -> str:
    """Write what is another now than before; returns "" or a sentence that says why it could not be done.

    All else stays as it is in the file by now, or is written too where there is none.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with alone(path):
            found = _found(path)
            written = now if found is None else _merged(found, before, now)
            with write_atomically(path) as file:
                file.write(msgspec.json.format(msgspec.json.encode(written)))
    except OSError as error:
        return (
            f"The settings can't be saved ({error.strerror}: {path}); "
            f"the next start will not know of changes from now on. Set {HOME} to a folder that can be written."
        )
    return ""


def _read(path: Path) -> State:
    return msgspec.json.decode(path.read_bytes(), type=State)


def _found(path: Path) -> State | None:
    """The state in the file by now; None where there is none that can be read."""
    try:
        return _read(path)
    except FileNotFoundError:
        return None
    except _DAMAGE:
        _set_aside(path)
        return None


def _merged(found: State, before: State, now: State) -> State:
    """The state that was found, with what is another now than before."""
    merged = msgspec.convert(_changed(_plain(found), _plain(before), _plain(now)), State)
    ground = now.ground if merged.theme == now.theme else found.ground  # it is the theme's, whosever that is
    return msgspec.structs.replace(merged, ground=ground)


def _changed(found: dict[str, Any], before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    changed = {key: value for key, value in now.items() if key not in before or before[key] != value}
    parts = {key: _changed(found.get(key, {}), before.get(key, {}), now[key]) for key in _PARTED if key in changed}
    return found | changed | parts


def _filled(loaded: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    there = {key: value for key, value in loaded.items() if value not in ("", {})}
    parts = {key: _filled(there[key], shown.get(key, {})) for key in _PARTED if key in there}
    return shown | there | parts


def _plain(state: State) -> dict[str, Any]:
    """The state as it is in a file: with lists for tuples."""
    return msgspec.json.decode(msgspec.json.encode(state), type=dict[str, Any])


def _set_aside(path: Path) -> str:
    try:
        aside = set_aside(path)
    except OSError as error:
        return f"The settings are damaged and can't be set aside ({error.strerror}: {path}); everything is as at first."
    return f"The settings were damaged; they are kept as {aside}, and everything is as at first."
