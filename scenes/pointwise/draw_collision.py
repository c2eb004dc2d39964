"""Two different columns that become one output, beside the map of all columns of two whole numbers."""

from __future__ import annotations

from scenes.pointwise.computed import SIDE, Collision
from scenes.pointwise.view import flying
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Cell, squares
from scenes.stage.core.marks import AnyMark, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import RIGHT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import bracketed, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.draw.sheets import Spot
from scenes.stage.numbers.values import Values

CELL = 126.0
COLUMNS = ((106.0, 130.0), (106.0, 528.0))
WEIGHTS = (340.0, 392.0)
RESULTS = ((710.0, 262.0), (710.0, 522.0))
TOGETHER = (710.0, 392.0)
SUMS = (280.0, (206.0, 700.0))
MAP, MAP_CELL = (1004.0, 244.0), 108.0
HEADING_Y, PIN = 128.0, 38.0
OUTPUT_NAMES = ("output of A", "output of B")


def draw_collision(span: Span, pair: Collision) -> list[AnyMark]:
    """Both columns go through the same two weights, one after the other; the map shows all outputs."""
    step = 1.0 if all(weight == round(weight) for weight in pair.mix) else 0.05
    marks: list[AnyMark] = [
        heading(WEIGHTS[0] + CELL, WEIGHTS[1] - 40, "weights", "", Role.KERNEL, "middle", 40.0),
        matrix([pair.mix], WEIGHTS, CELL, role=Role.KERNEL, scale="outputs", name="weights",
               grip=EditCell("mix", (), (0, 0), (1, 2), -9.0, 9.0, step)),
    ]  # fmt: skip
    for index, cell in enumerate((pair.first, pair.second)):
        marks += _through(pair, index, cell, span.part(index, 2))
    if pair.collide and span.part(1, 2) >= 1:
        words = (TOGETHER[0] + CELL / 2, TOGETHER[1] + CELL + 52)
        marks.append(lettering(*words, "A or B?", bold=True, size=52.0, anchor="middle", name="A or B"))
    return [*marks, *_map(pair)]


def _through(pair: Collision, index: int, cell: Cell, share: float) -> list[AnyMark]:
    """A column, its numbers on their way to their weights, and the output that comes out of them."""
    (x, y), letter, values = COLUMNS[index], "AB"[index], (float(cell[1]), float(cell[0]))
    goal = TOGETHER if pair.collide else RESULTS[index]
    marks: list[AnyMark] = [
        lettering(x - 18, y + CELL, letter, bold=True, size=52.0, anchor="end"),
        matrix([[value] for value in values], (x, y), CELL, role=Role.INPUT, shade="pixel", scale="outputs",
               name=f"column {letter}"),
    ]  # fmt: skip
    spots: list[tuple[Spot, Spot]] = [
        (((x, y + place * CELL), CELL), ((WEIGHTS[0] + place * CELL, WEIGHTS[1]), CELL)) for place in (0, 1)
    ]
    for place, way in enumerate(spots):
        value, product = values[place], values[place] * pair.mix[place]
        marks += flying(value, way, share / 0.4, Role.INPUT, f"value on its way {place + 1}", "outputs")
        marks += flying(product, (way[1], (goal, CELL)), (share - 0.45) / 0.5, Role.PRODUCT,
                        f"product on its way {place + 1}", "outputs")  # fmt: skip
    if share > 0.95:
        out = matrix([[pair.value(cell)]], goal, CELL, role=Role.OUTPUT, scale="outputs", name=OUTPUT_NAMES[index],
                     highlighted=((0, 0),) if pair.collide else ())  # fmt: skip
        (a, b), (one, two) = pair.mix, values
        said = f"{bracketed(a)}·{number(one)} + {bracketed(b)}·{number(two)} = "
        runs = (TextRun(said, Role.MUTED), TextRun(number(pair.value(cell)), Role.OUTPUT, bold=True))
        marks += [out, Text(x=SUMS[0], y=SUMS[1][index], runs=runs, size=48.0, name=f"sum of {letter}")]
    return marks


def _map(pair: Collision) -> list[AnyMark]:
    """The outputs of all columns; those that differ from A's output are faded."""
    like = pair.like(pair.first)
    others = [[(row, column) not in like for column in range(SIDE)] for row in range(SIDE)]
    words = f"a {number(pair.value(pair.first))} comes from {len(like)} columns" if len(like) > 1 else "A is alone"
    marks: list[AnyMark] = [
        lettering(RIGHT, HEADING_Y, words, Role.OUTPUT, bold=True, size=44.0, anchor="end", name="columns alike"),
        matrix(pair.outputs, MAP, MAP_CELL, role=Role.OUTPUT, scale="outputs", name="outputs of all columns",
               faded=Values(others)),
    ]  # fmt: skip
    marks += _axes()
    lattice = squares(MAP, MAP_CELL, SIDE, SIDE)
    for letter, knob, cell in (("A", "first", pair.first), ("B", "second", pair.second)):
        marks += _pin(letter, PickCell(knob, lattice), cell)
    return marks


def _axes() -> list[AnyMark]:
    """What the columns and the rows of the map stand for."""
    x, y = MAP
    marks: list[AnyMark] = [
        lettering(x + 8, y - 72, "first number", Role.INPUT, size=32.0),
        lettering(x - 52, y - 30, "second", Role.INPUT, size=32.0, anchor="end"),
    ]
    for index in range(SIDE):
        middle = (index + 0.5) * MAP_CELL
        for place in ((x + middle, y - 30), (x - 30, y + middle)):
            marks.append(lettering(*place, str(index), Role.INPUT, bold=True, size=36.0, anchor="middle"))
    return marks


def _pin(letter: str, grip: PickCell, cell: Cell) -> list[AnyMark]:
    """A frame with a letter, to be dragged to another column."""
    x, y = grip.lattice.at(*cell)
    box = Rect(
        x=x + 3, y=y + 3, width=MAP_CELL - 6, height=MAP_CELL - 6, radius=14, line=7.0, role=Role.HIGHLIGHT,
        name=f"column {letter} on the map", grip=grip,
    )  # fmt: skip
    left = x + 5 if letter == "A" else x + MAP_CELL - 5 - PIN
    plate = Rect(x=left, y=y - PIN / 2, width=PIN, height=PIN, radius=10, fill=1.0, role=Role.SURFACE)
    return [box, plate, lettering(left + PIN / 2, y, letter, bold=True, size=32.0, anchor="middle")]
