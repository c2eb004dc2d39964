"""The twins: a trained plain net and its residual twin, and the gradient norms of their layers in a recording."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.residual.knobs import Knobs
from scenes.stage.charts.axes import Range
from scenes.stage.charts.layer_norms import Kind, latest_norms, layer_norms, main_layers, norms_axis
from scenes.stage.data.recording import Layer, Recording
from scenes.stage.draw import kinds
from scenes.stage.numbers.growing import Numbers

PLAIN, RESIDUAL = 0, 1
"""Their places in the race."""
ROLES = (kinds.PLAIN, kinds.RESIDUAL)


def chosen(knobs: Knobs) -> int:
    """Which twin is looked at."""
    return RESIDUAL if knobs.shortcut else PLAIN


@dataclass(frozen=True)
class Twins:
    """A run of both twins as far as it is looked at, and the `whole` of it, which the axes hold."""

    run: Recording
    whole: Recording

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The convolutions and the dense layer at the end, which both twins have alike."""
        return main_layers(self.run.plan.contestants[PLAIN])

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """The first and the last layer of each block that has a shortcut in the residual twin."""
        groups: dict[str, list[int]] = {}
        for index, layer in enumerate(self.layers):
            groups.setdefault(layer.name.split(".")[0], []).append(index)
        return tuple((found[0], found[-1]) for found in groups.values() if len(found) > 1)

    @property
    def convolutions(self) -> int:
        """How many of the layers are convolutions."""
        return sum(layer.kind == "conv" for layer in self.layers)

    def norms(self, twin: int, kind: Kind) -> Numbers:
        """The gradient norms at every step, (steps, layers): of a layer's weights and biases, or of what it gives."""
        return layer_norms(self.run, twin, kind)

    def latest(self, twin: int, kind: Kind) -> Numbers:
        """The geometric mean of the norms in the latest steps, (layers,); empty before the first one."""
        return latest_norms(self.run, twin, kind)

    def axis(self, kind: Kind) -> Range:
        """The powers of ten that hold all norms of the whole run."""
        return norms_axis(self.whole, kind)
