from __future__ import annotations

from scenes.stage.charts.curve_key import BATCH, MEAN, VALIDATION, key
from scenes.stage.core.marks import Path, Rect, Text


def test_every_line_has_a_sample_that_looks_like_it() -> None:
    marks = key(0.0, 100.0, (BATCH, MEAN, VALIDATION), (200.0, 300.0, 250.0), 24.0)
    batch, mean, validation = (mark for mark in marks if isinstance(mark, Path))
    assert batch.opacity < mean.opacity
    assert batch.line < validation.line < mean.line
    assert sum(isinstance(mark, Rect) for mark in marks) == 1
    words = [mark for mark in marks if isinstance(mark, Text)]
    assert [mark.text for mark in words] == [BATCH, MEAN, VALIDATION]
    assert words[1].x > words[0].x + 200
