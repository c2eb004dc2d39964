"""Runs that are watched: when their steps come, by a clock that only the waits move."""

from __future__ import annotations

import math
from itertools import pairwise

import msgspec
import pytest

from engine.contract import events
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from engine.contract.spec import PRESETS, RunSpec, StopAt
from engine.training.train import Run, play
from tests.engine.training.scripted import SMALL, kinds, only

TWO_EPOCHS = msgspec.structs.replace(SMALL, batch=600, stop=StopAt(epochs=2))


class Watcher:
    """Holds clock and commands of a run: a wait brings what is due meanwhile, a pause the next one."""

    def __init__(self, *lines: tuple[float, events.Command], working: float = 0.0) -> None:
        self.lines, self.now, self.waits = list(lines), 0.0, 0
        self.working = working

    def get(self, wait: bool, limit: float | None = None) -> events.Command | None:
        self.waits += wait
        until = self.now + (limit or 0.0)
        if self.lines and ((limit is None and wait) or self.lines[0][0] <= until):
            moment, command = self.lines.pop(0)
            self.now = moment if limit is not None else self.now
            return command
        assert limit is not None or not wait, "the run waits for a command that never comes"
        self.now = until
        return None

    def clock(self) -> float:
        return self.now

    def watch(self, spec: RunSpec, pace: Pace) -> tuple[list[events.Event], list[float]]:
        """Train; return what happened, and when each step was trained."""
        run, happened, moments = Run(spec, self.clock, paused=False), [], []
        run.pacer.pace = pace
        for event in play(run, self):
            happened.append(event)
            if isinstance(event, events.Tick):
                moments.append(self.now)
                self.now += self.working
        return happened, moments


def test_steps_come_at_the_pace() -> None:
    _, moments = Watcher().watch(SMALL, Pace(rate=2.0))
    assert moments == pytest.approx([0.5, 1.0, 1.5, 2.0, 2.5, 3.0])


def test_a_whole_run_takes_its_time_whatever_a_step_takes() -> None:
    _, moments = Watcher(working=4.0).watch(SMALL, Pace(whole=60.0))
    assert moments == pytest.approx([10, 20, 30, 40, 50, 60])


def test_a_run_that_can_not_keep_pace_hurries_through_nothing() -> None:
    watcher = Watcher(working=3.0)
    _, moments = watcher.watch(SMALL, Pace(rate=1.0))
    assert moments == pytest.approx([1, 4, 7, 10, 13, 16])
    assert watcher.waits == 1


def test_a_run_at_a_pace_has_the_same_numbers() -> None:
    fast, _ = Watcher().watch(SMALL, AS_FAST_AS_IT_GOES)
    slow, _ = Watcher().watch(SMALL, Pace(rate=1.0, slow_at_events=True))
    assert only(slow, events.Tick) == only(fast, events.Tick)
    assert slow == fast


def test_as_fast_as_it_goes_waits_for_nothing() -> None:
    watcher = Watcher()
    watcher.watch(SMALL, AS_FAST_AS_IT_GOES)
    assert watcher.waits == 0


def test_another_pace_counts_at_once_and_commands_are_heard_meanwhile() -> None:
    script = Watcher((0.25, events.Ping(7)), (1.5, events.SetPace(Pace(rate=4.0))))
    happened, moments = script.watch(SMALL, Pace(rate=1.0))
    at = kinds(happened).index("Pong")
    assert kinds(happened).index("Tick") == at + 1, "it is heard before the first step"
    assert moments == pytest.approx([1.0, 1.5, 1.75, 2.0, 2.25, 2.5])


def test_the_waits_take_no_time_of_the_run() -> None:
    happened, _ = Watcher(working=0.25).watch(SMALL, Pace(rate=1.0))
    assert only(happened, events.Finished)[0].seconds == pytest.approx(6 * 0.25)


def test_a_run_stops_after_each_epoch_but_the_last() -> None:
    script = Watcher((math.inf, events.Resume()))
    happened, _ = script.watch(TWO_EPOCHS, Pace(stop_at_epochs=True))
    assert len(only(happened, events.Paused)) == 1
    at = kinds(happened).index("Paused")
    ticks = only(happened[:at], events.Tick)
    assert ticks[-1].epoch == 1.0
    assert only(happened, events.Finished)[0].reason == "epochs"


def test_a_run_goes_slower_after_a_changed_rate() -> None:
    script = Watcher((0.3, events.SetLearningRate(1e-3)))
    _, moments = script.watch(
        msgspec.structs.replace(SMALL, stop=StopAt(steps=30)), Pace(rate=8.0, slow_at_events=True)
    )
    gaps = [b - a for a, b in pairwise(moments)]
    assert gaps == pytest.approx([1 / 8] + [1 / 2] * 20 + [1 / 8] * 8)


def test_a_run_goes_slower_once_a_loss_has_tripled() -> None:
    """The exploding net's loss has risen so far before it is not finite."""
    script = Watcher()
    happened, moments = script.watch(
        msgspec.structs.replace(PRESETS["explosion"].spec, stop=StopAt(steps=30), threads=1),
        Pace(rate=8.0, slow_at_events=True),
    )
    broken = only(happened, events.Diverged)[0].step
    gaps = [b - a for a, b in pairwise(moments)]
    assert 1 < broken < len(gaps)
    assert gaps[0] == pytest.approx(1 / 8)
    assert gaps[broken - 1] == pytest.approx(1 / 2)
    assert min(gaps[broken - 2 : broken]) == pytest.approx(1 / 2), "it is slower already when it breaks"
