"""Slope charts: both ends stand where their values are, and a line grows from the first to the second."""

from __future__ import annotations

import pytest

from scenes.stage.charts.slopes import Slope, SlopeChart
from scenes.stage.core.marks import Path, Rect, Role, Text

CHART = SlopeChart((100.0, 200.0, 500.0, 400.0), (0.0, 10.0), ("before", "after"))
SLOPE = Slope("thing", (2.5, 7.5), Role.WARNING)


def test_values_have_their_heights_and_stay_in_the_box() -> None:
    assert CHART.at(0, 2.5)[1] == pytest.approx(500)
    assert CHART.at(1, 7.5)[1] == pytest.approx(300)
    assert CHART.at(1, 12)[1] == CHART.at(1, 10)[1] == pytest.approx(200)


def test_both_ends_can_be_read_out_once_the_line_has_come() -> None:
    dots = {mark.name: mark.value for mark in CHART.draw([SLOPE], 1.0) if isinstance(mark, Rect)}
    assert dots == {"thing, before": 2.5, "thing, after": 7.5}
    texts = [mark.text for mark in CHART.draw([SLOPE], 1.0) if isinstance(mark, Text)]
    assert {"2.50", "7.50", "thing", "before", "after"} <= set(texts)


def test_on_its_way_a_line_ends_between_and_only_the_first_number_stands_there() -> None:
    marks = CHART.draw([SLOPE], 0.5)
    assert [mark.name for mark in marks if isinstance(mark, Rect)] == ["thing, before"]
    (line,) = [mark for mark in marks if isinstance(mark, Path) and mark.role is Role.WARNING]
    (x0, y0), (x1, y1) = CHART.at(0, 2.5), CHART.at(1, 7.5)
    assert line.points[-1] == pytest.approx(((x0 + x1) / 2, (y0 + y1) / 2))


def test_the_largest_number_of_an_end_stands_above_its_dot_and_others_below() -> None:
    other = Slope("other", (3.0, 3.0), Role.OUTPUT)
    heights = {mark.text: mark.y for mark in CHART.draw([SLOPE, other], 1.0) if isinstance(mark, Text)}
    assert heights["2.50"] > CHART.at(0, 2.5)[1]
    assert heights["7.50"] < CHART.at(1, 7.5)[1]
    assert heights["3.00"] > CHART.at(1, 3.0)[1]
