"""Items on what comes through depth: the worked examples, and networks whose blocks are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenes.projection.places import places, projections
from scenes.questions.concepts.through_depth import ERRORS, NETWORKS, SHORTCUTS
from scenes.questions.items import items
from scenes.questions.moments import Target


def _answers(name: str, **params: float | str) -> dict[str, str]:
    """What each slip answers; the key is the slip ""."""
    return {option.slip: option.text for option in items()[name].question(0, params).options}


def test_three_losses_make_one_as_in_the_worked_example() -> None:
    assert _answers("auxiliary-loss", main=2, first=3, second=4) == {
        "": "4.1", "C14/no-weight": "9", "C14/mean": "3", "C14/as-after-training": "2", "C14/main-weighed": "2.7",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("gain", "layers", "left"), [(0.9, 10, "0.349"), (0.9, 50, "0.00515"), (1.1, 50, "117"), (0.5, 10, "0.000977")]
)
def test_a_gain_goes_through_layers(gain: float, layers: int, left: str) -> None:
    assert _answers("gain-through-layers", gain=gain, layers=layers)[""] == left


def test_a_gradient_that_vanishes_is_never_said_to_be_zero() -> None:
    each = items()["gain-through-layers"]
    for seed in range(100):
        question = each.question(seed)
        assert question.key.value != 0
        assert question.key.text != "0"
        assert [option.slip for option in question.options if option.value == 0] in ([], ["E17"])


def test_what_a_residual_question_says_of_f_is_what_the_scene_computes() -> None:
    for seed in range(50):
        question = items()["residual-sum"].question(seed)
        first = replace(question.before, at="The input takes two roads")
        for name, mark, moment in (("x = ", "x", first), ("F(x) = ", "F(x)", question.before)):
            frame = moment.frame()
            told = question.stem.partition(name)[2].partition(")")[0].lstrip("(").replace("−", "-").split(", ")
            assert [Target(mark, (row, 0)).found(frame) for row in range(3)] == list(map(float, told))


def test_ten_blocks_of_a_tenth_multiply_by_2_59() -> None:
    assert _answers("residual-chain", slope=0.1, blocks=10) == {
        "": "2.59", "C16/plain-chain": "10⁻¹⁰", "C16/one-shortcut": "1.00", "C16/chain-added": "11",
    }  # fmt: skip


def test_deeper_is_worse_without_shortcuts_and_better_with_them() -> None:
    assert ERRORS["plain", 34] > ERRORS["plain", 18]
    assert ERRORS["residual", 34] < ERRORS["residual", 18]
    for kind in ("plain", "residual"):
        question = items()["deeper-net"].question(0, {"kind": kind})
        assert question.key.value == ERRORS[kind, 34]
        vanishing = next(option for option in question.options if option.slip == "E19")
        assert vanishing is not question.key


@pytest.mark.parametrize("name", NETWORKS)
def test_blocks_and_projections_are_those_of_the_network(name: str) -> None:
    stages, bottleneck = NETWORKS[name]
    assert sum(stages) == len(places(name))
    assert _answers("projection-count", network=name)[""] == f"{projections(name, 'B')} of {sum(stages)}"
    assert projections(name, "B") == (4 if bottleneck else 3)


def test_shortcuts_gain_more_than_their_projections() -> None:
    assert SHORTCUTS["plain"] - SHORTCUTS["A"] > 3 * (SHORTCUTS["A"] - SHORTCUTS["C"])
    for option in "BC":
        answers = _answers("projection-gain", option=option)
        assert answers[""] == f"{SHORTCUTS[option]:.2f} %"
        assert answers["E22"] == "21.52 %"


def test_a_bottleneck_has_seventeen_squares() -> None:
    assert _answers("bottleneck-weights", width=64) == {
        "": "69,632", "C17/only-3x3": "36,864", "C17/basic-block": "73,728", "C17/no-waist": "1,179,648",
    }  # fmt: skip
