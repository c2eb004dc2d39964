"""How two kernels collapse into one, what that one layer gives, and why an activation between them forbids it."""

from __future__ import annotations

import numpy as np

from scenes.activation.computed import FACTOR, Applied, Track, differ
from scenes.activation.draw_track import ROWS, TALL, strip
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.marks import AnyMark, Grid, Group, Path, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import bracketed, heading, how_many_differ, number
from scenes.stage.numbers.values import Values

X = 1000.0
WEIGHT = 62.0
FIRST, PITCH = 186.0, 72.0
INDENT = 130.0
"""The room before the moved kernels, for what they are multiplied by."""
STRIP = 78.0


def draw_collapse(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the sum of the moved kernels and the one layer; later the test of linearity in its place."""
    if not steps.collapse.begun:
        return
    again = ease(steps.again.t * 3)
    marks: list[AnyMark] = [Group(marks=tuple(_making(track, steps)), opacity=1.0 - again)]
    if steps.again.begun:
        marks.append(Group(marks=tuple(_test(applied, track, steps)), opacity=ease((steps.again.t - 0.25) * 4)))
    marks += _alone(track, steps)
    stage.add(*marks)


def _making(track: Track, steps: Steps) -> list[AnyMark]:
    """The first kernel times each weight of the second, moved by its place, and their sum."""
    marks: list[AnyMark] = []
    rows = track.shifted
    arrive = [ease(steps.collapse.t * 8 - 1 - index) for index in range(len(rows) + 1)]
    marks.append(
        Group(marks=(heading(X, 146, "two kernels collapse", "", Role.KERNEL),), opacity=ease(steps.collapse.t * 8))
    )
    for index, row in enumerate(rows):
        y = FIRST + index * PITCH
        words = (TextRun(f"{bracketed(float(track.second[0, index]))} ×", Role.KERNEL, bold=True),)
        marks += [
            Text(x=X + INDENT - 20, y=y + WEIGHT / 2, runs=words, size=28, anchor="end", opacity=arrive[index]),
            _weights(row, y - (1 - arrive[index]) * 40, f"moved kernel {index + 1}", arrive[index]),
        ]
    y = FIRST + len(rows) * PITCH + 14
    end = X + INDENT + track.kernel.shape[1] * WEIGHT
    marks += [
        Path(points=((X + INDENT, y - 12), (end, y - 12)), line=3.0, role=Role.KERNEL, opacity=arrive[-1]),
        lettering(X + INDENT - 20, y + WEIGHT / 2, "sum", Role.KERNEL, bold=True, size=28, anchor="end",
                  opacity=arrive[-1]),
        _weights(track.kernel, y, "collapsed kernel", arrive[-1]),
    ]  # fmt: skip
    return marks


def _weights(values: Floats, y: float, name: str, opacity: float) -> Grid:
    """The weights of a kernel; where it has none because it has been moved, nothing stands."""
    places = np.flatnonzero(np.isfinite(values[0]))
    start, stop = int(places[0]), int(places[-1]) + 1
    return Grid(
        values=Values(values[:, start:stop]),
        origin=(X + INDENT + start * WEIGHT, y),
        u=(WEIGHT, 0.0),
        v=(0.0, WEIGHT),
        role=Role.KERNEL,
        scale="layer weights",
        name=name,
        opacity=opacity,
    )


def _alone(track: Track, steps: Steps) -> list[AnyMark]:
    """What the one layer gives from the input directly, and in how many cells that differs from the two."""
    shown = ease(steps.collapse.t * 4 - 2.4)
    if shown <= 0:
        return []
    y = ROWS["y"]
    other = track.bent if steps.again.t > 0.3 else track.linear
    differing, cells = differ(track.alone, other), track.alone.size
    return [
        Group(marks=(heading(X, y - 28, "one layer, from the input", "", Role.KERNEL),), opacity=shown),
        strip("one layer", X, y, track.alone, shown, width=STRIP),
        Text(
            x=X, y=y + TALL + 40, runs=_verdict(differing, cells, "from the two layers"), size=26,
            opacity=1.0 if steps.again.begun else ease(steps.collapse.t * 4 - 3), name="verdict",
        ),
    ]  # fmt: skip


def _test(applied: Applied, track: Track, steps: Steps) -> list[AnyMark]:
    """The layers with the activation on a multiplied input, against their multiplied output."""
    factor = number(FACTOR)
    differing = differ(track.answer, track.expected)
    return [
        heading(X, 146, f"two layers with {applied.knobs.function}", "", Role.OUTPUT),
        heading(X, 196, f"{factor} × their output", "", Role.TEXT),
        strip("output, multiplied", X, 220, track.expected, 1.0, width=STRIP),
        heading(X, 334, f"their output for {factor} × the input", "", Role.TEXT),
        strip("output of the multiplied input", X, 358, track.answer, 1.0, width=STRIP),
        Text(x=X, y=464, runs=_verdict(differing, track.answer.size, "from each other"), size=26, name="test",
             opacity=ease(steps.again.t * 4 - 2)),
    ]  # fmt: skip


def _verdict(differing: int, cells: int, what: str) -> tuple[TextRun, ...]:
    role = Role.WARNING if differing else Role.OUTPUT
    numbers, words = how_many_differ(differing, cells, "cell")
    return (TextRun(numbers, role, bold=True), TextRun(f"  {words} {what}", Role.MUTED))
