"""Runs that go together are, event by event, the runs that they would be alone."""

import math
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from engine.contract import events
from engine.contract.spec import (
    Built,
    ColourNet,
    Contestant,
    ConvStack,
    DenseNet,
    HeadedCNN,
    InceptionNet,
    Network,
    Optimiser,
    RunSpec,
    SmallCNN,
    StagedCNN,
    StopAt,
)
from engine.contract.spec.built import parts
from engine.contract.spec.data import DataName
from tests.engine.sweeping.trained import alone, losses, spec, together

DEEP = (64,) * 20


def assert_same(runs: list[RunSpec], within: float = 1e-6) -> None:
    for run, said in zip(runs, together(runs), strict=True):
        expected = alone(run)
        assert [type(event) for event in said] == [type(event) for event in expected]
        np.testing.assert_allclose(losses(said), losses(expected), rtol=within, atol=within)


def health(said: list[events.Event]) -> events.Health:
    (score,) = [event for event in said if isinstance(event, events.Validated)][-1].scores
    assert score is not None
    assert score.health is not None
    return score.health


def test_layers_are_as_healthy_as_alone() -> None:
    runs = [spec(SmallCNN(), seed) for seed in range(3)]
    for run, said in zip(runs, together(runs), strict=True):
        expected = health(alone(run))
        assert expected.updates
        assert health(said).updates == pytest.approx(expected.updates, rel=1e-4)
        assert health(said).idle == pytest.approx(expected.idle, abs=1e-6)


def test_six_small_cnns() -> None:
    assert_same([spec(SmallCNN(), seed, batch=16, data="animals") for seed in range(6)])


@pytest.mark.parametrize("lr", [0.001, 0.02])
def test_six_dense_nets_of_twenty_layers(lr: float) -> None:
    optimiser = Optimiser("momentum")
    assert_same(
        [replace(spec(DenseNet(DEEP, init="he"), seed, lr, 64), optimiser=optimiser) for seed in range(6)], within=4e-7
    )


@pytest.mark.parametrize("rates", [(1e-4, 1e-3, 1e-2)])
def test_other_rates_decays_and_gains(rates: tuple[float, ...]) -> None:
    runs = [spec(DenseNet(init=1.0 + index), lr=lr) for index, lr in enumerate(rates)]
    runs += [replace(spec(DenseNet()), optimiser=Optimiser("adamw", weight_decay=0.1), clip_norm=0.5)]
    runs += [replace(spec(DenseNet()), optimiser=Optimiser("sgd"), schedule="one-cycle")]
    assert_same(runs)


@pytest.mark.parametrize(
    ("network", "data"),
    [
        (SmallCNN(norm="batch"), "digits"),
        (SmallCNN(activation="tanh"), "digits"),
        (DenseNet((16, 16), "sigmoid", "batch"), "digits"),
        (DenseNet((16, 16, 16, 16), shortcut="identity", aux_every=2), "digits"),
        (ConvStack(widths=(4, 8), blocks=1, shortcut="projection"), "digits"),
        (ConvStack(widths=(4, 8), blocks=1, shortcut="identity", norm="none"), "digits"),
        (StagedCNN(separable=True, squeeze=4), "digits"),
        (HeadedCNN(channels=(4, 8), head="dense"), "digits"),
        (HeadedCNN(channels=(4, 8)), "digits"),
        (InceptionNet(aux=True), "digits"),
        (ColourNet(("depthwise", "pointwise")), "digits"),
        (
            Built((parts.Conv(4, 3, padding=1), parts.Activate(), parts.Dropout(0.3), parts.Flatten(),
                   parts.Dense(16), parts.Dropout(0.3), parts.Dense(10))),
            "digits",
        ),
    ],
)  # fmt: skip
def test_every_kind_of_layer(network: Network, data: DataName) -> None:
    """A few steps: in deep ones rounding grows to more than a millionth soon."""
    assert_same([spec(network, seed, 1e-3, 8, data, steps=4) for seed in range(3)], within=1e-4)


def test_what_else_is_told_is_the_same() -> None:
    runs = [replace(spec(DenseNet((8, 8)), seed), activation_gradients=True, clip_norm=0.1) for seed in range(3)]
    for run, said in zip(runs, together(runs), strict=True):
        for own, other in zip(said, alone(run), strict=True):
            if isinstance(own, events.Tick) and isinstance(other, events.Tick):
                one, two = own.results[0], other.results[0]
                assert one is not None
                assert two is not None
                np.testing.assert_allclose(one.gradients, two.gradients, rtol=1e-5)
                np.testing.assert_allclose(one.activation_gradients, two.activation_gradients, rtol=1e-5)
                assert one.accuracy == two.accuracy
            elif isinstance(own, events.Validated) and isinstance(other, events.Validated):
                np.testing.assert_allclose(own.scores[0].loss, other.scores[0].loss, rtol=1e-5)  # type: ignore[union-attr]
            elif isinstance(own, events.Checkpoint) and isinstance(other, events.Checkpoint):
                for name, weights in own.weights[0].items():  # type: ignore[union-attr]
                    np.testing.assert_allclose(weights.numpy(), other.weights[0][name].numpy(), atol=1e-5)  # type: ignore[index]


@pytest.mark.parametrize("network", [DenseNet((16, 16), "leaky-relu"), SmallCNN(activation="leaky-relu")])
def test_one_that_diverges_leaves_the_others_alone(network: Network) -> None:
    wild = replace(spec(network, 1, lr=100.0), optimiser=Optimiser("sgd"))
    runs = [replace(wild, lr=lr, seed=seed) for seed, lr in enumerate((0.01, 100.0, 0.02))]
    said = together(runs)
    assert any(isinstance(event, events.Diverged) for event in said[1])
    assert said[1][-1].reason == "diverged"  # type: ignore[union-attr]
    for index in (0, 2):
        assert all(math.isfinite(loss) for loss in losses(said[index]))
        np.testing.assert_allclose(losses(said[index]), losses(alone(runs[index])), rtol=1e-6, atol=1e-6)


def test_momentum_survives_another_one_s_end() -> None:
    """A run that reaches its accuracy ends; the update rules of the others go on as they were."""
    stop = StopAt(steps=60, accuracy=0.5)
    runs = [replace(spec(DenseNet(), seed, lr), stop=stop, validate_every=10) for seed, lr in ((1, 0.01), (2, 1e-4))]
    said = together(runs)
    ends = [len(losses(each)) for each in said]
    assert ends[0] < ends[1]
    np.testing.assert_allclose(losses(said[1]), losses(alone(runs[1])), rtol=1e-6, atol=1e-6)
    assert not any(math.isnan(after) for _, after in pairwise(losses(said[1])))


def test_a_race_of_several() -> None:
    race = (Contestant("dense", DenseNet((8,))), Contestant("cnn", SmallCNN((4,))))
    runs = [replace(spec(DenseNet(), seed), contestants=race) for seed in range(2)]
    for run, said in zip(runs, together(runs), strict=True):
        expected = alone(run)
        for place in range(2):
            np.testing.assert_allclose(losses(said, place), losses(expected, place), rtol=1e-6, atol=1e-6)
