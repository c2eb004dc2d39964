"""The story of the activation scene: its steps and their captions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.activation.computed import FACTOR, Applied, Track, differ
from scenes.activation.functions import FUNCTIONS
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease
from scenes.stage.draw.blocks import number
from scenes.stage.draw.walk import Walk, walk


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps of the scene, and how visible what belongs to several of them is."""

    map: Span
    water: Span
    apply: Span
    curve: Span
    slope: Span
    compare: Span
    layers: Span
    without: Span
    collapse: Span
    again: Span
    shape: tuple[int, int]
    """Rows and columns of the map."""

    @cached_property
    def dots(self) -> Walk:
        """The way over the map's cells while each gets its dot on the curve."""
        return walk(self.curve, *self.shape, (0, 0), lead=0.3, rest=0.1)

    @property
    def cells(self) -> float:
        """How visible map and activation are."""
        return 1.0 - ease(self.compare.t * 3)

    @property
    def bars(self) -> float:
        """How visible the bars are, within that."""
        return 1.0 - ease(self.curve.t * 4)

    @property
    def panels(self) -> float:
        """How visible the functions side by side are."""
        return ease((self.compare.t - 0.3) / 0.4) * (1.0 - ease(self.layers.t * 8))

    @property
    def linear(self) -> float:
        """How far the activation between the layers has been taken away."""
        return ease(self.without.t * 1.5) * (1.0 - ease(self.again.t * 4))


def tell(stage: Stage, applied: Applied, track: Track) -> Steps:
    """Lay out the steps."""
    name = applied.knobs.function
    return Steps(
        map=stage.step("A feature map", _map_caption(applied), 2.5),
        water=stage.step("The water line", _water_caption(applied), 4.0),
        apply=stage.step(f"Apply {name}", _apply_caption(applied), 5.5),
        curve=stage.step("The curve", _curve_caption(), 7.0),
        slope=stage.step("The slope", _slope_caption(applied), 5.0),
        compare=stage.step("Side by side", _compare_caption(), 4.0),
        layers=stage.step("Two layers", _layers_caption(applied), 6.0),
        without=stage.step(f"Without {name}", _without_caption(applied), 4.0),
        collapse=stage.step("They collapse", _collapse_caption(track), 7.0),
        again=stage.step(f"With {name} they do not", _again_caption(applied, track), 6.0),
        shape=applied.shape,
    )


def _map_caption(applied: Applied) -> str:
    rows, columns = applied.shape
    return (
        f"A convolution has made this map of {rows} × {columns} cells. A cell above zero says: here is the kernel's "
        "pattern. Below zero: here is its opposite."
    )


def _water_caption(applied: Applied) -> str:
    under = "none is" if applied.below == 0 else "1 is" if applied.below == 1 else f"{applied.below} are"
    return f"Each cell becomes a bar on the water line of zero. Of {applied.z.size} cells {under} under water."


def _apply_caption(applied: Applied) -> str:
    name, words = applied.knobs.function, FUNCTIONS[applied.knobs.function].does
    return (
        f"{name[0].upper()}{name[1:]} {words}. It is applied to each cell by itself: the shape stays, and there is no "
        "weight to learn."
    )


def _curve_caption() -> str:
    return "One curve for all cells: go to a cell's number z on the axis, up or down to the curve, and read off f(z)."


def _slope_caption(applied: Applied) -> str:
    words = "On the way back each cell's gradient is multiplied by the slope at its z. "
    if applied.blocked == 0:
        least, most = (number(float(end)) for end in (applied.slope.min(), applied.slope.max()))
        return words + f"Here the slopes go from {least} to {most}."
    exact = applied.knobs.function in ("ReLU", "ReLU6")
    what = "a slope of 0 and pass nothing back" if exact else "a slope of almost 0 and pass almost nothing back"
    corner = " (in the corner, at z = 0, it is taken as 0)" if exact and (applied.z == 0).any() else ""
    return words + f"{applied.blocked} of {applied.z.size} cells have {what}{corner}."


def _compare_caption() -> str:
    return (
        "Six activations (solid) and their slopes (dashed). A slope far below 1 weakens the gradient in every layer it "
        "passes; a slope of 0 stops it. Click one to use it."
    )


def _layers_caption(applied: Applied) -> str:
    name = applied.knobs.function
    return (
        f"What is an activation good for? Two small layers in one dimension, with {name} between them: "
        "each cell of a layer is a weighted sum of its neighbours in the row above."
    )


def _without_caption(applied: Applied) -> str:
    return f"Take {applied.knobs.function} away: the second layer now makes sums of the sums that the first has made."


def _collapse_caption(track: Track) -> str:
    k, m = track.first.shape[1], track.kernel.shape[1]
    same = differ(track.alone, track.linear) == 0
    words = f"Two kernels of {k} weights collapse into one of {k} + {k} − 1 = {m}. "
    return words + (
        "It gives the same output from the input directly: a stack of linear layers is one linear layer."
        if same
        else "It should give the same output."
    )


def _again_caption(applied: Applied, track: Track) -> str:
    name = applied.knobs.function
    if differ(track.answer, track.expected) == 0:
        return (
            f"For these numbers even the layers with {name} answer like linear ones. Change an input until a cell "
            "behind the first layer goes below zero."
        )
    return (
        f"Multiply the input by {number(FACTOR)}: linear layers would answer with {number(FACTOR)} times their output. "
        f"With {name} they do not, so no single linear layer can replace them."
    )
