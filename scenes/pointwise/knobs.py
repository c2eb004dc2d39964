"""What the pointwise scene can be asked: the volume and its matrix, two columns that may collide, a bottleneck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, following, integer, picture, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data.pictures import Picture, pixels

CHOSEN: Cell = (1, 1)
"""The pixel of the worked example, whose column is (2, 1, 3)."""

CLEARS = {"picture": ("pixels", "weights", "biases"), "matrix": ("weights", "biases")}
MATRICES = ("example", "copy", "colours", "random")


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The layer, the pixel that is looked at, the two columns of the collision, and the sizes of the bottleneck.

    `first` and `second` are columns of two channels, as cells of a map of all of them: (second value, first value).
    """

    picture: Picture = picture(
        "columns",
        "columns",
        "channels",
        "digit",
        "coffee",
        "astronaut",
        "cat",
        label="Input",
        over={"pixels": "edited"},
    )
    outputs: int = integer(2, 1, 4, label="Output channels", help="Rows of the matrix.")
    matrix: str = choice(
        "example", *MATRICES, label="Matrix", help="Its numbers can be typed over on the stage.",
        over={"weights": "edited"}, given=True,
    )  # fmt: skip
    relu: bool = toggle(True, label="ReLU", help="Replace negative outputs by zero.")
    side: int = integer(28, 1, 112, label="Bottleneck: height and width")
    channels_in: int = integer(192, 2, 512, label="Bottleneck: channels in")
    reduced: int = integer(16, 1, 256, label="Bottleneck: reduce to")
    channels_out: int = integer(32, 1, 512, label="Bottleneck: channels out")
    kernel: str = choice("5×5", "3×3", "5×5", "7×7", label="Bottleneck: kernel")
    at: Cell = cell(CHOSEN)
    pixels: Edits = edits()
    weights: Edits = edits()
    biases: Edits = edits()
    first: Cell = cell((2, 1))
    second: Cell = cell((1, 2))
    mix: Edits = edits()

    @property
    def window(self) -> int:
        """The side of the bottleneck's larger kernel."""
        return int(self.kernel[0])

    @property
    def sizes(self) -> tuple[int, int, int, int, int]:
        """The bottleneck's height and width, channels in, channels in its waist, channels out, and larger kernel."""
        return self.side, self.channels_in, self.reduced, self.channels_out, self.window

    def problem(self) -> str | None:
        """Why there is no such layer or bottleneck, in one sentence."""
        if self.matrix == "colours" and len(pixels(self.picture)) == 1:
            return "This matrix weighs red, green and blue against each other; the picture has one channel only."
        if self.reduced >= self.channels_in:
            return f"A bottleneck is narrower than what goes into it: reduce to fewer than {self.channels_in} channels."
        return None

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and choose a matrix that suits a new picture."""
        new = following(self, changed, CLEARS)
        if changed == "picture":
            small = self.picture.bundled and self.picture.name in ("columns", "channels")
            colours = len(pixels(self.picture)) > 1 and not small
            new = replace(new, matrix="colours" if colours else "example", at=self._middle())
        elif changed == "channels_in":
            new = replace(new, reduced=min(self.reduced, self.channels_in - 1))
        return new

    def _middle(self) -> Cell:
        """The pixel to begin with: the worked example's own, elsewhere one in the middle."""
        _, height, width = pixels(self.picture).shape
        return CHOSEN if self.picture == Picture("columns") else (height // 2, width // 2)
