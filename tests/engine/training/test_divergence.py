"""Nets whose numbers break: how it is told, and what keeps it away."""

import math

import pytest
import torch
from msgspec.structs import replace

from engine.contract import events
from engine.contract.spec import (
    PRESETS,
    StopAt,
)
from engine.data import data
from engine.training.racer import Racer
from tests.engine.training.scripted import SMALL, Script, kinds, only


def test_an_explosion_is_explained_and_the_other_contestant_goes_on() -> None:
    happened = list(Script().play(replace(PRESETS["explosion"].spec, stop=StopAt(steps=12))))
    (diverged,) = only(happened, events.Diverged)
    ticks = only(happened, events.Tick)
    broken = ticks[diverged.step - 1]
    assert broken.step == diverged.step
    assert diverged.contestant == 0
    assert broken.results[0] is not None
    assert not math.isfinite(broken.results[0].loss)
    before = ticks[diverged.norm_step - 1].results[0]
    assert before is not None
    layers = only(happened, events.Started)[0].contestants[0].trained
    at_peak = before.gradients[layers.index(diverged.layer)]
    assert at_peak == diverged.norm or not math.isfinite(at_peak)
    assert f"layer {diverged.layer}" in diverged.reason
    assert f"at step {diverged.step};" in diverged.reason
    assert all(tick.results[0] is None for tick in ticks[diverged.step :])
    assert all(tick.results[1] is not None for tick in ticks)
    last = only(happened, events.Snapshot)[-1]
    assert last.views[0] is None
    assert last.views[1] is not None
    assert only(happened, events.Finished)[0].step == 12


def test_a_run_without_contestants_left_is_over() -> None:
    explosion = PRESETS["explosion"].spec
    happened = list(Script().play(replace(explosion, contestants=explosion.contestants[:1])))
    assert kinds(happened)[-2:] == ["Diverged", "Finished"]
    assert only(happened, events.Finished)[0].reason == "diverged"


def test_a_net_that_its_last_update_breaks_is_told_of_and_has_no_score() -> None:
    explosion = PRESETS["explosion"].spec
    (diverged,) = only(list(Script().play(replace(explosion, stop=StopAt(steps=12)))), events.Diverged)
    last = diverged.step - 1  # the loss of this step is finite still, what its update makes is not
    happened = list(Script().play(replace(explosion, stop=StopAt(steps=last))))
    (told,) = only(happened, events.Diverged)
    assert (told.step, told.contestant, told.layer) == (last, 0, diverged.layer)
    assert f"after step {last}, the last, the validation loss was not finite" in told.reason
    scores = only(happened, events.Validated)[-1].scores
    assert scores[0] is None
    assert all(score is not None and math.isfinite(score.loss) for score in scores[1:])
    assert only(happened, events.Snapshot)[-1].views[0] is None
    assert only(happened, events.Finished)[0].reason == "steps"
    alone = list(Script().play(replace(explosion, contestants=explosion.contestants[:1], stop=StopAt(steps=last))))
    assert only(alone, events.Finished)[0].reason == "diverged"


def test_clipping_keeps_the_explosion_away_and_the_norms_are_those_before_it() -> None:
    explosion = replace(PRESETS["explosion"].spec, clip_norm=1.0, stop=StopAt(steps=30))
    happened = list(Script().play(explosion))
    assert not only(happened, events.Diverged)
    first = only(happened, events.Tick)[0].results[0]
    assert first is not None
    assert max(first.gradients) > 10


def test_clipping_limits_the_whole_gradient() -> None:
    def weights_after_one_step(clip_norm: float | None, lr: float) -> torch.Tensor:
        from engine.contract.spec import Optimiser

        spec = replace(SMALL, optimiser=Optimiser("sgd"), clip_norm=clip_norm)
        split = data.load("digits")
        racer = Racer(spec.contestants[0], spec, split, 10)
        before = torch.cat([p.detach().flatten() for p in racer._parameters])
        racer.step(split.train_x[:50], split.train_y[:50], lr)
        return torch.cat([p.detach().flatten() for p in racer._parameters]) - before

    assert float(weights_after_one_step(0.01, 1.0).norm()) == pytest.approx(0.01, rel=1e-3)
    torch.testing.assert_close(weights_after_one_step(1e6, 0.1), weights_after_one_step(None, 0.1))
