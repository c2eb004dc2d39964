"""The steps of the global average pooling scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.gap.computed import Cost, Heads
from scenes.gap.digits import CANVASES, Canvas, measured
from scenes.gap.net import CONVOLUTIONS
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.series import percent_text

LIVE = ("race", "account")
CANVAS = ("canvas", "class maps")


@dataclass(frozen=True, eq=False)
class Moment(Told):
    """The step being told, and how far every step has come."""


def tell(stage: Stage, of: Heads, price: Cost, on: Canvas) -> Moment:
    """Lay out the steps."""
    spans = {
        "pour": stage.step("Each number a column", _pour_caption(of), 6.0),
        "level": stage.step("The columns level out", _level_caption(of), 5.0),
        "resnet": stage.step("ResNet's head: then one dense layer", RESNET, 6.0),
        "nin": stage.step("NiN's head: a map for each class", NIN, 6.0),
        "cost": stage.step("What a head costs", _cost_caption(price), 6.0),
        "canvas": stage.step("A trained net", _canvas_caption(on), 5.0),
        "class maps": stage.step("Class activation maps", _class_maps_caption(on), 6.0),
        "honest": stage.step("The honest test", _honest_caption(), 6.0),
        "race": stage.step("Two heads race", RACE, 9.0, live=True),
        "account": stage.step("What the heads cost and give", ACCOUNT, 8.0, live=True),
    }
    return Moment(present(spans), spans)


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
    "On the pictures that it trains on, the dense head's loss is no higher. On other pictures the means end ahead: "
    "with them it makes little difference where on the canvas a digit stands. With centred pictures they would win "
    "less."
)


def _pour_caption(of: Heads) -> str:
    rows, columns = of.maps.shape[1:]
    return (
        f"The last convolution of a net has made {len(of.maps)} maps of {rows} × {columns} numbers, behind a ReLU: how "
        "strongly a feature was found, place by place. Imagine each number as a column of water."
    )


def _level_caption(of: Heads) -> str:
    return (
        f"Global average pooling: each map becomes its mean. {len(of.maps)} maps give {len(of.means)} numbers, however "
        "large the maps are, and nothing is learned for it."
    )


def _cost_caption(price: Cost) -> str:
    return (
        f"A dense layer for {price.classes:,} classes that reads all numbers of {price.channels:,} maps of "
        f"{price.side} × {price.side} has {price.flattened:,} parameters; one that reads their means has "
        f"{price.averaged:,}."
    )


def _canvas_caption(on: Canvas) -> str:
    if on.side == 24:
        size = "It has learned single digits on such canvases"
    else:
        size = "It has learned on 24 × 24 pixels, and other sizes need no other weights"
    return (
        f"A real net with {counted(len(CONVOLUTIONS), 'convolution')}, the mean of each of its "
        f"{len(on.last)} last maps and one dense layer. {size}. Drag the digits."
    )


def _class_maps_caption(on: Canvas) -> str:
    start = (
        "Weigh the last maps as the dense layer weighs their means, and add them: a map that tells where the evidence "
        "for a class lies. "
    )
    if len(on.digits) == 1:
        return start + "But with one digit alone there is ink in one place only: choose a second one."
    if on.twice:
        return start + "Two digits of one class share one map, and it has one peak: choose two different ones."
    hits = sum(on.hits(index) for index in range(2))
    verdict = ("Here neither peak lies on its digit.", "Here one peak of two lies on its digit.",
               "Here both peaks lie on their digits.")[hits]  # fmt: skip
    return start + verdict + " The net was never told where digits are."


def _honest_caption() -> str:
    before, after = measured()
    return (
        f"On {CANVASES} canvases with two different digits, an untrained net's maps chose the right digit in "
        f"{percent_text(before.each)} of the cases, a trained net's in {percent_text(after.each)}."
    )
