"""Two different columns that become one output, on the map of all columns of two whole numbers."""

from __future__ import annotations

from scenes.pointwise.computed import SIDE, Collision
from scenes.pointwise.layout import HEADING
from scenes.pointwise.story import Steps
from scenes.stage.core.grips import EditCell, PickCell
from scenes.stage.core.lattice import Cell, Point, midway, squares
from scenes.stage.core.marks import AnyMark, Arrow, Grid, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import bracketed, heading, number
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

CELL = 92.0
COLUMNS = ((LEFT + 24, 216.0), (LEFT + 24, 568.0))
MATRIX = (376.0, 438.0)
RESULTS = ((724.0, 346.0), (724.0, 530.0))
TOGETHER = (724.0, 438.0)
PIN = 24.0
MAP, MAP_CELL = (1000.0, 256.0), 102.0


def draw_collision(stage: Stage, pair: Collision, steps: Steps) -> None:
    """Draw the two columns at the left and the map of all outputs at the right."""
    if steps.two_columns > 0.0:
        stage.add(*_making(pair, steps.meeting), *_map(pair), opacity=steps.two_columns)


def _making(pair: Collision, share: float) -> list[AnyMark]:
    """Both columns go through the same row of weights."""
    x, y = MATRIX
    step = 1.0 if all(weight == round(weight) for weight in pair.mix) else 0.05
    marks: list[AnyMark] = [
        heading(LEFT, HEADING, "two columns", "of two channels", Role.INPUT),
        heading(x, y - 28, "weights", "1×2", Role.KERNEL),
        matrix(
            [pair.mix], MATRIX, CELL, role=Role.KERNEL, scale="outputs",
            name="weights", grip=EditCell("mix", (), (0, 0), (1, 2), -9.0, 9.0, step),
        ),
    ]  # fmt: skip
    for index, (letter, cell) in enumerate((("A", pair.first), ("B", pair.second))):
        column, corner = (float(cell[1]), float(cell[0])), COLUMNS[index]
        into, out = (ease((share - start - 0.46 * index) / 0.22) for start in (0.0, 0.22))
        marks += _column(letter, column, corner)
        marks += _arrows(pair, index)
        if 0 < into < 1:
            marks += _weighed(column, corner, into)
        if out > 0:
            goal = TOGETHER if pair.collide else RESULTS[index]
            marks += [_sum(pair, index, column), _result(pair, index, cell, out, goal)]
    if pair.collide and share > 0.9:
        runs = (TextRun("A", None, bold=True), TextRun(" or "), TextRun("B", None, bold=True), TextRun("?"))
        marks.append(Text(x=TOGETHER[0] + CELL / 2, y=TOGETHER[1] + CELL + 40, runs=runs, size=32, anchor="middle"))
    return marks


def _column(letter: str, column: tuple[float, float], corner: Point) -> list[AnyMark]:
    x, y = corner
    label = lettering(x - 20, y + CELL, letter, bold=True, size=32, anchor="end")
    grid = matrix(
        [[value] for value in column], corner, CELL, role=Role.INPUT,
        shade="pixel", scale="outputs", name=f"column {letter}",
    )  # fmt: skip
    return [label, grid]


def _weighed(column: tuple[float, float], corner: Point, share: float) -> list[AnyMark]:
    """The numbers of a column on their way to their weights."""
    marks: list[AnyMark] = []
    for place, value in enumerate(column):
        start, goal = (corner[0], corner[1] + place * CELL), (MATRIX[0] + place * CELL, MATRIX[1])
        grid = matrix(
            [[value]], midway(start, goal, share), CELL,
            role=Role.INPUT, shade="pixel", scale="outputs", opacity=0.9,
        )  # fmt: skip
        marks.append(grid)
    return marks


def _arrows(pair: Collision, index: int) -> list[AnyMark]:
    """From the column to the weights, and on to its output."""
    x, y = COLUMNS[index]
    middle, side = MATRIX[1] + CELL / 2, (-1, 1)[index]
    goal = TOGETHER if pair.collide else RESULTS[index]
    start, end = (x + CELL + 16, y + CELL), (MATRIX[0] - 14, middle + side * 16)
    out, arrival = (MATRIX[0] + 2 * CELL + 14, middle + side * 16), (goal[0] - 14, goal[1] + CELL / 2 + side * 16)
    if not pair.collide:
        arrival = (goal[0] - 14, goal[1] + CELL / 2)
    return [Arrow(start=start, end=end, role=Role.MUTED), Arrow(start=out, end=arrival, role=Role.MUTED)]


def _sum(pair: Collision, index: int, column: tuple[float, float]) -> Text:
    """The sum written out, above or below the arrow of its column."""
    (a, b), (x, y) = pair.mix, COLUMNS[index]
    value = a * column[0] + b * column[1]
    terms = f"{bracketed(a)}·{number(column[0])} + {bracketed(b)}·{number(column[1])} = "
    runs = (TextRun(terms), TextRun(number(value), Role.OUTPUT, bold=True))
    return Text(x=x + CELL + 40, y=y + (30 if index == 0 else 2 * CELL - 30), runs=runs, size=30)


def _result(pair: Collision, index: int, cell: Cell, share: float, goal: Point) -> Grid:
    """The output on its way from the weights to its place."""
    start = (MATRIX[0] + CELL / 2, MATRIX[1])
    return matrix(
        [[pair.value(cell)]], midway(start, goal, share), CELL,
        role=Role.OUTPUT, scale="outputs", name=f"output of {'AB'[index]}",
        highlighted=((0, 0),) if pair.collide and share >= 1 else (),
    )  # fmt: skip


def _map(pair: Collision) -> list[AnyMark]:
    """The outputs of all columns; those that differ from A's output are faded."""
    x, y = MAP
    like = pair.like(pair.first)
    others = [[(row, column) not in like for column in range(SIDE)] for row in range(SIDE)]
    marks: list[AnyMark] = [
        heading(x, HEADING, "the output of every column", f"{SIDE}×{SIDE}", Role.OUTPUT),
        matrix(
            pair.outputs, MAP, MAP_CELL, role=Role.OUTPUT,
            scale="outputs", name="outputs of all columns", faded=Values(others),
        ),
        lettering(x + SIDE * MAP_CELL / 2, y - 58, "first number", Role.INPUT, size=24, anchor="middle"),
        lettering(x - 56, y - 24, "second", Role.INPUT, size=24, anchor="end"),
    ]  # fmt: skip
    for index in range(SIDE):
        middle = (index + 0.5) * MAP_CELL
        across, down = (x + middle, y - 24), (x - 24, y + middle)
        marks += [
            lettering(px, py, str(index), Role.INPUT, bold=True, size=26, anchor="middle") for px, py in (across, down)
        ]
    lattice = squares(MAP, MAP_CELL, SIDE, SIDE)
    for letter, knob, cell in (("A", "first", pair.first), ("B", "second", pair.second)):
        marks += _pin(letter, PickCell(knob, lattice), cell)
    count = len(like)
    words = f"{count} columns become {number(pair.value(pair.first))}" if count > 1 else "A is alone with its output"
    marks.append(lettering(x, y + SIDE * MAP_CELL + 24, words, Role.MUTED, size=24))
    return marks


def _pin(letter: str, grip: PickCell, cell: Cell) -> list[AnyMark]:
    """A frame with a letter, to be dragged to another column."""
    x, y = grip.lattice.at(*cell)
    box = Rect(
        x=x + 4, y=y + 4, width=MAP_CELL - 8, height=MAP_CELL - 8, radius=10, line=5.0, role=Role.HIGHLIGHT,
        name=f"column {letter} on the map", grip=grip,
    )  # fmt: skip
    left = x + 4 if letter == "A" else x + MAP_CELL - 4 - PIN
    plate = Rect(x=left, y=y + 4, width=PIN, height=PIN, radius=7, fill=1.0, role=Role.SURFACE)
    return [plate, box, lettering(left + PIN / 2, y + 4 + PIN / 2, letter, bold=True, size=20, anchor="middle")]
