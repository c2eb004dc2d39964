"""What the AlexNet scene can be asked: which build, how large a picture, how many classes, which layer to look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import choice, index, integer
from scenes.stage.data.networks import network
from scenes.stage.data.resized import resized

NETWORKS = {"2012, two GPUs": "alexnet", "2012, one GPU": "alexnet-ungrouped", "torchvision": "alexnet-torchvision"}
PUBLISHED = "2012, two GPUs"


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The build and its input. `layer` is the weight layer whose account is given, counted from 0."""

    build: str = choice(
        PUBLISHED, *NETWORKS, label="Network", help="torchvision has one tower with fewer maps.", given=True
    )
    side: int = integer(227, 63, 451, label="Height and width of the picture")
    classes: int = integer(1000, 2, 10000, label="Classes")
    layer: int = index(1, 8)

    def problem(self) -> str | None:
        """Why there is no such network, in one sentence."""
        try:
            resized(network(NETWORKS[self.build]), self.side, self.classes)
        except ValueError:
            return f"A picture of {self.side} × {self.side} is too small: at pool5 no window fits any more."
        return None

    def follow(self, changed: str) -> Self:
        """Take over the picture that a build is made for."""
        return replace(self, side=network(NETWORKS[self.build]).shape[1]) if changed == "build" else self
