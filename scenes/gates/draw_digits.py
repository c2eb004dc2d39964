"""Two digits in two rows, with the gates that each sets; and three handwritings of each, with all their gates."""

from __future__ import annotations

from scenes.gates.draw_maps import canvas
from scenes.gates.draw_parts import dimmer, picture
from scenes.gates.layout import GATE
from scenes.gates.shown import DEVIATIONS, MUCH
from scenes.gates.trained import SAMPLES_EACH, Answer, Digits, digits, prepare
from scenes.gates.view import View
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import REST, ease
from scenes.stage.data.handwritten import FULL_INK, handwritten
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values, format_number

ROWS = (112.0, 464.0)
"""The upper edges of both rows."""
CANVAS, CANVAS_X = 262.0, 64.0
COLUMNS_X, PITCH, MAP = 396.0, 145.0, 130.0
"""The left edge of the first map, the way to the next, and a map's side."""
DIMMER = (140.0, 130.0)
"""Where in its row a dimmer begins, and its height."""
NUMBER_Y = 300.0
BLOCKS, ROW, INK = (112.0, 372.0), 76.0, 68.0
"""The upper edges of both digits' blocks, the height of a row in them, and the side of its handwriting."""
INK_X, TABLE = 140.0, (226.0, RIGHT)
"""Where the handwritings stand, and between what the gates of a picture do."""
TOLD_Y = 702.0


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
    """Draw the gates of three handwritings of each of two digits, and how much of all differences is the digit's."""
    span, found = view.steps.digits, digits(view.net.stage, view.knobs.place)
    share = min(span.t / REST, 1.0) * len(BLOCKS)
    for block, digit in enumerate(view.net.compared):
        view.stage.add(*_block(view, found, block, digit, min(max(share - block, 0.0), 1.0)))
    told = ease((span.t - REST) / 0.15)
    between_digits, shuffled = (f"{100 * each:.0f} %" for each in (found.between, found.by_chance))
    for x, y, words, size, role in (
        (LEFT, TOLD_Y, between_digits, 112.0, GATE),
        (384.0, TOLD_Y - 26.0, "of the variance is", 40.0, Role.TEXT),
        (384.0, TOLD_Y + 26.0, "between the ten digits", 40.0, Role.TEXT),
        (980.0, TOLD_Y, shuffled, 72.0, Role.MUTED),
        (1180.0, TOLD_Y - 26.0, "if the digits", 40.0, Role.MUTED),
        (1180.0, TOLD_Y + 26.0, "are shuffled", 40.0, Role.MUTED),
    ):
        view.stage.add(lettering(x, y, words, role, bold=size > 40, size=size, opacity=told))


def _block(view: View, found: Digits, block: int, digit: int, share: float) -> list[AnyMark]:
    """The handwritings of a digit, and beside each its gates, as far as they are above or below their means."""
    top, rows = BLOCKS[block], found.of(digit)
    cell = (TABLE[1] - TABLE[0]) / rows.shape[1]
    written = int(share * SAMPLES_EACH + 1e-9)
    marks: list[AnyMark] = [
        lettering(LEFT, top + SAMPLES_EACH * ROW / 2, str(digit), Role.INPUT, bold=True, size=96),
        Grid(
            values=Values(rows), origin=(TABLE[0], top), u=(cell, 0.0), v=(0.0, ROW), role=GATE, numbers=False,
            gap=0.0, scale=DEVIATIONS, framed=False, shown=written * rows.shape[1], name=f"gates of {block + 1}",
        ),
    ]  # fmt: skip
    for sample in range(SAMPLES_EACH):
        ink = Values(255 / FULL_INK * handwritten(digit)[sample])
        y = top + sample * ROW + (ROW - INK) / 2
        marks.append(matrix(ink, (INK_X, y), INK / len(ink.array), role=Role.INPUT, shade="glow", numbers=False,
                            gap=0.0, framed=False, name=f"handwriting {sample + 1} of {block + 1}"))  # fmt: skip
    return marks
