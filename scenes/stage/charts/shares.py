"""A total of a network: a tank that fills as the layers are passed, then the same layers as one bar of the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.networks import Layer, Network
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import LARGER_LETTERS, LETTER, brief
from scenes.stage.draw.kinds import MACS, PARAMETERS

Count = Literal["parameters", "macs"]

TITLES: dict[Count, str] = {"macs": "work", "parameters": "parameters"}
UNITS: dict[Count, str] = {"macs": "multiply-accumulates", "parameters": "parameters"}
ROLES: dict[Count, Role] = {"macs": MACS, "parameters": PARAMETERS}
NAME, OVER, TITLE, AMOUNT, HERO = 32.0, 36.0, 40.0, 52.0, 104.0
"""The sizes of a layer's name in its piece, of what is counted over it and beside it, of its amount, of a share."""
STRONG, PALE = 0.85, 0.3
"""How strong the pieces of convolutions are, and those of dense layers."""
TURN = 0.55
"""The share of the way to the bars that each of the tanks takes."""
GLASS = 0.14
"""How strong a tank is where nothing is in it: from the last row, too, one sees how empty it is."""
ABOVE = 112.0
"""The height of the title and of the amount over a tank."""
TANKS: dict[Count, Area] = {"macs": Area(1090.0, 104.0, 210.0, 682.0), "parameters": Area(1334.0, 104.0, 210.0, 682.0)}
BARS: dict[Count, Area] = {
    "macs": Area(LEFT, 178.0, RIGHT - LEFT, 160.0),
    "parameters": Area(LEFT, 530.0, RIGHT - LEFT, 160.0),
}
"""Where the two tanks stand at the right of the stage, and where the bars lie that they turn into."""
Piece = tuple[float, float, float, float]
"""The left, the top, the width and the height of a layer's part."""


@dataclass(frozen=True)
class Total:
    """What a network has of one kind: its parameters, or the multiply-accumulates for one picture."""

    network: Network
    kind: Count

    @property
    def role(self) -> Role:
        """The colour of its kind."""
        return ROLES[self.kind]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers with weights."""
        return self.network.weighted

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """What each layer has."""
        return tuple(getattr(layer, self.kind) for layer in self.layers)

    @property
    def whole(self) -> int:
        """What all layers have."""
        return sum(self.counts)

    def share(self, *, convolutions: bool) -> float:
        """The share 0..1 that the convolutions have of it, or the dense layers."""
        pairs = zip(self.layers, self.counts, strict=True)
        return sum(count for layer, count in pairs if layer.convolves == convolutions) / self.whole

    def tank(self, area: Area, passed: Sequence[float]) -> list[AnyMark]:
        """Draw it as a tank in the lower part of an area, with its title and its amount above.

        `passed` says for each layer which share 0..1 of it has flowed in. The full tank is the whole network.
        """
        inside = _inside(area)
        so_far = sum(round(count * share) for count, share in zip(self.counts, passed, strict=True))
        return [*self.outside(area, so_far), *self._drawn(self._stacked(inside, passed), passed, names=1.0)]

    def outside(self, area: Area, so_far: int, seen: float = 1.0) -> tuple[AnyMark, ...]:
        """The tank without what is in it, and the amount over it."""
        x, y, width, height = _inside(area)
        return (
            self.title((area.x, area.y + 20)),
            lettering(area.x, area.y + 72, brief(so_far), bold=True, size=AMOUNT, opacity=seen,
                      name=f"{self.kind} so far"),
            Rect(x=x, y=y, width=width, height=height, radius=6, fill=GLASS, line=3.0, role=Role.MUTED, opacity=seen,
                 name=f"tank of {self.kind}"),
        )  # fmt: skip

    def title(self, at: Point) -> Text:
        """What is counted."""
        return lettering(*at, TITLES[self.kind], self.role, bold=True, size=OVER, name=f"title of {self.kind}")

    def turned(self, tank: Area, bar: Area, share: float) -> list[AnyMark]:
        """Draw the full tank on its way to a bar, 0..1: each layer's part of it moves by itself."""
        ones = (1.0,) * len(self.layers)
        pieces = [
            (*midway(old[:2], new[:2], share), *midway(old[2:], new[2:], share))
            for old, new in zip(self._stacked(_inside(tank), ones), self.in_row(bar), strict=True)
        ]
        return self._drawn(pieces, ones, names=abs(1.0 - 2.0 * ease(share)))

    def in_row(self, bar: Area) -> list[Piece]:
        """Where each layer's part of a bar lies, from left to right."""
        widths = [bar.width * count / self.whole for count in self.counts]
        lefts = accumulate(widths[:-1], initial=bar.x)
        return [(left, bar.y, width, bar.height) for left, width in zip(lefts, widths, strict=True)]

    def _stacked(self, inside: Area, passed: Sequence[float]) -> list[Piece]:
        """Where each layer's part lies in the tank, from the bottom up."""
        flowed = zip(self.counts, passed, strict=True)
        heights = [inside.height * count * share / self.whole for count, share in flowed]
        bottom = inside.y + inside.height
        return [
            (inside.x, bottom - top, inside.width, height)
            for top, height in zip(accumulate(heights), heights, strict=True)
        ]

    def _drawn(self, pieces: Sequence[Piece], passed: Sequence[float], names: float) -> list[AnyMark]:
        marks: list[AnyMark] = []
        for layer, count, piece, share in zip(self.layers, self.counts, pieces, passed, strict=True):
            if share > 0.0:
                marks += self._piece(layer, count, piece, names)
        return marks

    def _piece(self, layer: Layer, count: int, piece: Piece, names: float) -> Iterator[AnyMark]:
        """A layer's part, with its name where there is room."""
        x, y, width, height = piece
        yield Rect(
            x=x, y=y, width=width, height=height, fill=STRONG if layer.convolves else PALE, line=2.0, role=self.role,
            name=f"{self.kind} of {layer.label}", value=count,
        )  # fmt: skip
        room = LARGER_LETTERS * NAME * LETTER * len(layer.label)
        if width > room + 12 and height > 1.3 * NAME:
            role = Role.SURFACE if layer.convolves else self.role
            yield lettering(
                x + width / 2, y + height / 2, layer.label, role, bold=True, size=NAME, anchor="middle", opacity=names,
                name=f"{self.kind} name of {layer.label}",
            )  # fmt: skip


def tanks(network: Network, passed: Sequence[float]) -> Group:
    """Both tanks, which no camera moves; `passed` says for each layer which share 0..1 of it has flowed in."""
    marks = [mark for kind, area in TANKS.items() for mark in Total(network, kind).tank(area, passed)]
    return Group(marks=tuple(marks), pinned=True)


def bars(network: Network, share: float) -> list[AnyMark]:
    """Both tanks on their way to two bars as long as the stage, and under each the share of those that have most.

    The first goes in the first half of the way, the second in the other.
    """
    marks: list[AnyMark] = []
    for (kind, bar), way in zip(BARS.items(), (share / TURN, (share - 1.0 + TURN) / TURN), strict=True):
        turned = max(0.0, min(way, 1.0))
        total, tank = Total(network, kind), TANKS[kind]
        _, *around = total.outside(tank, total.whole, 1.0 - ease(3.0 * turned))
        marks += around
        marks += total.turned(tank, bar, turned)
        marks.append(total.title(midway((tank.x, tank.y + 20), (LEFT, bar.y - 34), turned)))
        seen = ease((share - 0.85) / 0.15)
        marks += [
            lettering(RIGHT, bar.y - 34, f"{brief(total.whole)} {UNITS[kind]}", size=TITLE, anchor="end", opacity=seen,
                      name=f"amount of {kind}"),
            *_halves(total, bar, seen),
        ]  # fmt: skip
    return marks


def _halves(total: Total, bar: Area, seen: float) -> list[AnyMark]:
    """Under a bar the shares of the convolutions and of the dense layers, the larger one in its colour."""
    marks: list[AnyMark] = []
    for convolutions, x, anchor in ((True, LEFT, "start"), (False, RIGHT, "end")):
        share = total.share(convolutions=convolutions)
        words = "convolutions" if convolutions else "dense layers"
        larger = share >= 0.5
        runs = (
            TextRun(f"{words}  ", None if larger else Role.MUTED),
            TextRun(f"{100 * share:.1f} %", total.role if larger else Role.MUTED, bold=True),
        )
        marks.append(
            Text(x=x, y=bar.y + bar.height + (54 if larger else 42), runs=runs, size=72.0 if larger else TITLE,
                 anchor="start" if anchor == "start" else "end", opacity=seen, name=f"{total.kind} of {words}")
        )  # fmt: skip
    return marks


def _inside(area: Area) -> Area:
    """The tank itself, under its title and its amount."""
    return Area(area.x, area.y + ABOVE, area.width, area.height - ABOVE)


def so_far(network: Network, layers: Sequence[Layer], opacity: float, where: str = "") -> Group:
    """Beside the tanks, which shares of all work and of all parameters some layers have, large; `where` names them."""
    marks: list[AnyMark] = []
    for index, kind in enumerate(TANKS):
        total, x = Total(network, kind), LEFT + 500.0 * index
        share = sum(getattr(layer, kind) for layer in layers) / total.whole
        marks += [
            lettering(x, 668, f"{100 * share:.0f} %", total.role, bold=True, size=HERO,
                      name=f"{kind} so far in percent"),
            lettering(x, 770, f"of the {TITLES[kind]}{where}", size=40),
        ]  # fmt: skip
    return Group(marks=tuple(marks), pinned=True, opacity=opacity)
