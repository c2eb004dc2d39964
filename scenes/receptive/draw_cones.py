"""The rows that rise from the input, the cone of the chosen unit, and that of the unit next to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scenes.receptive.computed import Chain
from scenes.receptive.layout import ALONE, BELOW, BESIDE_NUMBERS, BESIDE_WORDS, Rows
from scenes.receptive.rows import COUNT, HERO, role_of, row_label, row_of_cells
from scenes.receptive.story import Steps
from scenes.stage.core.lattice import Cell, between
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.core.timeline import Span, ease, glide
from scenes.stage.draw.blocks import counted
from scenes.stage.numbers.values import Values

COUNTS = BESIDE_NUMBERS - 18.0
"""Where the numbers of the rows end."""
ROOM, SHARED_ROOM = 130.0, 150.0
"""A number under the input stands at least so far from the ends of the rows, and so far from the middle between two."""


def draw_unit(stage: Stage, chain: Chain, step: Span) -> None:
    """Draw the rows, each rising out of the one below it, and then the frame that closes in on the chosen unit."""
    rows = Rows(chain, BESIDE_WORDS, ALONE)
    for row in reversed(range(chain.last + 1)):
        share = step.part(row - 1, chain.last + 1) if row else 1.0
        filled = (chain.unit[1],) if row == chain.unit[0] else ()
        lit = ease((step.motion - 0.9) / 0.1)
        count = lettering(LEFT, rows.y(row) + 24.0, counted(chain.sizes[row], "cell"), Role.MUTED, size=32)
        grid = row_of_cells(rows, row, filled, role_of(row), lit)
        marks = grid, row_label(row, rows.y(row) - 22.0), count
        stage.add(Group(marks=marks, dy=(1.0 - share) * rows.pitch, opacity=share))
    stage.add(_frame(rows, glide(step.t / 0.8 * (chain.last + 1) - chain.last)))


def draw_cones(stage: Stage, chain: Chain, steps: Steps) -> None:
    """Draw the rows, and the cones that are open."""
    rows, share = Rows(chain, BESIDE_NUMBERS), steps.cone.even
    for row in range(chain.last + 1):
        filled = _reached(chain, row, share)
        stage.add(row_of_cells(rows, row, filled, role_of(row)), row_label(row, rows.y(row)))
    stage.add(*_cone(rows, chain.cone, share, Role.HIGHLIGHT))
    if steps.neighbour.begun and chain.neighbour is not None:
        stage.add(*_next(rows, chain.neighbour, steps.neighbour.motion))
    else:
        stage.add(*_counts(rows, share), *_field(rows, share))
    stage.add(_frame(rows))


def _frame(rows: Rows, share: float = 1.0) -> Rect:
    """The white frame of the chosen unit; at first it is as wide as the row, then it closes in on the unit."""
    row, index = rows.chain.unit
    own = rows.strip(row)
    left = between(own.at(0, 0)[0], own.at(0, index)[0], share)
    right = between(own.at(0, own.columns)[0], own.at(0, index + 1)[0], share)
    return Rect(
        x=left, y=own.origin[1], width=right - left, height=rows.height, radius=14, line=7.0, role=Role.HIGHLIGHT,
        name="unit", opacity=min(1.0, 2 * share),
    )  # fmt: skip


def _reached(chain: Chain, row: int, share: float) -> Iterable[int]:
    """The cells of a map that the cone has come to."""
    low = chain.unit[0] - round(share * chain.unit[0])
    return chain.cone[row] if low <= row <= chain.unit[0] else ()


def _cone(rows: Rows, cone: Sequence[Iterable[int]], share: float, role: Role) -> list[AnyMark]:
    """A piece for each layer between the unit and the input, from the top down, as far as the share says."""
    marks: list[AnyMark] = []
    top_row = rows.chain.unit[0]
    for step, row in enumerate(range(top_row, 0, -1)):
        part = max(0.0, min(share * top_row - step, 1.0))
        if part <= 0:
            break
        left, right, bottom = _ends(rows, row, cone[row])
        low_left, low_right, below = _ends(rows, row - 1, cone[row - 1])
        y = between(bottom, below - rows.height, part)
        points = (
            (left, bottom), (right, bottom), (between(right, low_right, part), y), (between(left, low_left, part), y)
        )  # fmt: skip
        marks.append(Path(points=points, closed=True, fill=0.2, line=3.0, role=role, name=f"cone of layer {row}"))
    return marks


def _ends(rows: Rows, row: int, cells: Iterable[int]) -> tuple[float, float, float]:
    """Left and right end of the cells of a map, and the bottom of their row."""
    own, found = rows.strip(row), list(cells)
    return own.at(0, min(found))[0], own.at(0, max(found) + 1)[0], own.at(1, 0)[1]


def _counts(rows: Rows, share: float) -> list[AnyMark]:
    """How many cells of each map the unit depends on, as far down as the cone has come; the input has its own."""
    top_row, marks = rows.chain.unit[0], list[AnyMark]()
    for row in range(top_row, 0, -1):
        shown = ease((share * top_row - (top_row - row) + 0.3) / 0.3) if share > 0 else 0.0
        marks.append(
            lettering(
                COUNTS, rows.y(row), str(len(rows.chain.cone[row])), Role.HIGHLIGHT, bold=True, size=COUNT,
                anchor="end", opacity=shown, name=f"cells of map {row}",
            )
        )  # fmt: skip
    return marks


def _field(rows: Rows, share: float) -> list[AnyMark]:
    """Below the input, how wide the receptive field is."""
    left, right, y = _ends(rows, 0, rows.chain.cone[0])
    size = rows.chain.fields[rows.chain.unit[0]].size
    number = _below(rows, (left + right) / 2, "r", size, Role.HIGHLIGHT)
    return [Group(marks=(_bracket(left, right, y, Role.HIGHLIGHT), number), opacity=ease((share - 0.8) * 5))]


def _bracket(left: float, right: float, y: float, role: Role) -> Path:
    """What of the input is meant, under it."""
    return Path(points=((left, y + 4), (left, y + 14), (right, y + 14), (right, y + 4)), line=5.0, role=role)


def _below(rows: Rows, x: float, letter: str, value: int, role: Role) -> Text:
    """A number under the input, the hero of its step."""
    runs = (TextRun(f"{letter} = ", Role.MUTED), TextRun(str(value), role, bold=True))
    x = min(max(x, rows.left + ROOM), RIGHT - ROOM)
    return Text(x=x, y=BELOW, runs=runs, size=HERO, anchor="middle", name=letter)


def _next(rows: Rows, other: Cell, share: float) -> list[AnyMark]:
    """The cone of the neighbour, on its way from the chosen unit's, and how far it goes: the jump."""
    chain = rows.chain
    jump = chain.fields[chain.unit[0]].jump
    way = (other[1] - chain.unit[1]) * jump * rows.width
    frame = replace(_frame(rows), role=Role.OUTPUT, name="neighbour")
    left, right, y = _ends(rows, 0, chain.cone[0])
    start = left if way > 0 else right
    end = start + way * share
    number = _below(rows, start + way / 2, "j", jump, Role.OUTPUT)
    both = _shared(rows, (left + way, right) if way > 0 else (left, right + way), number.x)
    return [
        Group(marks=tuple(_only(rows, other)), opacity=ease((share - 0.7) / 0.3)),
        Group(marks=(*_cone(rows, chain.cone, 1.0, Role.OUTPUT), frame), dx=way * share),
        _bracket(min(start, end), max(start, end), y, Role.OUTPUT),
        replace(number, opacity=ease((share - 0.4) / 0.3)),
        Group(marks=both, opacity=ease((share - 0.75) / 0.25)),
    ]


def _only(rows: Rows, other: Cell) -> Iterator[Grid]:
    """The cells that the neighbour depends on, and the chosen unit does not."""
    for row, cells in enumerate(rows.chain.reached(other)):
        own = rows.strip(row)
        for cell in sorted(cells - rows.chain.cone[row]):
            yield Grid(
                values=Values([[1.0]]), origin=own.at(0, cell), u=own.u, v=own.v, shade="tint", framed=False,
                numbers=False, role=Role.OUTPUT, name="seen by the neighbour alone",
            )  # fmt: skip


def _shared(rows: Rows, ends: tuple[float, float], beside: float) -> tuple[AnyMark, ...]:
    """How many cells of the input both units see, if there is room beside the jump."""
    (left, right), field = ends, rows.chain.fields[rows.chain.unit[0]]
    middle = (left + right) / 2
    if right <= left or abs(middle - beside) < 2 * SHARED_ROOM:
        return ()
    words = TextRun(str(field.size - field.jump), Role.TEXT, bold=True), TextRun(" shared", Role.MUTED)
    y = _ends(rows, 0, (0,))[2]
    return (
        _bracket(left + 8.0, right - 8.0, y, Role.MUTED),
        Text(x=middle, y=BELOW, runs=words, size=COUNT, anchor="middle", name="shared"),
    )
