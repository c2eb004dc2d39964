"""What the lines of a run mean, the same words in the lab and in class: a sample of each line with its meaning."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.stage.charts.axes import THICK
from scenes.stage.core.marks import AnyMark, Path, Rect, Role, lettering
from scenes.stage.numbers.series import SMOOTHING

LOSS_UNIT, ACCURACY_UNIT = "mean cross-entropy in nats", "in % of the pictures"
NORM_UNIT = "length of the gradient of each layer"
STEPS = "training step (one batch each)"
"""What the axis of steps is called."""
BATCH = "training, each batch"
MEAN = f"training, mean of {SMOOTHING} batches around a step"
VALIDATION = "validation, on new pictures"
THIN, FINE = 2.0, 3.0
"""How wide the line of each batch is, and the line of the validation."""
FAINT = 0.45
"""The opacity of the line of each batch."""
SAMPLE, BESIDE, BETWEEN = 56.0, 12.0, 34.0
"""How long a sample is, the room behind it, and the room behind its words; in units of the stage."""
DOT = 1.2 * THICK
"""The radius of a dot of the validation."""


def key(left: float, y: float, words: Sequence[str], widths: Sequence[float], size: float) -> list[AnyMark]:
    """Samples with words in a row; `widths` are those of the words in letters of the size given."""
    marks: list[AnyMark] = []
    for each, width in zip(words, widths, strict=True):
        line = {BATCH: THIN, MEAN: THICK}.get(each, FINE)
        opacity = FAINT if each == BATCH else 1.0
        ends = ((left, y), (left + SAMPLE, y))
        marks.append(Path(points=ends, line=line, role=Role.TEXT, opacity=opacity, name=f"sample of {each}"))
        if each == VALIDATION:
            x, side = left + SAMPLE / 2 - DOT, 2 * DOT
            marks.append(Rect(x=x, y=y - DOT, width=side, height=side, radius=DOT, fill=1.0, role=Role.TEXT))
        left += SAMPLE + BESIDE
        marks.append(lettering(left, y, each, Role.TEXT, size=size, name="key", note=True))
        left += width + BETWEEN
    return marks
