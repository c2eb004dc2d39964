"""How strides make the jump: from the input up, the step from a unit to the next, multiplied by each stride."""

from __future__ import annotations

from scenes.receptive.computed import Chain
from scenes.receptive.layout import BELOW, BESIDE_PLATES, PLATE_X, Rows
from scenes.receptive.plates import plates
from scenes.receptive.rows import COUNT, HERO, row_label, row_of_cells
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Formula, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import Span, ease, glide

FORMULA, NUMBERS_X = 52.0, 420.0
"""The type size of the formula, and how far behind it the numbers stand."""
TEX = (r"\textcolor{output}{j_l} = \textcolor{output}{j_{l-1}}\, \textcolor{kernel}{s_l}", "j_l = j_(l−1) s_l")
COUNTS = BESIDE_PLATES - 20.0


def draw_jumps(stage: Stage, chain: Chain, step: Span) -> None:
    """Draw two neighbours of every map, one row after the other, and their distance."""
    rows, progress = Rows(chain, BESIDE_PLATES), step.even * (chain.last + 1)
    stage.add(*plates(rows, 1, PLATE_X))
    for row in range(chain.last + 1):
        stage.add(row_label(row, rows.y(row)), *_neighbours(rows, row, ease(progress - row)))
        stage.add(*_number(rows, row, progress - row))
    stage.add(Formula(tex=TEX[0], plain=TEX[1], x=rows.left, y=BELOW, size=FORMULA, name="formula"))
    row = min(int(progress + 0.2), chain.last)
    if row:
        runs = _account(chain, row)
        stage.add(Text(x=rows.left + NUMBERS_X, y=BELOW, runs=runs, size=FORMULA, name="formula numbers"))


def _neighbours(rows: Rows, row: int, share: float) -> list[AnyMark]:
    """The cells of a map, with two neighbours lit, and an arrow from the one to the other."""
    count = min(2, rows.chain.sizes[row])
    marks: list[AnyMark] = [row_of_cells(rows, row, range(count), Role.OUTPUT, share)]
    if count > 1 and share > 0.3:
        start, end = rows.strip(row).center(0, 0), rows.strip(row).center(0, 1)
        tip = between(start[0], end[0], share)
        marks.append(Arrow(start=start, end=(tip, end[1]), line=7.0, head=26.0, role=Role.SURFACE))
    return marks


def _number(rows: Rows, row: int, come: float) -> list[AnyMark]:
    """The jump of a map; it comes from the map below, and becomes another one at the plate with the stride."""
    if come <= 0 and row:
        return []
    jump, shown = rows.chain.fields[row].jump, ease((come - 0.6) / 0.2) if row else 1.0
    size = HERO if row == rows.chain.last and jump < 10 else COUNT
    marks: list[AnyMark] = [
        lettering(COUNTS, rows.y(row), str(jump), Role.OUTPUT, bold=True, size=size, anchor="end", opacity=shown,
                  name=f"j of map {row}")
    ]  # fmt: skip
    if shown < 1:
        before, y = rows.chain.fields[row - 1].jump, between(rows.y(row - 1), rows.y(row), glide(come / 0.6))
        marks.append(lettering(COUNTS, y, str(before), Role.OUTPUT, bold=True, size=COUNT, anchor="end",
                               opacity=1.0 - shown))  # fmt: skip
    return marks


def _account(chain: Chain, row: int) -> tuple[TextRun, ...]:
    """How a layer's jump is made."""
    before, after = chain.fields[row - 1].jump, chain.fields[row].jump
    return (
        TextRun(f"{before} · "), TextRun(str(chain.layers[row - 1].stride), Role.KERNEL), TextRun(" = "),
        TextRun(str(after), Role.OUTPUT, bold=True),
    )  # fmt: skip
