from __future__ import annotations

from typing import Any

import numpy as np

from desktop.runs.storage import bundled
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.rates import rate_strip, rates
from scenes.stage.core.marks import Path, Text
from scenes.stage.data.recording import Recording
from scenes.stage.numbers.series import number_text


def run(name: str) -> Recording:
    found = bundled(name)
    assert found is not None
    return found


def test_a_rate_that_stays_is_one_stretch_with_its_number() -> None:
    found = rates(run("vanishing"))
    assert found is not None
    assert [share for _, share in found.points] == [1.0, 1.0]
    assert found.words == ((0.0, "learning rate 0.020"),)


def test_a_schedule_is_a_curve_with_its_peak_in_words() -> None:
    whole = run("twins-20")
    found = rates(whole)
    assert found is not None
    assert max(share for _, share in found.points) == 1.0
    ((_, words),) = found.words
    assert words.startswith("learning rate (one-cycle): at most 0.100 at step")
    assert words.endswith(f", now {number_text(float(whole.column('lr')[-1]))}")


def test_the_rate_of_a_schedule_is_that_of_the_step_that_is_looked_at() -> None:
    whole = run("twins-20")
    for step in (1, 60, 130):
        found = rates(whole, step)
        assert found is not None
        assert found.words[0][1].endswith(f", {number_text(float(whole.column('lr')[step - 1]))} at step {step}")
    assert rates(whole, whole.step) == rates(whole)


def test_changes_stand_where_they_were_made(monkeypatch: Any) -> None:
    whole = run("vanishing")
    lr = np.where(whole.steps <= 100, 0.1, 0.05)
    column = Recording.column
    monkeypatch.setattr(Recording, "column", lambda self, name: lr if name == "lr" else column(self, name))
    found = rates(whole)
    assert found is not None
    assert [words for _, words in found.words] == ["learning rate 0.10", "0.050"]
    assert found.words[1][0] == 101
    assert [share for _, share in found.points] == [1.0, 1.0, 0.5, 0.5]


def test_the_strip_lies_under_its_axes() -> None:
    whole = run("vanishing")
    axes = Axes((100, 100, 600, 400), (0, 300), (0, 1))
    shape, words = rate_strip(axes, whole, 560, 42, 24)
    assert isinstance(shape, Path)
    assert all(100 <= x <= 700 and 560 <= y <= 602 for x, y in shape.points)
    assert isinstance(words, Text)
    assert words.y + words.size / 2 <= min(y for _, y in shape.points), "the words stand above the strip"
    assert rate_strip(axes, whole.upto(0), 560, 30, 24) == []
