"""What the pooling scene can be asked: the picture, the kind of pooling and its windows, and a shift of the input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, integer, picture
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture, pixels

PICTURES = (
    "tiles", "example", "channels", "digit", "giraffe", "elephant", "cat", "coffee", "astronaut", "photographer",
)  # fmt: skip
# The worked examples come with the windows that they are worked with.
EXAMPLES: dict[str, dict[str, Any]] = {
    "tiles": {"size": 2, "stride": 2, "padding": 0, "channels": "1"},
    "example": {"size": 3, "stride": 2, "padding": 0, "channels": "1"},
    "channels": {"size": 2, "stride": 1, "padding": 0, "channels": "3"},
}


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The pooling layer and what it looks at. Numbers changed by hand lie over those of the picture."""

    picture: Picture = picture("tiles", *PICTURES, label="Picture")
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
        depth, height, width = pixels(self.picture).shape
        if self.channels == "3" and depth == 1:
            return "This picture has one channel only; the colour photos and the worked example Three channels have 3."
        if self.padding > self.size // 2:
            return f"Padding goes up to half the window, here {self.size // 2}: no window may lie on padding alone."
        room = min(height, width) + 2 * self.padding
        if self.size > room:
            return f"The window is {self.size} cells wide, but the picture has only {room}, padding included."
        if self.shift >= width:
            return f"A shift by {self.shift} would push all {width} columns of this picture out of sight."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and take over what a worked example is worked with."""
        new = self
        if changed == "picture":
            new = replace(new, pixels=(), upstream=(), at=(0, 0), **self._settings_for_picture())
        elif changed in ("size", "stride", "padding", "channels"):
            new = replace(new, upstream=())
            if changed == "size":
                new = replace(new, padding=min(new.padding, new.size // 2))
            if changed == "channels":
                new = replace(new, pixels=())
        return new

    def _settings_for_picture(self) -> dict[str, Any]:
        depth, _, width = pixels(self.picture).shape
        settings: dict[str, Any] = {"shift": min(self.shift, max(1, width - 1))}
        if self.channels == "3" and depth == 1:
            settings["channels"] = "1"
        if self.picture.bundled and self.picture.name in EXAMPLES:
            settings |= EXAMPLES[self.picture.name]
        return settings
