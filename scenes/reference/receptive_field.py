"""How much of the input a unit deep in a network can see.

Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks (Distill, 2019).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scenes.reference.sizes import window_span


class Layer(NamedTuple):
    """A convolution or pooling layer along one axis, in cells."""

    kernel: int
    stride: int = 1
    dilation: int = 1


class ReceptiveField(NamedTuple):
    """What one unit sees.

    `size` is the number of input cells that can influence the unit, `jump` the input cells between it and
    its neighbour, both along one axis and both as if the input had no edge.
    """

    size: int
    jump: int


def receptive_fields(layers: Iterable[Layer]) -> tuple[ReceptiveField, ...]:
    """Receptive field of a unit of the input and then of each layer in turn.

    The recurrence: r grows by d (k - 1) j, then j is multiplied by s; a unit of the input has r = j = 1.

    Returns:
        One field more than there are layers.

    Raises:
        ValueError: a kernel, stride or dilation is smaller than 1.
    """
    size, jump = 1, 1
    fields = [ReceptiveField(size, jump)]
    for layer in layers:
        if layer.stride < 1:
            raise ValueError(f"The stride must be at least 1, but is {layer.stride}.")
        size += (window_span(layer.kernel, layer.dilation) - 1) * jump
        jump *= layer.stride
        fields.append(ReceptiveField(size, jump))
    return tuple(fields)


def receptive_field(layers: Iterable[Layer]) -> int:
    """Input cells along one axis that can influence a unit after all these layers.

    Raises:
        ValueError: as `receptive_fields`.
    """
    return receptive_fields(layers)[-1].size
