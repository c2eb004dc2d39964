"""Layers of one dimension at work: one by itself, two with the activation between them, and two without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scenes.activation.computed import Applied, Track
from scenes.activation.rows import BIG, END, FOUR, START, THREE, Rows, done_of, midway_to, place_of
from scenes.activation.story import Steps
from scenes.stage.core.marks import AnyMark, Role, Text, TextRun
from scenes.stage.core.stage import Stage
from scenes.stage.core.timeline import ease, glide
from scenes.stage.draw.blocks import LARGER_LETTERS, bracketed, number
from scenes.stage.numbers.values import label_width

ACCOUNT_Y, ACCOUNT = 706.0, 84.0


def draw_layer(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw the first layer by itself, and the sum that makes the present cell."""
    rows, share = replace(BIG, taps=applied.knobs.taps), (steps.layer.t - 0.02) / 0.84
    stage.add(*_first(rows, track, share))
    cell = min(int(max(share, 0.0) * track.h.shape[1]), track.h.shape[1] - 1)
    made = done_of(share, track.h.shape[1])[0] > cell
    pairs = zip(track.first[0], track.x[0, cell:], strict=False)
    terms = " + ".join(f"{bracketed(float(w))}·{bracketed(float(x))}" for w, x in pairs)
    result = number(float(track.h[0, cell])) if made else "…"
    runs = (TextRun(f"{terms} = "), TextRun(result, Role.OUTPUT, bold=True))
    size = max(32.0, min(ACCOUNT, (END - START) / LARGER_LETTERS / label_width(f"{terms} = {result}")))
    stage.add(Text(x=(START + END) / 2, y=ACCOUNT_Y, runs=runs, size=size, anchor="middle", name="account"))


def draw_layers(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw how the activation and a second layer come under the first."""
    rows, t = replace(FOUR, taps=applied.knobs.taps), steps.layers.t
    bend, second = t / 0.3, (t - 0.34) / 0.56
    stage.add(*_first(rows, track, 1.0), *rows.lane(2, Role.OUTPUT, applied.knobs.function))
    stage.add(*rows.written(2, 1, track.a, "after the activation", bend, lift=rows.tops[2] - rows.tops[1]))
    work = (*rows.written(3, 2, track.bent, "output", second), *_second(rows, track, _place(track, second)))
    stage.add(*rows.lane(3, Role.TEXT, "layer 2", opacity=ease(t * 8)))
    stage.add(*work, opacity=ease((t - 0.3) * 25))


def draw_without(stage: Stage, applied: Applied, track: Track, steps: Steps) -> None:
    """Draw how the activation's row goes back into the first layer's, and the second layer works on that."""
    t = steps.without.t
    gone, second = glide(t / 0.3), (t - 0.34) / 0.5
    rows = midway_to(replace(FOUR, taps=applied.knobs.taps), THREE, gone)
    stage.add(*_first(rows, track, 1.0))
    if gone < 1.0:
        stage.add(*rows.lane(2, Role.OUTPUT, applied.knobs.function, opacity=1.0 - ease(gone * 2)))
        stage.add(replace(rows.strip(2, 1, track.a, "after the activation"), opacity=1.0 - ease(gone * 1.6 - 0.6)))
    last = track.bent.shape[1] - 1
    place = _place(track, second) if second > 0.0 else last * (1.0 - gone)
    stage.add(
        *rows.lane(3, Role.TEXT, "layer 2"), *rows.written(3, 2, track.linear, "output", second, under=track.bent),
        *_second(rows, track, place),
    )  # fmt: skip


def _place(track: Track, share: float) -> float:
    return place_of(share, track.bent.shape[1])


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
