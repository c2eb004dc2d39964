"""What the depthwise scene can be asked: the sheets and their kernels, the output maps, and a layer of real size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from scenes.reference import Floats
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, following, integer, picture
from scenes.stage.core.lattice import Cell
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels, too_few_channels, too_small

WORKED = Picture("sheets")
"""The picture of the worked example, which has kernels and weights of its own; a file of the same name has none."""
AS_WRITTEN: dict[Picture, dict[str, Any]] = {WORKED: {"size": 2, "maps": 3, "kernels": "example"}}
CLEARS = {"picture": ("pixels", "depthwise", "pointwise", "at"), "kernels": ("depthwise",), "size": ("depthwise",)}
NOTHING_TO_MIX = ": there is nothing to mix. Choose one of several channels"
HAND_MADE = ("vertical edge", "horizontal edge", "sharpen", "identity")
SIDES = ("7", "14", "28", "56", "112")
ALPHAS = ("1", "0.75", "0.5", "0.25")
"""Width multipliers of the MobileNets that the paper trained."""
FULL = 224
"""The side of the pictures that its resolution multiplier is reckoned from."""
PICTURE_SIDES = ("224", "192", "160", "128")
WIDTHS = ("16", "32", "64", "128", "256", "512", "1024")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The layer, and the sizes of a real one to count. Numbers changed by hand lie over those of the example."""

    picture: Picture = picture(
        WORKED.name, WORKED.name, "channels", "cat", "coffee", "astronaut", label="Picture", over={"pixels": "edited"}
    )
    kernels: str = choice(
        "example",
        "example",
        "hand-made",
        "random",
        label="Depthwise kernels",
        over={"depthwise": "edited"},
        given=True,
    )
    size: int = integer(2, 2, 3, label="Kernel size")
    maps: int = integer(3, 1, 4, label="Output maps", help="Each has a column of pointwise weights of its own.")
    real_inputs: str = choice("512", *WIDTHS, label="Real layer: input channels M")
    real_maps: str = choice("512", *WIDTHS, label="Real layer: output maps N")
    real_size: str = choice("3", "3", "5", "7", label="Real layer: kernel size k")
    real_side: str = choice("14", *SIDES, label="Real layer: height and width F")
    alpha: str = choice("0.5", *ALPHAS, label="MobileNet: width multiplier α", help="So many times the channels.")
    picture_side: str = choice("160", *PICTURE_SIDES, label="MobileNet: side of pictures")
    at: Cell = cell()
    pixels: Edits = edits()
    depthwise: Edits = edits()
    pointwise: Edits = edits()

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        reason = too_few_channels(self.picture, 2, NOTHING_TO_MIX) or too_small(
            self.picture, self.size, f"The kernel is {self.size} cells wide"
        )
        if reason is None and self.kernels == "example" and not self._of_the_example:
            return "The example's kernels are 2×2 and belong to the worked example Two channels."
        return reason

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and take over what the worked example is worked with."""
        new = following(self, changed, CLEARS, AS_WRITTEN)
        if changed == "picture" and self.picture != WORKED:
            _, height, width = pixels(self.picture).shape
            new = replace(new, size=min(3 if min(height, width) > 3 else 2, height, width))
        if changed == "kernels" and new.kernels == "example" and new.picture == WORKED:
            new = replace(new, size=2)
        if changed != "kernels" and new.kernels == "example" and not new._of_the_example:
            new = replace(new, kernels="hand-made")
        return new

    @property
    def _of_the_example(self) -> bool:
        """Whether the example's kernels suit the layer."""
        return self.picture == WORKED and self.size == 2


def made_kernels(preset: str, channels: int, size: int) -> Floats:
    """Return a kernel for each channel, all different and of whole numbers, (channels, size, size)."""
    if preset == "random":
        return np.array([one.weights[0] for one in kernels.filters(preset, channels, size, 1, "")])
    possible = [name for name in HAND_MADE if kernels.refusal(name, size, 1, "") is None]
    return np.array([kernels.hand_made(name, size, 1).weights[0] for name in possible[:channels]])
