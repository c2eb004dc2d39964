"""One layer against two: the same without the activation, never the same with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from scenes.activation.computed import FACTOR, Applied, Track, differ
from scenes.activation.rows import CELL, END, START, TWO, Rows, done_of, mixed, place_of
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.marks import AnyMark, Group, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease
from scenes.stage.draw.blocks import how_many_differ, number

VERDICT_Y = 726.0


def draw_single(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the one kernel at work, against the output of the two layers."""
    rows, share = replace(TWO, taps=applied.knobs.taps), (steps.single.t - 0.05) / 0.65
    stage.add(
        *_read(rows, track, share), *rows.lane(2, Role.TEXT, "two layers"), rows.strip(2, 2, track.linear, "output")
    )  # fmt: skip
    stage.add(_verdict(track.alone, track.linear), opacity=ease((steps.single.t - 0.74) * 6))


def draw_again(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw what the activation makes of the output of the two layers, against that of the one."""
    rows, share = replace(TWO, taps=applied.knobs.taps), (steps.again.t - 0.05) / 0.75
    now = mixed(track.bent, track.linear, done_of(share, track.bent.shape[1])[0])
    stage.add(
        *_read(rows, track, 1.0), *rows.lane(2, Role.TEXT, "two layers", applied.knobs.function),
        *rows.written(2, 2, track.bent, "output", share, under=track.linear),
        *_differing(rows, (1, 2), track.alone, now), _verdict(track.alone, now),
    )  # fmt: skip


def _read(rows: Rows, track: Track, share: float) -> Iterator[AnyMark]:
    """The input, and what the one kernel has made of it."""
    yield from rows.lane(0, Role.INPUT, "input")
    yield from rows.lane(1, Role.KERNEL, "one layer")
    yield rows.strip(0, 0, track.x, "input", knob="signal")
    yield from rows.written(1, 2, track.alone, "one layer", share)
    yield from rows.kernel((0, 1), (0, 2), track.kernel, place_of(share, track.alone.shape[1]), "collapsed kernel")


def draw_proof(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the input times a factor, the output that it gives, and the output times the factor."""
    rows, t, factor = replace(TWO, taps=applied.knobs.taps), steps.proof.t, number(FACTOR)
    times, made, expected = ((t - start) / length for start, length in ((0.02, 0.2), (0.26, 0.26), (0.56, 0.22)))
    stage.add(
        *rows.lane(0, Role.INPUT, "", "input"), *rows.lane(1, Role.OUTPUT, "new output"),
        *rows.lane(2, Role.TEXT, "", "old output"),
        *rows.written(0, 0, FACTOR * track.x, "input", times, under=track.x),
        *rows.written(1, 2, track.answer, "new output", made),
        *rows.written(2, 2, track.expected, "output", expected, under=track.bent),
    )  # fmt: skip
    middle = (rows.tops[0] + rows.tall + rows.tops[1]) / 2
    stage.add(
        rows.label(0, Role.INPUT, 0, 2, f"{factor} ×", ease(times * 4)),
        rows.label(2, Role.TEXT, 0, 2, f"{factor} ×", ease(expected * 4)),
    )  # fmt: skip
    words = f"↓  two layers with {applied.knobs.function}  ↓"
    through = lettering((START + END) / 2, middle, words, Role.MUTED, size=36, anchor="middle")
    found = (*_differing(rows, (1, 2), track.answer, track.expected), _verdict(track.answer, track.expected))
    stage.add(through, Group(marks=tuple(found), opacity=ease((t - 0.82) * 8)))


def _differing(rows: Rows, pair: Sequence[int], one: Floats, other: Floats) -> Iterator[AnyMark]:
    """A sign between each two cells that are not alike."""
    for index in np.flatnonzero(~np.isclose(one[0], other[0], rtol=1e-9, atol=1e-9)).tolist():
        x, (upper, lower) = rows.left(2) + (index + 0.5) * CELL, (rows.tops[row] for row in pair)
        yield lettering(x, (upper + rows.tall + lower) / 2, "≠", Role.WARNING, bold=True, size=72, anchor="middle",
                        name=f"differs {index + 1}")  # fmt: skip


def _verdict(one: Floats, other: Floats) -> Text:
    """In how many cells two rows differ."""
    differing = differ(one, other)
    numbers, words = how_many_differ(differing, one.size, "cell")
    runs = (TextRun(numbers, Role.WARNING if differing else Role.OUTPUT, bold=True), TextRun(f"  {words}", Role.MUTED))
    return Text(x=(START + END) / 2, y=VERDICT_Y, runs=runs, size=96, anchor="middle", name="verdict")
