"""Below the strip: the layer that is being made, as large as the stage allows."""

from __future__ import annotations

from scenes.lenet.computed import Flow
from scenes.lenet.knobs import BLANK, Knobs
from scenes.lenet.story import Steps
from scenes.stage.core.grips import Brush, EditCell, Scrub
from scenes.stage.core.lattice import Lattice, Point
from scenes.stage.core.marks import CELL_GAP, AnyMark, Arrow, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span
from scenes.stage.data.handwritten import FULL_INK
from scenes.stage.draw.blocks import heading, options
from scenes.stage.draw.walk import Walk
from scenes.stage.numbers.values import Values, format_number

TOP, HEADING_Y = 512.0, 490.0
LOWER = 655.0
FILTERED_Y = 626.0
"""Where the maps of C1 begin, under their filters."""
TILE = 132.0
"""The side of a tile where there are two rows of them."""
INK = 528.0
INK_SMALL = 272.0
BARS_LEFT, BARS_BASE, BARS_HEIGHT = 580.0, 736.0, 180.0


def draw_digit(stage: Stage, flow: Flow, knobs: Knobs, opacity: float) -> None:
    """Draw the digit as it is stored, large, beside the picture that the network reads."""
    stage.add(
        heading(150, 188, "handwritten", "8×8, ink 0 to 16"),
        heading(922, 188, "input", "1×32×32", Role.INPUT),
        _ink(flow, (150.0, 210.0), INK),
        Arrow(start=(706, 474), end=(896, 474), role=Role.MUTED),
        lettering(801, 446, "enlarged", Role.MUTED, size=24, anchor="middle"),
        *_pen((706.0, 540.0), knobs),
        opacity=opacity,
    )


def draw_bench(stage: Stage, flow: Flow, knobs: Knobs, steps: Steps) -> None:
    """Draw what the present step makes."""
    if steps.c1.active:
        marks = _filters(flow, steps.slide)
    elif steps.s2.active:
        marks = _pooled(flow, steps.s2.motion)
    elif steps.c3.active:
        marks = _maps(flow, "C3", steps.c3)
    elif steps.s4.active:
        marks = _maps(flow, "S4", steps.s4)
    elif steps.dense.active:
        marks = _dense(flow, steps.dense.motion)
    else:
        marks = _answer(flow, knobs, steps.answer.motion)
    stage.add(*marks, opacity=steps.arriving)


def _ink(flow: Flow, origin: Point, side: float) -> Grid:
    rows, columns = flow.ink.shape
    cell = side / columns
    return Grid(
        values=Values(flow.ink), origin=origin, u=(cell, 0), v=(0, cell), role=Role.INPUT, shade="pixel",
        name="handwritten digit",
        grip=Brush("pixels", shape=(rows, columns), low=0, high=FULL_INK),
    )  # fmt: skip


def _pen(corner: Point, knobs: Knobs) -> list[AnyMark]:
    """What a hand can do to the digit beside it."""
    x, y = corner
    marks: list[AnyMark] = [
        lettering(x, y + index * 32, words, Role.MUTED, size=24)
        for index, words in enumerate(("Drag to draw.", "The right button", "rubs out."))
    ]
    for index, choice in enumerate((("clear", BLANK), ("as written", ()))):
        marks += options(x, y + 88 + index * 58, 176, "pixels", (choice,), knobs.pixels)
    return marks


def _tile(values: Values, origin: Point, side: float, name: str, shown: int | None = None) -> Grid:
    cell = side / values.shape[1]
    return Grid(
        values=values, origin=origin, u=(cell, 0), v=(0, cell), role=Role.OUTPUT, framed=False,
        numbers=False, gap=0.0 if cell < 12 else CELL_GAP, name=name, shown=shown,
    )  # fmt: skip


def _columns(count: int, width: float) -> list[float]:
    """The left edges of `count` tiles of a width, spread over the stage."""
    pitch = (RIGHT - LEFT - width) / (count - 1)
    return [LEFT + index * pitch for index in range(count)]


def _filters(flow: Flow, slide: Walk) -> list[AnyMark]:
    """C1's filters, and under each its map as far as the window has come."""
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "filters", "6×1×5×5, drag a weight", Role.KERNEL)]
    side, cell = BOTTOM - 2 - FILTERED_Y, 20.0
    rows, columns = flow.c1.shape[1:]
    for index, x in enumerate(_columns(len(flow.c1), side)):
        weights = Grid(
            values=flow.tiles["filters"][index], origin=(x + side / 2 - 2.5 * cell, TOP), u=(cell, 0), v=(0, cell),
            role=Role.KERNEL, scale="filters", framed=False, numbers=False, name=f"filter {index + 1}",
            grip=EditCell("weights", index=(index,), shape=(5, 5), low=-2, high=2, step=0.05),
        )  # fmt: skip
        origin, written = (x, FILTERED_Y), slide.written(glides=False) if slide.when else 0
        made = _tile(flow.tiles["C1"][index], origin, side, f"C1 large {index + 1}", written)
        marks += [weights, made]
        if slide.when is not None:
            lattice = Lattice(origin, made.u, made.v, rows, columns)
            cover = Rect(
                x=x, y=origin[1], width=side, height=side, line=1.5, role=Role.MUTED,
                name=f"C1 map {index + 1} in time",
                grip=Scrub(lattice, *slide.when),
            )  # fmt: skip
            marks.append(cover)
    return marks


def _pooled(flow: Flow, done: float) -> list[AnyMark]:
    """C1's maps, and under each what is left of it, drawn as large: fewer and larger cells."""
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, "C1", "above", Role.OUTPUT)]
    below = (TextRun("S2", Role.OUTPUT, bold=True), TextRun("  below", Role.MUTED))
    marks.append(Text(x=LEFT + 140, y=HEADING_Y, runs=below, size=24))
    count = flow.s2[0].size
    for index, x in enumerate(_columns(len(flow.s2), TILE)):
        shown = round(done * count)
        marks += [
            _tile(flow.tiles["C1"][index], (x, TOP), TILE, f"C1 large {index + 1}"),
            _tile(flow.tiles["S2"][index], (x, LOWER), TILE, f"S2 large {index + 1}", shown),
        ]
    return marks


def _maps(flow: Flow, name: str, span: Span) -> list[AnyMark]:
    """The sixteen maps of C3 or S4, written one after another."""
    tiles = flow.tiles[name]
    note = "×".join(map(str, (len(tiles), *tiles[0].shape)))
    marks: list[AnyMark] = [heading(LEFT, HEADING_Y, name, note, Role.OUTPUT)]
    half = len(tiles) // 2
    for index, values in enumerate(tiles):
        row, column = divmod(index, half)
        shown = round(span.part(index, len(tiles)) * values.array.size)
        origin = (_columns(half, TILE)[column], LOWER if row else TOP)
        marks.append(_tile(values, origin, TILE, f"{name} large {index + 1}", shown))
    return marks


def _dense(flow: Flow, done: float) -> list[AnyMark]:
    """All numbers of S4 in rows, then the units of C5 and F6; every one reads all of those before."""
    blocks = (
        ("S4, flattened", flow.s4.reshape(16, -1), 16.5, "", 1.0),
        ("C5", flow.c5.reshape(8, -1), 26.0, "units", min(2 * done, 1.0)),
        ("F6", flow.f6.reshape(7, -1), 30.0, "units", max(0.0, 2 * done - 1)),
    )
    marks: list[AnyMark] = []
    xs = [LEFT, 640.0, RIGHT - 12 * 30.0]
    for x, (name, units, cell, scale, share) in zip(xs, blocks, strict=True):
        height = units.shape[0] * cell
        marks += [
            heading(x, HEADING_Y, name, f"{units.size} numbers", Role.OUTPUT),
            Grid(
                values=Values(units), origin=(x, 648 - height / 2), u=(cell, 0), v=(0, cell), role=Role.OUTPUT,
                scale=scale, numbers=False, name=f"{name} large", shown=round(share * units.size),
            ),
        ]  # fmt: skip
    ends = [LEFT + 25 * 16.5, 640 + 15 * 26.0]
    marks += [
        Arrow(start=(end + 20, 648), end=(x - 20, 648), role=Role.MUTED) for end, x in zip(ends, xs[1:], strict=True)
    ]
    return marks


def _answer(flow: Flow, knobs: Knobs, grown: float) -> list[AnyMark]:
    """The digit to draw in, and a bar for each of the ten probabilities."""
    truth = "the digit was changed by hand" if knobs.pixels else f"the digit is a {flow.answer}"
    wrong = flow.said != flow.answer and not knobs.pixels
    marks: list[AnyMark] = [
        heading(LEFT, HEADING_Y, "handwritten", role=Role.INPUT),
        _ink(flow, (LEFT, TOP), INK_SMALL),
        *_pen((LEFT + INK_SMALL + 24, TOP + 18), knobs),
        heading(BARS_LEFT, HEADING_Y, "probabilities", truth, Role.OUTPUT),
    ]
    pitch = (RIGHT - BARS_LEFT) / len(flow.logits)
    for digit, share in enumerate(flow.probabilities.tolist()):
        middle, height = BARS_LEFT + (digit + 0.5) * pitch, grown * share * BARS_HEIGHT
        role = Role.MUTED if digit != flow.said else Role.WARNING if wrong else Role.OUTPUT
        marks += [
            Rect(
                x=middle - 34, y=BARS_BASE - height, width=68, height=max(height, 2.0), fill=0.8, role=role,
                name=f"probability of {digit}", value=share,
            ),
            lettering(middle, BARS_BASE + 34, str(digit), role, bold=True, size=32, anchor="middle"),
        ]  # fmt: skip
        if grown >= 1:
            words = _percent(share)
            marks.append(lettering(middle, BARS_BASE - height - 18, words, role, size=22, anchor="middle"))
    return marks


def _percent(share: float) -> str:
    """A share as a percentage; a network is never quite certain."""
    if share > 0.999:
        return "> 99.9 %"
    return f"{format_number(100 * share, 1)} %" if share >= 0.001 else "< 0.1 %"
