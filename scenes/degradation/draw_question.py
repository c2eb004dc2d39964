"""The question: a net and a deeper one that could be the same, were its added layers to do nothing."""

from __future__ import annotations

from scenes.degradation.story import Steps
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Group, Rect, Role, lettering
from scenes.stage.core.stage import LEFT, Stage
from scenes.stage.core.timeline import ease
from scenes.stage.data.paper_results import DEPTHS

FIRST = 250.0
"""Where the first layer stands."""
PITCH = 36.0
WIDE, HIGH = 26.0, 96.0
ROWS = (236.0, 436.0)
"""The tops of both nets."""
WORDS = 640.0


def draw_question(stage: Stage, steps: Steps) -> None:
    """Draw the shallow net, and the deep one as its layers are copied and others come between them and the last."""
    span = steps.question
    (shallow, deep), added = DEPTHS, DEPTHS[1] - DEPTHS[0]
    copied, grown = ease(span.t / 0.25), ease((span.t - 0.25) / 0.3) * added
    marks: list[AnyMark] = [*_row(0, shallow, 1.0), *_row(1, deep, copied)]
    for index in range(shallow - 1):
        marks += [_layer(0, index, Role.KERNEL), _moving(index, copied)]
    for index in range(added):
        seen = min(max(grown - index, 0.0), 1.0)
        if seen > 0:
            marks.append(_layer(1, shallow - 1 + index, Role.HIGHLIGHT, opacity=seen, hollow=True))
    marks += [_layer(0, shallow - 1, Role.BIAS), _moving(shallow - 1, copied, grown, Role.BIAS)]
    marks.append(Group(marks=tuple(_words(shallow, added)), opacity=ease((span.t - 0.5) / 0.15)))
    stage.add(*marks, opacity=1.0 - ease(steps.copy.t * 10))


def _row(row: int, layers: int, opacity: float) -> list[AnyMark]:
    """The net's name, and the way through it."""
    middle = ROWS[row] + HIGH / 2
    end = FIRST + layers * PITCH
    return [
        lettering(LEFT, middle, f"{layers} layers", bold=True, size=30, opacity=opacity),
        Arrow(start=(FIRST - 34, middle), end=(end + 34, middle), role=Role.MUTED, opacity=opacity),
    ]


def _layer(row: float, index: float, role: Role, *, opacity: float = 1.0, hollow: bool = False) -> Rect:
    """A layer of a net; `row` and `index` may lie between two places."""
    return Rect(
        x=FIRST + index * PITCH + (PITCH - WIDE) / 2, y=between(*ROWS, row), width=WIDE, height=HIGH, radius=5,
        fill=0.25 if hollow else 0.9, line=2.5 if hollow else 0.0, dashed=hollow, role=role, opacity=opacity,
    )  # fmt: skip


def _moving(index: int, copied: float, behind: float = 0.0, role: Role = Role.KERNEL) -> Rect:
    """The copy of a layer on its way down, with so many added layers `behind` which it stands."""
    return _layer(copied, index + behind, role)


def _words(shallow: int, added: int) -> list[AnyMark]:
    lines = (
        ("Could the deeper net be worse on the pictures that it learns from?", Role.TEXT, True),
        (f"It can copy the other one: {shallow} layers as they are, {added} that do nothing.", Role.HIGHLIGHT, False),
    )
    return [
        lettering(LEFT, WORDS + 54 * index, words, role, bold=bold, size=32)
        for index, (words, role, bold) in enumerate(lines)
    ]
