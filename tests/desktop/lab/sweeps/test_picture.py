"""A sweep as one picture: every run is where its result is."""

from __future__ import annotations

import math
from pathlib import Path as FilePath

from desktop.lab.sweeps.picture import BOX, frame, marks, places
from desktop.lab.sweeps.series import Shown
from desktop.lab.sweeps.view import told
from engine.contract.sweeps.folder import SweepFolder
from engine.contract.sweeps.sweep import Sweep, read_sweep
from scenes.stage.core.marks import NETS, Path, Rect, Text
from tests.desktop.fake_runs import SPEC
from tests.desktop.lab.sweeps.conftest import Tape


def texts(shown: Shown) -> list[str]:
    return [mark.text for mark in marks(shown) if isinstance(mark, Text)]


def test_lines_bands_and_dots(full: SweepFolder) -> None:
    shown = Shown(full.sweep, full.outcomes)
    drawn = marks(shown)
    dots = [mark for mark in drawn if isinstance(mark, Rect) and " of line " in mark.name]
    crosses = {mark.name for mark in drawn if isinstance(mark, Path) and " of line " in mark.name}
    assert len(dots) == 2 * 6 - 1
    assert crosses == {"run 6 of line 1"}
    assert {mark.role for mark in dots} == set(NETS[:2])
    assert [mark.name for mark in drawn if mark.name.startswith("band")] == ["band of Dense net", "band of CNN"]
    assert shown.series[0].summary[1] == (0.01, 0.1, 0.15000000000000002, 0.2)
    assert "diverged" in texts(shown)
    assert "Dense net, CNN" in texts(shown)
    assert any("Dense net: 0.15 at 0.01" in each for each in texts(shown))
    assert any("guessing: ln 10" in each for each in texts(shown))


def test_a_dot_is_at_its_rate_and_its_loss(full: SweepFolder) -> None:
    shown = Shown(full.sweep, full.outcomes)
    left, top, width, height = BOX
    by_run = {(each.run, index // 6): each for index, each in enumerate(places(shown))}
    low, high = by_run[0, 0], by_run[4, 0]
    assert left < low.x < by_run[2, 0].x < high.x < left + width
    assert math.isclose(by_run[2, 0].x - low.x, high.x - by_run[2, 0].x)
    assert math.isclose(low.y - by_run[2, 0].y, (0.1 - 1.1) * height / 3)
    assert by_run[5, 0].y < top


def test_accuracy_is_in_per_cent(full: SweepFolder) -> None:
    shown = Shown(full.sweep, full.outcomes, "accuracy")
    found = {mark.value for mark in marks(shown) if isinstance(mark, Rect) and " of line " in mark.name}
    assert found == {50.0, 75.0}
    assert any("Highest accuracy" in each for each in texts(shown))


def test_small_charts_show_the_way(full: SweepFolder) -> None:
    drawn = marks(Shown(full.sweep, full.outcomes))
    assert {"way of 0.001", "way of 0.01", "way of 0.1"} <= {mark.name for mark in drawn}
    assert {f"way of run {run}" for run in range(1, 7)} <= {mark.name for mark in drawn}


def test_seeds_alone_have_a_band_over_all(full: SweepFolder, sweep: Sweep) -> None:
    seeds = read_sweep(SPEC, ["seed=1..4"])
    outcomes = {index: full.outcomes[index] for index in range(4)}
    shown = Shown(seeds, outcomes)
    assert shown.across.field == "seed"
    assert any(mark.name == "band of Dense net" for mark in marks(shown))
    caption = " ".join(mark.text for mark in frame(shown).marks if isinstance(mark, Text))
    assert "the line is their median, the band holds all seeds" in caption
    (said,) = (each for each in texts(shown) if each.startswith("Median over the seeds"))
    assert "Dense net: 0.65 (0.10 to 1.20)" in said


def test_the_spread_of_seeds_fills_the_axis(sweep: Sweep, tape_of: Tape, tmp_path: FilePath) -> None:
    seeds = SweepFolder(tmp_path / "seeds", read_sweep(SPEC, ["seed=1..4"]))
    seeds.begin()
    for index, run in enumerate(seeds.runs):
        seeds.add(index, tape_of(run, 0.4 + 0.1 * index))
    ys = [each.y for each in places(Shown(seeds.sweep, seeds.outcomes))]
    assert max(ys) - min(ys) > 0.7 * BOX[3]


def test_one_seed_has_no_band_and_no_median(full: SweepFolder) -> None:
    one = Shown(read_sweep(SPEC, ["lr=0.001,0.01", "seed=1"]), {0: full.outcomes[0], 1: full.outcomes[2]})
    said = " ".join(mark.text for mark in frame(one).marks if isinstance(mark, Text))
    assert "band" not in said
    assert "median" not in said


def test_a_dot_tells_how_its_run_ended(full: SweepFolder) -> None:
    shown = Shown(full.sweep, full.outcomes)
    assert "Dense net: loss 0.10, accuracy 50.0 %\nCNN: loss 0.050, accuracy 75.0 %" in told(shown, 2)
    assert "Dense net: diverged" in told(shown, 5)


def test_a_second_field_is_a_line_for_each_value(full: SweepFolder) -> None:
    grid = read_sweep(SPEC, ["lr=0.001,0.01,0.1", "batch=32,64"])
    series = Shown(grid, full.outcomes).series
    assert [each.name for each in series][:2] == ["Dense net, batch size 32", "Dense net, batch size 64"]
    assert [len(each.dots) for each in series] == [3, 3, 3, 3]


def test_what_is_not_trained_yet_is_an_empty_plane(sweep: Sweep) -> None:
    drawn = marks(Shown(sweep, {}))
    assert not [mark for mark in drawn if " of line " in mark.name]
    assert "0 of 6 runs" in texts(Shown(sweep, {}))
    said = [mark.text for mark in frame(Shown(sweep, {})).marks if isinstance(mark, Text)]
    assert not [each for each in said if "median" in each or "steps" in each]


def test_any_grid_can_be_drawn(full: SweepFolder) -> None:
    for words in (["lr=0.001"], ["seed=3"], ["momentum=0,0.5"], ["batch=1..2048:12"], ["gain=1,2", "seed=0..40"]):
        grid = read_sweep(SPEC, words)
        outcomes = {index: full.outcomes[index % 6] for index in range(len(grid.points))}
        for measure in ("loss", "accuracy"):
            assert frame(Shown(grid, outcomes, measure)).marks  # type: ignore[arg-type]
