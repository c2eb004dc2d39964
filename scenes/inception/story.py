"""The steps of the inception scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.inception.knobs import Knobs
from scenes.inception.module import Module, census
from scenes.inception.small import Branch, Small
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story
from scenes.stage.draw.blocks import counted


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """Four windows on one spot, each branch closely, concatenation; a real module, what it saves, all nine."""

    PAUSE = 1.0

    windows: Span
    branches: tuple[Span, ...]
    concatenate: Span
    module: Span
    savings: Span
    nine: Span

    @property
    def branch(self) -> int | None:
        """The branch that the present step looks at closely; None in other steps."""
        return next((index for index, span in enumerate(self.branches) if span.active), None)


def tell(stage: Stage, small: Small, real: Module, knobs: Knobs) -> Steps:
    """Lay out the steps."""
    _, three, five, pool = small.branches
    return Steps(
        windows=stage.step("Four windows on one spot", WINDOWS, 5.0),
        branches=(
            stage.step("Branch 1: 1×1", ONE, 6.0),
            stage.step(_title(2, three), _window_caption(three), 8.0),
            stage.step(_title(3, five), _window_caption(five), 8.0),
            stage.step(_title(4, pool), _pool_caption(pool), 8.0),
        ),
        concatenate=stage.step("Concatenate", _concatenate_caption(small), 7.0),
        module=stage.step(_module_title(knobs), _module_caption(real, knobs), 7.0),
        savings=stage.step("What the 1×1 reductions save", _savings_caption(knobs), 7.0),
        nine=stage.step("Nine modules, no residual", _nine_caption(), 5.0),
    )


WINDOWS = (
    "An Inception module does not choose a window size. Four branches look at the same spot of the same input: "
    "1×1, 3×3 and 5×5 convolutions, and a 3×3 max-pooling."
)
ONE = (
    "The first branch is a 1×1 convolution: it mixes the channels of each pixel and looks at no neighbours. "
    "Biases are left out in this small example."
)


def _title(number: int, branch: Branch) -> str:
    """The name of a step about a branch."""
    if branch.pools:
        return f"Branch {number}: max-pool{', then 1×1' if branch.weights is not None else ''}"
    return f"Branch {number}: {'1×1, then ' if branch.reduction is not None else ''}{branch.name}"


def _window_caption(branch: Branch) -> str:
    k, channels = branch.kernel, len(branch.source)
    if branch.reduction is None:
        return (
            f"Without a reduction each {k}×{k} filter reads all {channels} channels: {k * k * channels} weights. "
            f"Padding {k // 2} keeps height and width."
        )
    return (
        f"A 1×1 convolution first reduces 3 channels to {channels}; then each {k}×{k} filter needs "
        f"{k * k * channels} weights instead of {k * k * 3}. Padding {k // 2} keeps height and width."
    )


def _pool_caption(branch: Branch) -> str:
    words = "The pooling has stride 1 and padding 1: it takes the largest of 3×3 cells, and the size stays."
    if branch.weights is None:
        return words + " Without a projection all its maps go on into the output."
    return words + f" As many maps come out as go in, so a 1×1 convolution projects them to {len(branch.y)}."


def _concatenate_caption(small: Small) -> str:
    return (
        "The maps of all branches, equal in height and width, are put behind each other: "
        f"{counted(len(small.y), 'map')}. Nothing is added up, and the input itself does not go past the branches."
    )


def _module_title(knobs: Knobs) -> str:
    return f"Module {knobs.module} of GoogLeNet{', its widths edited' if knobs.widths else ''}"


def _module_caption(real: Module, knobs: Knobs) -> str:
    how = "" if knobs.reductions else " without its reductions"
    return (
        f"The same{how} at real size, for {real.channels} maps of {real.side} × {real.side}. The sizes of the windows "
        "make the scales; the widths only say how many filters each scale gets."
    )


def _savings_caption(knobs: Knobs) -> str:
    if not knobs.reductions:
        return (
            "Without reductions every large window reads all input channels, and all pooled maps go on. "
            "Put the 1×1 reductions back."
        )
    return (
        "Without reductions every large window reads all input channels, and all pooled maps go on. "
        "With them the same windows read a few mixed maps only."
    )


def _nine_caption() -> str:
    found = census()
    return (
        f"Nine modules make most of GoogLeNet: {found.convolutions} convolutions and a dense layer, {found.depth} "
        f"layers on the longest way. Ways join by {found.concatenations} concatenations and {found.additions} "
        "additions: residual connections are ResNet's."
    )
