"""How the degradation scene looks and moves: sizes for the last row, one chart at a time, bars that follow training."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest

from desktop.runs.storage import bundled
from scenes.degradation import degradation
from scenes.degradation.draw_race import PAST
from scenes.degradation.knobs import KINDS, NORMS, Knobs
from scenes.stage.core.catalogue import plan, render
from scenes.stage.core.marks import Path, Rect, Text
from scenes.stage.core.timeline import boundaries
from scenes.stage.data.recording import Recording
from tests.audit.aims import CAPTION, OPACITY, PLACE
from tests.audit.figures import FRAME
from tests.audit.marks import largest_jump
from tests.scenes.seen import Seen, at_step, turned

CHARTS = ("Three plain", "The same with", "Is it over", "What over", "Do gradients", "The same in")
MANY = [
    Knobs(),
    turned(Knobs(), added=1),
    turned(Knobs(), added=2, slip=0.05),
    turned(Knobs(), slip=-0.05, kind="residual", norms="activations"),
]


@cache
def run() -> Recording:
    found = bundled("degradation")
    assert found is not None
    return found


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(degradation, turned(Knobs(), **turns), title, share, run())


@pytest.fixture(autouse=True)
def _typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand."""
    request.getfixturevalue("qapp")


@pytest.mark.parametrize("knobs", MANY)
def test_captions_are_one_short_sentence_and_the_rest_is_beside_them(knobs: Knobs) -> None:
    for each in plan(degradation, knobs):
        assert len(each.caption.split()) <= CAPTION, each.caption
        assert len(each.caption) <= 80, each.caption
        assert not set(each.caption) & set(":;"), each.caption
        assert each.more, each.title


def test_all_of_it_can_be_read_in_the_back_row() -> None:
    for index, each in enumerate(plan(degradation, Knobs())):
        end = boundaries(plan(degradation, Knobs()))[index]
        for mark in render(degradation, Knobs(), end, run()).placed():
            if isinstance(mark.mark, Text) and not mark.mark.note:
                assert mark.mark.size >= 32.0, (each.title, mark.mark.text)


@pytest.mark.parametrize(
    "title", ["Three plain", "The same with", "Is it over", "What over", "Do gradients", "The same in"]
)
def test_a_step_has_one_chart_that_is_as_large_as_the_stage_allows(title: str) -> None:
    corners = [
        mark.mark.points
        for mark in step(title).placed
        if isinstance(mark.mark, Path) and len(mark.mark.points) == 3 and mark.mark.line == 2.0 and not mark.mark.closed
    ]
    ((top_left, bottom_left, bottom_right),) = corners
    assert bottom_right[0] - bottom_left[0] >= 1100.0
    assert bottom_left[1] - top_left[1] >= 480.0


def test_the_second_race_is_run_over_the_first_one() -> None:
    """The plain nets' curves stay where they are and step back."""
    first, second = step("Three plain"), step("The same with", 0.0)
    for layers in (8, 20, 32):
        before, after = (seen.named[f"training loss, plain, {layers} layers"] for seen in (first, second))
        assert isinstance(before, Path)
        assert isinstance(after, Path)
        assert after.points == before.points
        assert after.opacity == pytest.approx(PAST * before.opacity)
    assert "training loss, residual, 32 layers" not in second.named


@pytest.mark.parametrize("norms", NORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_bars_of_the_first_step_go_on_while_the_nets_learn(kind: str, norms: str) -> None:
    first, later = (
        step(title, share, kind=kind, norms=norms) for title, share in (("Do grad", 1.0), ("Gradients", 0.0))
    )
    names = [name for name in first.named if name.startswith(f"{norms}, 32 layers, layer")]
    assert len(names) == 32
    for name in names:
        assert first.named[name] == later.named[name]
    last = step("Gradients", kind=kind, norms=norms)
    tops = [last.named[name] for name in names]
    assert all(isinstance(bar, Rect) and bar.height > 40.0 for bar in tops), "none of them is silent"


@pytest.mark.parametrize("knobs", MANY)
def test_every_step_turns_gently_into_the_next(knobs: Knobs) -> None:
    steps = plan(degradation, knobs)
    for after, end in zip(steps[1:], boundaries(steps), strict=False):
        times = [end + index * FRAME for index in range(math.ceil(after.lead / FRAME) + 1)]
        found = largest_jump([render(degradation, knobs, t, run()) for t in times])
        assert found.opacity <= OPACITY, after.title
        assert found.place <= PLACE, after.title


def test_a_map_goes_through_the_layers_one_after_the_other() -> None:
    seen = [
        [layer for layer in (1, 2, 3) if f"to map {layer}" in step("Layers", share / 40).named] for share in range(41)
    ]
    assert {tuple(layers) for layers in seen} == {(), (1,), (2,), (3,)}
