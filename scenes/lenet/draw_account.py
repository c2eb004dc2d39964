"""The parameters of the network of 1998 and of today's, layer by layer."""

from __future__ import annotations

from scenes.lenet.computed import account
from scenes.lenet.story import Steps
from scenes.stage.core.marks import AnyMark, Group, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, RIGHT, Stage
from scenes.stage.draw.blocks import heading

TOP, PITCH = 246.0, 66.0
THEN_X, NOW_X, MORE_X, NOTE_X, BARS_X = 360.0, 550.0, 730.0, 780.0, 1280.0
NOTES = {
    "C1": "six 5×5 filters in both",
    "S2": "sum × weight + bias; today the largest",
    "C3": "by the table; today all six maps",
    "S4": "sum × weight + bias; today the largest",
    "C5": "reads all of S4 in both",
    "F6": "dense in both; tanh, today ReLU",
    "output": "fixed codes; today a dense layer",
}


def draw_account(stage: Stage, steps: Steps) -> None:
    """Count both networks up, row by row; where they differ the numbers are lit."""
    marks: list[AnyMark] = [
        heading(THEN_X, 192, "1998", "", Role.KERNEL, anchor="end"),
        heading(NOW_X, 192, "today", "", Role.OUTPUT, anchor="end"),
        heading(MORE_X, 192, "more", "", Role.HIGHLIGHT, anchor="end"),
    ]
    rows = account()
    scale = (RIGHT - BARS_X) / max(count for _name, *counts in rows for count in counts)
    then_total = now_total = 0
    for index, (name, then, today) in enumerate(rows):
        grown = steps.account.part(index, len(rows))
        then_total, now_total = then_total + round(grown * then), now_total + round(grown * today)
        if grown > 0.01:
            y = TOP + index * PITCH
            marks.append(Group(marks=_row(y, name, then, today, scale * grown), opacity=grown))
    marks += _totals(TOP + len(rows) * PITCH, then_total, now_total)
    stage.add(*marks, opacity=steps.arriving)


def _row(y: float, name: str, then: int, today: int, scale: float) -> tuple[AnyMark, ...]:
    numbers = ((THEN_X, then, "1998"), (NOW_X, today, "today"))
    return (
        lettering(LEFT, y, name, bold=True, size=28),
        *(
            lettering(x, y, f"{count:,}", bold=then != today, size=28, anchor="end",
                      name=f"{name} {when}")
            for x, count, when in numbers
        ),
        _more(MORE_X, y, today - then, 28, f"{name} more"),
        lettering(NOTE_X, y, NOTES[name], Role.MUTED, size=22),
        Rect(x=BARS_X, y=y - 22, width=max(then * scale, 1.0), height=20, fill=0.75, role=Role.KERNEL),
        Rect(x=BARS_X, y=y + 2, width=max(today * scale, 1.0), height=20, fill=0.75, role=Role.OUTPUT),
    )  # fmt: skip


def _more(x: float, y: float, count: int, size: float, name: str) -> Text:
    """How many parameters more today's layer has, with its sign."""
    words = (f"+{count:,}" if count > 0 else f"−{-count:,}") if count else "0"
    runs = (TextRun(words, Role.HIGHLIGHT if count else Role.MUTED, bold=bool(count)),)
    return Text(x=x, y=y, runs=runs, size=size, anchor="end", name=name)


def _totals(y: float, then: int, today: int) -> list[AnyMark]:
    return [
        Rect(x=LEFT, y=y - 30, width=RIGHT - LEFT, height=2, fill=0.5, role=Role.MUTED),
        lettering(LEFT, y + 8, "in all", bold=True, size=28),
        lettering(THEN_X, y + 8, f"{then:,}", Role.KERNEL, bold=True, size=36, anchor="end",
                  name="total 1998"),
        lettering(NOW_X, y + 8, f"{today:,}", Role.OUTPUT, bold=True, size=36, anchor="end",
                  name="total today"),
        _more(MORE_X, y + 8, today - then, 32, "total more"),
        lettering(NOTE_X, y + 8, "parameters", Role.MUTED, size=22),
    ]  # fmt: skip
