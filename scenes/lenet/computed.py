"""Every number of the LeNet-5 scene: a digit through a trained network, by the reference operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from scenes import reference
from scenes.lenet.knobs import EVERY_MAP, Knobs
from scenes.reference import Floats
from scenes.stage.core.knobs import Edits
from scenes.stage.data.handwritten import FULL_INK, handwritten
from scenes.stage.data.networks import Layer, Network, network
from scenes.stage.data.weights import trained
from scenes.stage.draw.blocks import edited
from scenes.stage.numbers.scales import MOSTLY, PIXELS, Scales, nice
from scenes.stage.numbers.values import Values

NAME = "lenet-5-modern"
ENLARGED, BORDER = 3, 4
"""How a digit of 8x8 comes to 32x32: enlarged three times, with an empty border. The network learned it so."""

LAYERS = ("C1", "S2", "C3", "S4", "C5", "F6", "output")
"""The layers of both networks."""


@dataclass(frozen=True, eq=False)
class Flow:
    """What each layer gives for a digit: `ink` (8, 8), then (channels, height, width), then (units,).

    Maps and units are those behind the activation function, as the next layer reads them.
    """

    answer: int
    filters: Floats
    ink: Floats
    x: Floats
    c1: Floats
    s2: Floats
    c3: Floats
    s4: Floats
    c5: Floats
    f6: Floats
    logits: Floats

    @cached_property
    def probabilities(self) -> Floats:
        """The shares of the ten digits."""
        return reference.softmax(self.logits)

    @property
    def said(self) -> int:
        """The digit that the network takes it for."""
        return int(self.logits.argmax())

    @cached_property
    def tiles(self) -> Mapping[str, tuple[Values, ...]]:
        """For drawing, (height, width) each: the picture as bytes, C1's filters, one of C3, maps, units in rows."""
        c3 = trained(NAME).arrays["features.C3.weight"]
        stacks = {
            "input": 255 * self.x, "filters": self.filters[:, 0], "one filter": c3[0],
            "C1": self.c1, "S2": self.s2, "C3": self.c3, "S4": self.s4,
            "C5": self.c5.reshape(1, 12, -1), "F6": self.f6.reshape(1, 12, -1),
        }  # fmt: skip
        return {name: tuple(Values(one) for one in stack) for name, stack in stacks.items()}


def modern() -> Network:
    """LeNet-5 as it is built today."""
    return network(NAME)


def published() -> Network:
    """LeNet-5 as it was published in 1998."""
    return network("lenet-5")


def account() -> tuple[tuple[str, int, int], ...]:
    """The parameters of each layer: its name, how many they were in 1998, and how many they are today."""
    then, today = published(), modern()
    return tuple((name, then.layer(name).parameters, today.layer(name).parameters) for name in LAYERS)


@lru_cache(maxsize=1)
def scales() -> Scales:
    """The scales of the colours, from the digit that the scene opens with: maps, units and filters."""
    plain = flow(Knobs())
    maps = np.concatenate([layer.ravel() for layer in (plain.c1, plain.s2, plain.c3, plain.s4)])
    return Scales(
        nice(maps, MOSTLY),
        (
            (PIXELS, FULL_INK),
            ("units", nice(np.concatenate([plain.c5, plain.f6]), MOSTLY)),
            ("filters", nice(plain.filters)),
        ),
    )


def flow(knobs: Knobs) -> Flow:
    """Send the digit through the network; what is looked at in C3's table makes no difference."""
    return _flow(int(knobs.digit), knobs.sample, knobs.shift, knobs.pixels, knobs.weights)


@lru_cache(maxsize=16)
def _flow(digit: int, sample: int, shift: int, pixels: Edits, weights: Edits) -> Flow:
    ink = edited(handwritten(digit)[sample - 1], pixels)
    x = reference.shift(on_canvas(ink), shift)
    known = trained(NAME).arrays
    filters = edited(known["features.C1.weight"][:, 0], weights)[:, None]
    c1 = reference.relu(reference.convolve(x, filters, known["features.C1.bias"]))
    s2 = reference.max_pool(c1, 2)
    c3 = reference.relu(reference.convolve(s2, known["features.C3.weight"], known["features.C3.bias"]))
    s4 = reference.max_pool(c3, 2)
    c5 = reference.relu(_dense(s4.ravel(), "C5"))
    f6 = reference.relu(_dense(c5, "F6"))
    return Flow(digit, filters, ink, x, c1, s2, c3, s4, c5, f6, _dense(f6, "output"))


def _dense(x: Floats, name: str) -> Floats:
    known = trained(NAME).arrays
    return reference.dense(x, known[f"classifier.{name}.weight"], known[f"classifier.{name}.bias"])


def on_canvas(ink: Floats) -> Floats:
    """A digit (8, 8) as the network reads it, (1, 32, 32): repeated pixels and their means interpolate linearly."""
    large = reference.pad(reference.enlarge(ink[None] / FULL_INK, ENLARGED), BORDER)
    return reference.average_pool(large, ENLARGED, stride=1, padding=ENLARGED // 2)


@dataclass(frozen=True)
class Table:
    """Which maps of S2 each map of C3 reads."""

    reads: tuple[tuple[int, ...], ...]
    maps_before: int
    kernel: int

    @cached_property
    def values(self) -> Values:
        """The table as ones and zeros, (maps of S2, maps of C3)."""
        table = np.zeros((self.maps_before, len(self.reads)))
        for column, rows in enumerate(self.reads):
            table[list(rows), column] = 1
        return Values(table)

    def parameters(self, column: int) -> int:
        """Parameters of one map: a kernel for each map that it reads, and a bias."""
        return reference.convolution_parameters(len(self.reads[column]), 1, self.kernel)

    @property
    def total(self) -> int:
        """Parameters of the layer."""
        return sum(self.parameters(column) for column in range(len(self.reads)))

    @property
    def groups(self) -> tuple[tuple[int, int, int], ...]:
        """The columns by how many maps they read: (columns, maps read, parameters of each), fewest first."""
        counts = [len(rows) for rows in self.reads]
        return tuple((counts.count(size), size, self.parameters(counts.index(size))) for size in sorted(set(counts)))


@lru_cache(maxsize=2)
def connections(name: str) -> Table:
    """The table of 1998, or the one in which every map of C3 reads every map of S2."""
    layer: Layer = published().layer("C3")
    (before, _, _), *_ = published().read_by(layer)
    kernel, _ = layer.kernel or (0, 0)
    every = (tuple(range(before)),) * layer.shape[0]
    return Table(every if name == EVERY_MAP else layer.connections, before, kernel)
