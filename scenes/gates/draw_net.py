"""The small net between means and gates: how it sets the dimmers, and what moves when one mean is pulled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.gates.draw_parts import dimmer, level, reset
from scenes.gates.layout import GATE, NAMES_X, NET_DIMMER, NET_LEVEL, UNIT, WAIST_Y, net_middle, unit_x
from scenes.gates.shown import OF_NET, SEEN
from scenes.gates.trained import from_means, gate_layers
from scenes.gates.view import View
from scenes.reference import Excitation, Floats
from scenes.stage.core.grips import EditCell
from scenes.stage.core.lattice import Point, midway
from scenes.stage.core.marks import AnyMark, Arrow, Path, Role, lettering
from scenes.stage.core.timeline import glide
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import format_number

WEAK = 0.4
"""A weight that is so small, as a share of the largest, has no line."""
WIDE = 140.0
"""The width of a level here."""
MEANS_Y, GATES_Y = 274.0, 764.0
"""Where the numbers stand."""


def draw_net(view: View) -> None:
    """Draw how the means go through the waist, and set the dimmers."""
    net, span = view.net, view.steps.net
    marks = _wires(view, span.rise(0.0, 0.4), span.rise(0.5, 0.8))
    for place, index in enumerate(net.shown):
        mean = float(net.way.means[index])
        marks += level(net_middle(place), NET_LEVEL, mean / net.top, mean, f"mean {place + 1}", width=WIDE)
        marks.append(_number(net_middle(place), MEANS_Y, mean, Role.PRODUCT))
        gate, opened = float(net.way.gates[index]), span.rise(0.75, 1.0)
        marks += dimmer(net_middle(place), NET_DIMMER, opened * gate, f"gate {place + 1}")
        marks.append(_number(net_middle(place), GATES_Y, gate, GATE, opened))
    view.stage.add(*marks, *_waist(net.way, span.rise(0.35, 0.55)))
    view.stage.add(*_names(view, span.rise(0.35, 0.55), span.rise(0.75, 1.0)))


def draw_pull(view: View) -> None:
    """Draw how one mean is pulled up, and which dimmers move with it; marks say where they stood."""
    net, share = view.net, glide(view.steps.pull.t / 0.8)
    means = net.way.means + share * (net.after.means - net.way.means)
    now = from_means(net.stage, means)
    marks = _wires(view, 1.0, 1.0, net.pulled)
    for place, index in enumerate(net.shown):
        mean, gate, stood = float(means[index]), float(now.gates[index]), float(net.way.gates[index])
        grip = EditCell("means", index=(index,), low=0.0, high=net.top, step=net.top / 10)
        lit = index in net.pulled
        marks += level(
            net_middle(place), NET_LEVEL, mean / net.top, mean, f"mean {place + 1}", grip, lit=lit, width=WIDE
        )
        marks.append(_number(net_middle(place), MEANS_Y, mean, Role.HIGHLIGHT if lit else Role.PRODUCT))
        marks += dimmer(net_middle(place), NET_DIMMER, gate, f"gate {place + 1}", stood=stood)
        moved = abs(gate - stood) > SEEN
        marks.append(_number(net_middle(place), GATES_Y, gate, Role.HIGHLIGHT if moved else GATE))
    if view.knobs.means:
        marks += reset("means", "as it was")
    view.stage.add(*marks, *_waist(now, 1.0), *_names(view, 1.0, 1.0))


def _names(view: View, waist: float, gates: float) -> list[AnyMark]:
    """At the left how many numbers each row has, what they are, and how many of them are drawn."""
    net = view.net
    (means_top, means_high), (gates_top, gates_high) = NET_LEVEL, NET_DIMMER
    rows = (
        (means_top + means_high / 2, len(net.way.means), "means", Role.PRODUCT, 1.0, True),
        (WAIST_Y, len(net.way.waist), "waist", Role.KERNEL, waist, False),
        (gates_top + gates_high / 2, len(net.way.gates), "gates", GATE, gates, True),
    )
    marks: list[AnyMark] = []
    for y, count, name, role, opacity, is_part in rows:
        top = y - (0.0 if is_part else -8.0)
        marks += [
            lettering(NAMES_X, top - 40, str(count), role, bold=True, size=80, anchor="middle", opacity=opacity,
                      name=f"count of {name}"),
            lettering(NAMES_X, top + 34, name, role, bold=True, size=40, anchor="middle", opacity=opacity),
        ]  # fmt: skip
        if is_part:
            shown = f"{len(net.shown)} are shown"
            marks.append(lettering(NAMES_X, top + 79, shown, Role.MUTED, size=32, anchor="middle", opacity=opacity))
    gaps = ((means_top + means_high + 48, WAIST_Y - 78, waist), (WAIST_Y + 80, gates_top - 22, gates))
    marks += [
        Arrow(start=(NAMES_X, start), end=(NAMES_X, end), role=Role.MUTED, line=6.0, head=24.0, opacity=opacity)
        for start, end, opacity in gaps
    ]
    return marks


def _number(x: float, y: float, value: float, role: Role, opacity: float = 1.0) -> AnyMark:
    return lettering(x, y, format_number(value, 2), role, bold=True, size=36, anchor="middle", opacity=opacity)


def _waist(way: Excitation, opacity: float) -> list[AnyMark]:
    """The units of the waist as tiles: empty ones have come out of the ReLU as 0."""
    count = len(way.waist)
    return [
        matrix([[value]], (unit_x(unit, count) - UNIT / 2, WAIST_Y - UNIT / 2), UNIT,
               role=Role.PRODUCT, scale=OF_NET, decimals=1, framed=False, name=f"waist {unit + 1}",
               opacity=opacity)
        for unit, value in enumerate(way.waist.tolist())
    ]  # fmt: skip


def _wires(view: View, down: float, out: float, lit: tuple[int, ...] = ()) -> list[AnyMark]:
    """The weights of both layers, of the maps that are looked at, growing downwards; from some maps they are lit."""
    narrow, widen, _, _ = gate_layers(view.net.stage)
    shown = list(view.net.shown)
    units = [unit_x(unit, len(narrow)) for unit in range(len(narrow))]
    above = [(net_middle(place), MEANS_Y + 26.0) for place in range(len(shown))]
    below = [(net_middle(place), NET_DIMMER[0] - 12.0) for place in range(len(shown))]
    from_lit = [place for place, index in enumerate(shown) if index in lit]
    marks = _layer(narrow[:, shown], above, [(x, WAIST_Y - UNIT / 2) for x in units], down, from_lit)
    return marks + _layer(widen[shown], [(x, WAIST_Y + UNIT / 2) for x in units], below, out)


def _layer(weights: Floats, starts: list[Point], ends: list[Point], grown: float,
           lit: Sequence[int] = ()) -> list[AnyMark]:  # fmt: skip
    """A line for each weight (ends, starts), as strong as it is large; those from `lit` starts are white."""
    if grown <= 0.01:
        return []
    shares = np.abs(weights) / np.abs(weights).max()
    return [
        Path(points=(start, midway(start, end, grown)), role=Role.HIGHLIGHT if place in lit else Role.KERNEL,
             line=1.0 + 5.0 * share, opacity=0.1 + 0.6 * share if place not in lit else 0.3 + 0.7 * share)
        for end, row in zip(ends, shares.tolist(), strict=True)
        for place, (start, share) in enumerate(zip(starts, row, strict=True))
        if share > WEAK or place in lit
    ]  # fmt: skip
