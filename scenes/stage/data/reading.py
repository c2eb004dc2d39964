"""What a published network makes of a picture: what a scene asks for, and what has been answered.

The numbers come from the engine, whenever they come. A scene says what it would like to read, draws what is at hand,
and shows the rest as not written yet; its steps never depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

import numpy as np

from scenes.stage.numbers.values import Values

SIDE = 224
"""The height and the width, in pixels, of the pictures that published networks read."""

Off = tuple[str, int | None]
"""What is switched off: a layer and one of its maps, or None for all that it gives."""


@dataclass(frozen=True)
class Inquiry:
    """A picture for a published network, and the layers whose outputs are wanted.

    `picture` is uint8, (3, 224, 224). What is `off` is set to 0. With `drawn`, a seed, the weights are drawn by chance.
    Raises ValueError for another kind of picture.
    """

    network: str
    picture: Values
    layers: tuple[str, ...]
    off: tuple[Off, ...] = ()
    drawn: int | None = None

    def __post_init__(self) -> None:
        if self.picture.shape != (3, SIDE, SIDE) or self.picture.array.dtype != np.uint8:
            raise ValueError(f"a network reads bytes of the shape (3, {SIDE}, {SIDE}), not {self.picture!r}")

    @cached_property
    def subject(self) -> str:
        """What is asked about: a digest of the picture, and what is off. For all layers it has the same logits."""
        off = ";".join(f"{layer}:{'' if channel is None else channel}" for layer, channel in self.off)
        return f"{sha256(np.ascontiguousarray(self.picture.array).tobytes()).hexdigest()}|{off}"

    @cached_property
    def digest(self) -> str:
        """A digest of all that is asked: equal inquiries have equal answers."""
        return _digest(self.network, self.off, self.drawn, self.layers, picture=self.picture)

    @cached_property
    def kin(self) -> str:
        """A digest of the layers and whose they are, whatever the picture: what was answered last stands there."""
        return sha256(repr(("kin", self.network, self.drawn, self.layers)).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Reading:
    """The answer to an inquiry: float32 logits (classes,), and for each layer asked for its maps (channels, h, w)."""

    logits: Values
    maps: Mapping[str, Values] = field(default_factory=lambda: MappingProxyType({}))


Readings = Mapping[str, Reading]
"""The answers at hand, by the digests of their inquiries; and by their `kin` the last one about any picture."""

NONE: Readings = MappingProxyType({})


def _digest(*parts: object, picture: Values) -> str:
    return sha256(repr(parts).encode() + np.ascontiguousarray(picture.array).tobytes()).hexdigest()
