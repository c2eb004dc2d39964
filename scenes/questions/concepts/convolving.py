"""Items of C1 to C3: from dense layer to convolution, one cell of a map, channels and parameters."""

from __future__ import annotations

import numpy as np

from scenes import reference
from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart, written
from scenes.stage.data.kernels import EXAMPLES
from scenes.stage.data.pictures import Picture, pixels
from scenes.stage.numbers.values import rows_text

CELL = (1, 1)
"""The cell of the maps of three channels that is asked about: the one that the scene comes to last, and frames."""


@item("local-shared", concept="C1", scene="dense")
def local_shared(draw: Draw) -> Made:
    """The weights of a layer whose outputs look nearby and share them."""
    n, k = draw.integer("n", 5, 8), draw.integer("k", 2, 4)
    outputs, knobs = n - k + 1, {"inputs": n, "size": k}
    key = number(
        k,
        f"All outputs use the same kernel of {k} weights.",
        shown=Moment("dense", knobs, "Share the weights"),
        target=Target("shared weights"),
    )
    wrong = (
        number(
            k * outputs,
            "Here each output has weights of its own. A shared weight counts once.",
            "C1/not-shared",
            Moment("dense", knobs, "Look only nearby"),
            Target("local weights"),
        ),
        number(n * outputs, "This is a dense layer, in which each output reads all inputs.", "C1/dense"),
        number(n, "Weights belong to the kernel and not to the inputs.", "C1/weight-per-input"),
    )
    return Made(
        stem=f"{outputs} outputs read {n} inputs. Each output looks at {k} inputs nearby, and all outputs share their "
        "weights. How many weights has the layer?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("dense", knobs, "A matrix of weights"),
        torch=f"""import torch
layer = torch.nn.Conv1d(1, 1, {k}, bias=False)
assert layer(torch.zeros(1, 1, {n})).numel() == {outputs}
answer = layer.weight.numel()""",
    )


@item("larger-picture", concept="C1", scene="dense")
def larger_picture(draw: Draw) -> Made:
    """What a picture of twice the side does to the parameters of a convolution: nothing."""
    side = draw.choice("side", 32, 64, 128, 256)
    channels, size = draw.choice("channels", 1, 3), draw.choice("k", 3, 5, 7, 11)
    filters = draw.choice("filters", 8, 16, 32, 64, 96)
    parameters = reference.convolution_parameters(channels, filters, size)
    knobs = {"channels": channels, "window": str(size), "filters": filters, "steps": "1"}
    key = number(
        parameters,
        "The kernel is the same at all places. A larger picture only has more places.",
        shown=Moment("dense", {**knobs, "side": 2 * side}, "Larger pictures"),
        target=Target("shared parameters"),
    )
    wrong = (
        number(2 * parameters, "So it is only if each row of pixels has weights of its own.", "C1/weight-per-pixel"),
        number(4 * parameters, "So it is only if each pixel has weights of its own.", "C1/weight-per-pixel"),
        number(parameters / 4, "The kernel depends neither on the picture nor on the map.", "C1/smaller-map"),
    )
    reads = "a grey picture" if channels == 1 else "a colour picture"
    return Made(
        stem=f"A convolution has {filters} filters of {size}×{size} and reads {reads} of {side}×{side}. It has "
        f"{written(parameters)} parameters. How many has it for {2 * side}×{2 * side} pixels?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("dense", {**knobs, "side": side}, "The same for a picture"),
        torch=f"""import torch
layer = torch.nn.Conv2d({channels}, {filters}, {size})
answer = sum(each.numel() for each in layer.parameters())""",
    )


@item("one-cell", concept="C2", scene="convolution")
def one_cell(draw: Draw) -> Made:
    """One cell of a feature map, by hand."""
    x, w = np.array(draw.table("x", 2, 2, 0, 5)), np.array(draw.table("w", 2, 2, -2, 2))
    bias = draw.integer("bias", -3, 3)
    draw.need(bias != 0 and int(np.count_nonzero(w)) >= 3 and int(np.count_nonzero(x)) >= 2)
    knobs = {
        "picture": "counting",
        "kernel": "example",
        "size": 2,
        "filters": 1,
        "bias": bias,
        "pixels": [[[0, *at], float(value)] for at, value in np.ndenumerate(x)],
        "weights": [[[0, 0, *at], float(value)] for at, value in np.ndenumerate(w)],
    }
    shown, total = Moment("convolution", knobs, "Add the bias"), int((x * w).sum())
    key = number(
        total + bias,
        "Multiply each number by the weight on it, add the products, and add the bias.",
        shown=shown,
        target=Target("result"),
    )
    wrong = (
        number(total, "The bias of the filter is added to the sum.", "C2/no-bias", shown, Target("sum")),
        number(
            int((x * w[::-1, ::-1]).sum()) + bias,
            "Here the kernel is turned by 180°. Networks use it as it is written.",
            "C2/flipped",
            Moment("convolution", {**knobs, "flip": True}, "Add the bias"),
            Target("result"),
        ),
        number(x.sum() * w.sum() + bias, "Multiply first, and then add.", "C2/added-first"),
    )
    return Made(
        stem=f"A window holds {rows_text(x)}. The kernel on it is {rows_text(w)}, and the bias is "
        f"{written(bias)}. Which number does the window make?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("convolution", knobs, "One window"),
        torch=f"""import torch
x, w = torch.tensor([[{x.tolist()}]]), torch.tensor([[{w.tolist()}]])
answer = torch.nn.functional.conv2d(x, w, torch.tensor([{bias}])).item()""",
    )


@item("edge-response", concept="C2", scene="convolution")
def edge_response(draw: Draw) -> Made:
    """What the kernel of a vertical edge makes where a picture goes from one grey to another."""
    left, right = draw.integer("left", 0, 9), draw.integer("right", 0, 9)
    draw.need(left != right)
    x = np.repeat([[left] * 3 + [right] * 3], 6, axis=0)
    knobs = {
        "picture": "edge",
        "bias": 0.0,
        "filters": 1,
        "at": [0, 1],
        "pixels": [[[0, *at], float(value)] for at, value in np.ndenumerate(x)],
    }
    at = Target("feature map", (0, 1))
    key = number(
        3 * (left - right),
        "In each of 3 rows the left number is added and the right one is taken away.",
        shown=Moment("convolution", knobs, "Slide"),
        target=at,
    )
    wrong = (
        number(
            3 * (right - left),
            "Here the kernel is turned by 180°. Networks use it as it is written.",
            "C2/flipped",
            Moment("convolution", {**knobs, "flip": True}, "Slide"),
            at,
        ),
        number(left - right, "This is one row, but the products of all 3 rows are added.", "C2/one-row"),
        number(3 * (2 * left - right), "A weight of 0 takes its number out of the sum.", "C2/zero-weight"),
        number(0, "The weights add up to 0, but they stand on different numbers.", "C2/added-first"),
    )
    row = f"{left} {left} {right}"
    return Made(
        stem=f"Each of the 3 rows of a window holds {row}, since an edge runs through it. Each row of the kernel holds "
        "1 0 −1, and the bias is 0. Which number does the window make?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("convolution", knobs, "One window"),
        torch=f"""import torch
x = torch.tensor([[[[{left}, {left}, {right}]] * 3]]).reshape(1, 1, 3, 3)
w = torch.tensor([[[[1, 0, -1]] * 3]]).reshape(1, 1, 3, 3)
answer = torch.nn.functional.conv2d(x, w).item()""",
    )


@item("parameters", concept="C3", scene="channels")
def parameters(draw: Draw) -> Made:
    """The parameters of a convolution with its biases."""
    inputs, filters = draw.choice("inputs", 3, 16, 32, 64), draw.choice("filters", 16, 32, 64, 96, 128)
    size = draw.choice("k", 3, 5, 7, 11)
    draw.need(inputs != filters)
    at = Target("parameters", read="number")

    def layer(inputs: int, filters: int) -> Moment:
        knobs = {"real_inputs": str(inputs), "real_filters": str(filters), "real_size": str(size)}
        return Moment("channels", knobs, "What it costs")

    weights = size * size * inputs * filters
    key = number(
        weights + filters,
        f"Each filter has {size}·{size}·{inputs} weights and one bias.",
        shown=layer(inputs, filters),
        target=at,
    )
    wrong = (
        number(
            size * size * filters + filters,
            "A filter has a kernel for each channel that it reads.",
            "E33",
            layer(1, filters),
            at,
        ),
        number(weights, "Each filter has a bias too.", "C3/no-biases"),
        number(weights + 1, "There is not one bias for the layer, but one for each filter.", "E34"),
        number(
            weights + inputs,
            "The biases belong to the filters and not to the input channels.",
            "C3/roles-swapped",
            layer(filters, inputs),
            at,
        ),
    )
    return Made(
        stem=f"A convolution has {filters} filters of {size}×{size} and reads {inputs} channels. How many parameters "
        "has it, with its biases?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("channels", layer(inputs, filters).knobs, "A layer of real size"),
        torch=f"""import torch
layer = torch.nn.Conv2d({inputs}, {filters}, {size})
answer = sum(each.numel() for each in layer.parameters())""",
    )


@item("channel-sum", concept="C3", scene="channels")
def channel_sum(draw: Draw) -> Made:
    """What one filter makes of three channels at one place: one number."""
    lights = [draw.integer(name, 0, 5) for name in ("red", "green", "blue")]
    bias = draw.integer("bias", -3, 3)
    x = pixels(Picture("channels")).copy()
    places = ((0, *CELL), (1, CELL[0], CELL[1] + 1), (2, *CELL))  # each under a weight of 1
    for place, light in zip(places, lights, strict=True):
        x[place] = light
    made = reference.channel_maps(x, np.array(EXAMPLES["channels"][0], dtype=float))[:, *CELL].astype(int).tolist()
    total = sum(made)
    draw.need(bias != 0 and len(set(made)) == 3)
    knobs = {
        "at": list(CELL),
        "filters": 1,
        "pixels": [[list(place), float(light)] for place, light in zip(places, lights, strict=True)],
        "biases": [[[0], float(bias)]],
    }
    key = number(
        total + bias,
        "One filter makes one map. What its kernels make is added, and so is its one bias.",
        shown=Moment("channels", knobs, "Add the bias"),
        target=Target("map 1", CELL),
    )
    first, second, third = (written(each) for each in made)
    wrong = (
        number(
            total,
            "The bias of the filter is added at every cell.",
            "C2/no-bias",
            Moment("channels", knobs, "Add the maps"),
            Target("sum", CELL),
        ),
        number(total + 3 * bias, "A filter has one bias, and not one for each channel.", "E34"),
        number(max(made) + bias, "The largest wins in max pooling. A filter adds.", "C3/largest-channel"),
        Option(
            f"{first}, {second} and {third}",
            f"{first}, {second} and {third}",
            "A filter does not keep the channels apart. It makes one map of them.",
            "C3/channels-apart",
        ),
    )
    return Made(
        stem=f"A filter reads three channels. At one place its three kernels make {first}, {second} and {third}. Its "
        f"bias is {written(bias)}. What stands at that place of its map?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("channels", knobs, "Three kernels in parallel"),
        torch=f"""import torch
x, w = torch.tensor([{made}]).reshape(1, 3, 1, 1), torch.ones(1, 3, 1, 1, dtype=torch.int64)
answer = torch.nn.functional.conv2d(x, w, torch.tensor([{bias}])).item()""",
    )
