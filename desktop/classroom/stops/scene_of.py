"""From a stop of a lesson to the scene that shows it, whatever it is: one player and one stage serve them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from desktop.classroom.lessons.faults import nearest, unknown
from desktop.classroom.lessons.knobs import FILE, turned
from desktop.classroom.lessons.model import Lesson, Stop
from desktop.classroom.stops.card import card_scene, sentence_scene, words_scene
from desktop.classroom.stops.foreign import Foreign, Ready, beside, is_file, read
from desktop.classroom.stops.lab import lab_scene
from desktop.classroom.stops.slide import slide_scene
from desktop.pictures.answers import PictureError
from desktop.words.commonmark import Block, Run
from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Scene, catalogue, plan
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.timeline import Step
from scenes.stage.data.pictures import SLIDE_SIDE

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


def scene_of(stop: Stop, folder: Path, ready: Ready = NOTHING_READ) -> StopScene:
    """The scene of a stop of a lesson in `folder`.

    Pictures that are not `ready` are read here, which takes a process each: a window reads those that
    `foreign_pictures` names beforehand. A slide that can't be read is a card that says why.
    Raises StopError where there is no such scene, run or knob, or a knob's picture can't be read.
    """
    if stop.kind == "scene":
        scene = _of_catalogue(stop.scene)
    elif stop.kind == "lab":
        scene = lab_scene(_preset(stop.lab))
    else:
        own = card_scene(stop.card, stop.title) if stop.kind == "card" else _slide(stop, folder, ready)
        scene = replace(own, name=f"{stop.kind} {stop.id}")
    try:
        names = {value.removeprefix(FILE) for value in stop.knobs.values() if is_file(value)}
        knobs = turned(scene, stop, {name: read(Foreign(beside(folder, name)), ready) for name in names})
    except (KnobError, PictureError) as error:
        raise StopError(str(error)) from error
    return StopScene(replace(scene, title=stop.title) if stop.title else scene, knobs)


def steps_of(stop: Stop, folder: Path, ready: Ready = NOTHING_READ) -> tuple[Step, ...]:
    """The steps of a stop's scene, all of them. Raises StopError as `scene_of` does."""
    found = scene_of(stop, folder, ready)
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
        near = nearest(name, [each for scene in catalogue().scenes for each in scene.names])
        raise StopError(unknown("scene", name, [near]) if near else error.args[0]) from error


def _slide(stop: Stop, folder: Path, ready: Ready) -> Scene:
    try:
        return slide_scene(read(Foreign(beside(folder, stop.picture), SLIDE_SIDE), ready), stop.title)
    except PictureError as problem:
        return sentence_scene(stop.title, str(problem))


def _preset(name: str) -> str:
    if name in PRESETS:
        return name
    raise StopError(unknown("run of the lab", name, PRESETS))
