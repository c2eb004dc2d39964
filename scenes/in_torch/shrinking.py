"""The scenes about what follows a convolution: activations, pooling, and softmax at the end."""

from __future__ import annotations

import numpy as np

from scenes.activation import computed as activation_computed
from scenes.activation.knobs import Knobs as ActivationKnobs
from scenes.in_torch.code import Code, Result, writes
from scenes.in_torch.writing import FUNCTIONAL, READABLE, TORCH, batch, cells, code, figure, tensor, under, value
from scenes.pooling import computed as pooling_computed
from scenes.pooling.knobs import Knobs as PoolingKnobs
from scenes.pooling.ordered import ordered
from scenes.reference import pad
from scenes.softmax import computed as softmax_computed
from scenes.softmax.knobs import CLASSES
from scenes.softmax.knobs import Knobs as SoftmaxKnobs
from scenes.stage.core.lattice import nearest_cell
from scenes.stage.draw.maps import COLOURS

FUNCTIONS = {
    "ReLU": "F.relu", "ReLU6": "F.relu6", "sigmoid": "torch.sigmoid", "tanh": "torch.tanh", "SiLU": "F.silu",
}  # fmt: skip
"""The activations by the scene's names, but for the leaky one, which takes a number."""


@writes("activation")
def activation(knobs: ActivationKnobs) -> Code:
    """The activation on a map with its slope, and two layers with and without it."""
    one, two = activation_computed.applied(knobs), activation_computed.track(knobs)
    leaky = ["def f(z):", f"    return F.leaky_relu(z, {knobs.leak:g})", ""]
    define = leaky if knobs.function == "leaky ReLU" else f"f = {FUNCTIONS[knobs.function]}"
    return code(
        (TORCH, FUNCTIONAL),
        define,
        tensor("z", one.z, comment="the feature map"),
        "z.requires_grad_()",
        "y = f(z)",
        "y.sum().backward()  # z.grad is the slope at each cell",
        "",
        "# Two layers along one axis",
        tensor("x", two.x[0], "[None, None]"),
        tensor("first", two.first[0], "[None, None]"),
        tensor("second", two.second[0], "[None, None]"),
        "bent = F.conv1d(f(F.conv1d(x, first)), second)",
        "linear = F.conv1d(F.conv1d(x, first), second)",
        "# Without the activation both are one layer; its kernel is a true convolution of theirs",
        f"kernel = F.conv1d(first, second.flip(-1), padding={knobs.taps - 1})",
        "alone = F.conv1d(x, kernel)",
        results=[
            cells("y", "The curve", "after"),
            cells("z.grad", "The slope", "slope"),
            cells("bent[0]", "Two layers", "output"),
            cells("linear[0]", f"Without {knobs.function}", "output"),
            cells("kernel[0]", "They collapse", "collapsed kernel"),
            cells("alone[0]", "One layer", "one layer"),
        ],
    )


@writes("pooling")
def pooling(knobs: PoolingKnobs) -> Code:
    """The layer on the whole input, its way back, a shift, and the order with ReLU; on a photograph one window."""
    layer = pooling_computed.pool(knobs)
    k, s, p = knobs.size, knobs.stride, knobs.padding
    kind = f"F.{'max' if layer.is_max else 'avg'}_pool2d"
    names = [f" {colour}" for colour in COLOURS] if layer.channels > 1 else [""]
    if layer.x.size > READABLE:
        return _one_window(layer, kind, names)
    arguments = f", {k}" + f", stride={s}" * (s != k) + f", padding={p}" * (p > 0)
    order = ordered(layer)
    alike = bool((layer.upstream == layer.upstream[0]).all())
    words = "max" if layer.is_max else "average"
    results = [
        *(cells(f"y[0, {each}]", "Every window", f"pooled{name}") for each, name in enumerate(names)),
        *(cells(f"x.grad[0, {each}]", "The way back", f"gradient at the input{name}")
          for each, name in enumerate(names)),
        cells("after[0, 0]", "Shift the input", "pooled after"),
        cells("relu_first[0, 0]", "Before or after ReLU?", f"ReLU first: after {words}"),
        cells("pool_first[0, 0]", "Before or after ReLU?", f"{words} first: after ReLU"),
    ]  # fmt: skip
    return code(
        (TORCH, FUNCTIONAL),
        batch("x", layer.x),
        "x.requires_grad_()",
        f"y = {kind}(x{arguments})",
        "",
        "# The way back of a gradient",
        tensor("upstream", layer.upstream[0], ".expand_as(y)") if alike else batch("upstream", layer.upstream),
        "y.backward(upstream)",
        "",
        f"shifted = F.pad(x, ({knobs.shift}, {-knobs.shift}))  # to the right; zeros come in",
        f"after = {kind}(shifted{arguments})",
        "",
        f"z = x[:, :1]{_less(order.less)}  # the first channel, with cells below zero",
        f"relu_first = {kind}(z.relu(){arguments})",
        f"pool_first = {kind}(z{arguments}).relu()",
        results=results,
    )  # fmt: skip


def _less(number: int) -> str:
    return f" - {number}" if number >= 0 else f" + {-number}"


def _one_window(layer: pooling_computed.Pool, kind: str, names: list[str]) -> Code:
    """One window of a photograph; where it hangs over the edge it sees what counts as nothing."""
    knobs, fill = layer.knobs, -np.inf if layer.is_max else 0.0
    at = nearest_cell(knobs.at, *layer.out)
    sides = (knobs.padding, knobs.padding)
    x = under(pad(layer.x, (sides, sides), fill), at, knobs.stride, knobs.size)
    return code(
        (TORCH, FUNCTIONAL),
        f"# What lies under the window of row {at[0]}, column {at[1]} of the pooled map",
        batch("x", x),
        "x.requires_grad_()",
        f"y = {kind}(x, {knobs.size})",
        "y.sum().backward()",
        "back = x.grad  # whose pixel the gradient goes back to",
        results=[value(f"y[0, {each}, 0, 0]", "Every window", f"pooled{name}", at) for each, name in enumerate(names)],
    )


@writes("softmax")
def softmax(knobs: SoftmaxKnobs) -> Code:
    """Shares, what three changes of the logits do to them, the loss, its gradient and a step downhill."""
    example = softmax_computed.example(knobs)
    names, label = example.names, CLASSES.index(knobs.label)
    constant = f"+ {knobs.shift:g}" if knobs.shift >= 0 else f"- {-knobs.shift:g}"
    shares = {
        "p": "Cut into shares", "shifted": "Add a constant", "multiplied": "Multiply by a constant",
        "warm": "Temperature",
    }  # fmt: skip

    def each(expression: str, step: str, mark: str) -> list[Result]:
        return [value(f"{expression}[{place}]", step, f"{mark} of {name}") for place, name in enumerate(names)]

    return code(
        (TORCH, FUNCTIONAL),
        tensor("z", example.before.z, comment=f"logits of {', '.join(names)}"),
        "z.requires_grad_()",
        "p = z.softmax(dim=0)",
        "",
        f"shifted = (z {constant}).softmax(dim=0)  # the same shares",
        f"multiplied = ({figure(knobs.factor)} * z).softmax(dim=0)",
        f"warm = (z / {figure(knobs.temperature)}).softmax(dim=0)",
        "",
        "# cross_entropy takes logits, not shares: it has the softmax inside",
        f"loss = F.cross_entropy(z, torch.tensor({label}))  # {knobs.label} is true",
        "loss.backward()  # z.grad is p, less 1 at the true class",
        "after = z - z.grad" if knobs.rate == 1 else f"after = z - {figure(knobs.rate)} * z.grad",
        f"loss_after = F.cross_entropy(after, torch.tensor({label}))",
        results=[
            *(result for name, step in shares.items() for result in each(name, step, "share")),
            value("loss", "The loss", "loss"),
            *each("z.grad", "Its gradient", "gradient"),
            value("loss_after", "One step downhill", "loss"),
        ],
    )
