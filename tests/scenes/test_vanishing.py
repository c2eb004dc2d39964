"""The vanishing scene without a run: the chain, first weights, the random stack and the chain that overflows."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Formula, Rect
from scenes.vanishing import vanishing
from scenes.vanishing.computed import CHAIN, DEPTH, LARGEST, RATE, UNITS, chain, descent, overflow, rules, stack
from scenes.vanishing.draw_factor import steepest
from scenes.vanishing.knobs import ACTIVATIONS, RULES, Knobs
from tests.scenes.seen import Seen, at_step, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
BACK, FACTOR, START, STACK, INF = "A pulse", "What a factor", "How large", "A stack", "From large"


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(vanishing, turned(Knobs(), **turns), title, share)


# The chain ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gain", "layers", "text"),
    [(0.9, 10, "0.349"), (0.9, 50, "0.00515"), (0.9, 100, "2.7 × 10⁻⁵"), (1.1, 50, "117"), (1.1, 100, "13,781"),
     (0.25, 5, "0.000977"), (1.0, 100, "1"), (2.0, 100, "1.3 × 10³⁰")],
)  # fmt: skip
def test_the_worked_examples(gain: float, layers: int, text: str) -> None:
    seen = step(BACK, gain=gain, layers=layers)
    assert seen.numbers.endswith(f" = {text}")
    assert text in seen.texts
    assert chain(gain, layers).left == gain**layers


@steadily
@given(st.floats(0.05, 2.0), st.integers(1, 100))
def test_every_bar_is_a_power_of_the_factor(gain: float, layers: int) -> None:
    gain = round(gain / 0.05) * 0.05
    seen = step(BACK, gain=gain, layers=layers)
    bars = [seen.value(f"gradient behind layer {layer}") for layer in range(1, layers + 1)]
    assert bars == pytest.approx([gain ** (layers - layer) for layer in range(1, layers + 1)])
    assert seen.value("gradient at the input") == pytest.approx(gain**layers)


def test_the_pulse_comes_layer_by_layer_from_the_loss() -> None:
    early, late = step(BACK, 0.2), step(BACK, 0.6)
    counts = [sum("gradient behind" in name for name in seen.named) for seen in (early, late)]
    assert 1 < counts[0] < counts[1] < 51
    assert "arrives" not in late.named
    hit = late.hit("way back")
    assert isinstance(late.named["factor of layer 1"], Rect)
    assert late.named["factor of layer 1"].x < late.named["factor of layer 50"].x  # type: ignore[union-attr]
    assert hit.mark.grip is not None


def test_a_factor_of_zero_silences_all_layers_before_it() -> None:
    knobs = step(BACK).typed("factor of layer 40", 0.0, None)
    seen = at_step(vanishing, knobs, BACK)
    assert seen.numbers == "product of 50 factors = 0"
    assert chain(0.9, 50, knobs.factors).sizes[10:12] == (pytest.approx(0.9**10), 0.0)
    assert change(knobs, "gain", 1.1).factors == ()
    shorter = at_step(vanishing, turned(knobs, layers=5), BACK)
    assert shorter.numbers.startswith("0.9⁵ = 0.59")


def test_a_click_takes_a_factor_or_a_depth() -> None:
    assert step(BACK).clicked("gain = 1.1").gain == 1.1
    assert step(BACK).clicked("layers = 100").layers == 100
    with pytest.raises(KnobError):
        change(Knobs(), "gain", 0.0)


# What a factor is made of ---------------------------------------------------------------------------------------------


def test_the_steepest_slopes() -> None:
    assert [steepest(name) for name in ACTIVATIONS] == [1.0, 1.0, 0.25]
    seen = step(FACTOR)
    assert seen.numbers == "sigmoid at best: 0.25⁵ = 0.000977"
    assert seen.clicked("sigmoid: its largest slope as the chain's factor").gain == 0.25


# First weights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "c_in", "c_out", "he", "glorot"),
    [(1, 8, 8, 0.5, 0.3536), (1, 50, 50, 0.2, 0.1414), (1, 200, 200, 0.1, 0.0707), (3, 64, 64, 0.0589, 0.0417),
     (1, 4, 4, 0.7071, 0.5)],
)  # fmt: skip
def test_first_weights(k: int, c_in: int, c_out: int, he: float, glorot: float) -> None:
    seen = step(START, kernel=k, c_in=c_in, c_out=c_out)
    for name, std in (("He", he), ("Glorot", glorot)):
        text = seen.named[f"std, {name}"].text  # type: ignore[union-attr]
        assert float(text) == pytest.approx(std, abs=6e-4)
        assert text in seen.numbers
    assert f"√(2 / {k * k * c_in}) = " in seen.numbers


def test_the_bound_of_glorot() -> None:
    assert "from −0.0722 to 0.0722" in step(START).numbers


def test_what_he_reports_stands_with_its_source() -> None:
    (words,) = [text for text in step(START).texts if "30 layers" in text]
    assert words.startswith("He et al., ICCV 2015")
    assert "22 learns with both" in words


def test_a_click_takes_a_rule_over_for_the_stack() -> None:
    assert step(START).clicked("rule = Glorot").rule == "Glorot"


def test_the_rules_have_the_names_of_the_knob() -> None:
    assert tuple(rule.name for rule in rules(64, 64)) == RULES


# The random stack -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rule", RULES)
def test_the_stack_is_what_torch_makes_of_it(activation: str, rule: str) -> None:
    of = stack(activation, rule)
    chance = np.random.default_rng(1)
    weights = torch.tensor(of.std * chance.standard_normal((DEPTH, UNITS, UNITS)))
    h = torch.tensor(chance.standard_normal((64, UNITS)), requires_grad=True)
    upstream = torch.tensor(chance.standard_normal((64, UNITS)))
    first, function = h, {"ReLU": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[activation]
    for layer in weights:
        h = function(h @ layer.T)
    h.backward(upstream)
    assert first.grad is not None
    assert of.forward[-1] == pytest.approx(float((h.detach() ** 2).mean().sqrt()))
    assert of.backward[0] == pytest.approx(float((first.grad**2).mean().sqrt()))


def test_he_keeps_relu_alive_and_glorot_loses_a_root_of_two_a_layer() -> None:
    he, glorot = stack("ReLU", "He"), stack("ReLU", "Glorot")
    assert he.gain == pytest.approx(1.0)
    assert glorot.gain == pytest.approx(2**-0.5)
    assert 0.2 < he.backward[0] / he.backward[-1] < 5
    assert glorot.backward[0] / he.backward[0] == pytest.approx(2 ** (-DEPTH / 2), rel=0.05)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturating_activations_stay_below_what_theory_allows(activation: str, rule: str) -> None:
    of = stack(activation, rule)
    assert of.backward[0] / of.backward[-1] < 1.5 * of.gain**DEPTH


def test_no_rule_but_large_weights_saves_the_sigmoid_from_vanishing() -> None:
    assert all(stack("sigmoid", rule).backward[0] < 1e-4 for rule in RULES)


def test_a_click_takes_an_activation() -> None:
    seen = step(STACK)
    assert seen.clicked("activation = tanh").activation == "tanh"
    assert seen.clicked("rule = twice He").rule == "twice He"


# From large to infinite -----------------------------------------------------------------------------------------------


def test_the_first_step_of_the_descent_is_torchs() -> None:
    weights = torch.full((CHAIN,), 1.3, requires_grad=True)
    loss = 0.5 * (weights.prod() - 1) ** 2
    loss.backward()
    assert weights.grad is not None
    first, second = descent(1.3, False)[:2]
    assert first.loss == pytest.approx(float(loss.detach()), rel=1e-5)
    assert first.gradient == pytest.approx(float(weights.grad[0]), rel=1e-5)
    assert second.weight == pytest.approx(float(weights.detach()[0] - RATE * weights.grad[0]), rel=1e-5)


def test_from_1_3_it_takes_three_steps_to_infinity() -> None:
    told = descent(1.3, False)
    assert [one.finite for one in told] == [True, True, False, False, False]
    assert overflow(told) == 3
    assert float(told[2].weight) ** CHAIN > LARGEST
    assert told[2].loss == math.inf
    seen = step(INF)
    assert "in step 3" in seen.caption
    assert seen.numbers.endswith("∞")
    assert seen.named["step 3: loss"].text == "∞"  # type: ignore[union-attr]


@pytest.mark.parametrize("clip", [False, True])
def test_the_gradient_in_the_table_is_the_formulas(clip: bool) -> None:
    """(1.3¹² − 1) · 1.3¹¹ = 399.6; the length over all twelve weights would be 1,384."""
    seen = step(INF, clip=clip)
    assert seen.named["step 1: each gradient"].text == "400"  # type: ignore[union-attr]
    assert descent(1.3, clip)[0].gradient == pytest.approx((1.3**12 - 1) * 1.3**11, rel=1e-6)
    assert step(INF, weight=0.5).named["step 1: each gradient"].text == "−0.000488"  # type: ignore[union-attr]


def test_a_gradient_that_32_bits_cannot_hold_is_said_to_become_0() -> None:
    assert step("A pulse").caption.endswith("the first layers get least. It is small, but it is not 0.")
    assert np.float32(0.05**34) > 0
    assert "it is not 0" in step("A pulse", gain=0.05, layers=34).caption
    assert np.float32(0.05**35) == 0
    lost = step("A pulse", gain=0.05, layers=35).caption
    assert lost.endswith("A computer rounds it to 0 in the end: 32 bits hold nothing below 1.4 × 10⁻⁴⁵.")


def test_behind_infinity_lies_what_is_not_a_number() -> None:
    """−∞ + ∞ has no value: the weight is NaN, and training is over."""
    *_, before, last = descent(1.3, False)
    assert before.weight == -math.inf
    assert math.isnan(last.weight)
    seen = step(INF)
    assert [seen.named[f"step {index}: each weight"].text for index in (4, 5)] == ["−∞", "NaN"]  # type: ignore[union-attr]
    assert "why 3" in seen.named
    assert "why 3" not in step(INF, 0.5).named
    assert "why 3" not in step(INF, clip=True).named


def test_where_only_the_square_is_too_large_the_numbers_say_so() -> None:
    told = descent(1.5, False)
    assert math.isfinite(told[1].output)
    assert told[1].loss == math.inf
    assert step(INF, weight=1.5).numbers == "w¹² = 3.1 × 10²⁴ in step 2: its square is above 3.4 × 10³⁸: ∞"


def test_clipped_it_stays_finite_and_falls() -> None:
    losses = [one.loss for one in descent(1.3, True)]
    assert np.isfinite(losses).all()
    assert losses == sorted(losses, reverse=True)
    weights = [one.weight for one in descent(1.3, True)]
    assert np.diff(weights) == pytest.approx(-RATE / math.sqrt(CHAIN), rel=1e-3)


def test_from_1_2_the_first_step_is_too_long_and_then_nothing_is_learned() -> None:
    told = descent(1.2, False)
    assert told[1].output < 0.01
    assert abs(told[-1].loss - told[1].loss) < 1e-3
    assert "too long" in step(INF, weight=1.2).caption
    assert "nothing explodes" in step(INF, weight=1.0).caption


def test_the_formula_says_when_the_gradient_is_clipped() -> None:
    plain, clipped = step(INF).named["formula"], step(INF, clip=True).named["formula"]
    assert isinstance(plain, Formula)
    assert isinstance(clipped, Formula)
    assert "min(1, 1 / (√12 |g|))" in clipped.plain
    assert "min" not in plain.plain


def test_no_seed_is_told_as_the_phenomenon() -> None:
    """The exploding net leaves at step 4 with some seeds, at step 5 with others: the run says when, words do not."""
    for title in ("Step by step", "Do they learn?"):
        caption = step(title, nets="exploding").caption
        assert "within a few steps" in caption
        assert "three" not in caption


def test_a_click_clips_the_gradient() -> None:
    assert step(INF).clicked("clip = on").clip
    assert step(INF).clicked("weight = 2").weight == 2.0
