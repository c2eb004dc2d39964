"""What the network says: the five most probable classes as bars, beside the photo, or beside all logits."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.real_network.knobs import MOST_PROBABLE
from scenes.real_network.view import View
from scenes.stage.core.grips import PickNumber
from scenes.stage.core.lattice import Point, squares
from scenes.stage.core.marks import AnyMark, Arrow, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.data.published import guesses
from scenes.stage.draw.answers import empty, photo, shortened, top_five
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values, format_number

PHOTO: tuple[Point, float] = (LEFT, 122.0), 620.0
BARS = Area(836.0, 112.0, RIGHT - 836.0, 590.0)
ROWS, LOGIT = 25, 17.0
"""The 1,000 logits stand in so many rows, in cells of this side."""


def draw_answer(view: View) -> None:
    """Draw the photo, and what the network says of it."""
    step, reading = view.steps.answer, view.ask()
    corner, side = PHOTO
    begin, end = (corner[0] + side + 30.0, 432.0), (BARS.x - 36.0, 432.0)
    view.stage.add(
        photo(view.picture, corner, side),
        Arrow(start=begin, end=end, line=10.0, head=40.0, role=Role.OUTPUT, name="network"),
        *top_five(BARS, reading, step.motion),
    )


def draw_logits(view: View) -> None:
    """Draw the 1,000 logits as cells, the largest of them, and the five probabilities that softmax makes."""
    step, reading = view.steps.logits, view.ask()
    columns = 1000 // ROWS
    (x, y), width = (LEFT, 172.0), columns * LOGIT
    marks: list[AnyMark] = [heading(x, y - 40.0, "1,000 logits", "", Role.PRODUCT, size=40.0)]
    if reading is None:
        marks.append(empty((x, y), ROWS * LOGIT, "logits"))
    else:
        found, chosen = guesses(reading), view.knobs.label
        best = found[0] if chosen == MOST_PROBABLE else next(each for each in found if each.label == chosen)
        marks += [
            matrix(_folded(reading.logits), (x, y), LOGIT, role=Role.PRODUCT, numbers=False, scale="logits", gap=0.08,
                   shown=round(1000 * min(1.0, step.even / 0.5)), name="logits",
                   highlighted=(divmod(best.label, columns),) if step.even > 0.5 else (),
                   grip=PickNumber("label", squares((x, y), LOGIT, ROWS, columns))),
            lettering(x, 680.0, shortened(best.name), size=40.0, opacity=step.rise(0.4, 0.6), name="largest"),
            lettering(x + width, 700.0, format_number(best.logit, 2), Role.PRODUCT, bold=True, size=96.0, anchor="end",
                      opacity=step.rise(0.4, 0.6), name="largest logit"),
            lettering(x, 740.0, "the largest logit" if best is found[0] else "the chosen logit", Role.MUTED, size=36.0,
                      opacity=step.rise(0.4, 0.6)),
        ]  # fmt: skip
    view.stage.add(*marks, *top_five(BARS, reading, max(0.0, 2.0 * step.motion - 1.0)))


def _folded(logits: Values) -> Sequence[Sequence[float]]:
    return logits.array.astype(float).reshape(ROWS, -1).tolist()
