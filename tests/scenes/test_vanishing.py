"""The vanishing scene without a run: chains of factors, of random layers, and one that overflows."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.stage.core.catalogue import plan
from scenes.stage.core.knobs import KnobError, change
from scenes.stage.core.marks import Formula, Rect, Text
from scenes.stage.core.stage import CAPTION_LETTERS
from scenes.stage.numbers.values import figures_text
from scenes.vanishing import vanishing
from scenes.vanishing.computed import (
    CHAIN,
    DEPTH,
    LARGEST,
    RATE,
    UNITS,
    chain,
    descent,
    overflow,
    products,
    rules,
    stack,
    steepest,
)
from scenes.vanishing.knobs import ACTIVATIONS, NETS, RULES, Knobs
from tests.scenes.seen import Seen, at_step, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
BACK, FACTOR, SIGMOID, START = "A pulse", "What a factor", "Sigmoids", "How large"
FORWARD, STACK, NORM, SHORTCUT, INF = "The signal", "Which first", "Batch norm", "Shortcuts", "From large"


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
    assert f" = {text}. " in seen.more
    assert seen.named["arrives"].text == text  # type: ignore[union-attr]
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
    assert 1 < counts[0] < counts[1] < 20
    assert "arrives" not in late.named
    come = min(late.value(name) for name in late.named if "gradient behind" in name)  # type: ignore[type-var]
    assert late.named["pulse"].text == figures_text(come)  # type: ignore[union-attr]
    hit = late.hit("way back")
    assert isinstance(late.named["factor of layer 1"], Rect)
    assert late.named["factor of layer 1"].x < late.named["factor of layer 20"].x  # type: ignore[union-attr]
    assert hit.mark.grip is not None


def test_a_factor_of_zero_silences_all_layers_before_it() -> None:
    knobs = step(BACK, gain=0.9, layers=50).typed("factor of layer 40", 0.0, None)
    seen = at_step(vanishing, knobs, BACK)
    assert seen.named["arrives"].text == "0"  # type: ignore[union-attr]
    assert seen.more.startswith("The product of 50 factors is 0, ")
    assert not [name for name in seen.named if name == "gradient behind layer 39"]
    assert chain(0.9, 50, knobs.factors).sizes[10:12] == (pytest.approx(0.9**10), 0.0)
    assert change(knobs, "gain", 1.1).factors == ()
    assert "0.9⁵ = 0.59" in at_step(vanishing, turned(knobs, layers=5), BACK).more


@pytest.mark.parametrize(
    ("gain", "verb"), [(0.5, "vanishes"), (0.9, "shrinks"), (1.0, "stays as it is"), (1.1, "grows"), (1.5, "explodes")]
)
def test_the_caption_says_what_becomes_of_the_gradient(gain: float, verb: str) -> None:
    assert step(BACK, gain=gain).caption == f"Every layer multiplies the gradient by {gain:g}, and it {verb}."


def test_a_click_takes_a_factor_or_a_depth() -> None:
    assert step(BACK).clicked("gain = 1.1").gain == 1.1
    assert step(BACK).clicked("layers = 100").layers == 100
    with pytest.raises(KnobError):
        change(Knobs(), "gain", 0.0)


# What a factor is made of ---------------------------------------------------------------------------------------------


def test_the_steepest_slopes() -> None:
    assert [steepest(name) for name in ACTIVATIONS] == [1.0, 1.0, 0.25]
    seen = step(FACTOR)
    assert "0.25⁵ = 0.000977 is left" in seen.more
    assert [seen.named[f"steepest {name}"].text for name in ACTIVATIONS] == ["1", "1", "0.25"]  # type: ignore[union-attr]
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
        assert text in seen.more
    assert f"√(2 / {k * k * c_in}) = " in seen.more
    assert seen.named["deviation"].text.endswith(f" = {seen.named['std, He'].text}")  # type: ignore[union-attr]


def test_the_bound_of_glorot() -> None:
    assert "from −0.0722 to 0.0722" in step(START).more


def test_what_he_reports_stands_with_its_source() -> None:
    assert "He et al., ICCV 2015: a net of 30 layers learns with He's rule" in step(START).more
    assert "22 learns with both" in step(START).more


def test_a_click_takes_a_rule_over_for_the_stack() -> None:
    assert step(START).clicked("rule = Glorot").rule == "Glorot"


def test_the_rules_have_the_names_of_the_knob() -> None:
    assert tuple(rule.name for rule in rules(64, 64)) == RULES


# The random stack -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("also", ["", "batch norm", "shortcut"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("rule", RULES)
def test_the_stack_is_what_torch_makes_of_it(activation: str, rule: str, also: str) -> None:
    of = stack(activation, rule, also)
    chance = np.random.default_rng(1)
    weights = torch.tensor(of.std * chance.standard_normal((DEPTH, UNITS, UNITS)))
    h = torch.tensor(chance.standard_normal((64, UNITS)), requires_grad=True)
    upstream = torch.tensor(chance.standard_normal((64, UNITS)))
    first, function = h, {"ReLU": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[activation]
    for layer in weights:
        z = h @ layer.T
        if also == "batch norm":
            z = torch.nn.functional.batch_norm(z, None, None, training=True)
        h = function(z) + (h if also == "shortcut" else 0.0)
    h.backward(upstream)
    assert first.grad is not None
    assert of.forward[-1] == pytest.approx(float((h.detach() ** 2).mean().sqrt()))
    assert of.backward[0] == pytest.approx(float((first.grad**2).mean().sqrt()), rel=1e-5)


@pytest.mark.parametrize("seed", range(1, 6))
def test_what_is_said_of_sigmoids_and_their_cures_is_so_whatever_the_seed(seed: int) -> None:
    plain, norm, shortcut = (stack("sigmoid", "Glorot", also, seed) for also in ("", "batch norm", "shortcut"))
    assert plain.left < 1e-12
    assert 0.3 < norm.left < 0.6
    assert 1.1 < shortcut.left < 1.3


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


def test_the_bars_are_the_stacks_sizes() -> None:
    for title, of in ((SIGMOID, stack("sigmoid", "Glorot")), (STACK, stack("ReLU", "He")),
                      (NORM, stack("sigmoid", "Glorot", "batch norm")),
                      (SHORTCUT, stack("sigmoid", "Glorot", "shortcut"))):  # fmt: skip
        seen = step(title)
        bars = [seen.value("gradient at the input")]
        bars += [seen.value(f"gradient behind layer {layer}") for layer in range(1, DEPTH + 1)]
        assert bars == pytest.approx((of.backward / of.backward[-1]).tolist())
        assert seen.named["hero"].text == figures_text(of.left)  # type: ignore[union-attr]
    forward = step(FORWARD)
    assert forward.value(f"signal behind layer {DEPTH}") == pytest.approx(stack("ReLU", "He").heard)


def test_a_wave_changes_the_last_layers_first_and_its_number_comes_last() -> None:
    begin, early, end = (step(NORM, share) for share in (0.0, 0.25, 1.0))
    plain, cured = (stack("sigmoid", "Glorot", also) for also in ("", "batch norm"))
    assert early.value("gradient behind layer 18") == cured.backward[18] / cured.backward[-1]
    assert early.value("gradient behind layer 2") == plain.backward[2] / plain.backward[-1]
    heroes = [seen.named["hero"].text for seen in (begin, early, end)]  # type: ignore[union-attr]
    assert heroes == [figures_text(of.left) for of in (plain, plain, cured)]
    assert "hero" not in step(SIGMOID, 0.3).named
    forward = step(FORWARD, 0.25)
    assert "signal behind layer 3" in forward.named
    assert "signal behind layer 18" not in forward.named


@pytest.mark.parametrize("title", [BACK, SIGMOID, FORWARD, STACK, NORM, SHORTCUT])
@pytest.mark.parametrize("turns", [{}, {"gain": 1.5, "rule": "twice He"}, {"gain": 1.0, "activation": "tanh"}])
def test_the_large_number_stands_over_the_bars_and_never_on_one(title: str, turns: dict[str, Any]) -> None:
    seen = step(title, **turns)
    words = [seen.named["what is left"], seen.named["arrives" if title == BACK else "hero"]]
    for text in words:
        assert isinstance(text, Text)
        width = 0.62 * text.size * len(text.text)
        left = text.x - (width if text.anchor == "end" else 0.0)
        for each in seen.placed:
            bar = each.mark
            if (
                isinstance(bar, Rect)
                and " behind layer" in bar.name
                and left < bar.x + bar.width
                and bar.x < left + width
            ):
                assert text.y + 0.5 * text.size < bar.y, (title, text.text, bar.name)


def test_what_is_said_of_the_rules_is_so() -> None:
    """By some rule the gradient vanishes, by another it grows; behind sigmoids it vanishes by all of them."""
    for activation in ("ReLU", "tanh"):
        assert "shrinks, grows or stays" in step(STACK, activation=activation).caption
        assert stack(activation, "PyTorch").left < 1e-4
        assert stack(activation, "twice He").left > 100
    assert step(STACK, activation="sigmoid").caption == "With sigmoids the gradient vanishes by each of these rules."
    for rule in RULES:
        caption = step(FORWARD, rule=rule).caption
        heard = stack("ReLU", rule).heard
        assert ("shrinks" in caption, "grows" in caption) == (heard < 0.1, heard > 10)


def test_the_rules_with_smaller_and_with_larger_weights_stay_as_lines() -> None:
    early, late = step(STACK, 0.2), step(STACK)
    assert not [name for name in early.named if name.startswith("line of")]
    assert {"line of PyTorch", "line of twice He"} <= set(late.named)
    for rule in ("PyTorch", "twice He"):
        order = [each.mark.name for each in late.placed]
        words, ground = late.named[f"label of {rule}"], late.named[f"ground of {rule}"]
        assert isinstance(words, Text)
        assert isinstance(ground, Rect)
        assert ground.y < words.y < ground.y + ground.height
        bars = [index for index, name in enumerate(order) if name.startswith("gradient ")]
        assert max(bars) < order.index(ground.name) < order.index(words.name)
    assert step(STACK, rule="PyTorch").named.keys() & {"line of PyTorch", "line of twice He"} == {"line of twice He"}


def test_what_arrives_is_said_to_be_gradient_or_signal() -> None:
    for title, noun in ((BACK, "gradient"), (SIGMOID, "gradient"), (FORWARD, "signal"), (STACK, "gradient"),
                        (NORM, "gradient")):  # fmt: skip
        words = step(title).named["what is left"]
        assert isinstance(words, Text)
        assert words.text == f"of the {noun} arrives"


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
    assert seen.caption.endswith("until step 3 overflows.")
    assert seen.named["hero"].text == "∞"  # type: ignore[union-attr]
    assert seen.value(f"product behind layer {CHAIN}") == math.inf
    assert "Step 3: w = 8.1 × 10⁷, product ∞, loss ∞, gradient ∞." in seen.more


def test_the_bars_are_products_of_so_many_factors_of_32_bits() -> None:
    second = descent(1.3, False)[1]
    assert products(second)[[0, 1]] == pytest.approx([1.0, abs(second.weight)])
    assert products(second)[CHAIN] == pytest.approx(abs(second.output))
    assert products(descent(1.3, False)[2])[4] < LARGEST
    assert products(descent(1.3, False)[2])[5] == math.inf


def test_what_overflows_rises_above_the_largest_number() -> None:
    seen = step(INF)
    roof, fits, over = (seen.named[name] for name in ("roof", "product behind layer 4", "product behind layer 5"))
    assert over.y < roof.points[0][1] < fits.y  # type: ignore[union-attr]
    assert "roof" not in step(INF, clip=True).named


@pytest.mark.parametrize("clip", [False, True])
def test_the_gradient_in_the_table_is_the_formulas(clip: bool) -> None:
    """(1.3¹² − 1) · 1.3¹¹ = 399.6; the length over all twelve weights would be 1,384."""
    assert "Step 1: w = 1.300, product 23.3, loss 249, gradient 400." in step(INF, clip=clip).more
    assert descent(1.3, clip)[0].gradient == pytest.approx((1.3**12 - 1) * 1.3**11, rel=1e-6)
    assert "gradient −0.000488. Step 2" in step(INF, weight=0.5).more


def test_a_gradient_that_32_bits_cannot_hold_is_said_to_become_0() -> None:
    assert "What is left is small, but it is not 0." in step("A pulse").more
    assert np.float32(0.05**34) > 0
    assert "it is not 0" in step("A pulse", gain=0.05, layers=34).more
    assert np.float32(0.05**35) == 0
    lost = step("A pulse", gain=0.05, layers=35).more
    assert "A computer rounds it to 0 in the end: 32 bits hold nothing below 1.4 × 10⁻⁴⁵." in lost


def test_behind_infinity_lies_what_is_not_a_number() -> None:
    """−∞ + ∞ has no value: the weight is NaN, and training is over."""
    *_, before, last = descent(1.3, False)
    assert before.weight == -math.inf
    assert math.isnan(last.weight)
    said = step(INF).more
    assert "Step 4: w = −∞, " in said
    assert "Step 5: w = NaN, " in said
    assert "∞ − ∞ has no value" in said
    assert "NaN" not in step(INF, clip=True).more


def test_where_only_the_square_is_too_large_the_numbers_say_so() -> None:
    told = descent(1.5, False)
    assert math.isfinite(told[1].output)
    assert told[1].loss == math.inf
    assert "product 3.1 × 10²⁴, loss ∞" in step(INF, weight=1.5).more
    assert "Step 2's product still fits, but not its square." in step(INF, weight=1.5).more
    assert "square" not in step(INF).more


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
    assert step(INF, weight=1.0).caption == "Nothing explodes if these factors start at 1."
    assert step(INF, weight=1.0, clip=True).caption == "Nothing explodes if these factors start at 1."


def test_the_formulas_are_those_of_the_step() -> None:
    formula = step(FACTOR).named["formula"]
    assert isinstance(formula, Formula)
    assert "f′(z)" in formula.plain
    assert "min(1, 1 / (√12 |g|))" in step(INF, clip=True).more
    assert "min" not in step(INF).more


def test_no_seed_is_told_as_the_phenomenon() -> None:
    """The exploding net leaves at step 4 with some seeds, at step 5 with others: the run says when, words do not."""
    for title in ("Step by step", "Do they learn?"):
        seen = step(title, nets="exploding")
        assert re.search(r"within\s+a few steps|within a few steps", seen.more)
        assert "three" not in seen.caption + seen.more


def test_a_click_clips_the_gradient() -> None:
    assert step(INF).clicked("clip = on").clip
    assert step(INF).clicked("weight = 2").weight == 2.0


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nets", NETS)
@pytest.mark.parametrize("weight", [0.5, 1.0, 1.1, 1.2, 1.3, 1.5])
@pytest.mark.parametrize("turns", [
    {}, {"activation": "sigmoid", "gain": 1.0, "clip": True}, {"activation": "tanh", "rule": "twice He", "gain": 0.05},
    {"rule": "PyTorch", "gain": 2.0, "layers": 100},
])  # fmt: skip
def test_captions_are_one_short_sentence(nets: str, weight: float, turns: dict[str, Any]) -> None:
    for each in plan(vanishing, turned(Knobs(), nets=nets, weight=weight, **turns)):
        assert len(each.caption.split()) <= 14, each.caption
        assert len(each.caption) <= CAPTION_LETTERS, each.caption
        assert re.fullmatch(r"[A-Z0-9](?:[^:;.]|\d\.\d)*\.", each.caption), each.caption
        assert each.more.endswith("."), each.more
        assert "  " not in each.more
        assert len(each.knobs) <= 4
