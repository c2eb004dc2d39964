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
from typing import Literal

import numpy as np

from scenes.stage.numbers.values import Values

SIDE = 224
"""The height and the width, in pixels, of the pictures that the networks read that ship."""
GREY = 127
"""The grey of a square that covers a part of a picture: it is 0 for the networks that ship."""


@dataclass(frozen=True)
class Kit:
    """Somebody else's weights for one of the networks that are described: the description's name, and their folder.

    The folder is laid out as `assets/published` is. Its name is never used twice, so what is read of it may be kept.
    """

    network: str
    folder: str


Whose = str | Kit
"""A network with its weights: one that ships, by its name, or a kit."""

Off = tuple[str, int | None]
"""What is switched off: a layer and one of its maps, or None for all that it gives."""
Lens = Literal["gradient", "smoothed", "grad-cam"]
EXPLAINED, COVERED, CLIMBED = "explained", "covered", "climbed"
"""What the numbers of an explanation, of covering and of an ascent are called among the maps of a reading."""


@dataclass(frozen=True)
class Maps:
    """What the network makes of a picture, uint8 (3, side, side), and what some layers give. What is `off` is 0.

    Read are the logits and, by the name of each layer, its maps.
    """

    picture: Values
    layers: tuple[str, ...] = ()
    off: tuple[Off, ...] = ()

    @property
    def told(self) -> str:
        """What is asked, in letters; for all layers the same."""
        return ";".join(f"{layer}:{'' if channel is None else channel}" for layer, channel in self.off)

    @property
    def kin(self) -> tuple[object, ...]:
        """What is asked, whatever the picture."""
        return self.layers


@dataclass(frozen=True)
class Explanation:
    """Which places of a picture speak for class `of`, or for it rather than for `against`, seen through a lens.

    Read are the logits and, as `EXPLAINED`, (3, side, side) by a gradient; by Grad-CAM (1, height, width) of a `layer`.
    """

    picture: Values
    lens: Lens
    of: int
    against: int | None = None
    layer: str = ""

    @property
    def told(self) -> str:
        """What is asked, in letters."""
        return f"{self.lens}:{self.of}:{'' if self.against is None else self.against}:{self.layer}"

    @property
    def kin(self) -> tuple[object, ...]:
        """What is asked, whatever the picture."""
        return (self.told,)


@dataclass(frozen=True)
class Covering:
    """What the network says while a grey square of a side, in pixels, covers a picture at places a stride apart.

    Read are the logits of the picture itself and, as `COVERED`, those at each place, (rows, columns, classes); rows
    that have not come are NaN.
    """

    picture: Values
    side: int
    stride: int

    @property
    def corners(self) -> tuple[int, ...]:
        """Where the squares begin, from the left as from above."""
        return tuple(range(0, self.picture.shape[1] - self.side + 1, self.stride))

    @property
    def told(self) -> str:
        """What is asked, in letters."""
        return f"cover:{self.side}:{self.stride}"

    @property
    def kin(self) -> tuple[object, ...]:
        """What is asked, whatever the picture."""
        return (self.told,)


@dataclass(frozen=True)
class Ascent:
    """A picture that makes a unit of a layer strong, climbed to in so many steps.

    Read is, as `CLIMBED`, the picture as far as it has come, uint8 (3, side, side); in the place of logits stands how
    strong the unit is, (1,).
    """

    layer: str
    unit: int
    steps: int

    @property
    def picture(self) -> None:
        """It is asked about none."""
        return None

    @property
    def told(self) -> str:
        """What is asked, in letters."""
        return f"ascent:{self.layer}:{self.unit}:{self.steps}"

    @property
    def kin(self) -> tuple[object, ...]:
        """What is asked."""
        return (self.told,)


Question = Maps | Explanation | Covering | Ascent


@dataclass(frozen=True)
class Inquiry:
    """A question to a network. With `drawn`, a seed, its weights are drawn by chance.

    Raises ValueError for another kind of picture than uint8, (channels, height, width). The engine refuses one that
    hasn't the shape that this network takes.
    """

    network: Whose
    question: Question
    drawn: int | None = None

    def __post_init__(self) -> None:
        picture = self.question.picture
        if picture is not None and (len(picture.shape) != 3 or picture.array.dtype != np.uint8):
            raise ValueError(f"a network reads bytes of the shape (channels, height, width), not {picture!r}")

    @cached_property
    def subject(self) -> str:
        """What is asked about: a digest of the picture, and what is asked. For all layers it has the same logits."""
        picture = self.question.picture
        pixels = b"" if picture is None else np.ascontiguousarray(picture.array).tobytes()
        drawn = "" if self.drawn is None else f" drawn {self.drawn}"
        return f"{sha256(pixels).hexdigest()}|{self.question.told}{drawn}"

    @cached_property
    def digest(self) -> str:
        """A digest of all that is asked: equal inquiries have equal answers."""
        layers = self.question.layers if isinstance(self.question, Maps) else ()
        return _digest(self.network, type(self.question).__name__, self.subject, layers)

    @cached_property
    def kin(self) -> str:
        """A digest of what is asked of whom, whatever the picture: what was answered last stands there."""
        return _digest("kin", self.network, type(self.question).__name__, self.drawn, self.question.kin)


@dataclass(frozen=True, eq=False)
class Reading:
    """The answer to an inquiry: float32 logits (classes,), and numbers by name, as its question says.

    Where they come one after the other, `done` is the share of them that has come.
    """

    logits: Values
    maps: Mapping[str, Values] = field(default_factory=lambda: MappingProxyType({}))
    done: float = 1.0


Readings = Mapping[str, Reading]
"""The answers at hand, by the digests of their inquiries; and by their `kin` the last one about any picture."""

NONE: Readings = MappingProxyType({})


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()
