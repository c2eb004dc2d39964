"""A layer of real size: boxes with their sizes, a pile of filters between them, and the three counts."""

from __future__ import annotations

from scenes.channels.computed import Real
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Rect, Role, lettering
from scenes.stage.core.stage import HEADING_Y, LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import cuboid, heading, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

MIDDLE = 328.0
LARGEST, SMALLEST = 230.0, 34.0
DEEPEST, SHALLOWEST = 150.0, 12.0
INPUT_X, FILTERS_X, OUTPUT_X = LEFT, 560.0, 1060.0
PILE = 5
"""At most so many filters of the pile are drawn; the number below says how many there are."""
SIZES_Y = 512.0
COUNTS_Y = 582.0
PITCH, WIDTH = 513.0, 462.0
CHOICES_Y = 728.0


def draw_real(stage: Stage, real: Real, share: float) -> None:
    """Draw the layer, and its counts as they run up."""
    if share <= 0:
        return
    marks: list[AnyMark] = [*_volumes(real, share), *_counts(real, share), *_choices(real)]
    stage.add(*marks, opacity=ease((share - 0.1) * 5))


def depth(channels: int) -> Point:
    """How far a box of so many channels reaches back: with the root of their number, so that all can be drawn."""
    along = SHALLOWEST + (DEEPEST - SHALLOWEST) * (channels / 512) ** 0.5
    return along, -0.6 * along


def front(side: int, real: Real) -> float:
    """The side of a box's front; the larger of input and output has the largest."""
    return max(LARGEST * side / max(real.side, real.out), SMALLEST)


def _volumes(real: Real, share: float) -> list[AnyMark]:
    """Input, filters and output, each with its spatial size and its number of channels."""
    side, out = front(real.side, real), front(real.out, real)
    small = max(SMALLEST, side * real.size / real.side)
    corner = (INPUT_X, MIDDLE - side / 2 + 46)
    window = side * real.size / real.side
    unit = (OUTPUT_X, MIDDLE - out / 2 + 46)
    marks: list[AnyMark] = [
        heading(INPUT_X, HEADING_Y, "input", "channels × height × width", Role.INPUT),
        heading(FILTERS_X, HEADING_Y, "filters", "each spans all channels", Role.KERNEL),
        heading(OUTPUT_X, HEADING_Y, "output", "a channel for each filter", Role.OUTPUT),
        *cuboid(corner, side, side, depth(real.channels), role=Role.INPUT, name="input volume"),
        Rect(x=corner[0], y=corner[1], width=window, height=window, line=4.0, role=Role.KERNEL, fill=0.3),
    ]
    pile = min(real.filters, PILE)
    left, middle = FILTERS_X + 20, MIDDLE + 46
    for index in reversed(range(pile)):
        place = (left + index * 44, middle - small / 2 - index * 22 + 11 * (pile - 1))
        marks += cuboid(
            place, small, small, depth(real.channels), role=Role.KERNEL, fill=0.35, name=f"filter {index + 1}"
        )
    end = left + (pile - 1) * 44 + small + depth(real.channels)[0] + 16
    begin = INPUT_X + side + depth(real.channels)[0] + 16
    marks += [
        Arrow(start=(begin, middle), end=(max(begin + 30, FILTERS_X - 6), middle), role=Role.MUTED),
        Arrow(start=(end, middle), end=(max(end + 30, OUTPUT_X - 16), middle), role=Role.MUTED),
        *cuboid(unit, out, out, depth(real.filters), role=Role.OUTPUT, name="output volume", opacity=ease(share * 2)),
        Rect(x=unit[0], y=unit[1], width=12, height=12, line=3.0, role=Role.HIGHLIGHT, fill=0.6),
    ]
    for x, shape, role in (
        (INPUT_X, f"{real.channels}×{real.side}×{real.side}", Role.INPUT),
        (FILTERS_X, f"{real.filters} of {real.channels}×{real.size}×{real.size}", Role.KERNEL),
        (OUTPUT_X, f"{real.filters}×{real.out}×{real.out}", Role.OUTPUT),
    ):
        marks.append(lettering(x, SIZES_Y, shape, role, bold=True, size=32))
    return marks


def _counts(real: Real, share: float) -> list[AnyMark]:
    """Parameters, multiply-accumulates and activations: how they come about, and the number."""
    f, c, k = real.filters, real.channels, real.size
    lines = (
        ("parameters", f"{f} · ({k}·{k}·{c} + 1)", real.parameters, PARAMETERS),
        ("MACs", f"{real.out}·{real.out}·{f} · {k}·{k}·{c}", real.macs, MACS),
        ("activations", f"{f}·{real.out}·{real.out}", real.activations, Role.PRODUCT),
    )
    marks: list[AnyMark] = []
    for index, (unit, terms, count, role) in enumerate(lines):
        x = LEFT + index * PITCH
        shown = round(count * ease(share * 1.6 - 0.4))
        size = min(46.0, WIDTH / 1.12 / (0.58 * len(f"{count:,}")))
        marks += [
            lettering(x, COUNTS_Y, unit, role, bold=True, size=28),
            lettering(x, COUNTS_Y + 50, f"{shown:,}", role, bold=True, size=size, name=unit),
            lettering(x, COUNTS_Y + 98, terms, Role.MUTED, size=24),
        ]
    return marks


def _choices(real: Real) -> list[AnyMark]:
    """Plates to choose channels, filters and kernel."""
    rows = (
        (LEFT, "C", "real_inputs", ("1", "3", "64", "512"), str(real.channels)),
        (LEFT + PITCH, "F", "real_filters", ("1", "64", "96", "512"), str(real.filters)),
        (LEFT + 2 * PITCH, "k", "real_size", ("1", "3", "5", "11"), str(real.size)),
    )
    marks: list[AnyMark] = []
    for x, letter, knob, values, chosen in rows:
        marks.append(lettering(x, CHOICES_Y + 24, letter, Role.MUTED, size=26))
        marks += options(x + 36, CHOICES_Y, 92, knob, [(value, value) for value in values], chosen)
    return marks
