"""The ways from an opened network into scenes: from a kernel into that about convolution, and along all its layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from desktop.sets.preparing import one_alike
from desktop.sets.words import Options
from scenes.real_network.convolved import WRITTEN, adds, laid_out, strongest_cell, why_not
from scenes.real_network.knobs import knobs_for
from scenes.real_network.operations import Operation
from scenes.reference import Padding, rule_for, window_span
from scenes.stage.core.grips import OpenScene
from scenes.stage.data import kernels, pictures, published
from scenes.stage.data.networks import INPUT, Layer
from scenes.stage.data.pictures import LARGEST_SIDE, Picture
from scenes.stage.data.reading import Kit
from scenes.stage.draw.blocks import shape_text
from scenes.stage.numbers.values import Values

SCENE, STEP, WALK = "convolution", "The output", "real_network"
LARGEST, MOST_STRIDE, MOST_DILATION, MOST_PADDING = 7, 3, 2, 3
"""What that scene takes; a test holds these to its knobs."""
PHOTO, SEEN = "coffee", "the picture that was tried"
COLOURS = 3
MOVES_UNKNOWN = (
    "The file does not say its stride and its padding; here it moves by 1, and zeros are added so that the size stays."
)
OTHER_EDGE = "The network adds other cells at the edge, so its windows may lie elsewhere."

Floats = npt.NDArray[np.float32]


def refusal(layer: Layer, kernel: Floats) -> str:
    """Why a kernel (channels, rows, columns) can't be shown there, in a sentence; "" if it can."""
    _, rows, columns = kernel.shape
    if rows != columns:
        return f"The scene about convolution has square kernels only, and this one is {rows}×{columns}."
    if rows > LARGEST:
        return (
            f"The scene about convolution has room for kernels up to {LARGEST}×{LARGEST}; this one is {rows}×{columns}."
        )
    if max(layer.stride) > MOST_STRIDE or layer.stride[0] != layer.stride[1]:
        return f"The scene about convolution moves its window by 1 to {MOST_STRIDE} cells, and this layer does not."
    if max(layer.dilation) > MOST_DILATION or layer.dilation[0] != layer.dilation[1]:
        return "The scene about convolution has no windows that are so far spread as those of this layer."
    if not np.isfinite(kernel).all():
        return "This kernel has numbers that are not finite, so there is nothing to multiply with."
    return ""


def walk(whose: Kit, title: str, seen: npt.NDArray[np.uint8] | None) -> OpenScene:
    """The scene about a real network with another one, and the picture that is seen.

    Raises GoneError where its weights can't be read any more.
    """
    knobs = knobs_for(whose, None if seen is None or len(seen) != COLOURS else _picture(seen))
    return OpenScene(WALK, tuple(knobs.items()), f"{title}, with the weights of the opened file.")


def door(layer: Layer, kernel: Floats, what: str, seen: npt.NDArray[np.uint8] | None) -> OpenScene:
    """The scene with a kernel (channels, rows, columns) over the picture that is seen, or over a photo that ships.

    `what` names the kernel in a sentence.
    """
    channels, size = len(kernel), kernel.shape[1]
    shown = Picture(PHOTO)
    if seen is not None and len(seen) >= channels:
        shown = _picture(seen)
    height, width = pictures.pixels(shown).shape[1:]
    middle = height // layer.stride[0] // 2
    padding = _padding(layer, size, (height, width))
    learned = kernels.refusal("trained", size, channels, "") is None
    values: dict[str, Any] = {
        "picture": shown, "channels": str(channels), "filters": 1, "kernel": "trained" if learned else "identity",
        "size": size, "padding": str("same" if padding is None else padding), "stride": layer.stride[0],
        "dilation": layer.dilation[0], "bias": 0.0, "relu": False, "at": (middle, middle),
        "learned": tuple(((0, *place), float(weight)) for place, weight in np.ndenumerate(kernel)),
    }  # fmt: skip
    apart = ", without its bias" if layer.bias else ""
    said = [f"{what} of {layer.name}, {shape_text(kernel.shape[1:])}{apart}.", _reading(layer, channels)]
    if not _moves_are_known(layer):
        said.append(MOVES_UNKNOWN)
    elif padding is None:
        said.append(OTHER_EDGE)
    return OpenScene(SCENE, tuple(values.items()), " ".join(said), STEP)


def door_over_maps(
    whose: Kit, operation: Operation, maps: Values, kernel: Floats, place: int, channel: int | None
) -> OpenScene | None:
    """The scene with filter `place` of a layer over the maps (maps, height, width) that it reads in the network.

    Of them the one of a `channel` is seen, or with None all, and the cell is chosen to which it adds most. None where
    that scene can't show them, or where this `kernel` (channels, rows, columns) is none of the layer as it runs.
    """
    conv = operation.conv
    try:
        if conv is None or why_not(conv, maps.shape) or not np.isfinite(maps.array).all():
            return None
        if not _is_of(whose, conv, kernel, place, channel):
            return None
        laid = laid_out(whose, operation, maps, place, channel, False)
        at = strongest_cell(whose, operation, maps, place, channel)
    except LookupError:  # the weights are gone
        return None
    title = dict(laid.knobs)["picture"].name
    shown = f"the {title}" if operation.reads == (INPUT,) and not laid.others else title
    others = f"{adds(laid.others).capitalize()} " if laid.others else ""
    note = f"{named(place, channel)} of {conv.name}, over {shown}. {others}{laid.note}"
    return OpenScene(SCENE, (*laid.knobs, ("at", at)), note, WRITTEN)


def named(place: int, channel: int | None) -> str:
    """What a kernel is called: the filter, and its channel if only one is meant, both counted from 0."""
    return f"Filter {place + 1}" if channel is None else f"Filter {place + 1}, channel {channel + 1}"


def _is_of(whose: Kit, conv: Layer, kernel: Floats, place: int, channel: int | None) -> bool:
    """Whether a kernel is that of the layer as the engine runs it."""
    own = published.unit_weights(whose, conv.name, place)
    own = own if channel is None else own[channel : channel + 1]
    return own.shape == kernel.shape and np.allclose(own, kernel, atol=1e-6)


def _reading(layer: Layer, channels: int) -> str:
    """What is read there, and what the network reads if that is something else."""
    here = f"a {'colour' if channels == COLOURS else 'grey'} picture, as bytes from 0 to 255"
    if layer.inputs and INPUT not in layer.inputs:
        return f"In the network it reads maps of another layer; here it reads {here}."
    return f"Here it reads {here}."


def _moves_are_known(layer: Layer) -> bool:
    """Whether the file says the stride and the padding: one of weights alone says nothing, and no layer's inputs."""
    return layer.kernel is not None and bool(layer.inputs)


def _padding(layer: Layer, size: int, seen: tuple[int, int]) -> Padding | None:
    """The padding that puts the windows where the layer has them, as the scene takes it; None where none does."""
    if not _moves_are_known(layer):
        return None
    stride, dilation = layer.stride[0], layer.dilation[0]
    found = rule_for((layer.sides(0), layer.sides(1)), seen, size, stride, dilation, most=MOST_PADDING)
    room = isinstance(found, int) and window_span(size, dilation) <= min(seen) + 2 * found
    return found if room or found == "same" else None


def _picture(seen: npt.NDArray[np.uint8]) -> Picture:
    """A picture that was tried, as scenes have pictures: a square of at most so many pixels a side."""
    side = min(LARGEST_SIDE, *seen.shape[1:])
    return pictures.from_array(SEEN, one_alike(seen, Options(side, 3 if len(seen) == COLOURS else 1)))
