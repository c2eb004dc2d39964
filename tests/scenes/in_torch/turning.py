"""Knobs as somebody leaves them who turns and types at random, and what the stage shows of a result."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from random import Random

import numpy as np
import numpy.typing as npt

from desktop.runs.storage import bundled
from scenes.in_torch.code import Result
from scenes.questions.moments import VISIBLE
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.gestures import targets
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.knobs import KnobError, Knobs, change, with_edit
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries, step_titled
from scenes.stage.data.recording import Recording
from tests.abuse.knobs import turned

NAMES = tuple(scene.name for scene in catalogue().scenes)
_NUMBER = re.compile(r"(−?\d+(?:,\d{3})*(?:\.(\d+))?)( [kMG]\b)?")
_UNITS = {"": 1.0, " k": 1e3, " M": 1e6, " G": 1e9}
Numbers = npt.NDArray[np.float64]


def left_by_chance(scene: Scene, seed: int) -> Knobs:
    """Some knobs turned, and up to three cells picked or typed over in pictures of the scene."""
    chance = Random(f"{scene.name} {seed}")
    knobs = turned(scene, chance) if chance.random() < 0.8 else scene.knobs()
    for _ in range(chance.randint(0, 3)):
        knobs = _touched(scene, knobs, chance)
    return knobs


def _touched(scene: Scene, knobs: Knobs, chance: Random) -> Knobs:
    steps = plan(scene, knobs)
    frame = render(scene, knobs, chance.choice(boundaries(steps)))
    found = [hit for hit in targets(frame) if isinstance(hit.mark.grip, EditCell | PickCell)]
    if not found:
        return knobs
    hit = chance.choice(found)
    grip = hit.mark.grip
    try:
        if isinstance(grip, PickCell):
            cell = chance.randrange(grip.lattice.rows), chance.randrange(grip.lattice.columns)
            return change(knobs, grip.knob, grip.value(cell))
        assert isinstance(grip, EditCell)
        target = grip.target(hit.cell)
        if target is None:
            return knobs
        typed = chance.choice([grip.low, 0.0, grip.high, round(chance.uniform(grip.low, grip.high), 2)])
        return change(knobs, grip.knob, with_edit(getattr(knobs, grip.knob), target, typed))
    except KnobError:
        return knobs


@cache
def recorded(preset: str) -> Recording | None:
    """The bundled run of a name."""
    return bundled(preset)


def shown(scene: Scene, knobs: Knobs, result: Result) -> tuple[Numbers, float]:
    """What the stage shows of a result, and by how much a number may differ that is written as it is there.

    A grid is read as its numbers and a mark's value as it is; words give as many decimals as they have.
    """
    frame = _frame(scene.name, knobs, result.at)
    if result.target.read == "cells":
        return _grid(frame, result.target.mark), 0.0
    if result.target.read == "number":
        return _in_words(frame, result.target.mark)
    found = result.target.found(frame)
    assert isinstance(found, float | int), f"nothing to be read at {result}"
    return np.array(float(found)), 0.0


@lru_cache(maxsize=8)
def _frame(name: str, knobs: Knobs, at: str) -> Frame:
    """The picture at the end of a step."""
    scene = catalogue().find(name)
    recording = recorded(scene.preset(knobs)) if scene.preset else None
    steps = plan(scene, knobs, recording)
    return render(scene, knobs, boundaries(steps)[step_titled(steps, at)], recording)


def _grid(frame: Frame, name: str) -> Numbers:
    for each in reversed(tuple(frame.touched())):
        if isinstance(each.mark, Grid) and each.mark.name == name and each.opacity >= VISIBLE:
            return np.asarray(each.mark.values.array, dtype=float)
    raise AssertionError(f"no grid {name!r}; there are {sorted({each.mark.name for each in frame.touched()})}")


def _in_words(frame: Frame, name: str) -> tuple[Numbers, float]:
    """The last number of a text, and half of the last digit that is written of it."""
    for each in reversed(tuple(frame.touched())):
        if isinstance(each.mark, Text) and each.mark.name == name and each.opacity >= VISIBLE:
            number, decimals, unit = _NUMBER.findall(each.mark.text)[-1]
            size = _UNITS[unit]
            found = size * float(number.replace(",", "").replace("−", "-"))
            return np.array(found), 0.5001 * size / 10.0 ** len(decimals)
    raise AssertionError(f"nobody can read {name!r}")
