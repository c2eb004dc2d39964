"""The steps of the global average pooling scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gap.computed import Cost, Heads
from scenes.gap.digits import CANVASES, Canvas, measured
from scenes.gap.net import CONVOLUTIONS
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import percent_text


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Maps become their means, heads read them and are counted; a trained net sees digits; two heads race."""

    columns: Span
    level: Span
    resnet: Span
    nin: Span
    cost: Span
    canvas: Span
    class_maps: Span
    honest: Span
    race: Span
    account: Span


def tell(stage: Stage, heads: Heads, cost: Cost, canvas: Canvas) -> Steps:
    """Lay out the steps."""
    return Steps(
        columns=stage.step("Each number a column", _columns_caption(heads), 6.0),
        level=stage.step("The columns level out", _level_caption(heads), 5.0),
        resnet=stage.step("ResNet's head: then one dense layer", RESNET, 6.0),
        nin=stage.step("NiN's head: a map for each class", NIN, 6.0),
        cost=stage.step("What a head costs", _cost_caption(cost), 6.0),
        canvas=stage.step("A trained net", _canvas_caption(canvas), 5.0),
        class_maps=stage.step("Class activation maps", _class_maps_caption(canvas), 6.0),
        honest=stage.step("The honest test", _honest_caption(), 6.0),
        race=stage.step("Two heads race", RACE, 9.0, live=True),
        account=stage.step("What the heads cost and give", ACCOUNT, 8.0, live=True),
    )


RESNET = (
    "The averages go on, not the maps: 4 numbers. A dense layer weighs them into one logit for each class, and softmax "
    "makes shares of the logits. ResNet, GoogLeNet and MobileNet end like this."
)
NIN = (
    "In Network in Network a 1×1 convolution first makes one map for each class. Their averages are the logits: no "
    "dense layer comes behind. With the same weights it is the same sum in another order. (The ReLU that NiN has on "
    "its class maps is left out.)"
)
RACE = (
    "The same convolutions, the same batches of digits anywhere on their canvas. One head reads the mean of each map, "
    "the other all numbers of all maps through a dense layer of 64 units."
)
ACCOUNT = (
    "On the pictures that it trains on, the dense head's loss is about as low, or lower. On other pictures the means "
    "end ahead in accuracy: with them it makes little difference where on the canvas a digit stands. With centred "
    "pictures they would win less."
)


def _columns_caption(heads: Heads) -> str:
    count, rows, columns = heads.maps.shape
    return (
        f"The last convolution of a net has made {count} maps of {rows} × {columns} numbers, behind a ReLU: how "
        "strongly a feature was found, place by place. Imagine each number as a column of water."
    )


def _level_caption(heads: Heads) -> str:
    return (
        f"Global average pooling: each map becomes its mean. {len(heads.maps)} maps give {len(heads.means)} numbers, "
        "however large the maps are, and nothing is learned for it."
    )


def _cost_caption(cost: Cost) -> str:
    return (
        f"A dense layer for {cost.classes:,} classes that reads all numbers of {cost.channels:,} maps of "
        f"{cost.side} × {cost.side} has {cost.flattened:,} parameters; one that reads their means has "
        f"{cost.averaged:,}."
    )


def _canvas_caption(canvas: Canvas) -> str:
    if canvas.side == 24:
        size = "It has learned single digits on such canvases"
    else:
        size = "It has learned on 24 × 24 pixels, and other sizes need no other weights"
    return (
        f"A real net with {counted(len(CONVOLUTIONS), 'convolution')}, the mean of each of its "
        f"{len(canvas.last)} last maps and one dense layer. {size}. Drag the digits."
    )


def _class_maps_caption(canvas: Canvas) -> str:
    start = (
        "Weigh the last maps as the dense layer weighs their means, and add them: a map that tells where the evidence "
        "for a class lies. "
    )
    if len(canvas.digits) == 1:
        return start + "But with one digit alone there is ink in one place only: choose a second one."
    if canvas.twice:
        return start + "Two digits of one class share one map, and it has one peak: choose two different ones."
    hits = sum(canvas.hits(index) for index in range(2))
    verdict = ("Here neither peak lies on its digit.", "Here one peak of two lies on its digit.",
               "Here both peaks lie on their digits.")[hits]  # fmt: skip
    return start + verdict + " The net was never told where digits are."


def _honest_caption() -> str:
    before, after = measured()
    return (
        f"On {CANVASES} canvases with two different digits, an untrained net's maps chose the right digit in "
        f"{percent_text(before.each)} of the cases, a trained net's in {percent_text(after.each)}."
    )
