"""The learning rates of a run: where they change, and the strip under an axis that shows them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from scenes.stage.charts.axes import Axes
from scenes.stage.core.marks import AnyMark, Path, Role, lettering
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text

MOST_LEVELS = 8
"""More different rates than this are a schedule: they are drawn as a curve with its ends in words."""
POINTS = 200
"""A curve of rates has at most about so many points."""
FULL = 0.9
"""The share of the strip's height that the largest rate has."""
FILL = 0.3
"""How strong it is filled on the stage."""


@dataclass(frozen=True)
class Rates:
    """Steps, each with the share that its rate has of the largest; and steps with the words that stand there."""

    points: tuple[tuple[float, float], ...]
    words: tuple[tuple[float, str], ...]


def rates(recording: Recording, at: int | None = None) -> Rates | None:
    """The learning rates of a run; None before the first step. Of a schedule it says the rate `at` a step, or now."""
    found, steps = recording.column("lr"), recording.steps
    if not len(found):
        return None
    most = float(found.max()) or 1.0
    starts = np.flatnonzero(np.diff(found, prepend=np.nan) != 0)
    if len(starts) > MOST_LEVELS:
        return _schedule(recording, found, at)
    ends = [*starts[1:], len(found)]
    points, words = list[tuple[float, float]](), list[tuple[float, str]]()
    for first, end in zip(starts, ends, strict=True):
        left, share = float(steps[first]) if first else 0.0, float(found[first] / most)
        points += [(left, share), (float(steps[end - 1]), share)]
        number = number_text(float(found[first]))
        words.append((left, number if first else f"learning rate {number}"))
    return Rates(tuple(points), tuple(words))


def _schedule(recording: Recording, found: np.ndarray, at: int | None) -> Rates:
    steps, most = recording.steps, float(found.max())
    chosen = np.unique(np.linspace(0, len(found) - 1, POINTS).astype(int))
    points = tuple((float(steps[place]), float(found[place] / most)) for place in chosen)
    peak = int(steps[int(found.argmax())])
    named = " (one-cycle)" if json.loads(recording.plan.spec).get("schedule") == "one-cycle" else ""
    last = len(found) if at is None else max(1, int(np.searchsorted(steps, at, side="right")))
    here = number_text(float(found[last - 1]))
    there = f"now {here}" if last == len(found) else f"{here} at step {at}"
    words = f"learning rate{named}: at most {number_text(most)} at step {peak}, {there}"
    return Rates(points, ((0.0, words),))


def rate_strip(plane: Axes, run: Recording, top: float, height: float, size: float) -> list[AnyMark]:
    """The rates of a run as far as it has come: words of one line, and under it a strip of the width of the axes."""
    found = rates(run)
    if found is None:
        return []
    bottom, band = top + height, height - size
    along = [(plane.at(x, plane.y[0])[0], bottom - FULL * band * share) for x, share in found.points]
    corners = (*along, (along[-1][0], bottom), (along[0][0], bottom))
    said = ", then ".join(words for _, words in found.words)
    return [
        Path(points=corners, closed=True, fill=FILL, line=0.0, role=Role.MUTED, name="learning rates"),
        lettering(plane.box[0], top + size / 2, said, Role.TEXT, size=size, name="learning rate", note=True),
    ]
