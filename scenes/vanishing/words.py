"""All that the vanishing scene says: one sentence for each step, and what more there is to say beside it."""

from __future__ import annotations

import math

from scenes import reference
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import figures_text, format_number, superscript
from scenes.vanishing.computed import (
    CHAIN,
    DEPTH,
    LARGEST,
    RATE,
    SMALLEST,
    UNITS,
    Chain,
    Descent,
    descent,
    overflow,
    rules,
    stack,
    steepest,
)  # fmt: skip
from scenes.vanishing.knobs import Knobs

DEPTHS = (10, 50, 100)
"""What the same factor leaves after so many layers is told as well."""
MUCH = 100.0
"""What grows so many times, or shrinks so far, explodes or vanishes."""
TEN = 10.0


def back(of: Chain) -> tuple[str, str]:
    """What becomes of the gradient on its way back."""
    size = "δ is the size of ∂L/∂h, the gradient behind a layer. Each factor can be dragged up and down, or typed over."
    if len(set(of.factors)) > 1:
        return "Each layer multiplies the gradient by its own factor.", (
            f"The product of {counted(of.layers, 'factor')} is {figures_text(of.left)}, and δ₀ is this product times "
            f"δ{_lowered(of.layers)}. {size}"
        )
    g = of.factors[0]
    powers = ", ".join(f"{g:g}{superscript(depth)} = {figures_text(g**depth)}" for depth in DEPTHS)
    product = f"δ₀ = g{superscript(of.layers)} · δ{_lowered(of.layers)}, and {g:g}{superscript(of.layers)}"
    return f"Every layer multiplies the gradient by {g:g}, and it {_becomes(of.left)}.", (
        f"{product} = {figures_text(of.left)}. {size}{_rounded(of.left)} After 10, 50 and 100 layers: {powers}."
    )


def _becomes(left: float) -> str:
    if left in (0.0, 1.0):
        return "stays as it is" if left else "vanishes"
    return ("vanishes" if left * MUCH < 1 else "shrinks") if left < 1 else "explodes" if left > MUCH else "grows"


def _rounded(left: float) -> str:
    """That small is not zero, and when it is."""
    if left >= 1:
        return ""
    if left > SMALLEST / 2:
        return " What is left is small, but it is not 0."
    return f" A computer rounds it to 0 in the end: 32 bits hold nothing below {figures_text(SMALLEST)}."


def _lowered(index: int) -> str:
    return str(index).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


FACTOR = (
    "Each factor contains a slope, at most 0.25 for a sigmoid.",
    f"On its way back the gradient is multiplied by f′(z) and by the weights, transposed. A sigmoid's largest slope is "
    f"{steepest('sigmoid'):g}: {steepest('sigmoid'):g}⁵ = {figures_text(steepest('sigmoid') ** 5)} is left after five "
    f"layers with weights of 1, and {figures_text(steepest('sigmoid') ** 20)} after twenty. That of tanh is 1. A "
    "ReLU's slope is 1 or 0, and about half the numbers pass. A click on a name gives that slope to the first step's "
    "chain.",
)


def sigmoid() -> tuple[str, str]:
    """What a stack of sigmoids leaves."""
    of = stack("sigmoid", "Glorot")
    return "Sigmoids leave almost nothing of the gradient for the first layer.", (
        f"Random numbers go forward through {_stack()} with Glorot's first weights, a random gradient comes back. "
        f"{figures_text(of.left)} of it arrives. A factor is at most {figures_text(of.gain)}, and "
        f"{figures_text(of.gain)}{superscript(DEPTH)} = {figures_text(of.gain**DEPTH)}. None of the rules for first "
        "weights saves a sigmoid: the larger they are, the more often a sigmoid works where it is flat. Each bar is a "
        "root mean square; seed 1."
    )


def _stack() -> str:
    return f"{DEPTH} layers of {UNITS} units"


def start(knobs: Knobs) -> tuple[str, str]:
    """How first weights are drawn."""
    n_in, n_out = reference.fans(knobs.c_in, knobs.c_out, knobs.kernel)
    he, glorot, default, _ = rules(n_in, n_out)
    k = knobs.kernel
    return "The more inputs a unit adds up, the smaller its weights must start.", (
        f"n_in = {k}·{k}·{knobs.c_in} = {n_in:,} and n_out = {k}·{k}·{knobs.c_out} = {n_out:,}, for "
        f"Var(z) = n_in · Var(w) · E[h²]. He: √(2 / {n_in:,}) = {figures_text(he.std)}, normal. "
        f"Glorot: √(2 / ({n_in:,} + {n_out:,})) = {figures_text(glorot.std)}, uniform from "
        f"−{figures_text(glorot.bound or 0.0)} to {figures_text(glorot.bound or 0.0)}. PyTorch: 1 / √(3 · {n_in:,}) = "
        f"{figures_text(default.std)}, uniform. He's rule is made for ReLU, which halves the mean square; Glorot's for "
        "tanh. He et al., ICCV 2015: a net of 30 layers learns with He's rule and stalls with Glorot's. One of 22 "
        "learns with both."
    )


def forward(knobs: Knobs) -> tuple[str, str]:
    """What becomes of the signal on its way forward."""
    of = stack(knobs.activation, knobs.rule)
    if knobs.activation == "sigmoid":
        caption = "A sigmoid's signal cannot vanish, for it turns 0 into one half."
    elif of.heard * TEN < 1:
        caption = "With these weights the signal shrinks on its way forward."
    elif of.heard > TEN:
        caption = "With these weights the signal grows on its way forward."
    else:
        caption = "With these weights the signal stays within a factor of ten."
    return caption, (
        f"Random numbers go through {_stack()}; each bar is the root mean square of what a layer gives. "
        f"{figures_text(of.forward[0])} goes in, and {figures_text(of.forward[-1])} comes out. "
        f"The weights' standard deviation is {figures_text(of.std)} at n_in = {UNITS}. Seed 1."
    )


DECIDE = "The first weights decide whether the gradient shrinks, grows or stays."
RIGHT = {
    "ReLU": (DECIDE, "With ReLU He's rule makes the factor 1; Glorot's loses a factor of √2 in every layer."),
    "tanh": (DECIDE, "tanh saturates: large signals are held near 1, where its slope is small."),
    "sigmoid": (
        "With sigmoids the gradient vanishes by each of these rules.",
        "A sigmoid's slope is ¼ at most, and it is less where the signal is large.",
    ),
}
GAINS = {"ReLU": "g = σ · √(n_in / 2)", "tanh": "g ≤ σ · √n_in", "sigmoid": "g ≤ ¼ · σ · √n_in"}


def stacked(knobs: Knobs) -> tuple[str, str]:
    """What the width of the first weights does to the gradient."""
    of = stack(knobs.activation, knobs.rule)
    least = "" if knobs.activation == "ReLU" else "at most "
    caption, why = RIGHT[knobs.activation]
    return caption, (
        f"{GAINS[knobs.activation]} with n_in = {UNITS} and σ = {figures_text(of.std)}: g = {least}"
        f"{figures_text(of.gain)}, and g{superscript(DEPTH)} = {figures_text(of.gain**DEPTH)}. Measured: "
        f"{figures_text(of.left)}. {why} The lines are the rules with smaller and with larger "
        "weights. Seed 1."
    )


def norm() -> tuple[str, str]:
    """What batch norm does to the same sigmoids."""
    of = stack("sigmoid", "Glorot", "batch norm")
    return "With batch norm before each sigmoid the gradient hardly shrinks.", (
        "These are the same weights and the same sigmoids. Only ẑ = (z − μ) / √(σ² + ε), y = γ ẑ + β comes before "
        "each of them, with γ = 1 and β = 0. It spreads z again in every layer, and the gradient is divided by the "
        f"same small σ. {figures_text(of.left)} of it arrives, instead of "
        f"{figures_text(stack('sigmoid', 'Glorot').left)}."
    )


def shortcut() -> tuple[str, str]:
    """What shortcuts do to the same sigmoids."""
    of = stack("sigmoid", "Glorot", "shortcut")
    return "A shortcut carries the gradient around each sigmoid.", (
        "y = σ(W h) + h. Going back, the unchanged gradient is added to what comes through the sigmoid, and so its "
        f"factor is about 1 in every layer. {figures_text(of.left)} of it arrives, instead of "
        f"{figures_text(stack('sigmoid', 'Glorot').left)}. A sigmoid after the addition would let it vanish again."
    )


def infinite(knobs: Knobs) -> tuple[str, str]:
    """How the chain of factors is trained."""
    told = descent(knobs.weight, knobs.clip)
    clipping = f", where g is clipped: times min(1, 1 / (√{CHAIN} |g|))" if knobs.clip else ""
    rule = (
        f"{CHAIN} factors w that start at {knobs.weight:g} are trained to have the product 1: L = ½ (w¹² − 1)², "
        f"w ← w − {RATE:g} · g with g = (w¹² − 1) w¹¹{clipping}."
    )
    return _ends(knobs), f"{rule} {' '.join(_row(*each) for each in enumerate(told, 1))}{_why(knobs)}"


def _ends(knobs: Knobs) -> str:
    told = descent(knobs.weight, knobs.clip)
    if overflow(told):
        return f"Each step makes the next one larger, until step {overflow(told)} overflows."
    if knobs.clip and told[-1].loss < told[0].loss:
        return "Clipped to length 1, each step is small, and the loss falls."
    if told[-1].loss < told[0].loss / 2 and told[1].output < 0.1:
        return "The first step is too long, and lands where gradients are almost 0."
    return f"Nothing explodes if these factors start at {knobs.weight:g}."


def _row(index: int, step: Descent) -> str:
    return (
        f"Step {index}: w = {number(step.weight)}, product {number(step.output)}, loss {number(step.loss)}, "
        f"gradient {number(step.gradient)}."
    )


def _why(knobs: Knobs) -> str:
    told = descent(knobs.weight, knobs.clip)
    step = overflow(told)
    if not step:
        return ""
    first = told[step - 1]
    square = "" if not math.isfinite(first.output) else f" Step {step}'s product still fits, but not its square."
    return (
        f"{square} Above {figures_text(LARGEST)} a number of 32 bits becomes ∞, and ∞ − ∞ has no value: it is NaN, "
        "“not a number”. All that meets NaN is NaN too, and no step brings it back."
    )


def number(value: float) -> str:
    """A number of the descent in few characters."""
    if not math.isfinite(value):
        return format_number(value)
    return format_number(value, 3) if 0.1 <= abs(value) < TEN else figures_text(value)


LAYERS = "Drawn is the norm of each layer's gradient in the first step of training, on a logarithmic axis."
WEIGHTS = (
    "By the gradients of their weights all layers look alike.",
    f"{LAYERS} Three nets of 20 ReLU layers start with weights of different size. In each of them the weights' "
    "gradients, ∂L/∂W, are about as large in every layer: going forward the signal shrinks by what the gradient grows.",
)
BEGIN = {
    "four nets": (
        "Of four trained nets, only the plain sigmoid one loses its gradient.",
        f"{LAYERS} All four have 20 layers. With sigmoids the norms fall by about twelve powers of ten towards the "
        "input; ReLU with He's rule, batch normalisation or shortcuts around sigmoids keep them within two. The large "
        "numbers are those of the first layer, divided by the last one's.",
    ),
    "sigmoid": (
        "In a real net, too, each sigmoid layer shrinks the gradient alike.",
        f"{LAYERS} Twenty sigmoid layers with Glorot's rule: the norms fall along a straight line towards the input, "
        "by almost the same factor in every layer, as in the chain.",
    ),
    "ReLU": (
        "Only the gradients of the activations show which net explodes.",
        f"{LAYERS} The same nets, but the gradients of what the layers give, ∂L/∂h. The larger the first weights, the "
        "more they grow towards the input. Both pictures are needed: by its weights an exploding net seems healthy.",
    ),
    "exploding": (
        "With gain 2 the gradient grows towards the input.",
        f"{LAYERS} Twelve ReLU layers. Both nets differ only in how large their weights start. With gain 2 the "
        "activations' gradients grow towards the input, and all weights' gradients are large.",
    ),
    "clipped": (
        "Clipping does not change the gradients of the first step.",
        f"{LAYERS} The same two nets with the same weights to begin with: so far nothing differs. The norms drawn here "
        "are those before the gradient is clipped.",
    ),
}
OVER = "Lines are means of the latest ten steps, each of a net's first layer."
LEARN = {
    "four nets": (
        "The first layers of three nets keep getting a gradient.",
        f"{OVER} The sigmoid net's first layer gets next to nothing: tiny values, but not 0. They are too "
        "small to move its weights.",
    ),
    "sigmoid": (
        "The first layer's gradient stays tiny, but it is not 0.",
        "Lines are means of the latest ten steps: the first, the middle and the last layer. Only the last layers move; "
        "the first ones get values so small that their weights hardly move.",
    ),
    "ReLU": (
        "Each net keeps the size of gradient that it started with.",
        f"{OVER} The learning rate is almost 0: these nets are only looked at.",
    ),
}
FIRST = {
    "exploding": (
        "With gain 2 each step makes the next gradient larger still.",
        "W ← W − η ∂L/∂W. Each bar is the norm of the whole gradient in a step. With gain 2 the loss is not finite any "
        "more within a few steps. He's net goes on.",
    ),
    "clipped": (
        "Clipping shortens each long gradient to length 1.",
        "g ← g · min(1, 1 / ‖g‖). Each outline is the norm of the whole gradient in a step, and the full bar is what "
        "is left of it. The direction stays, the length is 1. The loss with gain 2 stays finite, and falls.",
    ),
}
RACE = {
    "four nets": (
        "Three nets learn, and the plain sigmoid net stays at chance.",
        "The accuracy is measured on pictures that the nets are not trained with. Each remedy alone is enough here: "
        "ReLU with weights to suit it, normalisation, or shortcuts. The nets that learn are those whose first layers "
        "get gradients.",
    ),
    "sigmoid": (
        "A net whose first layers hardly move stays at chance.",
        "Whatever the last layers learn, hardly anything of the picture reaches them through layers that do not learn.",
    ),
    "exploding": (
        "One net fails within a few steps, and the other one learns.",
        "The loss of the net with gain 2 is not finite any more within a few steps. The other net, with He's gain, "
        "learns.",
    ),
    "clipped": (
        "The clipped net learns, but the net that started well is ahead.",
        "Clipping limits what a bad start does, and a good start makes it unnecessary.",
    ),
}
