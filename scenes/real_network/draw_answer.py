"""What the network says: the five most probable classes as bars, beside the photo, or beside all logits."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.real_network.computed import FIVE, UNSURE, Guess, guesses
from scenes.real_network.view import View, empty, photo
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import AnyMark, Arrow, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, RIGHT
from scenes.stage.core.timeline import ease
from scenes.stage.data.reading import Reading
from scenes.stage.draw.areas import Area
from scenes.stage.draw.blocks import heading
from scenes.stage.draw.matrices import matrix
from scenes.stage.numbers.values import Values, format_number

PHOTO: tuple[Point, float] = (LEFT, 122.0), 620.0
BARS = Area(836.0, 112.0, RIGHT - 836.0, 590.0)
NAME, SHARE, BAR = 42.0, 52.0, 34.0
LONGEST = 25
"""So many letters of a name have room beside its probability."""
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


def top_five(
    area: Area, reading: Reading | None, grown: float, before: Reading | None = None, *, sure: bool = True
) -> list[AnyMark]:
    """The five most probable classes with their bars, which grow; `before` they had other probabilities perhaps.

    A line under them says if none of the classes fits.
    """
    rows = area.rows(FIVE, 14.0)
    if reading is None:
        return [empty((row.x, row.y + 8.0), row.height - 24.0, f"answer {place}") for place, row in enumerate(rows, 1)]
    found = guesses(reading)[:FIVE]
    old = {each.label: each.share for each in guesses(before)} if before is not None else {}
    marks: list[AnyMark] = []
    for place, (row, guess) in enumerate(zip(rows, found, strict=True), 1):
        share = ease(2.0 * grown - 0.2 * (place - 1))
        marks += _row(row, place, guess, share)
        if before is not None:
            marks.append(_bar(row, BAR + 60.0, 14.0, old[guess.label], Role.MUTED, f"before of answer {place}"))
    if sure and found[0].share < UNSURE:
        marks += _unsure(area, ease(3.0 * grown - 2.0))
    return marks


def _row(row: Area, place: int, guess: Guess, share: float) -> list[AnyMark]:
    first = place == 1
    return [
        lettering(row.x, row.y + 26.0, shortened(guess.name), Role.TEXT, bold=first, size=NAME, name=f"answer {place}"),
        lettering(row.x + row.width, row.y + 26.0, percent(guess.share), Role.OUTPUT, bold=True, size=SHARE,
                  anchor="end", name=f"probability of answer {place}"),
        Rect(x=row.x, y=row.y + 54.0, width=row.width, height=BAR, radius=6.0, fill=0.14, role=Role.MUTED),
        _bar(row, 54.0, BAR, guess.share * share, Role.OUTPUT, f"bar of answer {place}"),
    ]  # fmt: skip


def _bar(row: Area, below: float, height: float, share: float, role: Role, name: str) -> Rect:
    width = max(6.0, row.width * share)
    return Rect(
        x=row.x, y=row.y + below, width=width, height=height, radius=min(6.0, height / 2), fill=0.9, role=role,
        value=share, name=name,
    )  # fmt: skip


def _unsure(area: Area, seen: float) -> list[AnyMark]:
    """The line that says that none of the classes fits."""
    y = area.y + area.height
    words = ("None of the 1,000 classes fits well,", "and there is none for people.")
    return [
        lettering(area.x, y + 26.0 + 46.0 * line, said, Role.WARNING, bold=True, size=36.0, opacity=seen,
                  name=f"none fits {line + 1}")
        for line, said in enumerate(words)
    ]  # fmt: skip


def shortened(name: str) -> str:
    """The name of a class, cut off where it is too long for its line."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def percent(share: float) -> str:
    """A probability in percent: one decimal below 10."""
    return f"{format_number(100 * share, 0 if share >= 0.0995 else 1)} %"


def draw_logits(view: View) -> None:
    """Draw the 1,000 logits as cells, the largest of them, and the five probabilities that softmax makes."""
    step, reading = view.steps.logits, view.ask()
    columns = 1000 // ROWS
    (x, y), width = (LEFT, 172.0), columns * LOGIT
    marks: list[AnyMark] = [heading(x, y - 40.0, "1,000 logits", "", Role.PRODUCT, size=40.0)]
    if reading is None:
        marks.append(empty((x, y), ROWS * LOGIT, "logits"))
    else:
        best = guesses(reading)[0]
        marks += [
            matrix(_folded(reading.logits), (x, y), LOGIT, role=Role.PRODUCT, numbers=False, scale="logits", gap=0.08,
                   shown=round(1000 * min(1.0, step.even / 0.5)), name="logits",
                   highlighted=(divmod(best.label, columns),) if step.even > 0.5 else ()),
            lettering(x, 680.0, shortened(best.name), size=40.0, opacity=step.rise(0.4, 0.6), name="largest"),
            lettering(x + width, 700.0, format_number(best.logit, 2), Role.PRODUCT, bold=True, size=96.0, anchor="end",
                      opacity=step.rise(0.4, 0.6), name="largest logit"),
            lettering(x, 740.0, "the largest logit", Role.MUTED, size=36.0, opacity=step.rise(0.4, 0.6)),
        ]  # fmt: skip
    view.stage.add(*marks, *top_five(BARS, reading, max(0.0, 2.0 * step.motion - 1.0)))


def _folded(logits: Values) -> Sequence[Sequence[float]]:
    return logits.array.astype(float).reshape(ROWS, -1).tolist()
