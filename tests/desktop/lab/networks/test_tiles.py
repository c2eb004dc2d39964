from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.lab.networks import tiles
from scenes.stage.data.recording import Snapshot
from scenes.stage.output.theme import DARK, LIGHT


@pytest.fixture
def run(story: SimpleNamespace) -> SimpleNamespace:
    recording = story.recording_of(story.run_events(20))
    return SimpleNamespace(plan=recording.plan, snapshot=recording.snapshots[-1])


@pytest.mark.parametrize("width", [240, 330, 700, 1400])
def test_everything_has_its_place_and_nothing_overlaps(run: SimpleNamespace, width: int) -> None:
    found = tiles.sheet(run.plan, width, 13, DARK)
    boxes = [tile.box for tile in found.tiles] + [bars.box for bars in found.bars] + [each.box for each in found.words]
    for box in boxes:
        assert box.x >= 0
        assert box.x + box.width <= width + 1e-6
        assert box.y + box.height <= found.height + 1e-6
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            apart = a.x + a.width <= b.x + 1e-6 or b.x + b.width <= a.x + 1e-6
            assert apart or a.y + a.height <= b.y + 1e-6 or b.y + b.height <= a.y + 1e-6


@pytest.mark.parametrize(("width", "abreast"), [(150, [1, 1]), (330, [2])])
def test_contestants_stand_below_each_other_where_there_is_no_room_beside(
    run: SimpleNamespace, width: int, abreast: list[int]
) -> None:
    bars = [each.box for each in tiles.sheet(run.plan, width, 13, DARK).bars]
    tops = sorted({box.y for box in bars})
    assert [sum(box.y == top for box in bars) for top in tops] == abreast
    assert min(box.width for box in bars) >= tiles.NARROWEST * 13


def test_all_filters_and_all_maps_are_there(run: SimpleNamespace) -> None:
    found = tiles.sheet(run.plan, 400, 13, DARK)
    count = {
        (contestant, part): sum((tile.contestant, tile.part) == (contestant, part) for tile in found.tiles)
        for contestant in (0, 1)
        for part in ("filter", "map")
    }
    assert count == {(0, "filter"): 64, (0, "map"): 3, (1, "filter"): 8, (1, "map"): 8 + 8 + 1}
    assert len(found.bars) == 2


@given(st.integers(1, 128), st.floats(20, 2000), st.floats(5, 60))
def test_squares_are_as_many_in_a_row_as_fit(count: int, width: float, smallest: float) -> None:
    columns = tiles.columns_for(count, width, smallest, 3)
    assert columns & (columns - 1) == 0
    assert columns == 1 or (width + 3) / columns - 3 >= smallest - 1e-9
    assert columns <= max(1, count)


def test_stacks_are_the_numbers_of_the_network(run: SimpleNamespace) -> None:
    view = run.snapshot.views[1]
    np.testing.assert_array_equal(tiles.stack(view, "filter", 0), view.filters.array[:, 0])
    np.testing.assert_array_equal(tiles.stack(view, "map", 1), view.maps[1].array)
    assert tiles.stack(view, "map", 2).shape == (1, 1, 10)


def test_channels_of_a_filter_stand_side_by_side() -> None:
    filters = np.arange(2 * 3 * 2 * 2, dtype=np.float32).reshape(2, 3, 2, 2)
    view = SimpleNamespace(filters=SimpleNamespace(array=filters))
    found = tiles.stack(view, "filter", 0)  # type: ignore[arg-type]
    assert found[1].tolist() == [[12, 13, 16, 17, 20, 21], [14, 15, 18, 19, 22, 23]]


def test_a_number_has_one_colour_in_all_networks_and_at_every_step() -> None:
    early, late = np.array([0.1, -0.2, 0.0], np.float32), np.array([0.1, -0.2, 50.0], np.float32)
    for theme in (DARK, LIGHT):
        before, after = (tiles.colours(numbers, "map", theme).astype(int) for numbers in (early, late))
        assert np.array_equal(before[:2], after[:2])
        plus, minus, zero = before
        assert min(abs(one - other).sum() for one, other in ((plus, zero), (minus, zero), (plus, minus))) > 40
        unknown = tiles.colours(np.array([np.nan, np.inf, 0.0], np.float32), "filter", theme)
        assert np.array_equal(unknown[0], unknown[2])
        assert np.array_equal(unknown[1], unknown[2])


def test_reading_a_cell(run: SimpleNamespace) -> None:
    sheet = tiles.sheet(run.plan, 400, 13, DARK)
    tile = next(t for t in sheet.tiles if (t.contestant, t.part, t.layer, t.index) == (1, "map", 0, 2))
    x, y = tile.box.x + tile.box.width * 10.5 / 28, tile.box.y + tile.box.height * 3.5 / 28
    value = run.snapshot.views[1].maps[0].array[2, 3, 10]
    text = tiles.reading(run.plan, run.snapshot, tile, x, y)
    assert text == f"conv1, map 3, row 3, column 10: {value:+.3f}".replace("-", "−")


def test_reading_a_filter_a_unit_and_nothing(run: SimpleNamespace) -> None:
    sheet = tiles.sheet(run.plan, 400, 13, DARK)
    by_key = {(t.contestant, t.part, t.layer, t.index): t for t in sheet.tiles}
    box = by_key[1, "filter", 0, 7].box
    assert "conv1, filter 8, row 0, column 0: " in tiles.reading(
        run.plan, run.snapshot, by_key[1, "filter", 0, 7], box.x, box.y
    )
    strip = by_key[0, "map", 1, 0]
    assert "relu1, unit 63: " in tiles.reading(
        run.plan, run.snapshot, strip, strip.box.x + strip.box.width - 0.1, strip.box.y + 1
    )
    gone = Snapshot(1, 0.1, 0, run.snapshot.picture, 3, (None, run.snapshot.views[1]))
    assert tiles.reading(run.plan, gone, by_key[0, "filter", 0, 0], 0, 0) == ""
