"""A hurried network learns the very same, and shows whoever looks what its layers give."""

import math
from itertools import islice

import pytest
import torch
from hypothesis import given, settings
from msgspec.structs import replace
from torch import Tensor, nn

from engine.contract import events
from engine.contract.spec import CNN, PRESETS, Built, RunSpec, SmallCNN, StopAt
from engine.contract.spec.built import parts as p
from engine.models import haste, networks
from engine.models.builders import build
from engine.models.layers import MaxPool, Relu, SideHead
from engine.training.train import train
from tests.engine.models.test_assembling import nets, settled, shapes

STEPS = 20


def results(spec: RunSpec) -> list[list[float]]:
    """What is measured in the first steps, but for the times."""
    ticks = islice((event for event in train(spec) if isinstance(event, events.Tick)), STEPS)
    return [
        [number for one in tick.results if one for number in (one.loss, one.accuracy, *one.gradients)] for tick in ticks
    ]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_first_steps_of_every_preset_are_the_same(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = PRESETS[preset].spec
    quick = replace(spec, batch=min(spec.batch, 8), threads=1, stop=StopAt(steps=STEPS))
    hurried = results(quick)
    monkeypatch.setattr(haste, "hurry", lambda module, watched=(), work=0.0: None)
    plain = results(quick)
    assert len(hurried) == len(plain)
    for one, other in zip(hurried, plain, strict=True):
        assert one == pytest.approx(other, rel=1e-6, abs=1e-6, nan_ok=True)


def learned(module: nn.Module, x: Tensor) -> list[Tensor]:
    """The logits of a training pass, and all gradients of a sum of them."""
    torch.manual_seed(0)
    logits = module.train()(x)
    total = logits.square().sum()
    for part in module.modules():
        if isinstance(part, SideHead):
            total = total + part.take().square().sum()
    parameters = [each for each in module.parameters() if each.requires_grad]
    gradients = torch.autograd.grad(total, parameters, allow_unused=True) if parameters and total.requires_grad else ()
    return [logits, *(each for each in gradients if each is not None)]


@settings(max_examples=150, deadline=None)
@given(nets, shapes)
def test_networks_that_are_built_part_by_part_learn_the_same(parts: p.Parts, shape: tuple[int, int, int]) -> None:
    built = settled(parts, shape)
    if built is None:
        return
    torch.manual_seed(1)
    first = build(Built(built), shape, 10)
    torch.manual_seed(1)
    second = build(Built(built), shape, 10)
    haste.hurry(second)
    x = torch.randn(3, *shape)
    for one, other in zip(learned(first, x), learned(second, x), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-6, equal_nan=True)


def hurried(watched: tuple[str, ...] = ()) -> nn.Sequential:
    module = networks.seeded(SmallCNN((3, 4), 3), (1, 8, 8), 10, seed=1)
    haste.hurry(module, watched)
    return module


def test_a_relu_before_pooling_is_left_to_it() -> None:
    module = hurried()
    relu, pool = module.get_submodule("relu1"), module.get_submodule("pool1")
    assert isinstance(relu, Relu)
    assert isinstance(pool, MaxPool)
    x = torch.tensor([[[[-1.0, 2.0], [-3.0, 1.0]]]])
    assert relu.train()(x) is x
    assert pool.train()(-x.abs()).tolist() == [[[[0.0]]]]
    assert relu.eval()(x).min() == 0
    assert pool.eval()(-x.abs()).tolist() == [[[[-1.0]]]]


def test_another_relu_overwrites_what_nobody_needs() -> None:
    module = networks.seeded(PRESETS["degradation"].spec.contestants[0].network, (1, 8, 8), 10, seed=1)
    haste.hurry(module)
    relus = [part for part in module.modules() if isinstance(part, Relu)]
    assert relus
    assert all(part.in_place for part in relus)


def test_whoever_watches_in_training_sees_what_the_layers_give() -> None:
    module, seen = hurried(("relu1", "fc")), []
    module.get_submodule("relu1").register_forward_hook(lambda _module, _inputs, output: seen.append(output))
    module.train()(torch.randn(2, 1, 8, 8))
    assert seen[0].min() == 0
    assert (seen[0] > 0).any()


def test_whoever_looks_sees_every_layer_as_it_is() -> None:
    x = torch.randn(1, 1, 8, 8)
    plain = networks.seeded(SmallCNN((3, 4), 3), (1, 8, 8), 10, seed=1)
    for mine, other in zip(networks.outputs(hurried(), x).values(), networks.outputs(plain, x).values(), strict=True):
        assert torch.equal(mine, other)


def test_a_run_sees_its_activations_while_it_is_hurried() -> None:
    spec = RunSpec(contestants=(CNN,), activation_gradients=True, stop=StopAt(steps=2), threads=1)
    tick = next(event for event in train(spec) if isinstance(event, events.Tick))
    assert tick.results[0] is not None
    assert len(tick.results[0].activation_gradients) == 3
    assert all(math.isfinite(each) for each in tick.results[0].activation_gradients)
