"""Items of C7: how much of the input a unit sees, and what it answers to."""

from __future__ import annotations

import math

from scenes import reference
from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart
from scenes.reference import Layer

CELLS = 20
"""Input cells of the chains."""


@item("receptive-field", concept="C7", scene="receptive")
def receptive_field(draw: Draw) -> Made:
    """How many input cells a unit of a chain of three layers sees."""
    layers = _chain(draw)
    sizes = [layer.kernel for layer in layers]
    at = Target("r", read="number")
    flat = tuple(Layer(layer.kernel) for layer in layers)
    key = number(
        reference.receptive_field(layers),
        "Begin with 1. Each layer adds its kernel size minus 1, times all strides before it.",
        shown=_moment(layers, "The cone opens"),
        target=at,
    )
    wrong = (
        number(
            reference.receptive_field(flat),
            "A stride makes each later layer add more.",
            "C7/no-jump",
            _moment(flat, "The cone opens"),
            at,
        ),
        number(sum(sizes), "The windows overlap, and do not lie side by side.", "C7/side-by-side"),
        number(math.prod(sizes), "The sizes are not multiplied, since the windows overlap.", "C7/multiplied"),
        number(sizes[-1], "This is what it sees of the layer before. That layer sees more.", "C7/last-kernel"),
    )
    return Made(
        stem=f"Three layers follow each other. {_told(layers)} How many input cells in a row does a unit of the last "
        "layer see?",
        key=key,
        wrong=told_apart(key, wrong),
        before=_moment(layers, "One unit"),
        torch=_gradient(layers, "answer = int((x.grad != 0).sum())"),
    )


@item("next-unit", concept="C7", scene="receptive")
def next_unit(draw: Draw) -> Made:
    """How far the receptive field of the unit next door lies."""
    layers = _chain(draw)
    strides = [layer.stride for layer in layers]
    jump = math.prod(strides)
    key = number(
        jump,
        "The strides of all layers are multiplied.",
        shown=_moment(layers, "The unit next to it"),
        target=Target("j", read="number"),
    )
    wrong = (
        number(sum(strides), "A step of the last layer is made of steps below, so strides multiply.", "C7/added"),
        number(1, "It is 1 only where all strides are 1.", "C7/no-jump"),
        number(strides[-1], "The strides of the layers before count as well.", "C7/last-stride"),
        number(
            reference.receptive_field(layers),
            "So much a unit sees. Receptive fields of neighbours overlap.",
            "C7/side-by-side",
            _moment(layers, "The cone opens"),
            Target("r", read="number"),
        ),
    )
    draw.need(jump > 1)
    return Made(
        stem=f"Three layers follow each other. {_told(layers)} How many input cells further on does the next unit of "
        "the last layer look?",
        key=key,
        wrong=told_apart(key, wrong),
        before=_moment(layers, "One unit"),
        torch=_gradient(
            layers,
            """first = int((x.grad != 0).nonzero()[0, -1])
x.grad = None
net(x)[0, 0, 1].backward()
answer = int((x.grad != 0).nonzero()[0, -1]) - first""",
        ),
    )


@item("what-it-sees", concept="C7", scene="silhouettes")
def what_it_sees(draw: Draw) -> Made:
    """How much of a drawing a unit sees that answers to an edge, to a piece of an outline, or to most of an animal."""
    animal = draw.choice("animal", "cat", "dog", "elephant", "giraffe", "horse")
    layer = draw.integer("layer", 1, 3)
    knobs = {"animal": animal}
    titles, sides = ("A trained CNN: layer 1", "Layer 2", "Layer 3"), (3, 8, 18)
    what = ("little more than an edge", "a piece of the outline", "a large part of the animal")[layer - 1]
    whys = (
        "A unit of layer 1 sees so little that an edge is all it can answer to.",
        "A unit of layer 2 sees as much as a piece of the outline.",
        "Only a unit of layer 3 sees so much.",
    )

    def option(number: int) -> Option:
        words = f"sees {sides[number - 1]} × {sides[number - 1]} pixels"
        moment, target = Moment("silhouettes", knobs, titles[number - 1]), Target("sees", read="text")
        if number == layer:
            return Option(words, words, whys[number - 1], "", moment, target)
        slip = "E04" if abs(number - layer) == 2 else "C7/other-layer"
        return Option(words, words, _MISPLACED[number - 1], slip, moment, target)

    key = option(layer)
    whole = "sees 28 × 28 pixels"
    wrong = [option(number) for number in (1, 2, 3) if number != layer]
    wrong.append(Option(whole, whole, "No unit of these layers sees all of the drawing.", "C7/whole-picture"))
    return Made(
        stem=f"A unit of a trained CNN answers to {what}. How much does it see of a drawing of 28 × 28 pixels?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("silhouettes", knobs, "A filter taken apart"),
        torch=f"""import torch
parts = []
for _ in range(3):
    kernel = torch.nn.Conv2d(1, 1, 3, padding=1, bias=False)
    torch.nn.init.ones_(kernel.weight)
    parts += [kernel, torch.nn.AvgPool2d(2)]
x = torch.zeros(1, 1, 28, 28, requires_grad=True)
y = torch.nn.Sequential(*parts[:{2 * layer - 1}])(x)
y[0, 0, y.shape[2] // 2, y.shape[3] // 2].backward()
side = int((x.grad[0, 0] != 0).any(dim=0).sum())
answer = f"sees {{side}} × {{side}} pixels\"""",
    )


_MISPLACED = (
    "A unit of layer 1 sees so much. It can only answer to edges.",
    "A unit of layer 2 sees so much. It answers to pieces of an outline.",
    "A unit of layer 3 sees so much. Edges are found by early layers.",
)


def _chain(draw: Draw) -> tuple[Layer, ...]:
    """Three layers that leave two units at least."""
    layers = tuple(Layer(draw.choice(f"k{row}", 2, 3, 5), draw.choice(f"s{row}", 1, 2)) for row in (1, 2, 3))
    side = CELLS
    for layer in layers:
        draw.need(side >= layer.kernel)
        side = reference.output_size(side, layer.kernel, layer.stride)
    draw.need(side >= 2 and any(layer.stride > 1 for layer in layers[:-1]))
    return layers


def _moment(layers: tuple[Layer, ...], at: str) -> Moment:
    edits = [[[row, what], float(value)] for row, layer in enumerate(layers) for what, value in enumerate(layer[:2])]
    return Moment("receptive", {"chain": "three 3×3", "size": CELLS, "unit": [3, 0], "layers": edits}, at)


def _told(layers: tuple[Layer, ...]) -> str:
    kernels = ", ".join(f"{layer.kernel}" for layer in layers)
    strides = ", ".join(f"{layer.stride}" for layer in layers)
    return f"Their kernels are {kernels} wide, and their strides are {strides}."


def _gradient(layers: tuple[Layer, ...], rest: str) -> str:
    """Torch code that asks the gradient of a unit which inputs count, and goes on with the rest."""
    sizes = [(layer.kernel, layer.stride) for layer in layers]
    return f"""import torch
net = torch.nn.Sequential(*(torch.nn.Conv1d(1, 1, k, s, bias=False) for k, s in {sizes}))
for layer in net:
    torch.nn.init.ones_(layer.weight)
x = torch.zeros(1, 1, {CELLS}, requires_grad=True)
net(x)[0, 0, 0].backward()
{rest}"""
