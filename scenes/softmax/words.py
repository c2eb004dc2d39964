"""All that the softmax scene says: a sentence for each step, what more there is to say, and how numbers are written."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.softmax.computed import Example
from scenes.softmax.knobs import Knobs
from scenes.stage.draw.blocks import number
from scenes.stage.numbers.values import figures_text, format_number, power_text, superscript

SMALLEST_SHARE = 0.0005
"""A smaller share would read 0.000."""
MANY = 1000
"""How many classes ImageNet has."""


def plain(value: float) -> str:
    """A number of any size: 2, 0.69, 162,755, 4.9 × 10⁸; without zeros at its end."""
    value = float(value)
    if value != 0 and not 0.01 <= abs(value) < 1e6:
        return power_text(value)
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace("-", "−")
    text = number(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def brief(value: float) -> str:
    """A stretched logit where there is little room: 7.39, 2,981, 6·10⁵, 3·10⁻⁷."""
    if 0.01 <= value < 1e5:
        return plain(value)
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}·10{superscript(int(exponent))}"


def logit(value: float) -> str:
    """A logit, to two decimals, without zeros at its end."""
    return plain(round(float(value), 2))


def probability(value: float) -> str:
    """A share or a loss, to three decimals; very small ones as a power of ten."""
    value = float(value)
    return power_text(value) if 0 < value < 0.01 else format_number(value, 3)


def share_text(value: float) -> str:
    """A share where there is little room: to three decimals, but never as 0 or 1, which no share is."""
    if 0 < value < SMALLEST_SHARE:
        return "<0.001"
    return ">0.999" if 1 - SMALLEST_SHARE < value < 1 else format_number(float(value), 3)


def signed(value: float) -> str:
    """An entry of the gradient, with its sign."""
    value = float(value)
    if 0 < abs(value) < SMALLEST_SHARE:
        return "+0.000" if value > 0 else "−0.000"
    return format_number(value, 3, plus=True)


def logits(of: Example) -> tuple[str, str]:
    """What a logit is, and why logits are not just divided by their sum."""
    z = of.before.z
    return "The last layer gives each class one number, its logit.", (
        "z = W h + b is any real number, larger for a likelier class. Logits are not probabilities, for they may "
        f"be negative, and their sum can be anything. Divided by their sum, they give {_divided(z)}. With 1 added to "
        f"each, the same division gives {_divided(z + 1)}. So this division is no good way to make shares."
    )


def _divided(z: Floats) -> str:
    total = float(z.sum())
    return "nothing, for it is 0" if abs(total) < 1e-9 else _vector(z / total, lambda v: format_number(v, 3))


def stretch(of: Example) -> tuple[str, str]:
    """What the exponential does."""
    factor = figures_text(math.exp(of.every))
    return f"The exponential turns each step of {of.every} into a factor of {factor}.", (
        f"Softmax first exponentiates, z_i → e^(z_i), here {_vector(of.before.stretched)}. The even scale of z "
        "becomes the stretched scale of e^z. All numbers are positive now, and their order stays the same. A step of "
        f"1 in z is a factor of e = {math.e:.3f} in e^z."
    )


def line_up(of: Example) -> tuple[str, str]:
    """What the bars make together."""
    terms = " + ".join(plain(value) for value in of.before.stretched)
    return "Laid end to end, the stretched bars are as long as their sum.", (
        f"S = Σ e^(z_j) = {terms} = {plain(of.before.total)}. All are positive, so each is a part of the whole."
    )


def cut(of: Example) -> tuple[str, str]:
    """What softmax gives."""
    quotients = ", ".join(
        f"{plain(one)} / {plain(of.before.total)} = {probability(p)} for {name}"
        for one, p, name in zip(of.before.stretched, of.before.p, of.names, strict=True)
    )
    return "Divided by their sum, the bars become shares that add up to 1.", (
        f"p_i = e^(z_i) / Σ e^(z_j): {quotients}. It is the same bar, read on a scale from 0 to 1. The shares are "
        "positive and their sum is 1. Softmax gives a vector of probabilities, one number for each class."
    )


def added(of: Example, knobs: Knobs) -> tuple[str, str]:
    """What a constant changes: nothing."""
    c, by = plain(knobs.shift), plain(math.exp(knobs.shift))
    return f"Add {c} to every logit, and no share moves.", (
        f"e^(z_i + c) = e^c · e^(z_i): each stretched bar is multiplied by e^({c}) = {by}, and so is their sum. "
        f"So the quotients stay the same. {_softmax(of.before.z + knobs.shift)}. Only differences of logits count. The "
        "thin lines are the logits before."
    )


def multiplied(of: Example, knobs: Knobs) -> tuple[str, str]:
    """What a factor changes: the differences of logits, and so the odds."""
    a, (first, second) = knobs.factor, np.argsort(-of.before.z, kind="stable")[:2]
    z, odds = of.before.z, math.exp(of.before.z[first] - of.before.z[second])
    more = (
        f"{_softmax(z * a)}. p_i / p_j = e^(a (z_i − z_j)), so differences of logits are multiplied too. "
        f"The shares of {of.names[first]} and {of.names[second]} were as {plain(odds)} to 1, and become "
        f"{plain(odds**a)} to 1."
    )
    if z.max() == z.min():
        return "Equal logits stay equal, and so do their shares.", more
    if a == 1:
        return "Multiply every logit by 1, and no share moves.", more
    return f"Multiply every logit by {plain(a)}, and the shares get {'sharper' if a > 1 else 'flatter'}.", more


def cooled(of: Example, knobs: Knobs) -> tuple[str, str]:
    """What a temperature changes."""
    t = knobs.temperature
    more = (
        f"p_i = e^(z_i / T) / Σ e^(z_j / T). {_softmax(of.before.z / t)}. A large T makes the shares more equal. A "
        "small one gives nearly all to the largest logit. The order never changes. To divide by T is to multiply by 1 "
        "/ T."
    )
    if of.before.z.max() == of.before.z.min():
        return "Equal logits have equal shares at any temperature.", more
    if t == 1:
        return "A temperature of 1 changes nothing.", more
    return f"A temperature of {plain(t)} makes the shares {'flatter' if t > 1 else 'sharper'}, in the same order.", more


def loss(of: Example) -> tuple[str, str]:
    """What training looks at."""
    true, total = float(of.before.z[of.label]), plain(of.before.total)
    minus = f"−{logit(true)}" if true > 0 else logit(-true)
    guesses = ", ".join(f"{reference.cross_entropy(np.zeros(k), 0):.3f} for K = {k}" for k in (of.count, MANY))
    return "The loss is minus the logarithm of the true class's share.", (
        f"L = −log p_y = −z_y + log Σ e^(z_j): −log {probability(of.before.p[of.label])} = {minus} + log {total} = "
        f"{probability(of.loss)}, with the natural logarithm. It is 0 for a share of 1, and grows without bound as the "
        f"share goes to 0. With equal shares of K classes it is ln K: {guesses}, the number of classes in "
        "ImageNet."
    )


def gradient(of: Example) -> tuple[str, str]:
    """How softmax is pulled at."""
    truth, label = np.eye(of.count)[of.label], of.names[of.label]
    return "The gradient is the share minus the truth, which is 1 or 0.", (
        f"∂L/∂z_i = p_i − [i = y]: ∂L/∂z = {_vector(of.before.p, share_text)} − {_vector(truth)} = "
        f"{_vector(of.gradient, signed)}. For {label} it is negative, so a step downhill makes this logit "
        "larger. For all others it is positive, and the sum of all is 0."
    )


def moved(of: Example, knobs: Knobs) -> tuple[str, str]:
    """What one step downhill changes; the share of the true class always grows by it."""
    label = of.names[of.label]
    before, after = (probability(each.p[of.label]) for each in (of.before, of.after))
    return f"One step downhill raises the share of {label}, and the loss falls.", (
        f"Training moves weights, not logits. But were the logits moved by −{plain(knobs.rate)} times their gradient, "
        f"z ← z − η ∂L/∂z, {label} would rise and the others would sink. Its share would go from {before} to {after}, "
        f"and the loss from {probability(of.loss)} to {probability(of.loss_after)}."
    )


def _softmax(z: Floats) -> str:
    return f"softmax{_vector(z, logit)} = {_vector(reference.softmax(z), share_text)}"


def _vector(values: Floats, write: Callable[[float], str] = plain) -> str:
    return f"({', '.join(write(float(value)) for value in values)})"
