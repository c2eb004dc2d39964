"""A layer of real size: boxes with their sizes, filters that come out of a window one by one, and what it costs."""

from __future__ import annotations

from scenes.channels.computed import Real
from scenes.channels.knobs import SIDES
from scenes.stage.core.lattice import Point, between, midway
from scenes.stage.core.marks import AnyMark, Formula, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease
from scenes.stage.draw.blocks import counted, cuboid, heading, options
from scenes.stage.draw.kinds import MACS, PARAMETERS

HEADINGS_Y, SHAPES_Y, CHOICES_Y = 132.0, 656.0, 718.0
BASE = 612.0
"""The line on which the boxes stand."""
TALLEST, INPUT_ROOM, OUTPUT_ROOM = 440.0, 480.0, 430.0
LEAST_FRONT = 40.0
DEEPEST, SHALLOWEST = 150.0, 12.0
INPUT_X, FILTERS_X, OUTPUT_X = 66.0, 610.0, 1110.0
PILE, PITCH_IN_PILE = 5, (40.0, -32.0)
"""At most so many filters of the pile are drawn; the number below says how many there are."""
LEAST_FILTER, LARGEST_FILTER = 110.0, 130.0
SHAPE, SHAPE_ROOM = 52.0, 430.0
MAPS_Y = 210.0
DRAWN_Y, NOTE = 184.0, 36.0
LETTER = 0.68
"""About how wide a figure is, in ems, with what larger letters need."""
ROWS_Y, ROW_PITCH = 194.0, 190.0
FORMULA_X = 400.0
HERO, NUMBER_ROOM = 112.0, 690.0
TERMS, TERMS_ROOM = 40.0, 480.0
PITCH, PLATE = 505.0, 100.0
SIDES_X, SIDE_PLATE = 450.0, 174.0


def draw_real(stage: Stage, real: Real, span: Span) -> None:
    """Draw the layer: each filter of the pile comes out of the window, and the output grows with them."""
    pile = min(real.filters, PILE)
    side, dx = front(real), depth(real.channels)
    corner = (INPUT_X, BASE - side)
    window = max(side * real.size / real.side, 12.0)
    small = max(LEAST_FILTER, min(window, LARGEST_FILTER))
    marks: list[AnyMark] = [
        heading(INPUT_X - 6.0, HEADINGS_Y, "input", "", Role.INPUT, size=40.0),
        heading(FILTERS_X - 6.0, HEADINGS_Y, "filters" if real.filters > 1 else "filter", "", Role.KERNEL, size=40.0),
        heading(OUTPUT_X - 6.0, HEADINGS_Y, "output", "", Role.OUTPUT, size=40.0),
        *cuboid(corner, side, side, dx, role=Role.INPUT, name="input volume"),
        Rect(x=corner[0], y=corner[1], width=window, height=window, line=5.0, role=Role.KERNEL, fill=0.3),
        *_window_words(real, corner, side, window),
        *_output(real, side, span),
    ]
    if real.filters > pile:
        words = f"{pile} of {real.filters} drawn"
        marks.append(lettering(FILTERS_X - 6.0, DRAWN_Y, words, Role.MUTED, size=NOTE, name="filters drawn"))
    for index in reversed(range(pile)):
        share = span.part(index, pile)
        goal = FILTERS_X + index * PITCH_IN_PILE[0], BASE - 140.0 - small / 2 + index * PITCH_IN_PILE[1]
        size = between(window, small, share)
        if share > 0:
            marks += cuboid(
                midway(corner, goal, share), size, size, dx, role=Role.KERNEL, fill=0.35, name=f"filter {index + 1}",
                solid=True,
            )  # fmt: skip
    stage.add(*marks, *_shapes(real), *_choices(real))


def _window_words(real: Real, corner: Point, side: float, window: float) -> list[AnyMark]:
    """What the small square on the input is, where there is room for it beside the square."""
    words = f"window {real.size}×{real.size}"
    if window + 14.0 + LETTER * NOTE * len(words) > side:
        return []
    x, y = corner[0] + window + 14.0, corner[1] + max(window / 2, 28.0)
    return [lettering(x, y, words, Role.KERNEL, bold=True, size=NOTE, name="window on the input")]


def _output(real: Real, side: float, span: Span) -> tuple[AnyMark, ...]:
    """The output, as deep as filters have come; one number of it has come from the window."""
    out = max(side * real.out / real.side, LEAST_FRONT)
    deep = depth(real.filters)
    grown = deep[0] * span.motion, deep[1] * span.motion
    box = cuboid((OUTPUT_X, BASE - out), out, out, grown, role=Role.OUTPUT, name="output volume")
    one = Rect(x=OUTPUT_X, y=BASE - out, width=12, height=12, line=3.0, role=Role.HIGHLIGHT, fill=0.6)
    maps = counted(round(real.filters * span.motion), "map")
    words = lettering(OUTPUT_X - 6.0, MAPS_Y, maps, Role.OUTPUT, bold=True, size=72.0)
    room = BASE - out + deep[1] > MAPS_Y + 72.0
    return (*box, one, words) if room else (*box, one)


def depth(channels: int) -> Point:
    """How far a box of so many channels reaches back: with the root of their number, so that all can be drawn."""
    along = SHALLOWEST + (DEEPEST - SHALLOWEST) * (channels / 512) ** 0.5
    return along, -0.6 * along


def front(real: Real) -> float:
    """The side of the input's front: as large as there is room for it and, to the same scale, for the output."""
    (into, up), (out, out_up) = depth(real.channels), depth(real.filters)
    smaller = real.side / real.out
    return min(INPUT_ROOM - into, TALLEST + up, (OUTPUT_ROOM - out) * smaller, (TALLEST + out_up) * smaller)


def _shapes(real: Real) -> list[AnyMark]:
    """The sizes of the boxes, channels first."""
    shapes = (
        (INPUT_X, f"{real.channels}×{real.side}×{real.side}", Role.INPUT),
        (FILTERS_X, f"{real.filters} of {real.channels}×{real.size}×{real.size}", Role.KERNEL),
        (OUTPUT_X, f"{real.filters}×{real.out}×{real.out}", Role.OUTPUT),
    )
    return [
        lettering(x - 4.0, SHAPES_Y, shape, role, bold=True, size=min(SHAPE, SHAPE_ROOM / (LETTER * len(shape))))
        for x, shape, role in shapes
    ]


def draw_costs(stage: Stage, real: Real, span: Span) -> None:
    """Draw the parameters, the multiply-accumulates and the activations as they are counted up, one after another."""
    f, c, k, out = real.filters, real.channels, real.size, real.out
    lines = (
        ("parameters", r"F\,(k^2 C + 1)", "F (k² C + 1)", f"{f} · ({k}·{k}·{c} + 1)", real.parameters, PARAMETERS),
        ("MACs", r"H' W' F\, k^2 C", "H' W' F k² C", f"{out}·{out}·{f} · {k}·{k}·{c}", real.macs, MACS),
        ("activations", r"F H' W'", "F H' W'", f"{f} · {out}·{out}", real.activations, Role.PRODUCT),
    )
    marks: list[AnyMark] = []
    for index, (unit, tex, plain, terms, count, role) in enumerate(lines):
        y = ROWS_Y + index * ROW_PITCH
        shown = round(count * ease(span.even * 3 - index))
        size = min(HERO, NUMBER_ROOM / (LETTER * len(f"{count:,}")))
        marks += [
            lettering(LEFT, y, unit, role, bold=True, size=50.0),
            Formula(tex=tex, plain=plain, x=FORMULA_X, y=y - 36.0, size=60.0, role=role),
            lettering(FORMULA_X, y + 44.0, terms, Role.MUTED, size=min(TERMS, TERMS_ROOM / (LETTER * len(terms)))),
            lettering(RIGHT, y, f"{shown:,}", role, bold=True, size=size, anchor="end", name=unit),
        ]
    stage.add(*marks, *_sides(real))


def _choices(real: Real) -> list[AnyMark]:
    """Plates to choose channels, filters and kernel."""
    rows = (
        (LEFT, "C", "real_inputs", ("1", "3", "64", "512"), str(real.channels)),
        (LEFT + PITCH, "F", "real_filters", ("1", "64", "96", "512"), str(real.filters)),
        (LEFT + 2 * PITCH, "k", "real_size", ("1", "3", "5", "11"), str(real.size)),
    )
    marks: list[AnyMark] = []
    for x, letter, knob, values, chosen in rows:
        marks.append(lettering(x, CHOICES_Y + 32.0, letter, Role.MUTED, size=40.0))
        marks += options(x + 44, CHOICES_Y, PLATE, knob, [(value, value) for value in values], chosen, size=32.0)
    return marks


def _sides(real: Real) -> list[AnyMark]:
    """Plates to choose a smaller picture, or a larger one."""
    label = lettering(LEFT, CHOICES_Y + 32.0, "height and width", Role.MUTED, size=40.0)
    values = [(side, side) for side in SIDES]
    return [label, *options(SIDES_X, CHOICES_Y, SIDE_PLATE, "real_side", values, str(real.side), size=32.0)]
