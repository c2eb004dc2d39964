"""From what is shown to a stop of a lesson: pure functions that give changes of a lesson's text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from desktop.classroom.lessons import editing, writing
from desktop.classroom.lessons.faults import LessonError
from desktop.classroom.lessons.model import Ask, Stop
from desktop.classroom.lessons.reading import Read, StopEntry
from desktop.classroom.lessons.shelf import id_of
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Catalogue
from scenes.stage.core.knobs import KnobError, from_plain

Edit = Callable[[str], str]

OF_ANOTHER_SCENE = ("shows", "skip", "speed", "run", "patience")
"""What a stop says of its scene, and no longer holds when it shows another one."""


@dataclass(frozen=True)
class ShownNow:
    """What is shown: a scene with its knobs as plain data, at the step titled `at`; or a run of the lab.

    `titles` are those of all steps of the scene.
    """

    scene: str = ""
    knobs: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    titles: tuple[str, ...] = ()
    lab: str = ""


@dataclass(frozen=True)
class Addition:
    """A change that adds what is shown to a lesson, and the sentence about it; `{lesson}` is the lesson's title."""

    edit: Edit
    sentence: str


def addition(found: Read, shown: ShownNow, scenes: Catalogue) -> Addition:
    """Add what is shown: as a stop behind the others, or as a later end of the last one if that shows the same.

    Raises LessonError where the lesson ends with this moment already.
    """
    number, last = len(found.entries), found.entries[-1] if found.entries else None
    if last is not None and last.stop is not None and shown.scene and _is_alike(last.stop, shown, scenes):
        begin, end = _span(last.stop, shown.titles)
        at = shown.titles.index(shown.at)
        if at == end:
            raise LessonError(f"Stop {number} ends with this moment already.")
        if at > end >= begin:
            edit = partial(editing.set_key, index=last.index, name="to", value=shown.at)
            return Addition(edit, f"Stop {number} of {{lesson}} now ends with “{shown.at}”. Ctrl+Z takes it back.")
    block = writing.stop_block(stop_of(shown, [entry.id for entry in found.entries]))
    sentence = f"Added to {{lesson}} as stop {number + 1}. Ctrl+Z takes it back."
    return Addition(partial(editing.append, block=block), sentence)


def stop_of(shown: ShownNow, taken: Iterable[str]) -> Stop:
    """A stop that shows this and nothing else, under an id that is free."""
    name = _free(id_of(shown.scene or shown.lab), taken)
    if shown.lab:
        return Stop(id=name, lab=shown.lab)
    return Stop(id=name, scene=shown.scene, knobs=shown.knobs, first=shown.at, last=shown.at)


def set_to(entry: StopEntry, shown: ShownNow) -> Edit:
    """Let a stop show what is shown: its knobs, and from the present step on as far as it went, if that comes later."""
    stop = entry.stop
    if shown.lab:
        values: dict[str, Any] = {"scene": None, "lab": shown.lab, "knobs": None, "from": None, "to": None}
    else:
        begin = end = shown.titles.index(shown.at)
        values = {"scene": shown.scene, "lab": None, "knobs": shown.knobs or None, "from": shown.at}
        if stop is not None and stop.scene == shown.scene and _span(stop, shown.titles)[1] >= begin:
            end = _span(stop, shown.titles)[1]
        else:
            values["to"] = shown.at
        if stop is not None and stop.skip:
            values["skip"] = [title for title in stop.skip if title in shown.titles[begin : end + 1]] or None
    if stop is None or (stop.scene, stop.lab) != (shown.scene, shown.lab):
        values |= dict.fromkeys((*OF_ANOTHER_SCENE, "card", "picture"))
    return _all(partial(editing.set_key, index=entry.index, name=name, value=value) for name, value in values.items())


def asked(entry: StopEntry, shown: ShownNow, mark: str, cell: tuple[int, int] | None) -> Edit:
    """Ask at a stop, at the end of the present step, which number the next one writes into a mark.

    Raises LessonError where the stop doesn't show that.
    """
    stop = entry.stop
    if stop is None or not shown.scene or stop.scene != shown.scene:
        raise LessonError("Choose a stop of this scene for the question, or add this moment first: Ctrl+D.")
    begin, end = _span(stop, shown.titles)
    if not begin <= shown.titles.index(shown.at) <= end:
        raise LessonError(f"Stop {entry.index + 1} doesn't show “{shown.at}”, so nothing can be asked there.")
    return partial(editing.append_ask, index=entry.index, ask=Ask(mark=mark, cell=cell, at=shown.at, mode="predict"))


def _all(edits: Iterable[Edit]) -> Edit:
    """Several changes as one."""
    every = tuple(edits)

    def change(text: str) -> str:
        for edit in every:
            text = edit(text)
        return text

    return change


def _is_alike(stop: Stop, shown: ShownNow, scenes: Catalogue) -> bool:
    """Whether a stop shows the same scene, with its knobs as they stand."""
    if stop.scene != shown.scene:
        return False
    kind = scenes.find(shown.scene).knobs
    try:
        return from_plain(kind, stop.knobs) == from_plain(kind, shown.knobs)
    except KnobError:  # a picture beside the lesson: nobody can have turned the knob to just that
        return bool(msgspec.to_builtins(stop.knobs) == msgspec.to_builtins(shown.knobs))


def _span(stop: Stop, titles: Sequence[str]) -> tuple[int, int]:
    """The indices of a stop's first and its last step."""
    begin = titles.index(stop.first) if stop.first in titles else 0
    return begin, titles.index(stop.last) if stop.last in titles else len(titles) - 1


def _free(name: str, taken: Iterable[str]) -> str:
    names, number, found = set(taken), 1, name
    while found in names:
        number += 1
        found = f"{name}-{number}"
    return found


def run_of(scene: str) -> str:
    """The preset whose run a lab stop's scene of that name shows; "" for other scenes."""
    preset = scene.removeprefix("lab ")
    return preset if preset != scene and preset in PRESETS else ""
