import re

import pytest
from msgspec.structs import replace

from engine.spec import (
    CNN,
    DATA,
    DENSE,
    PRESETS,
    Contestant,
    DenseNet,
    Optimiser,
    RunSpec,
    SmallCNN,
    SpecError,
    StopAt,
    check,
)

GOOD = RunSpec(contestants=(DENSE, CNN))

BAD = {
    "no contestant": (replace(GOOD, contestants=()), "1 to 4 contestants"),
    "too many": (replace(GOOD, contestants=tuple(Contestant(str(i), DenseNet()) for i in range(5))), "not 5"),
    "same name": (replace(GOOD, contestants=(CNN, CNN)), "same name"),
    "blank name": (replace(GOOD, contestants=(Contestant("  ", SmallCNN()),)), "needs a name"),
    "no units": (replace(GOOD, contestants=(Contestant("a", DenseNet((64, 0))),)), "1 to 1024 units"),
    "gain": (replace(GOOD, contestants=(Contestant("a", DenseNet(gain=0.0)),)), "gain 0.0"),
    "no convolution": (replace(GOOD, contestants=(Contestant("a", SmallCNN(())),)), "1 to 6 convolutions"),
    "even kernel": (replace(GOOD, contestants=(Contestant("a", SmallCNN(kernel=4)),)), "size 4"),
    "pooled away": (replace(GOOD, contestants=(Contestant("a", SmallCNN((4,) * 5)),)), "28x28"),
    "pooled away digits": (replace(GOOD, data="digits", contestants=(Contestant("a", SmallCNN((4,) * 4)),)), "8x8"),
    "zero lr": (replace(GOOD, lr=0.0), "learning rate 0 "),
    "huge lr": (replace(GOOD, lr=1e9), "learning rate 1e+09"),
    "nan lr": (replace(GOOD, lr=float("nan")), "learning rate nan"),
    "no batch": (replace(GOOD, batch=0), "batch of 0"),
    "huge batch": (replace(GOOD, batch=5000), "1 to 2048"),
    "batch over data": (replace(GOOD, data="digits", batch=1298), "1 to 1297 for digits"),
    "momentum": (replace(GOOD, optimiser=Optimiser("momentum", momentum=1.0)), "momentum 1"),
    "decay": (replace(GOOD, optimiser=Optimiser(weight_decay=-0.1)), "weight decay -0.1"),
    "endless": (replace(GOOD, stop=StopAt()), "never end"),
    "only accuracy": (replace(GOOD, stop=StopAt(accuracy=0.9)), "never end"),
    "no steps": (replace(GOOD, stop=StopAt(steps=0)), "0 steps"),
    "no epochs": (replace(GOOD, stop=StopAt(epochs=0.0)), "0.0 epochs"),
    "percent": (replace(GOOD, stop=StopAt(steps=1, accuracy=90.0)), "accuracy 90.0"),
    "seed": (replace(GOOD, seed=-1), "seed -1"),
    "device": (replace(GOOD, device="tpu"), "'tpu'"),
    "threads": (replace(GOOD, threads=0), "0 threads"),
    "validate": (replace(GOOD, validate_every=0), "0 steps between"),
    "snapshot": (replace(GOOD, snapshot_every=-3), "-3 steps between"),
    "probe": (replace(GOOD, probe=1500), "0 to 1499"),
    "clip": (replace(GOOD, clip_norm=0.0), "norm 0.0"),
    "clip inf": (replace(GOOD, clip_norm=float("inf")), "norm inf"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_trained_is_refused_in_one_sentence(name: str) -> None:
    bad, expected = BAD[name]
    with pytest.raises(SpecError, match=re.escape(expected)) as refused:
        check(bad)
    assert re.fullmatch(r"[A-Z0-9-][^\n]*\.", str(refused.value))


@pytest.mark.parametrize(
    "good",
    [
        GOOD,
        replace(GOOD, device="cuda:1", batch=1, threads=8, clip_norm=1.0),
        replace(GOOD, contestants=(Contestant("linear", DenseNet(())),)),
        replace(GOOD, data="digits", contestants=(Contestant("a", SmallCNN((4, 4, 4))),)),
        replace(GOOD, stop=StopAt(steps=1, accuracy=1.0)),
    ],
)
def test_what_can_be_trained_passes(good: RunSpec) -> None:
    check(good)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_can_be_trained_and_say_what_to_look_for(name: str) -> None:
    preset = PRESETS[name]
    check(preset.spec)
    assert preset.title
    assert preset.what_to_look_for.endswith(".")


def test_every_data_set_has_as_many_validation_pictures_as_its_classes_can_share() -> None:
    for known in DATA.values():
        assert known.validation % len(known.classes) == 0
