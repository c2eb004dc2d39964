"""The figures of a scene: of each of its steps, and of what happens between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.core.timeline import boundaries
from scenes.stage.output.theme import DARK, Theme
from tests.audit.marks import Jump, TypeSizes, largest_jump, type_sizes, words_in
from tests.audit.pictures import Screen, changed, in_use
from tests.audit.tiles import least_contrast

FRAME = 1 / 50
"""The seconds from one frame to the next, as a scene is played."""
MOMENTS = 5
"""So many times a second a step is looked at."""
GOLDEN = 0.618034
LARGE = (1920, 1080)
"""The size at which the time of painting is taken."""
CUT = 0.05
"""More than this share of the pixels changing from one frame to the next is a cut."""
JUST_AFTER = 1e-6
"""A boundary belongs to the step that ends there; so much later the next one has begun."""


@dataclass(frozen=True)
class StepFigures:
    """What is measured of one step.

    `use` and `tiles` are of its end, `sizes` of its moments. `change` is the share of pixels that the boundary before
    it changes at once (None in the first step), and `jump` what leaps in the transition after it (None without one).
    `still` is the share of its moments that bring no change, its transition apart; `flashes` are the frames within it
    that change as much as a cut does (None where not every frame was painted). `costs` are the milliseconds of
    paintings.
    """

    title: str
    seconds: float
    words: int
    use: float
    sizes: TypeSizes
    tiles: float | None
    still: float
    costs: tuple[float, ...]
    poster: bool = False
    declared: bool = False
    change: float | None = None
    jump: Jump | None = None
    flashes: int | None = None

    @property
    def pace(self) -> float:
        """The words of the caption a second."""
        return self.words / self.seconds


@dataclass(frozen=True)
class SceneFigures:
    """What is measured of one scene."""

    name: str
    steps: tuple[StepFigures, ...]


def measured(scene: Scene, theme: Theme = DARK, every_frame: bool = False) -> SceneFigures:
    """Measure a scene as it opens: at its moments, or at every frame of 1/50 s, which takes ten times as long."""
    return _Measuring(scene, theme, every_frame).scene_figures()


def measured_by_name(name: str, every_frame: bool) -> SceneFigures:
    """Measure a scene in a process that has been told no more than its name."""
    return measured(catalogue().find(name), every_frame=every_frame)


class _Measuring:
    """One scene on its way through the measures."""

    def __init__(self, scene: Scene, theme: Theme, every_frame: bool) -> None:
        self.scene, self.theme, self.every_frame = scene, theme, every_frame
        self.knobs = scene.knobs()
        self.recording = bundled(scene.preset(self.knobs)) if scene.preset else None
        self.steps = plan(scene, self.knobs, self.recording)
        self.screen, self.large = Screen(theme), Screen(theme, LARGE)

    @cached_property
    def poster(self) -> float | None:
        """The end of the step that says that it is the poster."""
        stage = Stage(0.0, self.recording)
        self.scene.build(stage, self.knobs)
        return stage.key[0] if stage.key else None

    def at(self, t: float) -> Frame:
        return render(self.scene, self.knobs, t, self.recording)

    def scene_figures(self) -> SceneFigures:
        spans = pairwise((0.0, *boundaries(self.steps)))
        return SceneFigures(self.scene.name, tuple(self.step_figures(*each) for each in enumerate(spans)))

    def step_figures(self, index: int, span: tuple[float, float]) -> StepFigures:
        step, (begin, end) = self.steps[index], span
        frames = [self.at(t) for t in moments(begin + step.lead, end)]
        last, empty = self.at(end), self.screen.picture(Frame((), self.steps, end))
        costs, flashes = self.swept(begin, end) if self.every_frame else (self.costs(begin, end), None)
        return StepFigures(
            title=step.title,
            seconds=step.seconds,
            words=words_in(step.caption),
            use=in_use(self.screen.picture(last), empty),
            sizes=type_sizes((*frames, last), self.theme),
            tiles=least_contrast(last, self.screen),
            still=self.still(frames),
            costs=costs,
            poster=self.poster is not None and math.isclose(end, self.poster),
            declared=step.cut,
            change=self.change(begin) if index else None,
            jump=self.jump(begin, step.lead) if step.lead else None,
            flashes=flashes,
        )

    def change(self, boundary: float) -> float:
        """The larger share of the pixels that change in the frame before a boundary, and in the one after it."""
        pictures = [self.screen.picture(self.at(boundary + shift)) for shift in (-FRAME, 0.0, FRAME)]
        return max(changed(*pair) for pair in pairwise(pictures))

    def jump(self, boundary: float, seconds: float) -> Jump:
        """What leaps in a transition from one frame to the next."""
        return largest_jump([self.at(boundary + index * FRAME) for index in range(round(seconds / FRAME) + 1)])

    def still(self, frames: Sequence[Frame]) -> float:
        """The share of frames that show the same as the one 1/50 s before."""
        return float(np.mean([self.same(self.at(frame.t - FRAME), frame) for frame in frames]))

    def same(self, one: Frame, other: Frame) -> bool:
        if tuple(one.placed()) == tuple(other.placed()):
            return True
        return np.array_equal(self.screen.picture(one), self.screen.picture(other))

    def costs(self, begin: float, end: float) -> tuple[float, ...]:
        """What it costs to paint each frame after the one before it, as in playing: what both show is made already."""
        found = []
        for t in moments(begin, end):
            self.large.show(self.at(t - FRAME))
            self.large.show(self.at(t))
            found.append(self.large.cost)
        return tuple(found)

    def swept(self, begin: float, end: float) -> tuple[tuple[float, ...], int]:
        """What it costs to paint every frame of a step, and how many of those within it flash."""
        costs, flashes = [], 0
        before = self.large.picture(self.at(begin + JUST_AFTER))
        for index in range(1, math.ceil((end - begin) / FRAME)):
            picture = self.large.picture(self.at(begin + index * FRAME))
            costs.append(self.large.cost)
            flashes += changed(before, picture) > CUT
            before = picture
        return tuple(costs), flashes


def moments(begin: float, end: float) -> list[float]:
    """Times within a step, one in each fifth of a second.

    Each is somewhere else in its fifth, so that what happens regularly is neither always met nor always missed.
    """
    count = max(1, round((end - begin) * MOMENTS))
    return [begin + (end - begin) * (index + (index + 1) * GOLDEN % 1) / count for index in range(count)]
