"""Pictures of orders: which scene is meant, and what it looks like at the ends of its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from desktop.classroom.conducting.posed import World
from desktop.classroom.conducting.programme import nearest
from desktop.classroom.lessons.model import Stop
from desktop.classroom.overlays.ink import Stroke
from desktop.classroom.overlays.layers import Ink, over
from desktop.classroom.stops.foreign import Ready
from desktop.classroom.stops.scene_of import NOTHING_READ, StopError, scene_of
from desktop.export.still import ExportError
from desktop.player.session import SceneSession
from desktop.publishing.order import OfScene
from scenes.questions.predicting.ghosts import ghost
from scenes.questions.predicting.news import News
from scenes.stage.core.catalogue import Draw, Scene, catalogue, plan, render
from scenes.stage.core.knobs import KnobError, Knobs, from_plain, to_plain
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recorded


def scene_in(what: OfScene, ready: Ready = NOTHING_READ) -> tuple[Scene, Knobs]:
    """The scene that an order is about, and its knobs. A picture that is not `ready` is read.

    Raises ExportError where there is none, or the knobs don't fit.
    """
    try:
        if what.stop is not None:
            scene = scene_of(msgspec.structs.replace(what.stop, knobs={}), Path(what.folder), ready).scene
        else:
            scene = catalogue().find(what.scene)
        return scene, from_plain(scene.knobs, what.knobs)
    except (KeyError, KnobError, StopError) as error:
        raise ExportError(str(error.args[0])) from error


def as_shown(
    session: SceneSession, stop: tuple[Stop, Path] | None, ink: Mapping[str, tuple[Stroke, ...]], steps: tuple[int, ...]
) -> OfScene:
    """The scene of a session as its knobs stand, by the stop with the lesson's folder that it shows, if it does."""
    scene, knobs = session.scene, to_plain(session.knobs)
    if stop is None:
        return OfScene(scene=scene.name, knobs=knobs, steps=steps, ink=dict(ink))
    shown, folder = stop
    return OfScene(stop=shown, folder=str(folder.absolute()), knobs=knobs, steps=steps, ink=dict(ink))


@dataclass(frozen=True)
class Showing:
    """Where the numbers of pictures come from: `recorded` finds the run of a preset, and `draw` is what draws."""

    recorded: Recorded
    draw: Draw = render


def over_steps(what: OfScene) -> Callable[[Frame], Frame]:
    """What gives a picture of a scene with the ink that lies over the step that it is in."""

    def inked(frame: Frame) -> Frame:
        return with_ink(frame, what.ink.get(frame.steps[frame.step].title, ()))

    return inked if what.ink else lambda frame: frame


def at_end(
    world: World, showing: Showing, strokes: Sequence[Stroke] = (), asked: News | None = None
) -> Callable[[], Frame]:
    """What draws a world at the end of its step, with ink over it, and a “?” on the number that is asked about."""

    def drawn() -> Frame:
        recording = world.scene.run(world.knobs, showing.recorded)
        steps = plan(world.scene, world.knobs, recording)
        frame = showing.draw(world.scene, world.knobs, boundaries(steps)[nearest(steps, world.at)], recording)
        return with_ink(frame if asked is None else ghost(frame, asked), strokes)

    return drawn


def with_ink(frame: Frame, strokes: Sequence[Stroke]) -> Frame:
    """A picture with ink over it."""
    return over(frame, [Ink(tuple(strokes))]) if strokes else frame
