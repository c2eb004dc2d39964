"""What varies in a sweep is read as people type it, and refused in one sentence."""

import pytest

from engine.contract.spec import PRESETS, SpecError
from engine.contract.sweeps.axes import FIELDS, Axis, read_axis, shown

SPEC = PRESETS["race"].spec


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("lr=0.001,0.003", (0.001, 0.003)),
        ("lr = 0.001 , 0.003", (0.001, 0.003)),
        ("lr=1e-4..1e-1:4", (1e-4, 1e-3, 1e-2, 1e-1)),
        ("lr=1e-3..1e-2:3", (0.001, 0.00316, 0.01)),
        ("lr=0.5,1e-3..1e-1:3", (0.5, 0.001, 0.01, 0.1)),
        ("seed=0..4", (0, 1, 2, 3, 4)),
        ("seed=7", (7,)),
        ("seed=1,1,2", (1, 2)),
        ("batch=16..256:5", (16, 32, 64, 128, 256)),
        ("weight-decay=0,1e-4", (0.0, 1e-4)),
    ],
)
def test_values(words: str, values: tuple[float, ...]) -> None:
    assert read_axis(words).values == values


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("lr", "not of the form"),
        ("lr=", "not of the form"),
        ("colour=1", "can't vary 'colour'"),
        ("lr=fast", "'fast' is no number"),
        ("lr=inf", "finite"),
        ("seed=1.5", "whole number"),
        ("lr=1..2", "Say how many values"),
        ("lr=2..1:3", "backwards"),
        ("lr=0..1:3", "above 0"),
        ("lr=1..2:1", "2 to 1000 values"),
        ("seed=0..5000", "too many values"),
    ],
)
def test_what_is_none(words: str, sentence: str) -> None:
    with pytest.raises(SpecError, match=sentence):
        read_axis(words)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_makes_another_run(name: str) -> None:
    value = {"momentum": 0.5, "share": 0.5, "noise": 0.1, "gain": 2.0}.get(name, 17)
    assert FIELDS[name].put(SPEC, value) != SPEC


def test_words() -> None:
    assert [shown(each) for each in (3.0, 0.001, 100.0, 2**20)] == ["3", "0.001", "100", "1048576"]
    assert Axis("lr", (1.0,)).title == "learning rate"
