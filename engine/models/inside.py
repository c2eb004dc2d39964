"""Looking into a network: its filters, and what every layer makes of one picture."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from engine.contract.numbers import Array, View
from engine.models import networks
from engine.models.layers import Mean


def array(values: Tensor) -> Array:
    """Return a tensor as plain data."""
    return Array.of(values.detach().cpu().numpy())


def _half(values: Tensor) -> Array:
    """Return a tensor as plain data with three digits, in half the room."""
    return Array.half(values.detach().cpu().numpy())


def look(module: nn.Module, x: Tensor, maps: bool = True) -> View:
    """Return a network's first-layer filters and what every layer makes of a picture.

    `x` is one standardised picture (1, channels, height, width). A dense first layer's weights (units,
    inputs) are returned in the shape of the picture, (units, channels, height, width), or as a row of pixels each,
    (units, 1, 1, inputs), where it sees something else than the picture. Without `maps` the layers' are left out.
    """
    seen = networks.outputs(module, x)
    first = next(part for part in module.modules() if isinstance(part, nn.Conv2d | nn.Linear))
    filters, convolved = first.weight, first.weight.ndim == 4
    if not convolved:
        filters = filters.reshape(-1, *(x.shape[1:] if filters.shape[1] == x[0].numel() else (1, 1, filters.shape[1])))
    biases = first.bias if first.bias is not None else torch.zeros(len(filters))
    logits = list(seen.values())[-1][0].flatten()
    return View(
        filters=array(filters) if convolved else _half(filters),  # a dense layer's are most of a snapshot
        biases=array(biases),
        maps=tuple(_half(output[0]) for output in seen.values()) if maps else (),
        logits=array(logits),
        probabilities=array(logits.softmax(0)),
        class_maps=_class_maps(module, seen),
    )


def _class_maps(module: nn.Module, seen: Mapping[str, Tensor]) -> Array | None:
    """Return the class activation maps (classes, height, width), None if the network doesn't end in means of maps."""
    ends = [
        (part, seen[name]) for name, part in networks.leaves(module).items() if not isinstance(part, nn.Dropout)
    ]  # which does nothing in use
    if len(ends) < 3 or not isinstance(ends[-2][0], Mean) or not isinstance(ends[-1][0], nn.Linear):
        return None
    maps, last = ends[-3][1], ends[-1][0]
    if maps.ndim != 4:  # between the maps and their means stands a side classifier
        return None
    return array(torch.einsum("kc,chw->khw", last.weight.detach(), maps[0]))
