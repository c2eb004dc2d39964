"""A film: what is drawn at which times. It is a value, and nothing of it is painted until it is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.export.still import ExportError, no_step
from scenes.stage.core.catalogue import Draw, Scene, plan, render
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.player import SHORTEST_REST, rest_after
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from scenes.stage.output.theme import DARK, Theme

SMALLEST_SIDE, LARGEST_SIDE = 16, 4096
"""Pixels: less can't be encoded, and more is played nowhere."""
MOST_FPS = 60
LONGEST = 3600.0
"""Seconds."""
JUST_AFTER = 1e-6
"""So many seconds after the beginning of a step nothing is left of the step before."""


@dataclass(frozen=True)
class Film:
    """Pictures in time: `draw` computes the picture at a time of the film, from 0 to `seconds`.

    `size` is in pixels. Where it or the frames a second, `fps`, are None, they are what is usual for the format.
    """

    title: str
    draw: Callable[[float], Frame]
    seconds: float
    theme: Theme = DARK
    size: tuple[int, int] | None = None
    fps: int | None = None


@dataclass(frozen=True)
class Reel:
    """A film as it is written: its size and its frames a second are settled."""

    film: Film
    size: tuple[int, int]
    fps: int

    @property
    def times(self) -> tuple[float, ...]:
        """When its frames are drawn, in seconds: one each 1 / fps, the last one at the end of the film."""
        count = max(1, round(self.film.seconds * self.fps))
        return (*(index / self.fps for index in range(count - 1)), self.film.seconds)


def reel_of(film: Film, size: tuple[int, int], fps: int) -> Reel:
    """The film in its own size and pace, or else in these. Raises ExportError where it can't have them."""
    size = size if film.size is None else film.size
    fps = fps if film.fps is None else film.fps
    if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise ExportError(f"A film is {SMALLEST_SIDE} to {LARGEST_SIDE} pixels wide and high, not {size[0]}x{size[1]}.")
    if not 1 <= fps <= MOST_FPS:
        raise ExportError(f"A film has 1 to {MOST_FPS} frames a second, not {fps}.")
    if not 0.0 <= film.seconds <= LONGEST:
        raise ExportError(
            f"A film lasts {LONGEST / 60:g} minutes at most, not {film.seconds / 60:.1f}: choose fewer steps."
        )
    return Reel(film, size, fps)


def film_of(
    scene: Scene,
    knobs: Knobs,
    recording: Recording | None = None,
    steps: Sequence[int] = (),
    theme: Theme = DARK,
    size: tuple[int, int] | None = None,
    fps: int | None = None,
    over: Callable[[Frame], Frame] = lambda frame: frame,
    draw: Draw = render,
) -> Film:
    """The film of some steps of a scene, by their numbers from 1 in the order in which they are told; else of all.

    Each is played from its beginning to its end, and then stands until its words are read, as when the window plays
    through. `recording` is the run that the scene shows, `over` gives a picture with
    what lies over it, and `draw` is what draws. Raises ExportError where there is no such step.
    """
    parts, seconds = _parts(scene, knobs, recording, steps)
    begins = [part.at for part in parts]

    def drawn(at: float) -> Frame:
        part = parts[max(0, bisect_right(begins, at) - 1)]
        return over(draw(scene, knobs, min(part.start + at - part.at, part.end), recording))

    return Film(scene.title, drawn, seconds, theme, size, fps)


@dataclass(frozen=True)
class _Part:
    """A step in a film: the scene's time from `start` to `end`, from the film's time `at` on."""

    at: float
    start: float
    end: float


def _parts(
    scene: Scene, knobs: Knobs, recording: Recording | None, numbers: Sequence[int]
) -> tuple[Sequence[_Part], float]:
    """The steps of a film, and its length in seconds."""
    steps = plan(scene, knobs, recording)
    ends = boundaries(steps)
    parts, at = [], 0.0
    for number in numbers or range(1, len(steps) + 1):
        if not 1 <= number <= len(steps):
            raise no_step(scene, len(steps), number)
        step, end = steps[number - 1], ends[number - 1]
        start = end - step.seconds
        parts.append(_Part(at, start + JUST_AFTER if step.cut and start else start, end))
        at += step.seconds + rest_after(step)
    return (parts, at) if parts else ([_Part(0.0, 0.0, 0.0)], SHORTEST_REST)
