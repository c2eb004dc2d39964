"""What the convolution scene can be asked, and which questions make no sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

from scenes.reference import Margins, padding_for, window_span
from scenes.stage.core import knobs
from scenes.stage.core.knobs import Edits, cell, choice, edits, following, integer, picture, real, toggle
from scenes.stage.core.lattice import Cell
from scenes.stage.data import kernels
from scenes.stage.data.pictures import BUNDLED, Picture, pixels, too_few_channels, too_small

AS_WRITTEN: dict[str, Any] = {
    "padding": "valid",
    "stride": 1,
    "dilation": 1,
    "flip": False,
    "relu": False,
    "learned": (),
    "weights": (),
    "biases": (),
    "others": (),
}
# The worked examples come with the settings that they are worked with.
WORKED = {
    Picture("example"): {**AS_WRITTEN, "channels": "1", "size": 3, "kernel": "vertical edge", "bias": 1.0},
    Picture("edge"): {**AS_WRITTEN, "channels": "1", "size": 3, "kernel": "vertical edge", "bias": 0.0},
    Picture("counting"): {**AS_WRITTEN, "channels": "1", "size": 2, "kernel": "example", "bias": 0.0},
    Picture("channels"): {**AS_WRITTEN, "channels": "3", "size": 2, "kernel": "example", "bias": -2.0},
}
CLEARS = {
    "picture": ("pixels", "at", "others"),
    "kernel": ("learned", "weights"),
    "size": ("learned", "weights", "others"),
    "channels": ("learned", "weights", "pixels", "others"),
    "bias": ("biases",),
    "stride": ("others",),
    "padding": ("others",),
    "dilation": ("others",),
}


@dataclass(frozen=True)
class Knobs(knobs.Knobs):
    """The layer: what it looks at and how. Numbers changed by hand lie over those of picture and presets.

    `learned` are weights that a network of the lab has learned: they lie over the preset, and under those by hand. Of a
    layer of many maps one is the picture; `others` are what the others add to each cell, (filter, row, column).
    """

    picture: Picture = picture(
        "example",
        *(name for name in BUNDLED if name not in ("columns", "sheets")),
        label="Picture",
        over={"pixels": "edited"},
    )
    channels: str = choice("1", "1", "3", label="Input channels")
    filters: int = integer(2, 1, 4, label="Filters", help="Each filter makes one feature map.")
    kernel: str = choice(
        "vertical edge",
        *kernels.PRESETS,
        label="Kernel",
        help="The first filter; the others follow it in this list.",
        over={"weights": "edited", "learned": "learned"},
        given=True,
    )
    size: int = integer(3, 1, 7, label="Kernel size")
    stride: int = integer(1, 1, 3, label="Stride", help="Cells from one window to the next.")
    padding: str = choice("valid", "valid", "same", "full", "0", "1", "2", "3", label="Padding")
    dilation: int = integer(1, 1, 2, label="Dilation", help="Cells from one weight to the next.")
    bias: float = real(1.0, -9.0, 9.0, 0.5, label="Bias")
    relu: bool = toggle(False, label="ReLU", help="Replace negative outputs by zero.")
    flip: bool = toggle(
        False, label="Flip the kernel", help="True convolution; networks use cross-correlation, without the flip."
    )
    at: Cell = cell()
    pixels: Edits = edits()
    learned: Edits = edits()
    weights: Edits = edits()
    biases: Edits = edits()
    others: Edits = edits()

    def margins(self, height: int, width: int) -> Margins:
        """The cells of padding around an input of that size."""
        rule: Any = int(self.padding) if self.padding.isdigit() else self.padding
        vertical, horizontal = (
            padding_for(rule, side, self.size, self.stride, self.dilation) for side in (height, width)
        )
        return vertical, horizontal

    @property
    def worked_example(self) -> str:
        """The name of the bundled picture, which may have filters of its own; a file of the same name has none."""
        return self.picture.name if self.picture.bundled else ""

    def problem(self) -> str | None:
        """Why there is no such layer, in one sentence."""
        channels = int(self.channels)
        reason = too_few_channels(self.picture, channels) or kernels.refusal(
            self.kernel, self.size, channels, self.worked_example
        )
        if reason is not None:
            return reason
        if self.padding == "same":
            return None
        span = window_span(self.size, self.dilation)
        (padding, _), _ = self.margins(1, 1)
        return too_small(self.picture, span, f"The window spans {span} cells", padding)

    def follow(self, changed: str) -> Self:
        """Drop edits of numbers that are gone, and take over what a worked example is worked with."""
        new = following(self, changed, CLEARS, WORKED)
        if changed == "picture" and self.picture not in WORKED:
            new = replace(new, **self._settings_for_picture())
        elif changed == "kernel":
            new = replace(new, **self._settings_for_kernel())
        elif changed in ("size", "channels"):
            new = replace(new, kernel="vertical edge" if self.kernel == "example" else self.kernel)
            if kernels.refusal(new.kernel, new.size, int(new.channels), new.worked_example):
                new = replace(new, kernel="identity")
        return new

    def _settings_for_picture(self) -> dict[str, Any]:
        settings: dict[str, Any] = {}
        if self.channels == "3" and len(pixels(self.picture)) == 1:
            settings |= {"channels": "1", "learned": (), "weights": ()}
        if self.kernel == "example":
            settings |= {"kernel": "vertical edge", "size": 3, "learned": (), "weights": (), "bias": 0.0, "biases": ()}
        return settings

    def _settings_for_kernel(self) -> dict[str, Any]:
        if self.kernel == "example" and self.worked_example in kernels.EXAMPLES:
            first = kernels.EXAMPLES[self.worked_example][0]
            return {"size": len(first[0]), "channels": str(len(first))}
        if kernels.refusal(self.kernel, self.size, int(self.channels), self.worked_example):
            return {"size": 3 if self.size <= 3 else 5}
        return {}
