import math
from itertools import pairwise

import pytest
import torch
from msgspec.structs import replace
from torch import nn

from engine.contract import events
from engine.contract.spec import Contestant, DenseNet, Optimiser, RunSpec, SmallCNN, StopAt
from engine.models.layers import activation
from engine.training import vitals
from engine.training.train import train
from tests.engine.training.scripted import SMALL, only


def seen(module: nn.Module, x: torch.Tensor) -> tuple[float, ...]:
    with vitals.Idle(module) as idle, torch.inference_mode():
        module.eval()(x)
    return idle.shares()


def test_a_unit_is_dead_that_is_0_for_all_pictures() -> None:
    first = nn.Linear(1, 4, bias=False)
    first.weight.data = torch.tensor([[1.0], [-1.0], [0.0], [-2.0]])
    module = nn.Sequential(first, activation("relu"))
    assert seen(module, torch.tensor([[1.0], [2.0]])) == (0.75,)
    assert seen(module, torch.tensor([[1.0], [-2.0]])) == (0.25,)


def test_a_map_is_dead_that_is_0_everywhere() -> None:
    maps = torch.full((3, 4, 5, 5), -1.0)
    maps[2, 1, 4, 4] = 1.0
    assert seen(nn.Sequential(activation("relu")), maps) == (0.75,)


def test_only_the_first_pictures_are_looked_at() -> None:
    x = torch.full((vitals.PICTURES + 1, 1), -1.0)
    x[-1] = 1.0
    assert seen(nn.Sequential(activation("relu")), x) == (1.0,)


@pytest.mark.parametrize(
    ("kind", "flat"),
    [("sigmoid", math.log(399)), ("tanh", math.atanh(math.sqrt(0.99)))],  # where the slope is a hundredth, nearly
)
def test_what_is_flat_is_saturated(kind: str, flat: float) -> None:
    module = nn.Sequential(activation(kind))  # type: ignore[arg-type]
    x = torch.tensor([[0.0, flat - 0.1, -flat - 0.1, 50.0]])
    assert seen(module, x) == (0.5,)


def test_what_can_neither_die_nor_saturate_is_passed_over_and_hooks_go() -> None:
    module = nn.Sequential(nn.Linear(2, 2), activation("leaky-relu"), activation("relu"), activation("gelu"))
    assert len(seen(module, torch.ones(1, 2))) == 1
    assert not any(part._forward_hooks for part in module.modules())


def test_an_update_is_a_share_of_the_weights_own_length() -> None:
    weight, bias = torch.tensor([3.0]), torch.tensor([4.0])
    updates = vitals.Updates([weight, bias], [slice(0, 2)])
    assert updates.shares() == ()
    for step in range(1, vitals.EVERY + 1):
        updates.before()
        if step == vitals.EVERY:
            weight.sub_(0.3)
            bias.sub_(0.4)
        updates.after()
    assert updates.shares() == pytest.approx((0.5 / math.hypot(2.7, 3.6),))


def test_an_update_is_the_median_of_the_last_five() -> None:
    weight = torch.tensor([1.0])
    updates = vitals.Updates([weight], [slice(0, 1)])
    for move in (0.5, 0.5, 0.5, 0.01, 0.02, 0.03, 0.04, 0.05):
        for step in range(vitals.EVERY):
            updates.before()
            if step == vitals.EVERY - 1:
                weight.fill_(1.0)
                weight.add_(0.0)
                updates._before = [torch.tensor([1.0 - move])]
            updates.after()
    assert updates.shares() == pytest.approx((0.03,))


def health(said: list[events.Event], contestant: int = 0) -> list[tuple[int, events.Health]]:
    return [
        (each.step, score.health)
        for each in only(said, events.Validated)
        if (score := each.scores[contestant]) is not None and score.health is not None
    ]


def test_layers_are_examined_at_validations() -> None:
    spec = replace(SMALL, stop=StopAt(steps=40), validate_every=10)
    said = list(train(spec))
    entrants = only(said, events.Started)[0].contestants
    for place, entrant in enumerate(entrants):
        found = health(said, place)
        assert [step for step, _ in found] == [0, 10, 20, 30, 40]
        assert all(len(each.idle) == len(entrant.judged) == 1 for _, each in found)
        assert found[0][1].updates == ()
        assert all(len(each.updates) == len(entrant.trained) for _, each in found[1:])
        assert all(0 < share < 0.2 for _, each in found[1:] for share in each.updates)


def test_a_long_run_is_examined_ever_more_seldom() -> None:
    spec = replace(SMALL, contestants=SMALL.contestants[:1], stop=StopAt(steps=300), validate_every=1)
    steps = [step for step, _ in health(list(train(spec)))]
    assert len(steps) < 200
    assert all(after - before <= max(1, 0.03 * before + 1) for before, after in pairwise(steps))


def test_a_rate_that_is_ten_times_as_large_moves_the_weights_ten_times_as_far() -> None:
    one = RunSpec(
        contestants=(Contestant("Dense net", DenseNet((8,))),),
        data="digits",
        optimiser=Optimiser("sgd"),
        lr=1e-5,
        stop=StopAt(steps=10),
        threads=1,
        by_heart=False,
    )
    small, large = (health(list(train(replace(one, lr=lr))))[-1][1].updates for lr in (1e-5, 1e-4))
    assert large == pytest.approx([10 * update for update in small], rel=0.02)


def test_a_net_with_biases_far_below_zero_is_dead_from_the_start() -> None:
    from engine.training.train import NoCommands, Run, play  # as the engine begins with weights of another run

    spec = replace(SMALL, contestants=(Contestant("CNN", SmallCNN((4,), 3)),))
    weights = dict(Run(spec, lambda: 0.0, paused=False).checkpoint().weights[0] or {})
    weights["conv1.bias"] = events.Array.of(torch.full((4,), -50.0).numpy())
    run = Run(spec, lambda: 0.0, paused=False, weights=(weights,))
    assert [each.idle for _, each in health(list(play(run, NoCommands())))] == [(1.0,), (1.0,)]
