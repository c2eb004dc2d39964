"""Two digits in two rows, with the gates that each sets; and the gates of thirty pictures as a table of colours."""

from __future__ import annotations

from scenes.gates.draw_maps import canvas
from scenes.gates.draw_parts import dimmer, picture
from scenes.gates.layout import GATE
from scenes.gates.shown import DEVIATIONS, MUCH
from scenes.gates.trained import SAMPLES_EACH, Answer, digits, prepare
from scenes.gates.view import View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Rect, Role, lettering
from scenes.stage.core.timeline import REST, ease
from scenes.stage.data.handwritten import DIGITS
from scenes.stage.draw.blocks import heading
from scenes.stage.numbers.values import Values, format_number

ROWS = (112.0, 464.0)
"""The upper edges of both rows."""
CANVAS, CANVAS_X = 262.0, 64.0
COLUMNS_X, PITCH, MAP = 396.0, 145.0, 130.0
"""The left edge of the first map, the way to the next, and a map's side."""
DIMMER = (140.0, 130.0)
"""Where in its row a dimmer begins, and its height."""
NUMBER_Y = 300.0
TABLE_X, TABLE_Y, COLUMN, ROW = 130.0, 112.0, 32.0, 22.4
HERO_X = 1190.0


def draw_other(view: View) -> None:
    """Draw both digits with their maps dimmed; in the lower row the dimmers move from the first digit's gates."""
    prepare(view.steps.other.t, view.knobs.place)
    share = ease((view.steps.other.t - 0.1) / 0.6)
    for row, (one, name) in enumerate(zip(view.net.both, ("first", "second"), strict=True)):
        view.stage.add(*_row(view, one, row, name, share if row else 1.0))


def _row(view: View, one: Answer, row: int, name: str, share: float) -> list[AnyMark]:
    top, net = ROWS[row], view.net
    right = one.said == one.digit
    words = one.name if right else f"{one.name}, read as {one.said}"
    marks: list[AnyMark] = [
        canvas(one, (CANVAS_X, top), CANVAS, f"{name} canvas"),
        heading(CANVAS_X - 6, top + CANVAS + 38, words, "", Role.INPUT if right else Role.WARNING, size=40),
    ]
    for place, index in enumerate(net.shown):
        start, goal = (float(each.gates[net.stage - 1][index]) for each in (net.both[0], one))
        gate = between(start, goal, share)
        x = COLUMNS_X + place * PITCH
        lit = Role.HIGHLIGHT if row and net.apart[index] > MUCH else GATE
        dimmed = gate * one.maps[net.stage - 1][index]
        marks += [
            picture(dimmed, (x, top), MAP, f"{name}, dimmed {place + 1}", Role.OUTPUT),
            *dimmer(x + MAP / 2, (top + DIMMER[0], DIMMER[1]), gate, f"{name}, gate {place + 1}"),
            lettering(x + MAP / 2, top + NUMBER_Y, format_number(gate, 2), lit, bold=True, size=36, anchor="middle"),
        ]
    return marks


def draw_digits(view: View) -> None:
    """Draw the gates of thirty pictures, row by row, and how much of their differences is the digit's."""
    span, found = view.steps.digits, digits(view.net.stage, view.knobs.place)
    table = found.deviations
    count, channels = table.shape
    written = round(min(span.t / REST, 1.0) * count)
    cell = COLUMN * 32 / channels
    marks: list[AnyMark] = [
        Grid(
            values=Values(table), origin=(TABLE_X, TABLE_Y), u=(cell, 0.0), v=(0.0, ROW), role=GATE, numbers=False,
            gap=0.0, scale=DEVIATIONS, framed=False, shown=written * channels, name="gates of ten digits",
        )
    ]  # fmt: skip
    width = channels * cell
    for digit in range(len(DIGITS)):
        y = TABLE_Y + digit * SAMPLES_EACH * ROW
        marks.append(lettering(TABLE_X - 24, y + SAMPLES_EACH * ROW / 2, str(digit), Role.INPUT, bold=True, size=40,
                               anchor="end"))  # fmt: skip
        if digit:
            marks.append(Rect(x=TABLE_X, y=y - 2, width=width, height=4, fill=1.0, role=Role.SURFACE))
    told = ease((span.t - REST) / 0.15)
    for y, words, size, role in (
        (280.0, f"{100 * found.between:.0f} %", 112.0, GATE),
        (376.0, "of the variance", 36.0, Role.TEXT),
        (424.0, "is between digits", 36.0, Role.TEXT),
        (560.0, f"{100 * found.by_chance:.0f} %", 72.0, Role.MUTED),
        (630.0, "by chance", 36.0, Role.MUTED),
    ):
        marks.append(lettering(HERO_X, y, words, role, bold=size > 40, size=size, opacity=told))
    view.stage.add(*marks)
