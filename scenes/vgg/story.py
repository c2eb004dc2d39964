"""The steps of the VGG scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Told, present
from scenes.stage.draw.blocks import brief
from scenes.vgg.computed import SMALL, Build, Stack
from scenes.vgg.knobs import Knobs

COUNTS = {2: "Two", 3: "Three", 4: "Four"}


@dataclass(frozen=True, eq=False)
class Steps(Told):
    """The step being told, and how far every step has come."""

    PACE, PAUSE = 10.0, 0.3


def tell(stage: Stage, of: Build, stacked: Stack, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    words = COUNTS[stacked.count]
    spans = {
        "block": stage.step("Inside a block", _block_caption(of, knobs), 6.0),
        "strip": stage.step("The shape strip", _strip_caption(of), 7.0),
        "numbers": stage.step("Smaller, more, fewer", _numbers_caption(of), 7.0),
        "large": stage.step("One large window", _large_caption(stacked), 4.0),
        "small": stage.step(f"{words} small windows", _small_caption(stacked), 6.0),
        "shares": stage.step("Work and weights", _shares_caption(of), 6.0),
    }
    name = present(spans)
    return Steps(name, spans)


def _block_caption(of: Build, knobs: Knobs) -> str:
    *convolutions, pool = of.blocks[knobs.block]
    before, after = convolutions[0].shape[1], pool.shape[1]
    return (
        f"A 3 × 3 convolution with one cell of padding keeps the size: {before} stays {before}. "
        f"Only the pooling at the end halves it, to {after}."
    )


def _strip_caption(of: Build) -> str:
    sides = [str(stop.shape[1]) for stop in of.stops[1:]]
    first, last = of.stops[0].shape[0], of.stops[-1].shape[0]
    return (
        f"Five poolings halve the sides: {', '.join(sides)}. The channels grow from {first} to {last}, since so many "
        "filters were given to each block. The sides are drawn to scale."
    )


def _numbers_caption(of: Build) -> str:
    first, last = of.stops[1], of.stops[-1]
    return (
        f"More channels are not more information: the numbers in all maps together fall from {first.numbers:,} to "
        f"{last.numbers:,}, {first.numbers / last.numbers:.0f} times fewer."
    )


def _large_caption(stacked: Stack) -> str:
    k = stacked.large
    return f"A unit that is to see {k} × {k} numbers of each channel can read them all at once, with one large window."


def _small_caption(stacked: Stack) -> str:
    ratio = stacked.large_weights / stacked.small_weights
    return (
        f"{COUNTS[stacked.count]} layers of {SMALL} × {SMALL} see just as much: the cone stays. "
        f"The large window has {100 * (ratio - 1):.0f} % more weights, and only one ReLU instead of {stacked.count}."
    )


def _shares_caption(of: Build) -> str:
    conv, dense, first = len(of.convolutions), len(of.dense), of.dense[0]
    return (
        f"{conv} convolutions and {dense} dense layers: {conv + dense} layers with weights. {first.label} alone, which "
        f"reads all {of.stops[-1].numbers:,} numbers, has {brief(first.parameters)} of "
        f"{brief(of.network.parameters)} parameters."
    )
