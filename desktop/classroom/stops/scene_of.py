"""From a stop of a lesson to the scene that shows it, whatever it is: one player and one stage serve them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops.card import card_scene, sentence_scene, words_scene
from desktop.classroom.stops.commonmark import Block, Run
from desktop.classroom.stops.foreign import Foreign, Ready, beside, is_file, read
from desktop.classroom.stops.lab import lab_scene
from desktop.classroom.stops.slide import slide_scene
from desktop.pictures.answers import PictureError
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Scene, catalogue, plan
from scenes.stage.core.knobs import KnobError, Knobs, from_plain, knob
from scenes.stage.core.timeline import Step
from scenes.stage.data.pictures import LARGEST_SIDE, SLIDE_SIDE, to_plain
from scenes.stage.numbers.reading import echoed

NOTHING_READ: Ready = MappingProxyType({})
END = "End"
BACK = "Page Up goes back"


class StopError(ValueError):
    """A stop that can't be shown; the message says why in one sentence."""


@dataclass(frozen=True)
class StopScene:
    """What a stop is shown by: a scene, of the catalogue or not, and its knobs as the stop begins."""

    scene: Scene
    knobs: Knobs


def scene_of(stop: Stop, folder: Path, title: str = "", ready: Ready = NOTHING_READ) -> StopScene:
    """The scene of a stop of a lesson in `folder`; `title` stands over it if the stop names none.

    Pictures that are not `ready` are read here, which takes a process each: a window reads those that
    `foreign_pictures` names beforehand. A slide that can't be read is a card that says why.
    Raises StopError where there is no such scene, run or knob, or a knob's picture can't be read.
    """
    title = stop.title or title
    if stop.kind == "scene":
        scene = _of_catalogue(stop.scene)
    elif stop.kind == "lab":
        scene = lab_scene(_preset(stop.lab))
    else:
        own = card_scene(stop.card, title) if stop.kind == "card" else _slide(stop.picture, folder, title, ready)
        scene = replace(own, name=f"{stop.kind} {stop.id}")
    try:
        plain = {name: _read_knob(scene, name, value, folder, ready) for name, value in stop.knobs.items()}
        knobs = from_plain(scene.knobs, plain)
    except (KnobError, PictureError) as error:
        raise StopError(str(error)) from error
    return StopScene(replace(scene, title=title) if title else scene, knobs)


def steps_of(stop: Stop, folder: Path, ready: Ready = NOTHING_READ) -> tuple[Step, ...]:
    """The steps of a stop's scene, all of them. Raises StopError as `scene_of` does."""
    found = scene_of(stop, folder, ready=ready)
    return plan(found.scene, found.knobs)


def end_scene(lesson: Lesson) -> Scene:
    """The card behind the last stop of a lesson."""
    told = (
        Block("words", ((Run(lesson.title),),)),
        Block("heading", ((Run(END),),), 1),
        Block("words", ((Run(BACK),),)),
    )
    return replace(words_scene(told, END), name="end")


def _of_catalogue(name: str) -> Scene:
    try:
        return catalogue().find(name)
    except KeyError as error:
        near = get_close_matches(name, [each.name for each in catalogue().scenes], 1)
        raise StopError(
            f"There is no scene named {echoed(name)!r}; the nearest is {near[0]!r}." if near else error.args[0]
        ) from error


def _read_knob(scene: Scene, name: str, value: Any, folder: Path, ready: Ready) -> Any:
    """The plain value of a knob, with the picture itself in the place of its file's name."""
    if knob(scene.knobs, name).kind != "picture" or not is_file(value):
        return value
    return to_plain(read(Foreign(beside(folder, value), LARGEST_SIDE), ready))


def _slide(name: str, folder: Path, title: str, ready: Ready) -> Scene:
    try:
        return slide_scene(read(Foreign(beside(folder, name), SLIDE_SIDE), ready), title)
    except PictureError as problem:
        return sentence_scene(title, str(problem))


def _preset(name: str) -> str:
    if name in PRESETS:
        return name
    near = get_close_matches(name, PRESETS, 1)
    hint = f"the nearest is {near[0]!r}" if near else f"the runs are {', '.join(PRESETS)}"
    raise StopError(f"There is no run named {echoed(name)!r} in the lab; {hint}.")
