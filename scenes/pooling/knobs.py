"""What the pooling scene can be asked: the picture, the kind of pooling and its windows, and a shift of the input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, following, integer, picture
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture, pixels, too_few_channels, too_small

PICTURES = (
    "tiles", "example", "channels", "digit", "giraffe", "elephant", "cat", "coffee", "astronaut", "photographer",
)  # fmt: skip
# The worked examples come with the windows that they are worked with.
WORKED: dict[Picture, dict[str, Any]] = {
    Picture("tiles"): {"size": 2, "stride": 2, "padding": 0, "channels": "1"},
    Picture("example"): {"size": 3, "stride": 2, "padding": 0, "channels": "1"},
    Picture("channels"): {"size": 2, "stride": 1, "padding": 0, "channels": "3"},
}
CLEARS = {
    "picture": ("pixels", "upstream", "at"),
    "channels": ("pixels", "upstream"),
    "size": ("upstream",),
    "stride": ("upstream",),
    "padding": ("upstream",),
}


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The pooling layer and what it looks at. Numbers changed by hand lie over those of the picture."""

    picture: Picture = picture("tiles", *PICTURES, label="Picture", over={"pixels": "edited"})
    channels: str = choice("1", "1", "3", label="Input channels")
    kind: str = choice("max", "max", "average", label="Pooling")
    size: int = integer(2, 2, 5, label="Window")
    stride: int = integer(
        2, 1, 5, label="Stride", help="Cells from one window to the next. As many as the window is wide: they tile."
    )
    padding: int = integer(
        0, 0, 2, label="Padding", help="Cells around the input: they never win, and count as zeros in an average."
    )
    shift: int = integer(1, 1, 4, label="Shift", help="Pixels by which the input moves to the right at the end.")
    at: Cell = cell()
    pixels: Edits = edits()
    upstream: Edits = edits()

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        if reason := too_few_channels(self.picture, int(self.channels)):
            return reason
        if self.padding > self.size // 2:
            return f"Padding goes up to half the window, here {self.size // 2}: no window may lie on padding alone."
        if reason := too_small(self.picture, self.size, f"The window is {self.size} cells wide", self.padding):
            return reason
        width = pixels(self.picture).shape[2]
        if self.shift >= width:
            return f"A shift by {self.shift} would push all {width} columns of this picture out of sight."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and take over what a worked example is worked with."""
        new = following(self, changed, CLEARS, WORKED)
        if changed == "size":
            new = replace(new, padding=min(new.padding, new.size // 2))
        if changed == "picture":
            new = replace(new, shift=min(new.shift, max(1, pixels(new.picture).shape[2] - 1)))
            if too_few_channels(new.picture, int(new.channels)):
                new = replace(new, channels="1")
        return new
