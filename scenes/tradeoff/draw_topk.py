"""One picture: its logits, the right class, and whether that is among the k largest."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.grips import EditCell, SetValue
from scenes.stage.core.marks import AnyMark, Grid, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.draw.blocks import heading, number, options
from scenes.stage.numbers.values import Values
from scenes.tradeoff.computed import CLASSES, Guess
from scenes.tradeoff.story import Steps

CELLS_X, CELL = 240.0, (150.0, 66.0)
TOP, PITCH = 236.0, 86.0
RANKS_X, RANK_W = 760.0, 330.0
VERDICT_X = 1180.0
LOWEST, HIGHEST = -9.0, 9.0


def draw_topk(stage: Stage, guess: Guess, steps: Steps) -> None:
    """Draw the logits as they come out, then sorted, with a line behind the k first."""
    sorted_share = steps.top_k.motion
    marks: list[AnyMark] = [
        heading(LEFT, 196, "class", "click the right one"),
        heading(CELLS_X + CELL[0] + 20, 196, "logit", "", Role.OUTPUT),
        heading(RANKS_X, 196, "sorted", "the first counts" if guess.k == 1 else f"the first {guess.k} count"),
        *_classes(guess),
        *_ways(guess, sorted_share),
        *_sorted(guess, sorted_share),
        *_verdict(guess, sorted_share),
    ]
    stage.add(*marks)


def _classes(guess: Guess) -> list[AnyMark]:
    """The classes in their own order; the logits can be typed over."""
    marks: list[AnyMark] = []
    for index, name in enumerate(CLASSES):
        y, right = TOP + index * PITCH, index == guess.label
        role = Role.HIGHLIGHT if right else Role.MUTED
        marks += [
            Rect(x=LEFT, y=y, width=164, height=CELL[1], radius=10, fill=0.2, line=3.0 if right else 1.0, role=role,
                 name=f"class {name}", grip=SetValue("label", index)),
            lettering(LEFT + 24, y + CELL[1] / 2, name, Role.TEXT, bold=right, size=28),
            Grid(values=Values(np.array([[guess.logits[index]]])), origin=(CELLS_X, y), u=(CELL[0], 0.0),
                 v=(0.0, CELL[1]), role=Role.OUTPUT,
                 name=f"logit of {name}",
                 grip=EditCell("logits", index=(index,), low=LOWEST, high=HIGHEST, step=0.1)),
        ]  # fmt: skip
    return marks


def _ways(guess: Guess, share: float) -> list[AnyMark]:
    """A line from each logit to its place among the sorted."""
    marks: list[AnyMark] = []
    for place, index in enumerate(guess.order):
        start, end = CELLS_X + CELL[0] + 16, RANKS_X - 34
        ys = [TOP + row * PITCH + CELL[1] / 2 for row in (index, index + (place - index) * share)]
        right = index == guess.label
        marks.append(
            Path(points=((start, ys[0]), (end, ys[1])), line=4.0 if right else 2.0,
                 role=Role.HIGHLIGHT if right else Role.MUTED, opacity=0.9 if right else 0.5)
        )  # fmt: skip
    return marks


def _sorted(guess: Guess, share: float) -> list[AnyMark]:
    """Each class slides from its own row to its place among the sorted."""
    marks: list[AnyMark] = []
    for place, index in enumerate(guess.order):
        y = TOP + (index + (place - index) * share) * PITCH
        counted, right = place < guess.k, index == guess.label
        role = Role.HIGHLIGHT if right else Role.OUTPUT if counted else Role.MUTED
        words = (TextRun(f"{place + 1}.  ", Role.MUTED), TextRun(CLASSES[index], Role.TEXT, bold=right))
        marks += [
            Rect(x=RANKS_X, y=y, width=RANK_W, height=CELL[1], radius=10, fill=0.28 if counted else 0.1,
                 line=3.0 if right else 0.0, role=role, name=f"place {place + 1}"),
            Text(x=RANKS_X + 24, y=y + CELL[1] / 2, runs=words, size=28, name=f"text of place {place + 1}"),
            lettering(RANKS_X + RANK_W - 24, y + CELL[1] / 2, number(float(guess.logits[index])), Role.OUTPUT, size=26,
                      anchor="end"),
        ]  # fmt: skip
    return marks


def _verdict(guess: Guess, share: float) -> list[AnyMark]:
    """Where the first k end, and whether the right class is among them."""
    y = TOP + guess.k * PITCH - (PITCH - CELL[1]) / 2
    word, role = ("hit", Role.OUTPUT) if guess.hit else ("miss", Role.WARNING)
    line = Rect(x=RANKS_X - 20, y=y - 1.5, width=RANK_W + 40, height=3, fill=1.0, role=Role.TEXT, opacity=share,
                name="behind the k first")  # fmt: skip
    lines = (TextRun(f"top-{guess.k} ", Role.TEXT), TextRun(word, role, bold=True))
    return [
        line,
        Text(x=VERDICT_X, y=TOP + 34, runs=lines, size=52, opacity=share,
             name="verdict"),
        *options(VERDICT_X, TOP + 92, 110, "k", (("k = 1", 1), ("k = 3", 3), ("k = 5", 5)), guess.k),
    ]  # fmt: skip
