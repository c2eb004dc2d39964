from __future__ import annotations

from msgspec.structs import replace

from desktop.lab.comparing.words import VALUES, Difference, differences
from desktop.lab.run import settings
from engine.contract.spec import CNN, PRESETS, Altered, Optimiser, Origin, RunSpec, StopAt

RACE = PRESETS["race"].spec
OTHER = RunSpec(
    contestants=(CNN,),
    data="digits",
    altered=Altered(0.1, 0.5, 1, True),
    optimiser=Optimiser("sgd", weight_decay=0.01),
    lr=0.1,
    schedule="constant",
    batch=20,
    stop=StopAt(steps=1000, accuracy=0.9),
    seed=7,
    clip_norm=1.0,
    activation_gradients=True,
    origin=Origin("key", "Mine", 300),
    device="cuda",
)


def test_every_setting_has_words() -> None:
    found = differences([RACE, OTHER])
    assert [each.name for each in found] == settings.differences(RACE, OTHER) == list(VALUES)
    theirs = {each.name: each.values[1] for each in found}
    assert theirs["networks"].startswith("CNN: ")
    assert theirs["label noise"] == "10 %"
    assert theirs["optimiser"] == "SGD, weight decay 0.01"
    assert theirs["stop"] == "1,000 steps or accuracy 90 %"
    assert theirs["beginning"] == "the weights of “Mine” after step 300"
    assert all(value for each in found for value in each.values)


def test_of_several_runs_each_setting_that_is_not_the_same_everywhere_is_told_once() -> None:
    specs = [RACE, replace(RACE, lr=0.1), replace(RACE, lr=0.1, seed=2)]
    rate = Difference("learning rate", ("0.006", "0.1", "0.1"))
    assert differences(specs) == [rate, Difference("seed", (str(RACE.seed), str(RACE.seed), "2"))]
    assert differences([RACE, RACE]) == []


def test_what_is_long_is_told_once_with_all_runs_that_it_is_of() -> None:
    (found,) = differences([RACE, replace(RACE, contestants=(CNN,)), RACE])
    assert found.is_long
    assert [places for places, _ in found.alike()] == [(0, 2), (1,)]
    assert not Difference("learning rate", ("0.006", "0.1")).is_long
