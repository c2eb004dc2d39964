"""What the network says: the five most probable classes as bars, beside the photo, or beside all logits."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np

from scenes.real_network.drawings.figures import figure
from scenes.real_network.stops import end
from scenes.real_network.view import View
from scenes.stage.core.grips import PickNumber
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import AnyMark, Arrow, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.published import LITE
from scenes.stage.data.reading import Whose
from scenes.stage.draw.answers import NONE_FITS, empty, photo, shortened, top_five
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import counted, heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values

PHOTO: tuple[Point, float] = (LEFT, 122.0), 620.0
BARS = Area(836.0, 112.0, RIGHT - 836.0, 590.0)
ROWS, LOGIT = 25, 17.0
"""The 1,000 logits stand in so many rows, in cells of this side."""
WIDTH, HEIGHT = 40 * LOGIT, ROWS * LOGIT
"""The room that they have."""
LARGEST = 96.0
"""So large are the cells of a few logits at most."""


def draw_answer(view: View) -> None:
    """Draw the photo, and what the network says of it."""
    step, reading = view.steps.answer, view.ask()
    corner, side = PHOTO
    begin, goal = (corner[0] + side + 30.0, 432.0), (BARS.x - 36.0, 432.0)
    view.stage.add(
        photo(view.picture, corner, side),
        Arrow(start=begin, end=goal, line=10.0, head=40.0, role=Role.OUTPUT, name="network"),
        *top_five(BARS, reading, step.motion, said=none_fits(view.of), of=view.of),
    )


def none_fits(of: Whose) -> tuple[str, ...]:
    """What is said where the first answer is not probable: that of one's own classes only oneself knows more."""
    return NONE_FITS if of == LITE else (f"None of the {end(of).classes:,} classes fits well.",)


def laid_out(count: int) -> tuple[int, int, float]:
    """The rows and the columns in which so many cells fill their room, and the side of a cell."""
    side = min(LARGEST, float(np.sqrt(WIDTH * HEIGHT / count)))
    columns = min(count, int(WIDTH // side))
    while ceil(count / columns) * WIDTH / columns > HEIGHT and columns < count:
        columns += 1
    rows = ceil(count / columns)
    columns = ceil(count / rows)
    return ceil(count / columns), columns, min(LARGEST, WIDTH / columns)


def draw_logits(view: View) -> None:
    """Draw the logits as cells, the largest of them, and the five probabilities that softmax makes."""
    step, reading = view.steps.logits, view.ask()
    count = end(view.of).classes
    rows, columns, side = laid_out(count)
    (x, y), width = (LEFT, 172.0), WIDTH
    marks: list[AnyMark] = [heading(x, y - 40.0, counted(count, "logit"), "", Role.PRODUCT, size=40.0)]
    if reading is None:
        marks.append(empty((x, y), HEIGHT, "logits"))
    else:
        found, chosen = view.guesses(reading), view.knobs.label
        best = next((each for each in found if each.label == chosen), found[0])
        marks += [
            matrix(_folded(reading.logits, rows, columns), (x, y), side, role=Role.PRODUCT, numbers=False,
                   scale="logits", gap=0.08, shown=round(count * min(1.0, step.even / 0.5)), name="logits",
                   highlighted=(divmod(best.label, columns),) if step.even > 0.5 else (),
                   grip=PickNumber("label", squares((x, y), side, rows, columns))),
            lettering(x, 680.0, shortened(best.name), size=40.0, opacity=step.rise(0.4, 0.6), name="largest"),
            figure(x + width, 700.0, best.logit, Role.PRODUCT, size=96.0, room=320.0, anchor="end",
                   opacity=step.rise(0.4, 0.6), name="largest logit"),
            lettering(x, 740.0, "the largest logit" if best is found[0] else "the chosen logit", Role.MUTED, size=36.0,
                      opacity=step.rise(0.4, 0.6)),
        ]  # fmt: skip
    grown = max(0.0, 2.0 * step.motion - 1.0)
    view.stage.add(*marks, *top_five(BARS, reading, grown, said=none_fits(view.of), of=view.of))


@lru_cache(maxsize=8)
def _folded(logits: Values, rows: int, columns: int) -> Values:
    """The logits in rows; behind the last one there are zeros, which are not shown."""
    found = np.zeros(rows * columns)
    found[: logits.shape[0]] = logits.array
    return Values(found.reshape(rows, columns))
