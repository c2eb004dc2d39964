"""Items on heads and layers that need few weights: C18 to C20."""

from __future__ import annotations

import math
from itertools import chain

from scenes.questions.draws import Draw
from scenes.questions.items import Made, Option, item
from scenes.questions.moments import Moment, Target
from scenes.questions.writing import number, told_apart, written
from scenes.stage.draw.blocks import brief

MAPS, CLASSES = 4, 3
"""The worked example of the scene on global average pooling."""
WAIST = (2, 3)
"""What the waist of the gates' worked example holds."""
SCORES = (2.0, -2.0, -3.0, 3.0)
"""The scores of its maps."""
STAGES = {"1": (3, 256), "2": (4, 512), "3": (6, 1024), "4": (3, 2048)}
"""Blocks of each stage of ResNet-50, and their channels."""


@item("pooled-mean", concept="C18", scene="gap")
def pooled_mean(draw: Draw) -> Made:
    """Global average pooling of one map: its mean."""
    side = draw.choice("side", 2, 3)
    values = draw.table("x", side, side, 0, 8)
    flat = list(chain.from_iterable(values))
    draw.need(sum(flat) % len(flat) == 0 and len(set(flat)) > 1)
    cells = [[[0, row, column], value] for row, line in enumerate(values) for column, value in enumerate(line)]
    knobs = {"size": f"{side} × {side}", "cells": cells}
    mean = sum(flat) // len(flat)
    key = number(
        mean, f"The numbers add up to {sum(flat)}, and there are {len(flat)} of them.",
        shown=Moment("gap", knobs, "Four maps, four numbers"), target=Target("mean 1", (0, 0)),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(max(flat), "The largest number is taken: that is max pooling.", "C18/max"),
        number(sum(flat), "The sum is not divided by the number of cells.", "C18/sum"),
        Option("map", f"the map stays {side} × {side}", "The map itself is taken to go on, but only its mean does.",
               "E24"),
    ])  # fmt: skip
    lines = " / ".join(" ".join(map(str, line)) for line in values)
    stem = f"A map holds {side} rows of numbers: {lines}. What does global average pooling make of this map?"
    code = (
        "import torch\n"
        f"x = torch.tensor({[[float(value) for value in line] for line in values]})[None, None]\n"
        "answer = torch.nn.functional.adaptive_avg_pool2d(x, 1).item()"
    )
    return Made(stem, key, wrong, Moment("gap", knobs, "Each number a column"), code)


@item("head-length", concept="C18", scene="gap")
def head_length(draw: Draw) -> Made:
    """How many numbers enter the softmax of a ResNet's head: one for each class."""
    side = draw.choice("side", 2, 3, 4)
    knobs = {"size": f"{side} × {side}"}
    shown = Moment("gap", knobs, "ResNet's head: then one dense layer")
    key = number(
        CLASSES, "The dense layer makes one logit for each class, and these enter the softmax.",
        shown=shown, target=Target("weights", read="rows"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(MAPS, "The means are taken to enter the softmax, but in a ResNet a dense layer stands between.", "E23",
               shown, Target("weights", read="columns")),
        number(MAPS * side**2, "The maps are taken to enter the softmax, but only their means go on.", "E24"),
        number(1, "All maps are taken to be averaged together into one number.", "C18/one-number"),
    ])  # fmt: skip
    stem = (
        f"A ResNet's head reads {MAPS} maps of {side}×{side} numbers. It averages each map, and one dense layer for "
        f"{CLASSES} classes follows. How many numbers enter the softmax?"
    )
    code = (
        "import torch\n"
        "pooling, flatten = torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()\n"
        f"head = torch.nn.Sequential(pooling, flatten, torch.nn.Linear({MAPS}, {CLASSES}))\n"
        f"answer = head(torch.zeros(1, {MAPS}, {side}, {side})).shape[1]"
    )
    return Made(stem, key, wrong, Moment("gap", knobs, "Four maps, four numbers"), code, in_order=True)


@item("head-parameters", concept="C18", scene="gap")
def head_parameters(draw: Draw) -> Made:
    """The parameters of a head behind global average pooling: C·K + K."""
    channels, classes = draw.choice("channels", 512, 1024, 2048), draw.choice("classes", 10, 100, 1000)
    side = draw.integer("side", 4, 8)
    knobs = {"channels": str(channels), "classes": str(classes), "side": side}
    shown = Moment("gap", knobs, "What a head costs")
    weights = channels * classes
    key = _count(
        weights + classes, f"{written(weights)} weights from the means to the classes, and {classes:,} biases.",
        shown=shown, target=Target("weights for means"),
    )  # fmt: skip
    wrong = told_apart(key, [
        _count(weights * side**2 + classes, "The maps are taken to be read number by number, without averaging.",
               "C18/flatten", shown, Target("weights for all numbers")),
        _count(weights, "The biases are forgotten.", "C18/no-bias"),
        _count(channels + classes, "A weight is counted for each mean, but each class reads all means.",
               "C18/weight-per-mean"),
        _count(0, "The means are taken for the logits, as in Network in Network, but a ResNet has a dense layer.",
               "E23"),
    ])  # fmt: skip
    stem = (
        f"A ResNet's head averages {channels:,} maps of {side}×{side} numbers. One dense layer with biases makes "
        f"{classes:,} logits of the means. How many parameters has the head?"
    )
    code = (
        "import torch\n"
        f"head = torch.nn.Sequential(torch.nn.AdaptiveAvgPool2d(1), torch.nn.Linear({channels}, {classes}))\n"
        "answer = sum(weights.numel() for weights in head.parameters())"
    )
    return Made(stem, key, wrong, Moment("gap", knobs, "NiN's head: a map for each class"), code, in_order=True)


@item("separable-ratio", concept="C19", scene="depthwise")
def separable_ratio(draw: Draw) -> Made:
    """How many times fewer multiplications a separable layer takes: 1 / (1/N + 1/k²)."""
    maps, size = draw.choice("maps", 16, 32, 64, 128, 256, 512), draw.choice("size", 3, 5, 7)
    knobs = {"real_inputs": str(maps), "real_maps": str(maps), "real_size": str(size)}
    square = size**2
    text = f"{1 / (1 / maps + 1 / square):.3g}"
    key = Option(
        float(text), text, f"Its share is 1/{maps} for the depthwise part and 1/{square} for the pointwise part.",
        shown=Moment("depthwise", knobs, "At real size"), target=Target("saving", read="number"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(square, f"Only the pointwise part is counted, without the 1/{maps} of the depthwise part.",
               "C19/no-depthwise"),
        number(maps, f"Only the depthwise part is counted, without the 1/{square} of the pointwise part.",
               "C19/no-pointwise"),
        number(maps * square, "The two shares are multiplied, but both parts must be computed: they add up.",
               "C19/multiplied"),
        number(maps + square, "The two savings are added, but it is their shares of the work that add up.",
               "C19/savings-added"),
    ])  # fmt: skip
    stem = (
        f"A layer with {size}×{size} kernels reads {maps} maps and makes {maps}. A depthwise separable layer replaces "
        "it. How many times fewer multiplications does it take?"
    )
    code = (
        "import torch\n"
        f"standard = torch.nn.Conv2d({maps}, {maps}, {size}, bias=False)\n"
        f"depthwise = torch.nn.Conv2d({maps}, {maps}, {size}, groups={maps}, bias=False)\n"
        f"pointwise = torch.nn.Conv2d({maps}, {maps}, 1, bias=False)\n"
        "separable = depthwise.weight.numel() + pointwise.weight.numel()\n"
        "answer = float(f'{standard.weight.numel() / separable:.3g}')"
    )
    return Made(stem, key, wrong, Moment("depthwise", {}, "A row and a column"), code, in_order=True)


@item("depthwise-kernel", concept="C19", scene="depthwise")
def depthwise_kernel(draw: Draw) -> Made:
    """The weights that a depthwise layer has for one channel: k², for its filters are flat but two-dimensional."""
    channels, size = draw.choice("channels", 2, 3), draw.choice("size", 2, 3)
    knobs = {"picture": "sheets" if channels == 2 else "channels", "kernels": "hand-made", "size": size}
    name = "weights 1" if channels == 2 else "weights red"
    key = number(
        size**2, f"One filter of {size}×{size} numbers lies on each channel, and on that channel only.",
        shown=Moment("depthwise", knobs, "A kernel each"), target=Target(name, read="number"),
    )  # fmt: skip
    wrong = told_apart(key, [
        number(size, "The filter is taken for one-dimensional, but it has rows and columns.", "E25"),
        number(size**2 * channels, "The filter is taken to span all channels, as in a standard layer.",
               "C19/all-channels"),
        number(1, "This is a weight of the pointwise part, which mixes the channels at one pixel.", "C19/pointwise"),
    ])  # fmt: skip
    stem = (
        f"A depthwise layer with {size}×{size} kernels reads {channels} channels. "
        "How many weights does it have for each of them, without a bias?"
    )
    code = (
        "import torch\n"
        f"layer = torch.nn.Conv2d({channels}, {channels}, {size}, groups={channels}, bias=False)\n"
        "answer = layer.weight[0].numel()"
    )
    return Made(stem, key, wrong, Moment("depthwise", knobs, "Slice the brick"), code, in_order=True)


@item("gate-at-zero", concept="C20", scene="gates")
def gate_at_zero(draw: Draw) -> Made:
    """The gate of a map whose score is zero: one half."""
    map_, factor = draw.integer("map", 1, MAPS), draw.choice("factor", -2, -1, 1, 2)
    first, second = WAIST[1] * factor, -WAIST[0] * factor
    knobs = {"restore": [[[map_ - 1, 0], first], [[map_ - 1, 1], second]]}
    scores = [0.0 if place == map_ - 1 else score for place, score in enumerate(SCORES)]
    share = 1 / sum(map(math.exp, scores))
    key = number(
        0.5, f"The score is {_product(first, WAIST[0])} + {_product(second, WAIST[1])} = 0, and σ(0) = 1 / (1 + 1).",
        shown=Moment("gates", knobs, "Excite: a gate for each map"), target=Target(f"gate {map_}"), decimals=3,
    )  # fmt: skip
    wrong = told_apart(key, [
        number(0, "The score itself is taken for the gate, but a sigmoid stands between.", "E29", decimals=3),
        number(1, "A score of 0 is taken to leave the map as it is, but its gate is half open.", "C20/neutral",
               decimals=3),
        number(share, "The gates are taken for shares of a softmax, but each gate stands alone.", "C20/softmax",
               Moment("gates", knobs, "Gates are no shares"), Target(f"share {map_}"), decimals=3),
    ])  # fmt: skip
    stem = (
        f"In squeeze and excitation the waist holds {WAIST[0]} and {WAIST[1]}. The weights of map {map_} are "
        f"{written(first)} and {written(second)}, without a bias. By what is map {map_} multiplied?"
    )
    code = (
        "import torch\n"
        f"waist, weights = torch.tensor([{WAIST[0]}.0, {WAIST[1]}.0]), torch.tensor([{first}.0, {second}.0])\n"
        "answer = torch.sigmoid(torch.dot(weights, waist)).item()"
    )
    return Made(stem, key, wrong, Moment("gates", {}, "The waist"), code, in_order=True)


@item("gate-weights", concept="C20", scene="gates")
def gate_weights(draw: Draw) -> Made:
    """The weights of all gates in a stage of ResNet-50: 2C²/r for each block."""
    stage, reduction = draw.choice("stage", *STAGES), draw.choice("reduction", 4, 8, 16, 32)
    blocks, channels = STAGES[stage]
    waist = channels // reduction
    key = _count(
        blocks * 2 * channels * waist,
        f"Each block has {channels:,}·{waist} weights into the waist and as many out of it.",
        shown=Moment("gates", {"reduction": str(reduction)}, "In ResNet-50"),
        target=Target(f"layer{stage}"),
    )
    wrong = told_apart(key, [
        _count(blocks * channels * waist, "Only one of the two dense layers is counted.", "C20/one-layer"),
        _count(blocks * 2 * channels**2, "The waist is forgotten: both layers are counted at full width.",
               "C20/no-waist"),
        _count(blocks * 2 * waist, "A weight is counted for each unit of the waist, but it reads all channels.",
               "C20/vector"),
        _count(2 * channels * waist, "Only one block is counted.", "C20/one-block"),
    ])  # fmt: skip
    stem = (
        f"A stage of ResNet-50 has {blocks} blocks with {channels:,} channels each. Each block gets gates with the "
        f"reduction r = {reduction}. How many weights are these, without biases?"
    )
    code = (
        "import torch\n"
        f"into, back = torch.nn.Linear({channels}, {waist}), torch.nn.Linear({waist}, {channels})\n"
        f"answer = {blocks} * (into.weight.numel() + back.weight.numel())"
    )
    return Made(stem, key, wrong, Moment("gates", {}, "In a residual block"), code, in_order=True)


def _product(first: int, second: int) -> str:
    """(−3)·2."""
    return f"({written(first)})·{second}" if first < 0 else f"{first}·{second}"


def _count(value: int, why: str, slip: str = "", shown: Moment | None = None, target: Target | None = None) -> Option:
    """An option that is a count, as briefly as the scenes write it: 24.6 k."""
    return Option(float(value), brief(value), why, slip, shown, target)
