from dataclasses import dataclass
from scenes.stage.core.catalogue import Scene, catalogue, CHAPTERS
from scenes.stage.core.knobs import Knobs, from_plain


@dataclass(frozen=True)
class StopScene:
    scene: Scene
    knobs: Knobs


def _end(stage, knobs):
    stage.step("End", "End.", 1.0)


def scene_of(stop, folder, title=""):
    s = catalogue().find(stop.scene)
    return StopScene(s, from_plain(s.knobs, stop.knobs))


def end_scene(lesson):
    return Scene("end", "End", CHAPTERS[0], 0, "", (), (), (), _end, Knobs)
