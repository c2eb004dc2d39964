"""One picture: its logits, the right class, and whether that is among the k largest."""

from __future__ import annotations

import numpy as np

from scenes.stage.core.grips import EditCell, SetValue
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Grid, Path, Rect, Role, Text, TextRun, lettering
from scenes.stage.core.stage import LEFT
from scenes.stage.core.timeline import Span
from scenes.stage.draw.blocks import heading, number, options
from scenes.stage.numbers.values import Values
from scenes.tradeoff.computed import CLASSES, Guess

CLASS_W, HEIGHT = 230.0, 90.0
CELLS_X, CELL = 304.0, 180.0
TOP, PITCH = 168.0, 104.0
RANKS_X, RANK_W = 690.0, 430.0
VERDICT_X = 1180.0
LOWEST, HIGHEST = -9.0, 9.0


def top_k(span: Span, guess: Guess) -> list[AnyMark]:
    """The logits as they come out, then sorted, with a line behind the k first."""
    share = span.motion
    counts = "the first counts" if guess.k == 1 else f"the first {guess.k} count"
    return [
        heading(CELLS_X, 128, "logits", "", Role.OUTPUT, size=40),
        lettering(RANKS_X, 128, counts, Role.MUTED, size=40, name="how many count"),
        *_classes(guess),
        *_ways(guess, share),
        *_sorted(guess, share),
        *_verdict(guess, share),
    ]


def _classes(guess: Guess) -> list[AnyMark]:
    """The classes in their own order; the logits can be typed over."""
    marks: list[AnyMark] = []
    for index, name in enumerate(CLASSES):
        y, right = TOP + index * PITCH, index == guess.label
        role = Role.HIGHLIGHT if right else Role.MUTED
        marks += [
            Rect(x=LEFT, y=y, width=CLASS_W, height=HEIGHT, radius=12, fill=0.2, line=5.0 if right else 2.0, role=role,
                 name=f"class {name}", grip=SetValue("label", index)),
            lettering(LEFT + 28, y + HEIGHT / 2, name, Role.TEXT, bold=right, size=44),
            Grid(values=Values(np.array([[guess.logits[index]]])), origin=(CELLS_X, y), u=(CELL, 0.0),
                 v=(0.0, HEIGHT), role=Role.OUTPUT, name=f"logit of {name}",
                 grip=EditCell("logits", index=(index,), low=LOWEST, high=HIGHEST, step=0.1)),
        ]  # fmt: skip
    return marks


def _ways(guess: Guess, share: float) -> list[AnyMark]:
    """A line from each logit to its place among the sorted."""
    marks: list[AnyMark] = []
    for place, index in enumerate(guess.order):
        start, end = CELLS_X + CELL + 18, RANKS_X - 30
        ys = [TOP + row * PITCH + HEIGHT / 2 for row in (index, between(index, place, share))]
        right = index == guess.label
        marks.append(
            Path(points=((start, ys[0]), (end, ys[1])), line=8.0 if right else 3.0,
                 role=Role.HIGHLIGHT if right else Role.MUTED, opacity=0.9 if right else 0.5)
        )  # fmt: skip
    return marks


def _sorted(guess: Guess, share: float) -> list[AnyMark]:
    """Each class slides from its own row to its place among the sorted."""
    marks: list[AnyMark] = []
    for place, index in enumerate(guess.order):
        y = TOP + between(index, place, share) * PITCH
        counted, right = place < guess.k, index == guess.label
        role = Role.HIGHLIGHT if right else Role.OUTPUT if counted else Role.MUTED
        words = (TextRun(f"{place + 1}.  ", Role.MUTED), TextRun(CLASSES[index], Role.TEXT, bold=right))
        marks += [
            Rect(x=RANKS_X, y=y, width=RANK_W, height=HEIGHT, radius=12, fill=1.0, role=Role.SURFACE),
            Rect(x=RANKS_X, y=y, width=RANK_W, height=HEIGHT, radius=12, fill=0.35 if counted else 0.12,
                 line=5.0 if right else 0.0, role=role, name=f"place {place + 1}"),
            Text(x=RANKS_X + 26, y=y + HEIGHT / 2, runs=words, size=44, name=f"text of place {place + 1}"),
            lettering(RANKS_X + RANK_W - 26, y + HEIGHT / 2, number(float(guess.logits[index])), Role.OUTPUT, bold=True,
                      size=44, anchor="end", name=f"logit of place {place + 1}"),
        ]  # fmt: skip
    return marks


def _verdict(guess: Guess, share: float) -> list[AnyMark]:
    """Where the first k end, and whether the right class is among them."""
    y = TOP + guess.k * PITCH - (PITCH - HEIGHT) / 2
    word, role = ("hit", Role.OUTPUT) if guess.hit else ("miss", Role.WARNING)
    return [
        Rect(x=RANKS_X - 24, y=y - 4, width=RANK_W + 48, height=8, fill=1.0, role=Role.TEXT, opacity=share,
             name="behind the k first"),
        lettering(VERDICT_X, TOP + 40, f"top-{guess.k}", bold=True, size=72, name="what counts"),
        lettering(VERDICT_X, TOP + 158, word, role, bold=True, size=140, opacity=share, name="verdict"),
        *options(VERDICT_X, TOP + 280, 112, "k", (("k = 1", 1), ("k = 3", 3), ("k = 5", 5)), guess.k, size=36),
    ]  # fmt: skip
