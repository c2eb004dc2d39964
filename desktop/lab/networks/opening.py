"""A map of the lab in its scene: window, kernel and bias as the knobs of the scene that computes the very number."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from desktop.lab.networks.links import Known, Place, feeding, known, signed
from desktop.lab.networks.net import FILTERS, Net, group_of, operation
from desktop.lab.networks.pointing import Pointed, made_by, middle_of
from engine.contract.spec import ACTIVATIONS
from engine.contract.spec.built import parts
from engine.contract.spec.built.sight import slid
from engine.contract.spec.built.wiring import PICTURE
from scenes import reference
from scenes.stage.core.knobs import as_edits
from scenes.stage.data import kernels, pictures
from scenes.stage.data.recording import Recording, Snapshot, View

Floats = npt.NDArray[np.float64]
AROUND = 1
"""So many cells on each side of the chosen one go to the scene of activations, which shows every cell as a bar."""
FUNCTIONS = {"relu": "ReLU", "leaky-relu": "leaky ReLU", "sigmoid": "sigmoid", "tanh": "tanh"}
LARGEST_KERNEL, LARGEST_STRIDE = 7, 3
"""What the scene of convolutions can show."""
LEAK = 0.01
"""The slope of the networks' leaky ReLU below zero."""
WITHOUT_NUMBERS = {
    "dense": "dense", "add": "residual", "shortcut": "projection", "concat": "inception", "scale": "gates",
    "norm": "vanishing",
}  # fmt: skip
"""Scenes that show what such a layer does with numbers of their own."""
TITLES = {
    "convolution": "convolution", "pooling": "pooling", "activation": "activation", "dense": "dense layers",
    "residual": "the residual block", "projection": "the projection shortcut", "inception": "the Inception module",
    "gates": "squeeze and excitation", "vanishing": "vanishing gradients", "gap": "global average pooling",
    "softmax": "softmax",
}  # fmt: skip


class CannotOpenError(ValueError):
    """Something can't be shown in a scene; the text says why, for the user."""


class Opened(NamedTuple):
    """A scene with its knobs; `note` is one sentence about what of the lab is in it."""

    scene: str
    knobs: dict[str, Any]
    note: str


def scene_of(net: Net, place: Place) -> str:
    """Which scene shows what a layer does; "" for the picture and for what no scene shows."""
    if place.layer == PICTURE:
        return ""
    layer = net.layers[place.layer]
    if layer.kind == "conv":
        return "convolution"
    if layer.kind == "pool":
        return "gap" if isinstance(net.wire(place.layer).part, parts.Mean) or len(layer.shape) == 1 else "pooling"
    if layer.kind in ACTIVATIONS:
        return "activation"
    if layer.kind == "dense" and place.layer == len(net.layers) - 1:
        return "softmax"
    if layer.kind == "dense" and _is_gate(net, place.layer):
        return "gates"
    return WITHOUT_NUMBERS.get(layer.kind, "")


def does(net: Net, pointed: Pointed) -> str:
    """What a click on a map does, in a few words."""
    pointed = _made(net, pointed)
    scene = scene_of(net, pointed.place)
    if not scene:
        return ""
    return f"Click: {'its numbers in' if has_numbers(net, pointed.place) else 'open'} the scene about {TITLES[scene]}"


def has_numbers(net: Net, place: Place) -> bool:
    """Whether the scene of a layer takes the layer's own numbers."""
    scene, layer = scene_of(net, place), net.layers[place.layer]
    is_map = len(layer.shape) == 3
    return scene in ("convolution", "pooling") or (scene == "activation" and is_map and layer.kind in FUNCTIONS)


def opened(recording: Recording, snapshot: Snapshot, net: Net, pointed: Pointed) -> Opened:
    """The scene that computes the number that is pointed at, with the network's own numbers.

    Where the weights of another step than the snapshot's are the last that are kept by then, the snapshot of that step
    is used, and the note says so. Raises `CannotOpenError`.
    """
    pointed = _made(net, pointed)
    layer, name = pointed.place.layer, net.contestant.name
    if layer == PICTURE:
        raise CannotOpenError("This is the picture itself. Click a map to see how it comes about.")
    scene = scene_of(net, pointed.place)
    if not scene:
        raise CannotOpenError(f"No scene shows what {net.layers[layer].name} does.")
    if snapshot.views[pointed.contestant] is None:
        raise CannotOpenError(f"{name} had left the race by step {snapshot.step}; look back to see its maps.")
    if not has_numbers(net, pointed.place):
        return Opened(scene, {}, f"The scene about {TITLES[scene]} has numbers of its own.")
    if scene == "convolution":
        return _convolution(recording, snapshot, net, pointed)
    return _pooling(snapshot, net, pointed) if scene == "pooling" else _activation(snapshot, net, pointed)


def _made(net: Net, pointed: Pointed) -> Pointed:
    """A filter as the middle of the map that it makes; any map as it is."""
    if pointed.place.layer != FILTERS:
        return pointed
    return middle_of(net, pointed.contestant, made_by(net, pointed.place))


def _convolution(recording: Recording, snapshot: Snapshot, net: Net, pointed: Pointed) -> Opened:
    layer, index = pointed.place.layer, pointed.place.index
    is_first = layer == net.contestant.first and net.wire(layer).inputs == (PICTURE,)
    numbers = known(recording, snapshot, pointed.contestant)
    note = f"The numbers of {net.contestant.name} after step {snapshot.step:,}."
    if not is_first:
        snapshot, note = _of_one_step(recording, snapshot, net, pointed, numbers, note)
    view = snapshot.views[pointed.contestant]
    assert view is not None
    weights, bias = _weights(net, layer, numbers, index)
    side = weights.shape[-1]
    stride, padding = _sliding(net.wire(layer).part, side)
    if side > LARGEST_KERNEL or stride > LARGEST_STRIDE:
        raise CannotOpenError("The scene shows kernels of up to 7×7 and strides of up to 3, and this layer has more.")
    seen, title = _seen(recording, snapshot, view, net, layer), _title(recording, snapshot, net, layer)
    shown, others = index, None
    if len(weights) < len(seen):  # a depthwise layer: this filter sees its own map only
        seen = seen[index : index + 1]
    elif len(weights) not in (1, 3) or not is_first:
        shown = int(np.argmax(np.abs(signed(weights))))
        others = _convolved(np.delete(seen, shown, axis=0), np.delete(weights, shown, axis=0), stride, padding)
        if len(weights) > 1:
            note += f" Shown is the map that weighs most; the other {len(weights) - 1} add one number."
        weights, seen = weights[shown : shown + 1], seen[shown : shown + 1]
    behind = [net.layers[each].kind for each in pointed.behind]
    if behind and behind != ["relu"]:
        note += f" They are those before {operation(net.layers[pointed.behind[0]])}."
    learned = kernels.refusal("trained", side, len(weights), "") is None
    knobs = {
        "picture": pictures.from_array(title if is_first else f"map {shown + 1} of {title}", seen),
        "channels": str(len(weights)),
        "filters": 1,
        "kernel": "trained" if learned else "identity",
        "size": side,
        "padding": _padding(padding, side, stride),
        "stride": stride,
        "learned": tuple(((0, *place), float(weight)) for place, weight in np.ndenumerate(weights)),
        "bias": float(np.clip(bias, -9, 9)),
        "biases": (((0,), bias),),
        "others": as_edits(others[None]) if others is not None else (),
        "relu": behind == ["relu"],
        "at": (pointed.row, pointed.column),
    }
    return Opened("convolution", knobs, note)


def _of_one_step(
    recording: Recording, snapshot: Snapshot, net: Net, pointed: Pointed, numbers: Known, note: str
) -> tuple[Snapshot, str]:
    """A look inside that is of the same step as the weights where there is one, and what there is to say of that."""
    if numbers.step is None:
        name = net.layers[pointed.place.layer].name
        raise CannotOpenError(
            f"No weights of {name} were kept of this run, so its kernel can't be shown. "
            "Click a map of the first layer, or train the run again."
        )
    if numbers.step != snapshot.step:
        found = _at(recording, snapshot, numbers.step)
        if found.step == numbers.step:
            note = f"The numbers after step {numbers.step:,}, the last step before whose weights are kept."
        else:
            note = f"The maps are of step {snapshot.step:,}, the weights of step {numbers.step:,}."
        snapshot = found
    return snapshot, f"{note} Maps are kept to three digits."


def _at(recording: Recording, snapshot: Snapshot, step: int) -> Snapshot:
    """The look at the same picture after a step, or else the one that there is."""
    found = next((each for each in recording.snapshots if each.step == step and each.probe == snapshot.probe), None)
    return found if found is not None and all(found.views) else snapshot


def _weights(net: Net, layer: int, numbers: Known, index: int) -> tuple[npt.NDArray[np.float32], float]:
    """A filter (channels, k, k) and its bias."""
    name = net.layers[layer].name
    weights, biases = numbers.numbers.get(f"{name}.weight"), numbers.numbers.get(f"{name}.bias")
    if weights is None:
        raise CannotOpenError(f"No weights of {name} were kept of this run, so its kernel can't be shown.")
    return weights[index], float(biases[index]) if biases is not None else 0.0


def _seen(recording: Recording, snapshot: Snapshot, view: View, net: Net, layer: int) -> npt.NDArray[np.float32]:
    """What a layer sees, (channels, height, width)."""
    source = net.wire(layer).inputs[0]
    if source == PICTURE:
        plan = recording.plan
        return ((snapshot.picture.array.astype(np.float32) - plan.mean) / plan.deviation).astype(np.float32)
    return view.maps[source].array


def _sliding(part: parts.Part | None, side: int) -> tuple[int, int]:
    """Stride and padding of a layer that slides a window; of one of which nothing is known, as most have it."""
    window = slid(part)
    return (window.stride, window.padding) if window is not None else (1, side // 2)


def _padding(padding: int, side: int, stride: int) -> str:
    if 2 * padding == side - 1 and stride == 1:
        return "same"
    if padding > 3:
        raise CannotOpenError(f"The scene pads by at most 3 cells, and this layer by {padding}.")
    return str(padding)


def _convolved(x: npt.NDArray[Any], weights: npt.NDArray[Any], stride: int, padding: int) -> Floats:
    """What the other maps add to each cell, (height, width)."""
    found = reference.convolve(x.astype(float), weights[None].astype(float), None, stride, padding)
    return np.asarray(found[0])


def _title(recording: Recording, snapshot: Snapshot, net: Net, layer: int) -> str:
    source = net.wire(layer).inputs[0]
    if source != PICTURE:
        return net.name(source)
    shown = recording.plan.classes[snapshot.label] if snapshot.label >= 0 else "your drawing"
    return f"{shown}, standardised"


def _map_before(snapshot: Snapshot, net: Net, pointed: Pointed) -> npt.NDArray[np.float32]:
    """The map that a layer which keeps maps apart makes its map of."""
    view = snapshot.views[pointed.contestant]
    assert view is not None
    link = next(feeding(net, pointed.place, Known({}, None)))
    if link.source.layer == PICTURE:
        raise CannotOpenError(f"{net.layers[pointed.place.layer].name} sees the picture itself; click a map behind it.")
    found: npt.NDArray[np.float32] = view.maps[link.source.layer].array[link.source.index]
    return found


def _pooling(snapshot: Snapshot, net: Net, pointed: Pointed) -> Opened:
    part = net.wire(pointed.place.layer).part
    if not isinstance(part, parts.Pool):
        part = parts.Pool()
    if part.kernel < 2 or part.kernel > 5 or part.stride > 5 or part.padding > 2:
        raise CannotOpenError("The scene about pooling shows windows of 2 to 5 cells, and this layer has another.")
    seen = _map_before(snapshot, net, pointed)
    name = net.name(net.wire(pointed.place.layer).inputs[0])
    knobs = {
        "picture": pictures.from_array(f"map {pointed.place.index + 1} of {name}", seen[None]),
        "channels": "1",
        "kind": "max" if part.kind == "max" else "average",
        "size": part.kernel,
        "stride": part.stride,
        "padding": part.padding,
        "shift": 1,
        "at": (pointed.row, pointed.column),
    }
    if seen.shape[1] < 2:
        raise CannotOpenError("The scene about pooling moves its picture to the right; this map has one column only.")
    return Opened("pooling", knobs, f"Map {pointed.place.index + 1} of {name} after step {snapshot.step:,}.")


def _activation(snapshot: Snapshot, net: Net, pointed: Pointed) -> Opened:
    seen = _map_before(snapshot, net, pointed)
    if min(seen.shape) < 2 * AROUND + 1:
        raise CannotOpenError("The scene about activations shows 3×3 cells, and this map is smaller.")
    top, left = (
        min(max(at - AROUND, 0), side - 2 * AROUND - 1)
        for at, side in zip((pointed.row, pointed.column), seen.shape, strict=True)
    )
    cells = seen[top : top + 2 * AROUND + 1, left : left + 2 * AROUND + 1]
    kind = net.layers[pointed.place.layer].kind
    knobs = {"function": FUNCTIONS[kind], "leak": LEAK, "cells": as_edits(cells)}
    where = f"rows {top} to {top + 2 * AROUND}, columns {left} to {left + 2 * AROUND}"
    name = net.name(pointed.place.layer)
    return Opened(
        "activation", knobs, f"Map {pointed.place.index + 1} of {name}, {where}, after step {snapshot.step:,}."
    )


def _is_gate(net: Net, layer: int) -> bool:
    """Whether a dense layer belongs to a gate."""
    return (
        isinstance(net.wire(layer).part, parts.Dense)
        and any(each.kind == "scale" and group_of(each.name) == group_of(net.layers[layer].name) for each in net.layers)
        and "." in net.layers[layer].name
    )
