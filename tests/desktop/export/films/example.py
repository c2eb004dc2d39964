"""A scene of three steps, small enough to be filmed in a moment."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.export.films.film import Film, film_of
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import scene
from scenes.stage.core.marks import Rect, Role
from scenes.stage.core.stage import Stage

SMALL = (320, 180)
SECONDS = (1.0 + 1.2, 2.0 + 1.2, 1.0 + 1.2)
"""Of each step, with the rest at its end."""


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    cut: bool = kit.toggle(False, label="Cut")


@scene(chapter="Seeing with filters", title="Example", order=1, subtitle="for tests")
def example(stage: Stage, knobs: Knobs) -> None:
    stage.step("Look", "A plate.", 1.0)
    moves = stage.step("Slide", "It moves.", 2.0)
    stage.step("Rest", "It is done.", 1.0, cut=knobs.cut)
    plate = Rect(x=100 + 1000 * moves.motion, y=300, width=300, height=200, fill=1, role=Role.KERNEL, name="plate")
    stage.add(plate)


def example_film(*steps: int, fps: int = 10, size: tuple[int, int] = SMALL) -> Film:
    return film_of(example, Knobs(), steps=steps, fps=fps, size=size)
