"""Every number of the receptive field scene: of a chain of layers, by the reference operations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from scenes import reference
from scenes.receptive.knobs import Knobs, layers_of
from scenes.reference import Layer, ReceptiveField
from scenes.stage.core.lattice import Cell


@dataclass(frozen=True, eq=False)
class Chain:
    """Layers along one axis without padding; map 0 is the input."""

    layers: tuple[Layer, ...]
    sizes: tuple[int, ...]
    fields: tuple[ReceptiveField, ...]
    unit: Cell

    @property
    def last(self) -> int:
        """The number of the last map."""
        return len(self.layers)

    def reached(self, unit: Cell) -> tuple[frozenset[int], ...]:
        """The cells of each map, from the input to that of the unit (map, index), that influence it."""
        found = [frozenset((unit[1],))]
        for layer in reversed(self.layers[: unit[0]]):
            found.append(
                frozenset(
                    index * layer.stride + tap * layer.dilation for index in found[-1] for tap in range(layer.kernel)
                )
            )
        return tuple(reversed(found))

    @cached_property
    def cone(self) -> tuple[frozenset[int], ...]:
        """The cells that influence the chosen unit."""
        return self.reached(self.unit)

    @property
    def neighbour(self) -> Cell | None:
        """The unit next to the chosen one; None in a map of one cell."""
        row, index = self.unit
        if self.sizes[row] == 1:
            return None
        return row, index + 1 if index + 1 < self.sizes[row] else index - 1

    def middle(self, row: int, index: int) -> float:
        """Where the middle of a unit's receptive field lies on the input, in cells."""
        field = self.fields[row]
        return index * field.jump + field.size / 2


def chain(knobs: Knobs) -> Chain:
    """Compute the chain that knobs describe."""
    return _chain(layers_of(knobs), knobs.size, knobs.unit)


@lru_cache(maxsize=128)
def _chain(layers: tuple[Layer, ...], size: int, unit: Cell) -> Chain:
    sizes = [size]
    for layer in layers:
        sizes.append(reference.output_size(sizes[-1], layer.kernel, layer.stride, 0, layer.dilation))
    row = min(max(unit[0], 0), len(layers))
    return Chain(layers, tuple(sizes), reference.receptive_fields(layers), (row, min(max(unit[1], 0), sizes[row] - 1)))
