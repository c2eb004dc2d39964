"""The story of the padding scene: its steps and their captions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from scenes.padding.computed import Layer
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, Story, ease, latest
from scenes.stage.draw.blocks import counted
from scenes.stage.draw.walk import Walk, walk


@dataclass(frozen=True, eq=False)
class Steps(Story):
    """The steps of the scene, and how far what several of them have a part in has come."""

    picture: Span
    ghosts: Span
    room: Span
    stride: Span
    misfit: Span
    first: Span
    slide: Span
    thinned: Span | None
    rules: Span
    libraries: Span
    stairs: Span
    out: int
    """Positions along a row."""

    @cached_property
    def along(self) -> Walk:
        """The window's way along one row."""
        return walk(self.stride, 1, self.out, (0, 0), rest=0.2)

    @cached_property
    def over(self) -> Walk:
        """The window's way over all positions."""
        return walk(self.slide, self.out, self.out, (0, 0))

    @property
    def counted(self) -> float:
        """How many rows of the odometer have turned: each does late in its step, when it has been seen why."""
        turned = (self.picture, self.ghosts, self.room, self.stride, self.misfit, self.first)
        row = latest(turned)
        return row + (1.0 if row == 0 else ease((turned[row].t - 0.35) / 0.45))

    @property
    def counting(self) -> float:
        """How visible picture, odometer and map are."""
        return 1.0 - ease(self.rules.t * 12)

    @property
    def dense(self) -> float:
        """How far the map at stride 1 has come; it takes the picture's place."""
        return ease(self.thinned.t / 0.3) if self.thinned else 0.0

    @property
    def kept(self) -> float:
        """How many of its cells have been told to be kept."""
        return ease((self.thinned.t - 0.35) / 0.35) if self.thinned else 0.0

    @property
    def comparing(self) -> float:
        """How visible the three rules are."""
        return ease((self.rules.t - 0.075) / 0.125) * (1.0 - ease(self.libraries.t * 12))

    @property
    def each_rule(self) -> float:
        """How far the windows of the three rules have come."""
        return min(1.0, max(0.0, (self.rules.t - 0.25) / 0.65))

    @property
    def between_libraries(self) -> float:
        """How visible the two libraries are."""
        return ease((self.libraries.t - 0.075) / 0.125) * (1.0 - ease(self.built * 3))

    @property
    def each_library(self) -> float:
        """How far the windows of the two libraries have come."""
        return min(1.0, max(0.0, (self.libraries.t - 0.25) / 0.65))

    @property
    def climbing(self) -> float:
        """How visible the stairs of sizes are."""
        return ease((self.built - 0.3) / 0.5)

    @property
    def built(self) -> float:
        """How far the stairs are built, from 0 to 1.6: a while before the step ends they are there."""
        return self.stairs.t * 1.6


def tell(stage: Stage, layer: Layer) -> Steps:
    """Lay out the steps."""
    stride = layer.knobs.stride
    return Steps(
        picture=stage.step("The picture", _picture_caption(layer), 2.5),
        ghosts=stage.step("Ghost zeros" if layer.knobs.padding else "No padding", _ghosts_caption(layer), 3.5),
        room=stage.step("Room to move", _room_caption(layer), 4.0),
        stride=stage.step(f"Steps of {stride}", _stride_caption(layer), min(3.0 + layer.out, 8.0)),
        misfit=stage.step("The next does not fit", _misfit_caption(layer), 4.0),
        first=stage.step("And the first position", _first_caption(layer), 3.0),
        slide=stage.step("Every position", _slide_caption(layer), min(2.0 + layer.out**2, 10.0)),
        thinned=stage.step(f"Every {_ordinal(stride)} cell", _thinned_caption(layer), 5.0) if stride > 1 else None,
        rules=stage.step("Valid, same, full", _rules_caption(layer), 9.0),
        libraries=stage.step("“Same” in two libraries", _libraries_caption(layer), 8.0),
        stairs=stage.step("Other pictures", _stairs_caption(layer), 4.5),
        out=layer.out,
    )


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third", 4: "fourth"}[number]


def _picture_caption(layer: Layer) -> str:
    return (
        f"A picture of {layer.knobs.n} × {layer.knobs.n} cells, and a kernel of {layer.knobs.k} × {layer.knobs.k}. "
        "In how many positions can the kernel be laid on it? We count along one row."
    )


def _ghosts_caption(layer: Layer) -> str:
    p, row = layer.knobs.padding, layer.row
    if p == 0:
        return f"With p = 0 nothing is put around the picture, and every window stays within its {row} cells a row."
    rings = "one ring" if p == 1 else f"{p} rings"
    words = f"Padding puts {rings} of zeros around the picture: a row is now {row} cells long. "
    return words + "The zeros are no part of the picture; only the window sees them."


def _room_caption(layer: Layer) -> str:
    span, d = layer.knobs.span, layer.knobs.dilation
    words = f"The window spans {counted(span, 'cell')}"
    if d > 1 and layer.knobs.k > 1:
        words = f"Dilation {d} puts the weights {d} cells apart: {layer.knobs.k} of them span {span} cells"
    if layer.room == 0:
        return f"{words}: it fills the row and cannot move at all."
    left = "1 cell is" if layer.room == 1 else f"{layer.room} cells are"
    return f"{words}, so {left} left for it to move over."


def _stride_caption(layer: Layer) -> str:
    s, whole = layer.knobs.stride, int(layer.steps)
    steps = counted(whole, "whole step")
    words = f"The stride is how far the window moves at a time: {counted(s, 'cell')}. "
    if whole == 0:
        return words + ("There is no room for even one." if layer.room else "There is no room to move.")
    return words + f"In {counted(layer.room, 'cell')} of room there {'is' if whole == 1 else 'are'} {steps}."


def _misfit_caption(layer: Layer) -> str:
    words = f"One more step would take the window {counted(layer.too_far, 'cell')} over the edge: it does not fit. "
    if layer.left_over == 0:
        return words + "Here the last window ends exactly at the edge, so rounding drops nothing."
    last = "row and column" if layer.left_over == 1 else f"{layer.left_over} rows and columns"
    return words + f"So the division is rounded down, and the last {last}, faded, are never used."


def _first_caption(layer: Layer) -> str:
    steps = counted(int(layer.steps), "step")
    return f"{steps}, and the position before any step: {counted(layer.out, 'position')} along a row."


def _slide_caption(layer: Layer) -> str:
    m = layer.out
    if m == 1:
        return "Down the columns it is the same: there is one position, and it makes the only cell of the map."
    return f"Down the columns it is the same: {m} × {m} = {counted(m * m, 'position')}, each makes one cell of the map."


def _thinned_caption(layer: Layer) -> str:
    s, full = layer.knobs.stride, len(layer.dense)
    return (
        f"At stride 1 the map would be {full} × {full}, as on the left. Stride {s} keeps every {_ordinal(s)} row and "
        f"column of it and never computes the rest. The kernel still has {counted(layer.knobs.k**2, 'weight')}."
    )


def _rules_caption(layer: Layer) -> str:
    shrunk = layer.knobs.span - 1
    if shrunk == 0:
        return "At stride 1 a window of one cell needs no padding: all three rules give the same map."
    odd = " (with its odd zero behind: the window has no middle cell)" if layer.knobs.span % 2 == 0 else ""
    return (
        f"At stride 1, “valid” pads nothing and shrinks the map by {shrunk}; “same” keeps the size{odd}; “full” takes "
        f"every window that touches the picture and grows it by {shrunk}. PyTorch and Keras pad nothing by default."
    )


def _libraries_caption(layer: Layer) -> str:
    keras, torch = layer.libraries
    if layer.knobs.stride == 1:
        odd = (
            "A window without a middle cell needs one zero more on one side. All put it at the right and at the bottom."
            if keras.padding is None
            else "At stride 1 the libraries agree on “same”."
        )
        return f"{odd} Choose a larger stride, and they part."
    words = (
        "With a stride the size can't stay. In Keras and TensorFlow “same” then means n / s, rounded up; PyTorch "
        "refuses the word."
    )
    if keras.starts == torch.starts:
        return f"{words} Here {torch.zeros} gives the same windows."
    return f"{words} Here {torch.zeros} gives as many windows, but others: weights moved over give other numbers."


def _stairs_caption(layer: Layer) -> str:
    s = layer.knobs.stride
    if s == 1:
        return "At stride 1 each cell more in the picture is a cell more in the map. Choose a larger stride, and see."
    return (
        f"The same layer on other pictures. The dashed line is the size before it is rounded: {s} sizes of picture "
        "share a step of the stairs. Click a bar to see that picture."
    )
