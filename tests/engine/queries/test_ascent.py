"""Pictures that units like: they do, they are pictures, and the climb is the same each time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from msgspec.structs import replace

from engine.contract.numbers import Array
from engine.contract.questions import Ascend, Ascended, FindStrongest, Present, Published, Stored, StrongestFound
from engine.contract.spec import DenseNet, Network, SmallCNN, StagedCNN
from engine.models import networks
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.queries.unit_runs import told, trained

SHAPE = (1, 8, 8)


def climbed(network: Network | None, layer: str, unit: int, steps: int = 64) -> list[Ascended]:
    _, about = trained(network)
    return [each for each in told(about, Ascend(SHAPE, layer, unit, steps)) if isinstance(each, Ascended)]


@pytest.mark.parametrize(
    ("network", "layer"),
    [
        (None, "relu1"),
        (None, "conv1"),
        (None, "fc"),
        (DenseNet((12,)), "relu1"),
        (SmallCNN((4,), 3, activation="sigmoid"), "sigmoid1"),
        (StagedCNN(4, (4, 8), (1, 2), squeeze=2), "stage2.gate.scale"),
    ],
)
def test_a_climb_makes_a_unit_stronger(network: Network | None, layer: str) -> None:
    risen = []
    for unit in range(3):
        steps = climbed(network, layer, unit)
        assert [each.step for each in steps] == [0, 8, 16, 24, 32, 40, 48, 56, 64]
        risen.append(steps[-1].strength > steps[0].strength)
    assert all(risen)


def test_the_strength_is_that_of_the_very_picture() -> None:
    _, about = trained()
    end = climbed(None, "relu1", 1)[-1]
    module = networks.seeded(about.network, (1, 8, 8), 10, seed=0)
    networks.put(module, {name: values.numpy() for name, values in about.weights.items()})
    pixels = end.picture.numpy()
    assert (pixels.dtype, pixels.shape) == (np.uint8, (1, 8, 8))
    x = (torch.from_numpy(pixels.copy()).float() - about.mean) / about.deviation
    assert end.strength == pytest.approx(float(networks.outputs(module, x[None])["relu1"][0, 1].max()), rel=1e-5)


def test_it_is_the_same_each_time() -> None:
    assert climbed(None, "relu1", 2) == climbed(None, "relu1", 2)


def test_a_dead_unit_has_a_slope_all_the_same() -> None:
    """Where noise leaves a ReLU at 0 the climb begins in the direction that would wake it."""
    steps = [climbed(None, "relu1", unit, 16) for unit in range(4)]
    assert all(not np.array_equal(each[0].picture.numpy(), each[-1].picture.numpy()) for each in steps)


def test_a_run_goes_on_as_if_nobody_had_asked() -> None:
    spec, _ = trained()
    alone = list(play(Run(spec, lambda: 0.0, paused=False), NoCommands()))
    run, asked = Run(spec, lambda: 0.0, paused=False), []
    for number, event in enumerate(play(run, NoCommands())):
        asked.append(event)
        if number in (5, 20):
            told(Present(0), Ascend(SHAPE, "relu1", 0, 8), run)
    assert asked == alone


def test_a_climb_without_steps_is_refused() -> None:
    with pytest.raises(QuestionError, match="1 to 1024 steps"):
        climbed(None, "relu1", 0, 0)


def test_the_end_is_stronger_than_the_strongest_training_picture() -> None:
    """Which is what a picture that makes a unit strong promises, for a map as for a number."""
    spec, about = trained()
    for layer in ("conv1", "fc"):
        for unit in range(4):
            best = [each for each in told(about, FindStrongest(spec, layer, unit)) if isinstance(each, StrongestFound)]
            assert climbed(None, layer, unit)[-1].strength > best[-1].strengths[0]


def test_a_unit_that_likes_light_does_not_end_as_a_white_square() -> None:
    """The strongest cell of a filter for an edge is at an edge, however much light the mean of its map likes."""
    _, about = trained()
    weights = dict(about.weights)
    edge = np.full(weights["conv1.weight"].numpy().shape, 0.4, np.float32)
    edge[..., 0] = -0.3
    weights["conv1.weight"], weights["conv1.bias"] = Array.of(edge), Array.of(weights["conv1.bias"].numpy() * 0)
    asked = told(replace(about, weights=weights), Ascend(SHAPE, "conv1", 0))
    end = [each for each in asked if isinstance(each, Ascended)][-1]
    white = np.full((1, 8, 8), 255, np.uint8)
    assert (end.picture.numpy() < 200).any()
    assert end.strength > 1.2 * _strongest(about, weights, white)


def test_a_published_network_is_climbed_with_one_picture() -> None:
    told_of = told(Published("efficientnet-lite0"), Ascend((3, 224, 224), "head.fc", 967, 8))
    steps = [each for each in told_of if isinstance(each, Ascended)]
    assert [each.step for each in steps] == [0, 8]
    assert steps[-1].strength > steps[0].strength + 1
    assert steps[-1].picture.shape == (3, 224, 224)


def test_a_picture_of_another_shape_is_refused() -> None:
    with pytest.raises(QuestionError, match="takes pictures of 3×224×224 pixels"):
        told(Published("efficientnet-lite0"), Ascend(SHAPE, "head.fc", 0))


def _strongest(about: Stored, weights: dict[str, Array], pixels: np.ndarray) -> float:
    """The strongest cell of the first map for a picture, without its padded edges."""
    module = networks.seeded(about.network, (1, 8, 8), 10, seed=0)
    networks.put(module, {name: values.numpy() for name, values in weights.items()})
    x = (torch.from_numpy(pixels.copy()).float() - about.mean) / about.deviation
    return float(networks.outputs(module, x[None])["conv1"][0, 0, 2:-2, 2:-2].max())
