"""Bands of what other seeds give."""

from __future__ import annotations

from desktop.runs.storage import bundled
from scenes.stage.charts.axes import Axes
from scenes.stage.charts.bands import loss_bands
from scenes.stage.core.marks import Path, Role

AXES = Axes((0.0, 0.0, 250.0, 400.0), (0.0, 250.0), (0.0, 4.0))


def test_a_band_reaches_as_far_as_the_run_has_come_and_from_the_least_to_the_largest() -> None:
    run = bundled("twins-20")
    assert run is not None
    for part, end in ((run, 250.0), (run.upto(100), 100.0)):
        (band,) = loss_bands(AXES, part, [(0, Role.WARNING)])
        assert isinstance(band, Path)
        assert band.closed
        assert max(x for x, _ in band.points) == end
    heights = [y for x, y in loss_bands(AXES, run, [(0, Role.WARNING)])[0].points if x == 250.0]  # type: ignore[union-attr]
    assert [round(4.0 - y / 100.0, 2) for y in sorted(heights)] == [1.08, 0.54]


def test_without_runs_over_seeds_there_is_no_band() -> None:
    run = bundled("gates")
    assert run is not None
    assert loss_bands(AXES, run, [(0, Role.OUTPUT)]) == []
    assert loss_bands(AXES, run.upto(0), [(0, Role.OUTPUT)]) == []
