"""A sweep is a grid of runs, each with a name of its own."""

import msgspec
import pytest
from msgspec.structs import replace

from engine.contract.spec import PRESETS, Origin, SpecError, StopAt, check
from engine.contract.sweeps.sweep import SNAPSHOTS, Sweep, digest, read_sweep, steps

SPEC = PRESETS["digits"].spec


def test_the_last_axis_varies_fastest() -> None:
    found = read_sweep(SPEC, ["lr=0.001,0.01", "seed=1..3"])
    assert [(run.lr, run.seed) for run in found.runs] == [(lr, seed) for lr in (0.001, 0.01) for seed in (1, 2, 3)]
    assert found.points[1] == (0.001, 2)
    assert found.name(found.points[1]) == "learning rate 0.001, seed 2"
    for run in found.runs:
        check(run)


def test_a_run_begins_by_chance_and_is_looked_into_a_few_times() -> None:
    found = read_sweep(replace(SPEC, origin=Origin("a", "b", 3), stop=StopAt(steps=100)), ["seed=1..2"])
    assert all(run.origin is None and run.snapshot_every == 100 // SNAPSHOTS for run in found.runs)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "something that varies"),
        (["lr=1", "lr=2"], "once"),
        (["steps=5", "epochs=1"], "one end"),
        (["seed=0..99", "lr=1e-3..1:99"], "9,900 runs"),
        (["lr=0.001,1000"], "learning rate 1000 can't be trained"),
        (["batch=64,4096"], "batch size 4096 can't be trained"),
    ],
)
def test_what_is_none(words: list[str], sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        read_sweep(SPEC, words)


def test_equal_settings_have_equal_names() -> None:
    found = read_sweep(SPEC, ["lr=0.001,0.01", "seed=1..3"])
    read = msgspec.json.decode(msgspec.json.encode(found), type=Sweep)
    assert [digest(run) for run in read.runs] == [digest(run) for run in found.runs]
    assert len({digest(run) for run in found.runs}) == 6


def test_names_outlive_versions() -> None:
    """Tapes of earlier versions are found by them: what is new in a run's settings must not change its name."""
    found = read_sweep(PRESETS["race"].spec, ["lr=0.001", "seed=5"])
    assert digest(found.runs[0]) == "dc0b7f349a24b3b62625"
    assert digest(replace(found.runs[0], altered=replace(found.runs[0].altered, noise=0.5))) != "dc0b7f349a24b3b62625"


def test_how_long_a_run_is() -> None:
    assert steps(replace(SPEC, stop=StopAt(steps=30))) == 30
    assert steps(replace(SPEC, stop=StopAt(epochs=1.0), batch=1000)) == 2
    assert steps(replace(SPEC, stop=StopAt(steps=30, epochs=0.001))) == 1
