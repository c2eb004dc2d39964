"""Layers of one dimension at work: one by itself, two with the activation between them, and two without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scenes.activation.computed import Applied, Track
from scenes.activation.rows import BIG, CELL, END, FOUR, START, THREE, Rows, done_of, midway_to, place_of
from scenes.activation.story import Steps
from scenes.reference import Floats
from scenes.stage.core.lattice import between
from scenes.stage.core.marks import AnyMark, Arrow, Role, Text, TextRun, lettering
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS, bracketed, number
from scenes.stage.numbers.values import label_width

ACCOUNT_Y, ACCOUNT = 706.0, 84.0
TOLD_Y, TOLD, COMPARED_Y = 702.0, 76.0, 774.0
HEAD = 22.0
BACK = 0.9
"""At this share of a step the second kernel goes back to the cell whose sum is told."""


def draw_layer(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the first layer by itself, and the sum that makes the present cell."""
    rows, share = replace(BIG, taps=applied.knobs.taps), (steps.layer.t - 0.02) / 0.84
    stage.add(*_first(rows, track, share))
    cell = min(int(max(share, 0.0) * track.h.shape[1]), track.h.shape[1] - 1)
    made = done_of(share, track.h.shape[1])[0] > cell
    stage.add(_account(track.first[0], track.x[0, cell:], number(float(track.h[0, cell])) if made else "…"))


def draw_layers(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw how the activation and a second layer come under the first, and what has become of one cell."""
    rows, t = replace(FOUR, taps=applied.knobs.taps), steps.layers.t
    bend, second = t / 0.3, (t - 0.34) / 0.5
    stage.add(*_first(rows, track, 1.0), *rows.lane(2, Role.OUTPUT, applied.knobs.function))
    stage.add(*rows.written(2, 1, track.a, "after the activation", bend, lift=rows.tops[2] - rows.tops[1]))
    stage.add(*_silenced(rows, track, bend * track.h.shape[1]))
    work = (*rows.written(3, 2, track.bent, "output", second), *_second(rows, track, _place(track, second, t)))
    stage.add(*rows.lane(3, Role.TEXT, "layer 2", opacity=ease(t * 8)))
    stage.add(*work, opacity=ease((t - 0.3) * 25))
    _tell(stage, rows, track, track.a, track.bent, ease((t - BACK) * 15))


def draw_without(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw how the activation's row goes back into the first layer's, and the second layer works on that."""
    t = steps.without.t
    gone, second = glide(t / 0.3), (t - 0.34) / 0.5
    rows = midway_to(replace(FOUR, taps=applied.knobs.taps), THREE, gone)
    stage.add(*_first(rows, track, 1.0))
    if gone < 1.0:
        stage.add(*rows.lane(2, Role.OUTPUT, applied.knobs.function, opacity=1.0 - ease(gone * 2)))
        stage.add(replace(rows.strip(2, 1, track.a, "after the activation"), opacity=1.0 - ease(gone * 1.6 - 0.6)))
        stage.add(*_silenced(rows, track, track.h.shape[1]), opacity=1.0 - ease(gone * 4))
    place = _place(track, second, t) if second > 0.0 else track.told * (1.0 - gone)
    stage.add(
        *rows.lane(3, Role.TEXT, "layer 2"), *rows.written(3, 2, track.linear, "output", second, under=track.bent),
        *_second(rows, track, place),
    )  # fmt: skip
    if gone < 1.0:
        _tell(stage, rows, track, track.a, track.bent, 1.0 - ease(gone * 4))
    else:
        shown = ease((t - BACK) * 15)
        _tell(stage, rows, track, track.h, track.linear, shown)
        words = f"with {applied.knobs.function} it is {number(float(track.bent[0, track.told]))}"
        stage.add(
            lettering((START + END) / 2, COMPARED_Y, words, Role.MUTED, size=40, anchor="middle", opacity=shown,
                      name="with the activation")
        )  # fmt: skip


def _tell(stage: Stage, rows: Rows, track: Track, read: Floats, made: Floats, opacity: float) -> None:
    """Frame the cell that is told, and write out its sum; `read` is the row (1, cells) that it is made of."""
    if opacity > 0.0:
        frame = rows.framed(3, 2, track.told, Role.HIGHLIGHT, "told", opacity)
        result = number(float(made[0, track.told]))
        account = replace(_account(track.second[0], read[0, track.told :], result, TOLD), y=TOLD_Y, opacity=opacity)
        stage.add(frame, account)


def _account(weights: Floats, values: Floats, result: str, largest: float = ACCOUNT) -> Text:
    """The sum that makes a cell, in large."""
    pairs = zip(weights, values, strict=False)
    terms = " + ".join(f"{bracketed(float(w))}·{bracketed(float(x))}" for w, x in pairs)
    runs = (TextRun(f"{terms} = "), TextRun(result, Role.OUTPUT, bold=True))
    size = max(32.0, min(largest, (END - START) / LARGER_LETTERS / label_width(f"{terms} = {result}")))
    return Text(x=(START + END) / 2, y=ACCOUNT_Y, runs=runs, size=size, anchor="middle", name="account")


def _silenced(rows: Rows, track: Track, done: float) -> Iterator[AnyMark]:
    """What the activation has turned into 0 among so many cells: a frame, and an arrow from what it was."""
    for cell in track.silenced:
        shown, x = ease((done - cell - 1.0) * 2), rows.left(1) + (cell + 0.5) * CELL
        if shown > 0.0:
            start, end = (x, rows.tops[1] + rows.tall + 7.0), (x, rows.tops[2] - 7.0)
            yield rows.framed(2, 1, cell, Role.WARNING, f"made 0, {cell + 1}", shown)
            if end[1] - start[1] > HEAD:  # while the row goes back there is no room for it
                yield Arrow(start=start, end=end, line=8.0, head=HEAD, role=Role.WARNING, opacity=shown)


def _place(track: Track, share: float, t: float) -> float:
    """Where the second kernel is: it makes all cells, and then goes back to the one that is told."""
    return between(place_of(share, track.bent.shape[1]), track.told, glide((t - 0.86) / 0.1))


def _first(rows: Rows, track: Track, share: float) -> Iterator[AnyMark]:
    """The input, and the first layer as far as it is made."""
    place = place_of(share, track.h.shape[1])
    yield from rows.lane(0, Role.INPUT, "input")
    yield from rows.lane(1, Role.TEXT, "layer 1")
    yield rows.strip(0, 0, track.x, "input", knob="signal")
    yield from rows.written(1, 1, track.h, "after layer 1", share)
    yield from rows.kernel((0, 1), (0, 1), track.first, place, "first kernel", "first")


def _second(rows: Rows, track: Track, place: float) -> Iterator[AnyMark]:
    """The second layer's kernel at a place."""
    yield from rows.kernel((2, 3), (1, 2), track.second, place, "second kernel", "second")
