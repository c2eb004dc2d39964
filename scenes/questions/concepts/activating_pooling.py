"""Items of C5 and C6: the activation, and pooling."""

from __future__ import annotations

import numpy as np

from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart
from scenes.stage.numbers.values import rows_text


@item("relu-map", concept="C5", scene="activation")
def relu_map(draw: Draw) -> Made:
    """A map after ReLU."""
    z = np.array(draw.table("z", 3, 3, -5, 5))
    draw.need(3 <= int(np.count_nonzero(z < 0)) <= 6 and int(np.count_nonzero(z > 1)) >= 2)
    knobs = {"cells": [[list(at), float(value)] for at, value in np.ndenumerate(z)]}
    key = _map(
        np.maximum(z, 0),
        "Each number below 0 becomes 0, and the others stay.",
        shown=Moment("activation", knobs, "The curve"),
        target=Target("after", read="cells"),
    )
    wrong = (
        _map(np.abs(z), "A minus sign is not taken away: the number becomes 0.", "C5/absolute"),
        _map(
            z,
            "Here nothing has happened to the map.",
            "C5/forgotten",
            Moment("activation", knobs, "The curve"),
            Target("feature map", read="cells"),
        ),
        _map((z > 0).astype(int), "This is a step function. ReLU keeps what is above 0 as it is.", "C5/step"),
        _map(np.minimum(z, 0), "ReLU keeps the positive numbers and not the negative ones.", "C5/wrong-side"),
    )
    return Made(
        stem=f"ReLU is applied to the map {rows_text(z)}. Which map comes out?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("activation", knobs, "Above and below zero"),
        torch=f"""import torch
answer = torch.relu(torch.tensor({z.tolist()}))""",
    )


@item("collapsed-kernel", concept="C5", scene="activation")
def collapsed_kernel(draw: Draw) -> Made:
    """How large the one kernel is that does what two layers without an activation do."""
    taps = draw.choice("taps", 2, 3)
    knobs = {"taps": taps}
    key = number(
        2 * taps - 1,
        f"A cell of the second layer reads {taps} cells, and together they see {2 * taps - 1} inputs.",
        shown=Moment("activation", knobs, "They collapse"),
        target=Target("collapsed kernel", read="columns"),
    )
    wrong = (
        number(
            taps,
            "The second layer reads neighbours, and each of them sees other inputs too.",
            "C5/same-size",
        ),
        number(2 * taps, "The windows overlap, so one input is counted twice.", "C7/side-by-side"),
        number(taps * taps, "The sizes are not multiplied: the windows overlap.", "C7/multiplied"),
        number(taps + 1, "The second kernel adds its size minus 1, and not always 1.", "C5/one-more"),
    )
    return Made(
        stem=f"Two layers follow each other without an activation. The kernel of each has {taps} weights. One kernel "
        "does the same as both. How many weights has it?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("activation", knobs, "Without ReLU"),
        torch=f"""import torch
ones = torch.ones(1, 1, {taps})
both = torch.nn.functional.conv1d(ones, ones, padding={taps - 1})
answer = both.numel()""",
    )


@item("pooled-map", concept="C6", scene="pooling")
def pooled_map(draw: Draw) -> Made:
    """A map of 4×4 after pooling in windows of 2×2."""
    kind, x = draw.choice("kind", "max", "average"), np.array(draw.table("x", 4, 4, 0, 9))
    tiles = x.reshape(2, 2, 2, 2).swapaxes(1, 2).reshape(2, 2, 4)
    largest, mean = tiles.max(axis=-1), tiles.mean(axis=-1)
    knobs = {"kind": kind, "pixels": [[[0, *at], float(value)] for at, value in np.ndenumerate(x)]}
    at = Target("pooled", read="cells")
    of_max = _map(
        largest,
        "Max pooling keeps the largest number of each window." if kind == "max" else "This is max pooling.",
        "" if kind == "max" else "C6/other-kind",
        Moment("pooling", {**knobs, "kind": "max"}, "Every window"),
        at,
    )
    of_mean = _map(
        mean,
        "This is average pooling." if kind == "max" else "Add the 4 numbers of each window, and divide by 4.",
        "C6/other-kind" if kind == "max" else "",
        Moment("pooling", {**knobs, "kind": "average"}, "Every window"),
        at,
    )
    key, other = (of_max, of_mean) if kind == "max" else (of_mean, of_max)
    wrong = (
        other,
        _map(tiles.sum(axis=-1), "This is the sum of each window. A mean is that divided by 4.", "C6/sums"),
        _map(tiles[..., 0], "This is the first number of each window, as a stride alone keeps it.", "C6/first-number"),
        _map(tiles.min(axis=-1), "This is the smallest number of each window.", "C6/smallest"),
    )
    return Made(
        stem=f"The map {rows_text(x)} goes through {kind} pooling with windows of 2×2 and stride 2. Which map comes "
        "out?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("pooling", knobs, "The windows"),
        torch=f"""import torch
x = torch.tensor([[{x.tolist()}]], dtype=torch.float64)
answer = torch.nn.functional.{"max" if kind == "max" else "avg"}_pool2d(x, 2)[0, 0]""",
    )


@item("pooled-shape", concept="C6", scene="vgg")
def pooled_shape(draw: Draw) -> Made:
    """The shape of maps after pooling: fewer rows and columns, as many channels."""
    block, half = draw.integer("block", 1, 4), draw.integer("half", 4, 14)
    channels, side = 32 * 2**block, 2 * half
    knobs = {"side": side * 2 ** (block - 1), "block": block - 1}
    draw.need(32 <= knobs["side"] <= 448)

    def shape(channels: int, side: int, why: str, slip: str = "", shown: str = "", mark: str = "") -> Option:
        words = f"{channels}×{side}×{side}"
        moment = Moment("vgg", knobs, shown) if shown else None
        return Option(words, words, why, slip, moment, Target(mark, read="text") if mark else None)

    key = shape(
        channels,
        side // 2,
        "Pooling works on each channel by itself, and halves rows and columns.",
        "",
        "Inside a block",
        f"shape of pool{block}",
    )
    wrong = (
        shape(channels // 2, side // 2, "Pooling never mixes channels, so all of them are left.", "E30"),
        shape(channels, side - 1, "With stride 2 the window moves 2 cells at a time.", "C4/no-stride"),
        shape(channels // 4, side, "Pooling goes over rows and columns, and not over channels.", "E33"),
        shape(channels, side // 4, "Rows and columns are halved. Only the number of cells is quartered.", "C6/area"),
    )
    return Made(
        stem=f"{channels} maps of {side}×{side} go through max pooling with windows of 2×2 and stride 2. What is the "
        "shape then, channels first?",
        key=key,
        wrong=told_apart(key, wrong),
        before=Moment("pooling", at="The windows"),
        torch=f"""import torch
answer = torch.nn.MaxPool2d(2)(torch.zeros(1, {channels}, {side}, {side})).shape[1:]""",
    )


def _map(values: object, why: str, slip: str = "", shown: Moment | None = None, target: Target | None = None) -> Option:
    """An option that is a whole map."""
    words = rows_text(np.asarray(values))
    return Option(words, words, why, slip, shown, target)
