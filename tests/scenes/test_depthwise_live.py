"""The race of the depthwise scene: counts, times and accuracies are those of the recording, and compared honestly."""

from __future__ import annotations

import statistics
from functools import cache

import pytest

from desktop.runs.storage import bundled
from scenes.depthwise import depthwise
from scenes.depthwise.knobs import Knobs
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Rect
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import brief
from tests.scenes.seen import Seen, at_step

NAMES = ("Standard", "Separable")


@cache
def run() -> Recording:
    found = bundled("separable")
    assert found is not None
    return found


def step(title: str, share: float = 1.0) -> Seen:
    return at_step(depthwise, Knobs(), title, share, run())


def test_the_scene_names_its_run() -> None:
    assert depthwise.preset is not None
    assert depthwise.preset(Knobs()) == "separable"
    assert tuple(each.name for each in run().plan.contestants) == NAMES
    assert plan(depthwise, Knobs()) == plan(depthwise, Knobs(), run())


def test_bars_stand_for_what_was_counted_and_measured() -> None:
    seen = step("What it saves")
    for index, name in enumerate(NAMES):
        racer = run().plan.contestants[index]
        assert seen.value(f"MACs, {name}") == sum(layer.macs for layer in racer.layers)
        assert seen.value(f"time, {name}") == statistics.median(run().seconds(index).tolist())
        score = run().validations[-1].scores[index]
        assert score is not None
        assert seen.value(f"accuracy, {name}") == score.accuracy


def test_bars_of_a_row_are_as_long_as_their_numbers() -> None:
    named = step("What it saves").named
    for title in ("MACs", "time", "accuracy"):
        standard, separable = (named[f"{title}, {name}"] for name in NAMES)
        assert isinstance(standard, Rect)
        assert isinstance(separable, Rect)
        assert standard.value is not None
        assert separable.value is not None
        assert standard.width / separable.width == pytest.approx(standard.value / separable.value)


def test_the_clock_keeps_less_than_the_counts_promise() -> None:
    """6.6 times fewer multiply–accumulates are not 6.6 times less time; both stand there."""
    seen = step("What it saves")
    standard, separable = run().plan.contestants
    macs = standard.macs / separable.macs
    clock = statistics.median(run().seconds(0).tolist()) / statistics.median(run().seconds(1).tolist())
    assert f"{macs:.1f} times fewer" in seen.texts
    assert f"{clock:.1f} times less" in seen.texts
    assert clock < 0.6 * macs


def test_both_nets_have_their_weights_beside_their_curves() -> None:
    seen = step("Two nets race")
    for index, name in enumerate(NAMES):
        weights = sum(layer.parameters for layer in run().plan.contestants[index].layers)
        assert f"{brief(weights)} weights" in seen.texts
        assert f"training loss {name}" in seen.named
        assert f"{name} now" in seen.named


def test_time_scrubs_through_the_race() -> None:
    early, late = step("Two nets race", 0.2), step("Two nets race")
    assert any(text.startswith("step 86 of 300") for text in early.texts)
    assert any(text.startswith("step 300 of 300") and "seed 1" in text for text in late.texts)
    assert "98.6 %" in step("What it saves").texts


def test_before_the_first_measurement_nothing_is_compared() -> None:
    seen = at_step(depthwise, Knobs(), "What it saves", 1.0, run().upto(0))
    assert "time compared" not in seen.named
    assert "MACs compared" in seen.named
    assert "–" in seen.texts


def test_the_accounts_have_made_way() -> None:
    assert not any("MACs" in name for name in step("Two nets race", 0.5).named)
