"""How the numbers of all scenes are written: what is not whole is never written as a whole number."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from desktop.runs.storage import bundled
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.gestures import enter, hit_at
from scenes.stage.core.grips import EditCell
from scenes.stage.core.knobs import KnobError, Knobs
from scenes.stage.core.marks import Grid
from scenes.stage.core.placing import Placed
from scenes.stage.core.timeline import boundaries

LARGE = 100
"""From here on a number is told well enough without its decimals."""
TYPED = 0.25


def frames(scene: Scene, knobs: Knobs) -> Iterator[Placed]:
    """All that is visible at the ends of steps, and a while before."""
    recording = bundled(scene.preset(knobs)) if scene.preset else None
    steps = plan(scene, knobs)
    ends = boundaries(steps)
    for step, end in zip(steps, ends, strict=True):
        for t in (end - 0.5 * step.seconds, end):
            yield from (each for each in render(scene, knobs, t, recording).placed() if each.opacity > 0.3)


def told_whole(each: Placed) -> list[tuple[str, float, str]]:
    """The cells of a matrix that are not whole and are written as if they were."""
    mark = each.mark
    if not isinstance(mark, Grid) or mark.number_size == 0:
        return []
    pairs = zip(mark.values.array.ravel().tolist(), (text for row in mark.labels for text in row), strict=True)
    return [
        (mark.name, value, text)
        for value, text in pairs
        if math.isfinite(value) and abs(value - round(value)) > 1e-9 and abs(value) < LARGE and "." not in text
    ]


@pytest.mark.parametrize("scene", catalogue().scenes, ids=lambda scene: scene.name)
def test_what_is_not_whole_is_not_written_as_a_whole_number(scene: Scene) -> None:
    """As it begins, and with a quarter typed into the first cell of everything that can be typed over."""
    start = scene.knobs()
    seen = list(frames(scene, start))
    found = [each for placed in seen for each in told_whole(placed)]
    edited: dict[str, Knobs] = {}
    for each in seen:
        if isinstance(each.mark.grip, EditCell) and each.mark.name not in edited:
            try:
                hit = hit_at(each, (0, 0) if isinstance(each.mark, Grid) else None)
                edited[each.mark.name] = enter(start, hit, TYPED)
            except KnobError:
                continue
    for knobs in list(edited.values())[:12]:
        found += [each for placed in frames(scene, knobs) for each in told_whole(placed)]
    assert not found
