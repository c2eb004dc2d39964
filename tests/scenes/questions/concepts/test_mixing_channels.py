"""Items on 1×1 convolutions and Inception modules: the worked examples of the course, and what GoogLeNet is made of."""

from __future__ import annotations

import pytest

from scenes.questions.items import items
from scenes.stage.data.networks import network

MODULE_3A = {"c1": 64, "r3": 96, "c3": 128, "r5": 16, "c5": 32, "cp": 32}


def _answers(name: str, **params: float) -> dict[str, str]:
    """What each slip answers; the key is the slip ""."""
    return {option.slip: option.text for option in items()[name].question(0, params).options}


def test_a_column_is_mixed_as_in_the_worked_example() -> None:
    column = {"x1": 2, "x2": 1, "x3": 3, "w1": 2, "w2": 1, "w3": 0, "bias": 1}
    assert _answers("pointwise-column", **column) == {
        "": "6", "C12/no-bias": "5", "C12/bias-per-channel": "8", "C12/no-weights": "7",
    }  # fmt: skip
    assert _answers("pointwise-column", **column | {"w1": 1, "w2": 0, "w3": -1})["E13"] == "3"


def test_four_columns_become_a_three() -> None:
    answers = _answers("pointwise-collision", a=1, b=1, first=1, second=2)
    assert (answers[""], answers["E12"], answers["C12/exchanged"]) == ("4", "1", "2")


def test_the_widths_of_module_3a_make_its_256_maps_and_416_without_reductions() -> None:
    answers = _answers("inception-channels", **MODULE_3A)
    assert answers == {"": "256", "C13/added": "128", "E14": "448", "C13/reductions": "368", "C13/pooling": "416"}


@pytest.mark.parametrize("kind", ["concat", "add"])
def test_googlenet_concatenates_nine_times_and_adds_nothing(kind: str) -> None:
    joins = [layer for stage in network("googlenet").blocks for layer in stage.layers if layer.kind == kind]
    assert len(joins) == {"concat": 9, "add": 0}[kind]
    answers = _answers("inception-additions")
    assert (answers[""], answers["E14"]) == ("0", "9")
