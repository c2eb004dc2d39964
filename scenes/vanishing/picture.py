"""The picture of the whole scene: a chain of layers across the stage, and over each wire between two of them a bar.

The bars say how large the gradient is there, or the signal. What stands in the layers changes from step to step.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scenes import reference
from scenes.reference import Floats
from scenes.stage.charts.axes import Axes, Range, linear_ticks
from scenes.stage.charts.curves import curve, decades
from scenes.stage.core.lattice import Point, between
from scenes.stage.core.marks import Anchor, AnyMark, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.timeline import REST, ease
from scenes.stage.draw.blocks import LETTER

FIRST, LAST = 206.0, 1410.0
"""The wire before the first layer, and the one behind the last."""
EDGES = (168.0, 1448.0)
TOP, FOOT = 152.0, 566.0
CHAIN, BOX = 618.0, 62.0
"""The middle of the layers, and their height."""
ABOUT_Y, NUMBER_Y, BELOW_Y = 124.0, 206.0, 288.0
"""The lines of the hero number: what it is about, itself, and what it says."""
NUMBERS_Y = 682.0
LOWEST_Y = 752.0
"""The middle of the lowest line: an arrow, or plates."""
PLATES = LOWEST_Y - 32.0
MOST = 140
"""So many powers of ten are enough for all factors and layers."""
INFINITE = 42.5
"""What is infinite stands as high as this power of ten: above the largest number of 32 bits."""
FREE = 0.6
"""Where the hero number stands, bars are at most so high, as a share of the plot."""
HALF = 0.45
"""So wide is its place, as a share of the chain."""
DRAWN = 34.0
"""Layers narrower than this have nothing drawn in them."""
PAUSING = 1.25
"""Between two waves is a rest: each runs so much faster."""
RISE = 0.35
"""The share of a wave in which one bar changes."""

Inside = Callable[[Point, float], Sequence[AnyMark]]
"""What is drawn in a layer: from its middle and its width."""


@dataclass(frozen=True, eq=False)
class Act:
    """What is in the chain for a while: the sizes at its places, from the first on, and what its layers look like.

    Where it has a `hero`, that number stands over the bars, with what it is about before it and what it says below.
    When the next act has come, it stays as a line of that name, which may bear a `label`.
    """

    sizes: Floats
    inside: Inside
    role: Role = Role.KERNEL
    heading: tuple[TextRun, ...] = ()
    hero: str = ""
    below: str = ""
    line: str = ""
    label: str = ""
    label_at: int = 0

    @property
    def empty(self) -> Act:
        """The same chain before anything has come through it."""
        return replace(self, sizes=np.zeros_like(self.sizes))


@dataclass(frozen=True, eq=False)
class Picture:
    """A chain of so many layers with its axis. `places` are where the sizes belong: wires, counted from 0 on."""

    layers: int
    axis: Range
    places: tuple[float, ...]
    bar: Role = Role.GRADIENT
    what: str = "gradient"

    @cached_property
    def axes(self) -> Axes:
        """The plane of the bars."""
        edge = (EDGES[1] - LAST) / self.pitch
        box = (EDGES[0], TOP, EDGES[1] - EDGES[0], FOOT - TOP)
        return Axes(box, (-edge, self.layers + edge), self.axis, log_y=True)

    @property
    def pitch(self) -> float:
        """From one wire to the next."""
        return (LAST - FIRST) / self.layers

    def wire(self, place: float) -> float:
        """Where a wire is; between two of them lies a layer."""
        return FIRST + place * self.pitch

    @property
    def width(self) -> float:
        """How wide a layer is."""
        return min(0.8 * self.pitch, self.pitch - 4.0, 120.0) if self.pitch > 16 else 0.7 * self.pitch

    def frame(self) -> list[AnyMark]:
        """The axis, the wire, the names of its ends, and the numbers of layers."""
        marks: list[AnyMark] = [*self.axes.frame(columns=False)]
        marks += [
            Path(points=((150.0, CHAIN), (1462.0, CHAIN)), line=5.0, role=Role.MUTED, name="wire", opacity=0.7),
            lettering(140.0, CHAIN, "input", Role.INPUT, bold=True, size=36.0, anchor="end"),
            lettering(1472.0, CHAIN, "loss", Role.GRADIENT, bold=True, size=36.0),
            lettering(140.0, NUMBERS_Y, "layer", Role.MUTED, size=32.0, anchor="end"),
        ]
        for number in self._numbers():
            x = self.wire(number - 0.5)
            marks.append(lettering(x, NUMBERS_Y, str(number), Role.MUTED, size=32.0, anchor="middle"))
        return marks

    def _numbers(self) -> list[int]:
        found = [int(number) for number in linear_ticks(0.0, float(self.layers), 6, 1.0) if number > 0]
        return [1, *(number for number in found if (number - 1) * self.pitch > 60.0)]

    def arrow(self, share: float) -> list[AnyMark]:
        """An arrow from the loss to where the wave has come."""
        if share <= 0.0:
            return []
        tip = between(LAST, FIRST, share)
        neck = tip + min(56.0, LAST - tip)
        points = ((LAST, -14), (neck, -14), (neck, -30), (tip, 0), (neck, 30), (neck, 14), (LAST, 14))
        shape = tuple((x, LOWEST_Y + y) for x, y in points)
        return [Path(points=shape, closed=True, fill=0.8, line=0.0, role=self.bar, name="arrow")]

    def chain(self, before: Act, after: Act, share: float, *, back: bool = True) -> list[AnyMark]:
        """The layers, those that the wave has passed with what comes after."""
        marks: list[AnyMark] = []
        for layer in range(1, self.layers + 1):
            place = layer - 0.5
            act = after if self.raised(place, share, back=back) > 0.5 else before
            marks += self.layer(self.wire(place), act, f"layer {layer}")
        return marks

    def layer(self, x: float, act: Act, name: str) -> list[AnyMark]:
        """A layer with its middle at x: its ground, its box, and what is drawn in it where there is room."""
        radius = min(10.0, self.width / 4)
        box = Rect(
            x=x - self.width / 2, y=CHAIN - BOX / 2, width=self.width, height=BOX, radius=radius, fill=0.16,
            line=3.0 if self.pitch > 16 else 0.0, role=act.role, name=name,
        )  # fmt: skip
        ground = replace(box, fill=1.0, line=0.0, role=Role.SURFACE, name="")
        return [ground, box, *(act.inside((x, CHAIN), self.width) if self.pitch >= DRAWN else ())]

    def raised(self, place: float, share: float, *, back: bool = True, rise: float = RISE) -> float:
        """How far a wave has changed what is at a place, from 0 to 1: from the last layer to the first, or forward."""
        waits = 1.0 - place / self.layers if back else place / self.layers
        return ease((share - (1.0 - rise) * waits) / rise)

    def bars(
        self, before: Floats, after: Floats, share: float, *, back: bool = True, rise: float = RISE,
        was: Role | None = None,
    ) -> list[AnyMark]:  # fmt: skip
        """A bar at each place, on its way from the size before to the size after; none where there is nothing."""
        left, _, across, height = self.axes.box
        marks: list[AnyMark] = []
        for place, old, new in zip(self.places, before.tolist(), after.tolist(), strict=True):
            way = self.raised(place, share, back=back, rise=rise)
            high = (1.0 - way) * self.height(old) + way * self.height(new)
            value = new if way > 0.5 else old
            if high <= 0.0 or not value > 0.0:
                continue
            half, x = min(0.36 * self.pitch, 40.0), self.wire(place)
            start, end = max(left, x - half), min(left + across, x + half)
            marks.append(
                Rect(x=start, y=FOOT - high * height, width=end - start, height=high * height, fill=0.75,
                     role=self.bar if way > 0.5 or was is None else was,
                     radius=min(6.0, half / 2), name=self.name(place), value=value)
            )  # fmt: skip
        return marks

    def height(self, size: float) -> float:
        """How high a size stands, as a share of the plot: what is there at all is seen."""
        if not size > 0.0:
            return 0.0
        low, high = math.log10(self.axis[0]), math.log10(self.axis[1])
        power = math.log10(size) if math.isfinite(size) else INFINITE
        return max(0.006, min((power - low) / (high - low), 1.0))

    def name(self, place: float) -> str:
        """What the bar at a place is called."""
        if place != int(place):
            return f"{self.what} of layer {int(place + 0.5)}"
        return f"{self.what} behind layer {int(place)}" if place else f"{self.what} at the input"

    def line(self, act: Act) -> list[AnyMark]:
        """An act's sizes as a line, to be compared with the bars; its label stands over one of its places, on a ground.

        The bars may be higher there than the line.
        """
        marks: list[AnyMark] = [*curve(self.axes, np.array(self.places), act.sizes, act.role, act.line)]
        if act.label:
            x, y = self.axes.at(self.places[act.label_at], max(float(act.sizes[act.label_at]), self.axis[0]))
            name = f"label of {act.label}"
            words = lettering(x - 16.0, y - 60.0, act.label, act.role, bold=True, size=36.0, name=name)
            width = 36.0 * LETTER * len(act.label) + 28.0
            ground = Rect(x=words.x - 14.0, y=words.y - 28.0, width=width, height=56.0, radius=12, fill=1.0,
                          line=3.0, role=Role.SURFACE, name=f"ground of {act.label}")  # fmt: skip
            marks += [ground, words]
        return marks

    def hero(
        self, act: Act, beside: Sequence[Act] = (), *, about: float = 1.0, number: float = 1.0, name: str = "hero"
    ) -> list[AnyMark]:  # fmt: skip
        """An act's number, in the corner where bars, and lines beside them, are low: how visible it and its heading."""
        all_sizes = [act.sizes, *(each.sizes for each in beside)]
        right = not all(map(self.free, all_sizes)) and all(self.free(sizes[::-1]) for sizes in all_sizes)
        x: float = EDGES[1] if right else EDGES[0] + 24.0
        anchor: Anchor = "end" if right else "start"
        size = min(96.0, 1000.0 / max(len(act.hero), 1))
        marks = [
            Text(x=x, y=ABOUT_Y, runs=act.heading, size=40.0, anchor=anchor, opacity=about, name="in the chain"),
            lettering(x, NUMBER_Y, act.hero, self.bar, bold=True, size=size, anchor=anchor, opacity=number, name=name),
            lettering(x, BELOW_Y, act.below, size=36.0, anchor=anchor, opacity=number, name="what is left"),
        ]
        return [mark for mark in marks if mark.opacity > 0.0]

    def free(self, sizes: Floats) -> bool:
        """Whether the first bars are low enough for words over them."""
        return max(self.height(size) for size in sizes[: math.ceil(HALF * len(sizes))].tolist()) <= FREE

    def played(
        self, acts: Sequence[Act], t: float, *, back: bool = True, keep: bool = True, arrow: bool = False,
        own: bool = False,
    ) -> list[AnyMark]:  # fmt: skip
        """One act after the other going through the chain as a wave, when a step has come as far as t.

        Past ones stay as lines if they are to `keep`; bars have their `own` colours, or that of the picture.
        """
        waves = len(acts) - 1
        done = min(t / REST, 1.0) * waves
        index = min(int(done), waves - 1)
        share = min(1.0, (done - index) * (PAUSING if waves > 1 else 1.0))
        before, after = acts[index], acts[index + 1]
        coloured = replace(self, bar=after.role) if own else self
        marks = [
            *self.frame(),
            *(self.arrow(share) if arrow else ()),
            *self.chain(before, after, share, back=back),
            *coloured.bars(before.sizes, after.sizes, share, back=back, was=before.role if own else None),
        ]
        for past in acts[1 : index + 1] if keep else ():
            marks += self.line(past)
        beside = acts[1:] if keep else ()
        if before.hero and (index or before.sizes.any()):  # it is what it was until the wave has come to it
            marks += self.hero(before, beside, about=1.0 - ease(8.0 * share), number=1.0 - ease(6.0 * share - 3.6))
        if after.hero:
            marks += self.hero(after, beside, about=ease(8.0 * share - 1.0), number=ease(5.0 * share - 4.0))
        return marks


def axis_for(sizes: Sequence[Floats], least: Range = (0.1, 1.0)) -> Range:
    """The powers of ten that hold all sizes, with room for the hero number over the low ones, or over all."""
    low, high = decades([np.concatenate(sizes) * (1 - 1e-6)], MOST)
    low, high = min(low, least[0]), max(high, least[1])
    trial = Picture(1, (low, high), ())
    if all(trial.free(each) for each in sizes) or all(trial.free(each[::-1]) for each in sizes):
        return low, high
    return low, 10.0 ** min(300.0, math.ceil(math.log10(low) + math.log10(high / low) / FREE))


def wedge(factor: float) -> Inside:
    """A layer that makes what comes from the right smaller or larger on its way to the left."""
    most = BOX / 2 - 10.0
    right, left = most * min(1.0, 1.0 / factor) if factor else most, most * min(1.0, factor)

    def draw(middle: Point, width: float) -> Sequence[AnyMark]:
        (x, y), half = middle, width / 2 - 8.0
        points = ((x - half, y - left), (x + half, y - right), (x + half, y + right), (x - half, y + left))
        return [Path(points=points, closed=True, fill=0.8, line=0.0, role=Role.KERNEL)]

    return draw


def bend(activation: str, also: str = "") -> Inside:
    """The curve of an activation; batch norm is a plate before it, a shortcut an arc around it."""
    function = reference.ACTIVATIONS[activation.lower()].function
    z = np.linspace(-4.0, 4.0, 17)
    y = function(z)
    low, high = float(y.min()), float(y.max())
    shape = [(float(a) / 8.0, 0.5 - (float(b) - low) / (high - low)) for a, b in zip(z, y, strict=True)]

    def draw(middle: Point, width: float) -> Sequence[AnyMark]:
        (x, y), across, up = middle, min(width, BOX) - 20.0, BOX - 24.0
        marks: list[AnyMark] = []
        if also == "batch norm":
            left, top = x - width / 2, y - BOX / 2
            marks.append(Rect(x=left, y=top, width=9.0, height=BOX, radius=4.0, fill=1.0, role=Role.FIFTH))
            x += 4.0
        if also == "shortcut":
            arc = (math.pi * step / 8 for step in range(9))
            points = tuple((x - (width / 2 + 5.0) * math.cos(a), y - BOX / 2 - 14.0 * math.sin(a)) for a in arc)
            marks.append(Path(points=points, line=5.0, role=Role.FOURTH))
        return [*marks, Path(points=tuple((x + a * across, y + b * up) for a, b in shape), line=4.0)]

    return draw


def bell(std: float, widest: float) -> Inside:
    """How far the first weights of a layer are spread."""
    z = np.linspace(-1.0, 1.0, 21)
    shape = [(float(a) / 2, 0.5 - math.exp(-0.5 * (float(a) / (0.45 * std / widest)) ** 2)) for a in z]

    def draw(middle: Point, width: float) -> Sequence[AnyMark]:
        (x, y), across, up = middle, width - 8.0, BOX - 22.0
        points = tuple((x + a * across, y + b * up) for a, b in shape)
        return [Path(points=points, line=4.0, role=Role.KERNEL)]

    return draw
