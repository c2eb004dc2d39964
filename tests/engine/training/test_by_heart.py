import pytest
import torch
from msgspec.structs import replace

from engine.contract import events
from engine.contract.spec import PRESETS, Contestant, DenseNet, Optimiser, StopAt
from engine.contract.spec.built.parts import Activate, Dense, Dropout, Flatten
from engine.contract.spec.networks import Built
from engine.training import by_heart
from engine.training.train import train
from tests.engine.training.scripted import SMALL, Script, kinds, only

TESTED = replace(SMALL, by_heart=True)


def results(spec: events.RunSpec) -> tuple[events.Learned, ...]:
    return only(list(train(replace(spec, stop=StopAt(steps=1), threads=1))), events.ByHeart)[0].results


def test_it_comes_before_the_first_step() -> None:
    happened = list(Script().play(TESTED, paused=False))
    before = kinds(happened)[: kinds(happened).index("Tick")]
    assert before[-1] == "ByHeart"
    assert kinds(list(Script().play(SMALL))).count("ByHeart") == 0


def test_the_run_is_the_same_without_it() -> None:
    def told(spec: events.RunSpec) -> list[object]:
        happened = list(train(spec))
        losses = [[one and one.loss for one in tick.results] for tick in only(happened, events.Tick)]
        return [losses, [each.scores for each in only(happened, events.Validated)], only(happened, events.Checkpoint)]

    dropping = Contestant("Dropout", Built((Flatten(), Dense(12), Activate(), Dropout(0.5), Dense(None))))
    both = replace(TESTED, contestants=(*TESTED.contestants, dropping))
    assert told(both) == told(replace(both, by_heart=False))


def test_its_time_is_not_the_runs() -> None:
    times = iter(range(100_000))
    happened = list(train(TESTED, clock=lambda: float(next(times))))
    without = list(train(replace(TESTED, by_heart=False), clock=lambda: float(next(times))))
    assert only(happened, events.Finished)[0].seconds - only(without, events.Finished)[0].seconds <= 1


def test_healthy_nets_learn_ten_pictures() -> None:
    for learned in (*results(PRESETS["race"].spec), *results(PRESETS["digits"].spec)):
        assert learned.loss < by_heart.ENOUGH
        assert learned.steps <= 46


def test_a_rate_far_off_never_does() -> None:
    for learned in results(replace(PRESETS["race"].spec, lr=1e-6)):
        assert learned.steps == 150
        assert learned.loss > 2


def test_a_loss_that_is_not_finite_ends_it() -> None:
    exploding = Contestant("Gain 5", DenseNet((64,) * 12, init=5.0))
    (learned,) = results(replace(SMALL, contestants=(exploding,), by_heart=True, lr=1.0, optimiser=Optimiser("sgd")))
    assert learned.loss == float("inf")
    assert learned.steps < 20


def test_a_deep_net_is_tried_for_fewer_steps() -> None:
    (learned,) = results(PRESETS["vanishing"].spec)
    assert 40 <= learned.steps < 60
    assert learned.loss > 2


@pytest.mark.parametrize(("labels", "chosen"), [([0, 0, 0, 1, 1, 2], [0, 3, 5, 1, 4, 2]), ([1] * 12, list(range(10)))])
def test_the_pictures_are_of_all_classes(labels: list[int], chosen: list[int]) -> None:
    assert by_heart._of_each_class(torch.tensor(labels)).tolist() == chosen
