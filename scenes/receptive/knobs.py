"""What the receptive field scene can be asked: a chain of layers, and a unit of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.reference import Layer, output_size, window_span
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer
from scenes.stage.core.lattice import Cell

CHAINS: dict[str, tuple[Layer, ...]] = {
    "3×3, 3×3, pool, 3×3": (Layer(3), Layer(3), Layer(2, 2), Layer(3)),
    "three 3×3": (Layer(3),) * 3,
    "one 7×7": (Layer(7),),
    "strides of 2": (Layer(3, 2),) * 3,
    "dilations 1, 2, 4": (Layer(3), Layer(3, 1, 2), Layer(3, 1, 4)),
    "3×3, then 1×1 twice": (Layer(3), Layer(1), Layer(1)),
}
"""Layers by name; they have no padding, so that no unit sees anything but input."""
LARGEST = (7, 3, 4)
"""The largest kernel, stride and dilation."""


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The chain with numbers changed by hand over it; the unit that is looked at is (map, unit)."""

    chain: str = choice(
        "3×3, 3×3, pool, 3×3",
        *CHAINS,
        label="Layers",
        help="Kernel, stride and dilation can be typed over.",
        over={"layers": "edited"},
        given=True,
    )
    size: int = integer(16, 8, 20, label="Input cells")
    unit: Cell = cell((4, 1))
    layers: Edits = edits((max(map(len, CHAINS.values())), len(LARGEST)))

    def problem(self) -> str | None:
        """Why there is no such chain, in one sentence."""
        for (_, what), value in self.layers:
            name, most = ("kernel", "stride", "dilation")[what], LARGEST[what]
            if value != int(value) or not 1 <= value <= most:
                return f"A {name} here is a whole number from 1 to {most}."
        side = self.size
        for index, layer in enumerate(layers_of(self)):
            span = window_span(layer.kernel, layer.dilation)
            if span > side:
                return (
                    f"The window of layer {index + 1} spans {span} cells, but its input has only {side}: "
                    "take more input cells, or a smaller kernel, stride or dilation before it."
                )
            side = output_size(side, layer.kernel, layer.stride, 0, layer.dilation)
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of layers that another chain replaces, and look at the last map of a new chain."""
        if changed != "chain":
            return self
        last = len(CHAINS[self.chain])
        return replace(self, layers=(), unit=(last, self.unit[1]))


def layers_of(knobs: Knobs) -> tuple[Layer, ...]:
    """The layers of the chain with the numbers changed by hand."""
    found = [list(layer) for layer in CHAINS[knobs.chain]]
    for (index, what), value in knobs.layers:
        if index < len(found):
            found[index][what] = int(value)
    return tuple(Layer(*numbers) for numbers in found)
