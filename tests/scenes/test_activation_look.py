"""How the activation scene looks and moves: few large words, tiles that come from their cells, gentle transitions."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenes.activation import activation
from scenes.activation.functions import FUNCTIONS
from scenes.activation.knobs import Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Grid, Text
from scenes.stage.core.stage import CAPTION_LETTERS, TITLE_Y
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.pictures import Picture
from tests.audit.aims import OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.scenes.seen import at_step, moments, turned

SETTINGS = [
    {}, {"function": "leaky ReLU", "leak": 0.5, "taps": 3}, {"function": "ReLU6", "picture": Picture("edge")},
    {"function": "sigmoid", "picture": Picture("digit")}, {"function": "tanh", "kernel": "horizontal edge"},
    {"function": "SiLU", "kernel": "sharpen", "picture": Picture("digit")},
]  # fmt: skip


@pytest.mark.parametrize("turns", SETTINGS)
def test_captions_are_one_short_sentence(turns: dict[str, Any]) -> None:
    for step in plan(activation, turned(Knobs(), **turns)):
        assert len(step.caption.split()) <= 14, step.caption
        assert len(step.caption) <= CAPTION_LETTERS, step.caption
        assert re.fullmatch(r"[A-Z0-9][^:;]*\.", step.caption), step.caption
        assert step.more.endswith((".", "?")), step.more
        assert len(step.more) < 600, step.more


@pytest.mark.parametrize("turns", SETTINGS)
def test_words_are_large_and_few(turns: dict[str, Any]) -> None:
    for each in moments(activation, turned(Knobs(), **turns), 0.0, 0.3, 0.7, 1.0):
        texts = [mark.mark for mark in each.placed if isinstance(mark.mark, Text) and mark.opacity > 0]
        assert all(text.size >= 32 or (text.size >= 24 and text.y < TITLE_Y) for text in texts), each.title
        words = [word for text in texts for word in text.text.split() if any(letter.isalpha() for letter in word)]
        assert len(words) <= 40, each.title


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_number_on_its_way_touches_its_place_on_the_curve(name: str) -> None:
    """Half of its time over, the tile of the first cell has its middle on the curve."""
    knobs = turned(Knobs(), function=name)
    plane = {mark.name: mark for mark in (each.mark for each in at_step(activation, knobs, "The curve").placed)}
    dot = plane["dot at −1"]
    middle = dot.x + dot.width / 2, dot.y + dot.height / 2  # type: ignore[union-attr]
    found = []
    for share in range(200):
        half = at_step(activation, knobs, "The curve", 0.1 + share / 600)
        if "on its way" in half.named:
            tile = half.grid("on its way")
            found.append(
                np.hypot(tile.origin[0] + tile.u[0] / 2 - middle[0], tile.origin[1] + tile.v[1] / 2 - middle[1])
            )
    assert min(found) < 3.0


def test_the_tiles_come_from_the_cells_of_the_map() -> None:
    """The first picture of the water line is the map of the step before; each tile leaves from its own cell."""
    end, begin = at_step(activation, Knobs(), "A feature map"), at_step(activation, Knobs(), "Above and below", 0.0)
    before, start = end.grid("feature map"), begin.grid("feature map")
    assert before.origin == start.origin
    assert before.u == start.u
    just = at_step(activation, Knobs(), "Above and below", 1e-4)
    for index in range(9):
        tile = just.grid(f"cell {index + 1}")
        assert tile.origin == pytest.approx(before.lattice.at(*divmod(index, 3)), abs=2.0)
        assert tile.u == pytest.approx(before.u, abs=2.0)


def test_each_number_of_the_map_comes_from_its_window() -> None:
    found = [at_step(activation, Knobs(), "A feature map", share / 100) for share in range(101)]
    counts = [each.grid("feature map").shown or 0 for each in found]
    whole = [x for row in found[-1].written("feature map") for x in row]
    assert counts == sorted(counts)
    assert counts[-1] == 9
    for each, count in zip(found, counts, strict=True):
        if "number on its way" in each.named:
            window, tile = each.named["window"], each.grid("number on its way")
            assert tile.values.array[0, 0] == whole[count]
            picture = each.grid("picture").lattice
            assert (window.x, window.y) == pytest.approx(picture.at(*divmod(count, 3)))  # type: ignore[union-attr]
    assert sum("number on its way" in each.named for each in found) > 30


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("turns", SETTINGS[::2])
def test_every_step_turns_gently_into_the_next(turns: dict[str, Any]) -> None:
    knobs = turned(Knobs(), **turns)
    steps = plan(activation, knobs)
    for step, end in zip(steps[1:], boundaries(steps), strict=False):
        count = math.ceil(step.lead / FRAME) + 1
        found = largest_jump([render(activation, knobs, end + index * FRAME) for index in range(count)])
        assert found.opacity <= OPACITY, step.title
        assert found.place <= PLACE, step.title


@pytest.mark.parametrize("turns", SETTINGS)
def test_within_a_step_nothing_leaps(turns: dict[str, Any]) -> None:
    """Tiles and kernels, where they are followed, move by no more than a window does from frame to frame."""
    knobs = turned(Knobs(), **turns)
    steps = plan(activation, knobs)
    for step, end in zip(steps, boundaries(steps), strict=True):
        if step.title in ("A layer", "Two layers", "One layer") or step.title.startswith("Without"):
            count = int((step.seconds - step.lead) / FRAME)
            frames = [render(activation, knobs, end - index * FRAME) for index in range(count)]
            for name in ("first kernel", "second kernel", "collapsed kernel"):
                grids = [[e.mark for e in frame.placed() if e.mark.name == name] for frame in frames]
                xs = [found[0].origin[0] for found in grids if found and isinstance(found[0], Grid)]
                assert all(abs(one - other) <= PLACE for one, other in pairwise(xs)), (step.title, name)
