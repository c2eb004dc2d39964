"""The steps of the inception scene, and how far each has come at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.inception.knobs import Knobs
from scenes.inception.module import Module, census
from scenes.inception.small import SIDE, Branch, Small
from scenes.stage.core.lattice import Cell
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Told, present
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import walk

CLOSE = ("one", "three", "five", "pool")
"""The steps that look at one branch each, in the order of the branches."""


@dataclass(frozen=True, eq=False)
class Moment(Told):
    """What is going on: the step's name, the spot that is looked at, and how far every step has come.

    While the windows of a branch walk, `place` glides between the cells; `written` cells of its maps are done.
    """

    PAUSE = 1.0

    cell: Cell
    place: tuple[float, float]
    written: int


def tell(stage: Stage, of: Small, real: Module, knobs: Knobs) -> Moment:
    """Lay out the steps: four windows, each branch, concatenation; a real module, what it saves, all nine."""
    spans = {
        "split": stage.step("Four windows on one spot", SPLIT, 5.0),
        "one": stage.step("Branch 1: 1×1", ONE, 6.0),
        "three": stage.step(_title(2, of.branches[1]), _window_caption(of.branches[1]), 8.0),
        "five": stage.step(_title(3, of.branches[2]), _window_caption(of.branches[2]), 8.0),
        "pool": stage.step(_title(4, of.branches[3]), _pool_caption(of.branches[3]), 8.0),
        "join": stage.step("Concatenate", _join_caption(of), 7.0),
        "real": stage.step(f"Module {knobs.module} of GoogLeNet", _real_caption(real, knobs), 7.0),
        "save": stage.step("What the 1×1 reductions save", _save_caption(knobs), 7.0),
        "nine": stage.step("Nine modules, no residual", _nine_caption(), 5.0),
    }
    name = present(spans)
    return _moment(name, spans, knobs.at)


def _moment(name: str, spans: dict[str, Span], at: Cell) -> Moment:
    at = min(max(at[0], 0), SIDE - 1), min(max(at[1], 0), SIDE - 1)
    span = spans[name]
    if name not in CLOSE or not 0.5 < span.t < 0.9:
        done = SIDE * SIDE if name not in CLOSE or span.t >= 0.9 else 0
        return Moment(name, spans, at, (float(at[0]), float(at[1])), done)
    going = walk(span, SIDE, SIDE, at, lead=0.5, rest=0.1)
    return Moment(name, spans, going.cell, going.place, going.written())


SPLIT = (
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


def _join_caption(of: Small) -> str:
    return (
        f"The maps of all branches, equal in height and width, are put behind each other: {counted(len(of.y), 'map')}. "
        "Nothing is added up, and the input itself does not go past the branches."
    )


def _real_caption(real: Module, knobs: Knobs) -> str:
    how = "" if knobs.reductions else " without its reductions"
    return (
        f"The same{how} at real size, for {real.channels} maps of {real.side} × {real.side}. The sizes of the windows "
        "make the scales; the widths only say how many filters each scale gets."
    )


def _save_caption(knobs: Knobs) -> str:
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
