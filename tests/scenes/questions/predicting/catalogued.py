"""Every step of every scene that has one after it: as the scenes stand, and with some knobs turned by a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.runs.storage import bundled
from scenes.questions.predicting.news import News, news
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.knobs import Knobs, change
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording

TURNED: dict[str, dict[str, Any]] = {
    "convolution": {"weights": (((0, 0, 0, 0), 5.0),), "biases": (((0,), -2.0),), "padding": "same"},
    "padding": {"stride": 1, "pixels": (((1, 1), 7.0),)},
    "pooling": {"kind": "average", "pixels": (((0, 0, 1), 9.0),)},
    "softmax": {"values": (((0,), 3.0),), "temperature": 4.0},
    "residual": {"input": "4×4 map", "first": (((1, 1), 2.0),)},
    "activation": {"function": "leaky ReLU", "cells": (((0, 0), -4.0),)},
    "gap": {"size": "3 × 3", "weights": (((0, 0), 2.0),)},
    "receptive": {"chain": "three 3×3"},
}
"""What a class may have made of a scene, numbers changed by hand among it."""

SCENES = tuple(scene.name for scene in catalogue().scenes)
STATES = (*((name, False) for name in SCENES), *((name, True) for name in TURNED))


@dataclass(frozen=True)
class Present:
    """A scene at the end of a step, or at its start, and the end of the next step."""

    scene: Scene
    knobs: Knobs
    recording: Recording | None
    t: float
    end: float
    title: str

    @property
    def now(self) -> Frame:
        return render(self.scene, self.knobs, self.t, self.recording)

    @property
    def then(self) -> Frame:
        return render(self.scene, self.knobs, self.end, self.recording)

    @property
    def news(self) -> tuple[News, ...]:
        return _news(self.scene.name, self.knobs, self.t)


@cache
def _news(name: str, knobs: Knobs, t: float) -> tuple[News, ...]:
    scene = catalogue().find(name)
    return news(scene, knobs, t, _run(scene, knobs))


@cache
def _recording(preset: str) -> Recording | None:
    return bundled(preset)


def _run(scene: Scene, knobs: Knobs) -> Recording | None:
    return _recording(scene.preset(knobs)) if scene.preset else None


def presents(name: str, turned: bool = False) -> Iterator[Present]:
    """The start of a scene and the ends of all its steps but the last."""
    scene = catalogue().find(name)
    knobs = scene.knobs()
    for knob, value in TURNED[name].items() if turned else ():
        knobs = change(knobs, knob, value)
    run = _run(scene, knobs)
    steps = plan(scene, knobs, run)
    ends = boundaries(steps)
    for t, end, step in zip((0.0, *ends), ends, steps, strict=False):
        yield Present(scene, knobs, run, t, end, step.title)


def leading(all_news: tuple[News, ...], most: int) -> list[News]:
    """The first news of each mark, no more than so many."""
    first = {each.mark: each for each in reversed(all_news)}
    return [each for each in all_news if first[each.mark] is each][:most]
