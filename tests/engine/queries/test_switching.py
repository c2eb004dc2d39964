"""Units switched off: what is left is what is left without them in torch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from msgspec.structs import replace
from torch import Tensor, nn

from engine.contract.questions import Present, SwitchedOff, SwitchOff
from engine.contract.spec import ConvStack, DenseNet, InceptionNet, Network
from engine.data import data
from engine.models import networks
from engine.queries.work import QuestionError
from engine.training.train import NoCommands, Run, play
from tests.engine.queries.unit_runs import told, trained


def left(network: Network | None, layer: str, *units: int) -> list[SwitchedOff]:
    spec, about = trained(network)
    return [each for each in told(about, SwitchOff(spec, layer, units, 300)) if isinstance(each, SwitchedOff)]


def right(network: Network | None, change: Callable[[nn.Module], object]) -> tuple[int, ...]:
    """How many of the first 300 pictures of each class a changed network gets right."""
    _, about = trained(network)
    module = networks.seeded(about.network, (1, 8, 8), 10, seed=0)
    networks.put(module, {name: values.numpy() for name, values in about.weights.items()})
    with torch.no_grad():
        change(module.eval())
        split = data.load("digits")
        said = module(split.validation_x[:300]).argmax(1)
    labels = split.validation_y[:300]
    return tuple(int(((said == labels) & (labels == label)).sum()) for label in range(10))


def zeroed_by_hook(layer: str, unit: int) -> Callable[[nn.Module], object]:
    def without(_module: nn.Module, _inputs: object, output: Tensor) -> Tensor:
        kept = torch.ones(output.shape[1])
        kept[unit] = 0
        return output * kept.reshape(1, -1, *(1,) * (output.ndim - 2))

    return lambda module: module.get_submodule(layer).register_forward_hook(without)


INCEPTION = InceptionNet(4, ((2, 2, 2, 2, 2, 2), (2, 2, 2, 2, 2, 2)), aux=True)
STACK = ConvStack((4, 4), 1, "identity")


@pytest.mark.parametrize(
    ("network", "layer", "unit"),
    [
        (None, "relu1", 1),
        (None, "pool1", 3),
        (DenseNet((12,)), "relu1", 4),
        (INCEPTION, "module1.join", 5),
        (INCEPTION, "module1.pooled.relu1", 1),
        (STACK, "block1.relu1", 2),
        (STACK, "block1.add", 0),
    ],
)
def test_it_is_zeroing_by_a_hook(network: Network | None, layer: str, unit: int) -> None:
    before, after = left(network, layer, unit)
    assert (before.unit, after.unit) == (None, unit)
    assert before.right == right(network, lambda module: None)
    assert after.right == right(network, zeroed_by_hook(layer, unit))
    assert sum(before.of) == 300


def test_it_is_zeroing_the_weights_that_follow() -> None:
    """A map behind pooling is seen by the last layer alone: 16 of its inputs."""

    def without(module: nn.Module) -> None:
        weight: Tensor = module.get_submodule("fc").weight  # type: ignore[assignment]
        weight.reshape(10, 4, -1)[:, 2] = 0

    assert left(None, "pool1", 2)[1].right == right(None, without)

    def without_unit(module: nn.Module) -> None:
        module.get_submodule("fc2").weight[:, 7] = 0  # type: ignore[index, operator]

    dense = DenseNet((12,))
    assert left(dense, "relu1", 7)[1].right == right(dense, without_unit)


def test_all_units_of_a_layer_are_told_one_after_the_other() -> None:
    told_ = left(None, "relu1", 0, 1, 2, 3)
    assert [each.unit for each in told_] == [None, 0, 1, 2, 3]
    assert told_[3] == left(None, "relu1", 2)[1], "each alone"
    assert len({each.right for each in told_}) > 1


def test_a_side_classifier_counts_for_nothing() -> None:
    before, after = left(INCEPTION, "aux1.fc", 3)
    assert before.right == after.right


def test_a_run_goes_on_as_if_nobody_had_asked() -> None:
    spec, _ = trained()
    alone = list(play(Run(spec, lambda: 0.0, paused=False), NoCommands()))
    run, asked = Run(spec, lambda: 0.0, paused=False), []
    for number, event in enumerate(play(run, NoCommands())):
        asked.append(event)
        if number in (5, 20):
            told(Present(0), SwitchOff(spec, "relu1", (0, 1), 100), run)
    assert asked == alone


def test_what_is_not_there_is_refused() -> None:
    spec, about = trained()
    with pytest.raises(QuestionError, match="units 0 to 3"):
        told(about, SwitchOff(spec, "relu1", (0, 4)))
    with pytest.raises(QuestionError, match="one picture at least"):
        told(about, SwitchOff(spec, "relu1", (0,), 0))
    with pytest.raises(QuestionError, match="not in training any more"):
        told(Present(3), SwitchOff(spec, "relu1", (0,)))


def test_the_pictures_of_another_data_set_are_refused() -> None:
    spec, about = trained()
    with pytest.raises(QuestionError, match="another"):
        told(about, SwitchOff(replace(spec, data="animals"), "relu1", (0,)))
