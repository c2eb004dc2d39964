"""What the channels scene can be asked: a picture of several channels and its filters, and a layer of real size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from scenes import reference
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, following, integer, picture
from scenes.stage.core.lattice import Cell
from scenes.stage.data import kernels
from scenes.stage.data.pictures import Picture, pixels, too_few_channels, too_small

WORKED = Picture("channels")
"""The picture of the worked example, which has a filter of its own; a file of the same name has none."""
AS_WRITTEN: dict[Picture, dict[str, Any]] = {WORKED: {"size": 2, "kernels": "example"}}
CLEARS = {
    "picture": ("pixels", "weights", "biases", "at"),
    "kernels": ("weights", "biases"),
    "size": ("weights",),
}
NO_PLANES = ": no planes to slide apart. Choose one of several channels"
SIDES = ("14", "28", "56", "112", "224", "227")
WIDTHS = ("1", "3", "16", "32", "64", "96", "128", "256", "512")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The layer, and the sizes of a real one to count. Numbers changed by hand lie over those of the presets."""

    picture: Picture = picture(
        WORKED.name, WORKED.name, "columns", "sheets", "cat", "coffee", "astronaut", label="Picture",
        over={"pixels": "edited"},
    )  # fmt: skip
    kernels: str = choice(
        "example", "example", "colours", "edges", "random", label="Filters",
        help="Colours compares channels, edges compares neighbours in all channels.", over={"weights": "edited"},
        given=True,
    )  # fmt: skip
    size: int = integer(2, 1, 5, label="Kernel size")
    filters: int = integer(3, 1, 4, label="Number of filters", help="Each filter makes one map.")
    shown: int = integer(1, 1, 4, label="Filter looked at closely")
    real_inputs: str = choice("3", *WIDTHS, label="Real layer: input channels C")
    real_filters: str = choice("96", *WIDTHS, label="Real layer: filters F")
    real_size: str = choice("11", "1", "3", "5", "7", "11", label="Real layer: kernel size k")
    real_side: str = choice("227", *SIDES, label="Real layer: height and width")
    real_stride: str = choice("4", "1", "2", "4", label="Real layer: stride")
    at: Cell = cell()
    pixels: Edits = edits()
    weights: Edits = edits()
    biases: Edits = edits()

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        reason = too_few_channels(self.picture, 2, NO_PLANES) or too_small(
            self.picture, self.size, f"The kernel is {self.size} cells wide"
        )
        if reason is None and self.kernels == "edges":
            reason = kernels.refusal("vertical edge", self.size, len(pixels(self.picture)), "")
        if reason is not None:
            return reason
        if self.kernels == "example" and not (self.picture == WORKED and self.size == 2):
            return "The example's filter is 2×2 and belongs to the worked example Three channels."
        if self.shown > self.filters:
            return f"There is no filter {self.shown}: the layer has {self.filters}."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and take over what the worked example is worked with."""
        new = following(self, changed, CLEARS, AS_WRITTEN)
        other_picture = changed == "picture" and self.picture != WORKED
        if other_picture:
            _, height, width = pixels(self.picture).shape
            new = replace(new, size=min(3 if min(height, width) > 4 else 2, height, width))
        if new.kernels == "example" and (changed == "size" or other_picture):
            new = replace(new, kernels="colours")
        if changed == "kernels" and new.kernels == "example" and new.picture == WORKED:
            new = replace(new, size=2)
        if changed == "filters":
            new = replace(new, shown=min(new.shown, new.filters))
        if new.kernels == "edges" and new.size < 2:
            new = replace(new, kernels="colours")
        return new


def real_out(knobs: Knobs) -> int:
    """Height and width of the maps of the real layer, without padding."""
    return reference.output_size(int(knobs.real_side), int(knobs.real_size), int(knobs.real_stride))
