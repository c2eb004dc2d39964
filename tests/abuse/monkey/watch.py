"""What must hold after a gesture, whatever it was: nothing is told as a fault, and undo takes back what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from PySide6.QtWidgets import QLineEdit

from desktop.panels.editors import ChoiceEditor, NumberEditor, ToggleEditor
from desktop.player.history import History
from desktop.window.state import State
from engine.contract.spec import RunSpec
from scenes.stage.core.knobs import Knobs, from_plain, to_plain
from scenes.stage.core.stage import Frame
from scenes.stage.data.recording import Recording
from scenes.stage.output.as_json import frame_as_plain
from tests.abuse.knobs import unplaced
from tests.abuse.monkey.window import Window

Runs = dict[str, tuple[str, bool]]
"""The runs of the list by key: the name of each, and whether it is deleted."""


@dataclass(frozen=True)
class Seen:
    """What a window was like before a gesture, or is after it."""

    in_lab: bool
    in_scene: bool
    scene: str
    history: History[Knobs]
    t: float
    frame: Frame
    recording: Recording | None
    typing: bool
    """Whether a text is half-typed, which may count as soon as its field is left."""
    spec: RunSpec | None = None
    runs: Runs = field(default_factory=dict)
    edits: int = 0

    @classmethod
    def of(cls, window: Window) -> Seen:
        """Look at a window."""
        session, places = window.session, window.workspace.places
        focus = window.window.focusWidget()
        shown = (
            places.in_lab,
            window.canvas.isVisible(),
            session.scene.name,
            session._room.history,
            session.player.t,
            session.frame,
            session.recording,
            (isinstance(focus, QLineEdit) and focus.isModified()) or window.canvas.editor is not None,
        )
        lab = places.lab
        if lab is None:
            return cls(*shown)
        library = lab.library
        runs = {key: (run.label.name, key in library._deleted) for key, run in library._all.items() if not run.shipped}
        return cls(*shown, lab.wanted.spec, runs, len(lab.changes._done))


def complaint(window: Window, before: Seen, at_most: int = 1) -> str | None:
    """What is wrong after a gesture; `at_most` changes it may have made."""
    now = Seen.of(window)
    return next(_wrong(window, before, now, at_most), None)


def _wrong(window: Window, before: Seen, now: Seen, at_most: int) -> Iterator[str]:
    yield from _faults(window)
    yield from _stuck(window)
    yield from _pictured(now)
    if before.in_lab and now.in_lab:
        yield from _in_the_lab(window, before, now)
    elif before.in_scene and now.in_scene and before.scene == now.scene:
        yield from _in_a_scene(window, before, now, at_most + before.typing)
    yield from _faults(window)
    yield from _in_the_panel(window)
    yield from _in_the_controls(window)


def _faults(window: Window) -> Iterator[str]:
    for said in window.said:
        yield f"fault: {said}" if not said.startswith("Qt says") else f"qt: {said}"


def _stuck(window: Window) -> Iterator[str]:
    """What a hand still holds though no button is down."""
    if window.canvas._hand.holds:
        yield "stuck: the stage is still dragged"
    if window.session.held:
        yield "stuck: time is still held"


def _pictured(now: Seen) -> Iterator[str]:
    plain = frame_as_plain(now.frame)
    json.dumps(plain, allow_nan=False)
    yield from (f"picture: {wrong} in {now.scene} at {now.t}" for wrong in unplaced(plain["marks"]))
    knobs = now.history.present
    if from_plain(type(knobs), json.loads(json.dumps(to_plain(knobs)))) != knobs:
        yield f"state: the next start would read {to_plain(knobs)} of {now.scene} otherwise"


# --- Undo -------------------------------------------------------------------------------------------------------------


def _in_a_scene(window: Window, before: Seen, now: Seen, at_most: int) -> Iterator[str]:
    was, has = before.history, now.history
    grown = len(has.past) - len(was.past)
    same = has.present == was.present
    if grown == 0 and not same:
        yield f"undo: {_differing(was.present, has.present)} can't be taken back"
    if grown == 0 and same and was.future and not has.future:
        yield "undo: nothing has changed, and what was taken back can't be made again"
    if grown > at_most:
        yield f"undo: one gesture is {grown} changes: {[to_plain(knobs) for knobs in has.past[-grown:]]}"
    if grown > 0 and has.past[: len(was.past)] != was.past:
        yield "undo: the past has become another"
    if grown == 0:
        return
    there, back = ("undo", "redo") if grown > 0 else ("redo", "undo")
    for name, wanted in ((there, before), (back, now)):
        for _ in range(abs(grown)):
            _ask(window, name)
        yield from _is_as(window, name, wanted, before, now)


def _is_as(window: Window, name: str, wanted: Seen, before: Seen, now: Seen) -> Iterator[str]:
    """Whether a scene is again as it was; its time too, where that had been cut off."""
    found = Seen.of(window)
    if found.history.present != wanted.history.present:
        yield f"{name}: {_differing(wanted.history.present, found.history.present)} is not as it was"
    cut = now.t == now.frame.seconds < before.t
    if cut and found.t != wanted.t:
        yield f"{name}: the time is {found.t} and was {wanted.t}"
    comparable = found.t == wanted.t == found.frame.t == wanted.frame.t and found.recording is wanted.recording
    if comparable and found.frame != wanted.frame:
        yield f"{name}: the picture of {found.scene} at {found.t} is not as it was"


def _in_the_lab(window: Window, before: Seen, now: Seen) -> Iterator[str]:
    grown = now.edits - before.edits
    kept = before.runs.keys() & now.runs.keys()
    if grown == 0 and (before.spec != now.spec or any(before.runs[key] != now.runs[key] for key in kept)):
        yield f"lab: {_changed(before, now)} can't be taken back"
    there, back = ("undo", "redo") if grown > 0 else ("redo", "undo")
    for name, wanted in ((there, before), (back, now)) if grown else ():
        for _ in range(abs(grown)):
            _ask(window, name)
        found = Seen.of(window)
        if found.spec != wanted.spec or any(found.runs.get(key) != wanted.runs[key] for key in kept):
            yield f"lab: after {name} {_changed(wanted, found)} is not as it was"


def _changed(before: Seen, now: Seen) -> str:
    runs = {key: (run, now.runs.get(key)) for key, run in before.runs.items() if run != now.runs.get(key)}
    fields = {
        name: (getattr(before.spec, name), getattr(now.spec, name))
        for name in RunSpec.__struct_fields__
        if before.spec and now.spec and getattr(before.spec, name) != getattr(now.spec, name)
    }
    return f"{fields or ''} {runs or ''}"


def _ask(window: Window, name: str) -> None:
    """Press the key for undo or redo; do without it where keys go to a text, a list, a dialog or ink."""
    workspace, places = window.workspace, window.workspace.places
    typing = isinstance(window.window.focusWidget(), QLineEdit)
    drawing = workspace.over_the_stage.overlays.tool is not None
    if typing or drawing or window.top is not window.window or workspace.full_screen.blank.colour is not None:
        actions: Any = places.lab.changes if places.in_lab and places.lab is not None else window.session
        getattr(actions, name)()
    else:
        window.key({"undo": "Ctrl+Z", "redo": "Ctrl+Shift+Z"}[name])
    window.settle()


def _differing(one: Knobs, other: Knobs) -> str:
    return f"{to_plain(one)} / {to_plain(other)}"[:300]


# --- What stands in the panel -----------------------------------------------------------------------------------------


def _in_the_panel(window: Window) -> Iterator[str]:
    """What the panel of knobs shows otherwise than it is."""
    panel, session = window.workspace.knobs, window.session
    for name, editor in panel.editors.items():
        value = editor.value
        if isinstance(editor, NumberEditor):
            position = round((value - editor.form.low) / editor.form.step)
            if editor.slider.value() != position:
                yield f"panel: the slider of {name} stands at {editor.slider.value()}, not {position}"
        elif isinstance(editor, ToggleEditor) and editor.switch.isChecked() != value:
            yield f"panel: {name} is {value} and shown otherwise"
        elif isinstance(editor, ChoiceEditor):
            field_shown = editor.field
            shown = getattr(field_shown, "currentIndex", None)
            index = shown() if shown is not None else field_shown._group.checkedId()  # type: ignore[union-attr]
            if index != editor.form.choices.index(value):
                yield f"panel: {name} is {value} and shown as {index}"
    if (panel.undo.isEnabled(), panel.redo.isEnabled()) != (session.undoable, session.redoable):
        yield "panel: the buttons for undo and redo are not as they should be"


def _in_the_controls(window: Window) -> Iterator[str]:
    """What the lab's settings show otherwise than it is wanted."""
    lab = window.workspace.places.lab
    for name in ("lr", "batch", "clip_norm", "seed") if lab is not None else ():
        row, wanted = lab.controls._rows[name], getattr(lab.wanted.spec, name)
        if row._value != wanted:
            yield f"controls: {name} is {wanted} and shown as {row._value}"


# --- At the end -------------------------------------------------------------------------------------------------------


def disobeys(window: Window) -> str | None:
    """Which key does nothing any more; None if the window can be used as at first."""
    workspace, session = window.workspace, window.session
    window.dismiss()
    workspace.full_screen.blank.uncover()
    workspace.full_screen.leave()
    workspace.places.show_scene()
    window.settle()
    window.canvas.setFocus()
    for name, wanted in (("End", session.seconds), ("Home", 0.0)):
        window.key(name)
        window.settle()
        if session.player.t != wanted:
            return f"dead: {name} goes to {session.player.t}, not to {wanted}"
    return next(_faults(window), None)


def unlike(left: State, window: Window) -> str | None:
    """What the next start does not go on with."""
    window.workspace.places.load_lab()
    plain = [json.loads(msgspec.json.encode(state)) for state in (left, window.workspace.state())]
    for each in plain:
        del each["geometry"]
    if plain[0] != plain[1]:
        return f"next start: {' '.join(_parts(*plain))}"
    said = window.workspace.banner.label.text()
    return f"next start: it says {said}" if said else next(_faults(window), None)


def _parts(before: Any, now: Any, name: str = "") -> Iterator[str]:
    """What differs between two states, part by part."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted(before.keys() | now.keys()):
            yield from _parts(before.get(key), now.get(key), f"{name}.{key}".strip("."))
    elif before != now:
        yield f"{name} was {before} and is {now}"
