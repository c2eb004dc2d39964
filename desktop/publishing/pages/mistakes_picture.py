"""The mistakes of a run as a scene of one step, in letters for a hall: confusion matrices, and pictures beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop.classroom.stops.measuring import cut
from desktop.classroom.stops.measuring import width as measured
from desktop.lab.mistakes.layout import every
from desktop.lab.mistakes.view import Shown
from desktop.lab.mistakes.wall import Pixels
from desktop.runs.labels import title
from desktop.runs.mistakes import Cell, Mistake, pick_words, said_words, taken, whose
from desktop.theme.mistakes import strengths
from scenes.stage.core.catalogue import Scene
from scenes.stage.core.knobs import Knobs
from scenes.stage.core.marks import NETS, SMALLEST_TEXT, AnyMark, Grid, Image, Rect, Role, TextRun, lettering
from scenes.stage.core.stage import BOTTOM, CAPTION_LETTERS, LEFT, RIGHT, TITLE_SIZE, TITLE_Y, TOP, Stage
from scenes.stage.numbers.confusion import Counts, most_confused
from scenes.stage.numbers.values import Values
from scenes.stage.output.shading import TINT, mixed, rgb, takes_black
from scenes.stage.output.theme import Theme

WORDS, NAME, NOTE = 32.0, 40.0, 24.0
"""The letters of classes, of contestants and of what nobody has to read from the back."""
LINE, HIGH = 36.0, 29.0
"""How high a line of words is, and one of the names of columns."""
CLOSE = 0.99
"""How much of a room words take that are made smaller to fit it."""
BESIDE, GAP = 186.0, 60.0
"""The room of the rows' names, and between two matrices."""
ENDS = {1: 850.0, 2: 1180.0}
"""Where the matrices end, by how many there are; of more there is no room for pictures beside them."""
ABREAST = 3
COLUMN, PICTURE, ROWS = 300.0, 138.0, 3
"""How wide a column of pictures is, how large a picture, and how many stand below each other."""
MOST_LINES, BETWEEN, LONGEST = 3, 10.0, 118.0
"""In so many lines the names of columns take turns at most, so far apart; what is longer than that is cut."""
SECONDS = 3.0
SAID = "A row is what pictures are, a column what a network says."


@dataclass(frozen=True)
class _Sheet:
    """Where the matrices stand: the size of a cell, and in how many lines the names of the columns take turns."""

    width: float
    height: float
    lines: int

    @property
    def above(self) -> float:
        """The room above the cells."""
        return NAME * 1.2 + self.lines * HIGH


def mistakes_scene(shown: Shown, theme: Theme) -> Scene:
    """The scene whose only step shows what the view of mistakes shows."""
    plan = shown.judged.plan

    def draw(stage: Stage, knobs: Knobs) -> None:
        stage.step(pick_words(shown.pick, plan), _caption(shown), SECONDS, still=True)
        when = f"after step {shown.judged.step:,}, {len(shown.judged.labels):,} pictures"
        stage.add(
            lettering(RIGHT, TITLE_Y, when, Role.MUTED, size=NOTE, anchor="end", pinned=True, name="when", note=True)
        )
        stage.add(*_matrices(shown, theme))
        if len(shown.contestants) in ENDS:
            stage.add(*_wall(shown, ENDS[len(shown.contestants)] + GAP))

    return Scene(
        "lab mistakes", cut(title(plan), TITLE_SIZE, RIGHT - LEFT, bold=True), "", 0, "", (), (), (), draw, Knobs
    )


def _caption(shown: Shown) -> str:
    """The classes that are confused most, by whom the pictures are of."""
    who = whose(shown.pick)
    counts, plan = shown.judged.counts(who), shown.judged.plan
    found = most_confused(counts, 1) if counts is not None else ()
    words = f"{plan.contestants[who].name}: {taken(found[0], plan, ',')}." if found else SAID
    return words if len(words) <= CAPTION_LETTERS else SAID


def _matrices(shown: Shown, theme: Theme) -> Iterator[AnyMark]:
    count, classes = len(shown.contestants), len(shown.judged.plan.classes)
    abreast = min(count, ABREAST)
    end, rows = ENDS.get(count, RIGHT), -(-count // abreast)
    width = (end - LEFT - BESIDE - (abreast - 1) * GAP) / (abreast * classes)
    lines = _lines(shown.judged.plan.classes, width)
    # Of several rows only the first has names above its columns.
    height = (BOTTOM - TOP - rows * NAME * 1.2 - lines * HIGH - (rows - 1) * GAP / 2) / (rows * classes)
    top = TOP
    for index, contestant in enumerate(shown.contestants):
        row, place = divmod(index, abreast)
        sheet = _Sheet(width, height, 0 if row else lines)
        x = LEFT + BESIDE + place * (width * classes + GAP)
        yield from _matrix(shown, contestant, sheet, (x, top), place == 0, theme)
        if place == abreast - 1:
            top += sheet.above + height * classes + GAP / 2


def _lines(names: Sequence[str], width: float) -> int:
    """In how many lines the names of columns take turns, so that all have the room that they need."""
    return next((lines for lines in range(1, MOST_LINES) if lines * width >= _widest(names)), MOST_LINES)


def _widest(names: Sequence[str]) -> float:
    """How wide the longest name of a column is."""
    return max(measured((TextRun(name),), NOTE) for name in names) + BETWEEN


def _fitting(words: str, room: float, *, bold: bool = False, largest: float = WORDS) -> tuple[str, float]:
    """Words in letters that fit a room, but not smaller than notes: cut, where not even these fit."""
    size = min(largest, max(NOTE, CLOSE * room / measured((TextRun(words, None, bold),), 1.0)))
    return cut(words, size, room, bold=bold), size


def _matrix(
    shown: Shown, contestant: int, sheet: _Sheet, corner: tuple[float, float], named: bool, theme: Theme
) -> Iterator[AnyMark]:
    """One contestant's name, the names of the classes and its cells."""
    (x, y), plan = corner, shown.judged.plan
    name, role = plan.contestants[contestant].name, NETS[contestant % len(NETS)]
    room = sheet.width * len(plan.classes)
    heading, size = _fitting(name, room, bold=True, largest=NAME)
    yield lettering(x, y + NAME * 0.5, heading, role, bold=True, size=size, name=f"name of {name}")
    top = y + sheet.above
    counts = shown.judged.counts(contestant)
    if counts is None:
        yield lettering(x, top + LINE, cut("not finite any more", WORDS, room), Role.WARNING, size=WORDS)
        return
    pick, strong = shown.pick, strengths(counts)
    chosen = isinstance(pick, Cell) and pick.contestant == contestant
    yield Grid(
        values=Values(strong),
        origin=(x, top),
        u=(sheet.width, 0.0),
        v=(0.0, sheet.height),
        shade="tint",
        role=Role.WARNING,
        numbers=False,
        framed=False,
        highlighted=((pick.true, pick.said),) if chosen and isinstance(pick, Cell) else (),
        name=f"mistakes of {name}",
    )
    yield from _names(plan.classes, sheet, (x, top), named)
    yield from _numbers(counts, strong, sheet, (x, top), theme, _digits(shown))


def _names(classes: Sequence[str], sheet: _Sheet, corner: tuple[float, float], named: bool) -> Iterator[AnyMark]:
    """The names of the rows at the left, and those of the columns above, in lines that take turns."""
    x, top = corner
    if named:
        largest = min(WORDS, max(NOTE, 0.95 * sheet.height))
        for row in range(0, len(classes), every(sheet.height, 0.85 * largest)):
            words, size = _fitting(classes[row], BESIDE - 20, largest=largest)
            y, note = top + (row + 0.5) * sheet.height, size < WORDS
            yield lettering(x - 14, y, words, size=size, anchor="end", name=f"row {classes[row]}", note=note)
    if not sheet.lines:
        return
    step = max(1, math.ceil(min(_widest(classes), LONGEST) / (sheet.width * sheet.lines)))
    for place, column in enumerate(range(0, len(classes), step)):
        words = cut(classes[column], NOTE, sheet.width * sheet.lines * step - BETWEEN)
        line = place % sheet.lines
        y = top - 8 - (sheet.lines - line - 0.5) * HIGH
        middle = x + (column + 0.5) * sheet.width
        yield lettering(middle, y, words, size=NOTE, anchor="middle", name=f"column {classes[column]}", note=True)


def _numbers(
    counts: Counts,
    strong: np.ndarray,
    sheet: _Sheet,
    corner: tuple[float, float],
    theme: Theme,
    digits: tuple[int, int],
) -> Iterator[AnyMark]:
    """What was counted, but for zeros, where so many digits can be read; what was recognised is muted."""
    x, top = corner
    wrong = counts - np.diag(np.diagonal(counts))
    for muted, some, widest in ((False, wrong, digits[0]), (True, counts - wrong, digits[1])):
        size = min(0.62 * sheet.height, sheet.width / (0.7 * widest), WORDS)
        if size < SMALLEST_TEXT:
            continue
        for row, column in zip(*some.nonzero(), strict=True):
            place = x + (column + 0.5) * sheet.width, top + (row + 0.5) * sheet.height
            role = Role.MUTED if muted else _ink(float(strong[row, column]), theme)
            words = str(some[row, column])
            yield lettering(*place, words, role, bold=not muted, size=size, anchor="middle", note=muted)


def _digits(shown: Shown) -> tuple[int, int]:
    """How many digits the largest number of all matrices has: of what was mistaken, and of what was recognised."""
    found = [counts for index in shown.contestants if (counts := shown.judged.counts(index)) is not None]
    right = max(int(np.diagonal(counts).max()) for counts in found)
    wrong = max(int((counts - np.diag(np.diagonal(counts))).max()) for counts in found)
    return len(str(wrong)), len(str(right))


def _ink(strength: float, theme: Theme) -> Role:
    """The role whose colour is read better on a cell of a strength."""
    fill = rgb(mixed(theme.colour(Role.WARNING), theme.raised, TINT * strength))
    return Role.SURFACE if bool(takes_black(fill)) == theme.dark else Role.TEXT


def _wall(shown: Shown, left: float) -> Iterator[AnyMark]:
    """As many of the pictures as there is room for, each with what was said of it and what it is."""
    columns = max(1, int((RIGHT - left) / COLUMN))
    width, height = (RIGHT - left) / columns, (BOTTOM - TOP) / ROWS
    for place, (mistake, pixels) in enumerate(shown.wall[: columns * ROWS]):
        row, column = divmod(place, columns)
        middle, top = left + (column + 0.5) * width, TOP + row * height
        yield from _picture(shown, mistake, pixels, (middle, top), width)


def _picture(
    shown: Shown, mistake: Mistake, pixels: Pixels | None, corner: tuple[float, float], room: float
) -> Iterator[AnyMark]:
    middle, top = corner
    said, true = said_words(mistake, shown.judged.plan)
    left = middle - PICTURE / 2
    if pixels is None:
        yield Rect(x=left, y=top, width=PICTURE, height=PICTURE, role=Role.SURFACE, fill=1.0)
    else:
        colours = np.ascontiguousarray(np.broadcast_to(np.moveaxis(pixels, 0, 2), (*pixels.shape[1:], 3)))
        u, v = (PICTURE / colours.shape[1], 0.0), (0.0, PICTURE / colours.shape[0])
        yield Image(pixels=Values(colours), origin=(left, top), u=u, v=v, name=f"picture {mistake.index}")
    role = NETS[mistake.contestant % len(NETS)]
    for line, (words, colour) in enumerate(((said, role), (true, Role.TEXT))):
        y = top + PICTURE + (line + 0.6) * LINE
        fit, size = _fitting(words, room - 12)
        yield lettering(middle, y, fit, colour, size=size, anchor="middle", note=size < WORDS)
