"""What the padding scene can be asked: the sizes in the formula of the output size, and the kernel that slides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.reference import window_span
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, choice, edits, integer
from scenes.stage.data import kernels

SMALLEST, LARGEST = 3, 12
MOST_PADDING = 4


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The layer along one axis, the same for rows and columns, and the numbers in it that were changed by hand."""

    n: int = integer(5, SMALLEST, LARGEST, label="Picture size n", help="Cells in a row, and rows.")
    k: int = integer(3, 1, 5, label="Kernel size k")
    padding: int = integer(1, 0, MOST_PADDING, label="Padding p", help="Zeros on each side.")
    stride: int = integer(2, 1, 4, label="Stride s", help="Cells from one window to the next.")
    dilation: int = integer(1, 1, 3, label="Dilation d", help="Cells from one weight to the next; 1 leaves no gaps.")
    kernel: str = choice(
        "vertical edge", "vertical edge", "horizontal edge", "blur", "identity", label="Kernel",
        over={"weights": "edited"}, given=True,
    )  # fmt: skip
    pixels: Edits = edits()
    weights: Edits = edits()

    @property
    def span(self) -> int:
        """Cells from the first to the last that the window touches."""
        return window_span(self.k, self.dilation)

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        room = self.n + 2 * self.padding
        if self.span > room:
            return f"The window spans {self.span} cells, but a row has only {room}, padding included."
        return kernels.refusal(self.kernel, self.k, 1, "")

    def follow(self, changed: str) -> Self:
        """Drop edits of weights that are gone; a kernel of one cell can't tell neighbours apart."""
        if changed == "kernel":
            return replace(self, weights=())
        if changed == "k":
            possible = kernels.refusal(self.kernel, self.k, 1, "") is None
            return replace(self, weights=(), kernel=self.kernel if possible else "identity")
        return self
