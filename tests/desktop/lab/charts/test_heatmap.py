from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from PySide6.QtWidgets import QGraphicsItem
from pytestqt.qtbot import QtBot

from desktop.lab.charts import heatmap
from desktop.lab.charts.heatmap import COLUMNS, HeatMap, coloured, heat
from desktop.theme import fonts
from scenes.stage.output.theme import DARK


def test_every_row_is_a_layer_and_every_column_a_step(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(50))
    found = heat(run)
    assert found is not None
    assert found.names == ((0, "fc1"), (0, "fc2"), (1, "conv1"), (1, "fc"))
    np.testing.assert_allclose(found.logs[3], np.log10(run.gradients(1)[:, 1]))
    assert (found.first, found.end) == (1, 50)
    assert found.low <= found.logs.min()
    assert found.high >= found.logs.max()


def test_one_contestant_only(story: SimpleNamespace) -> None:
    found = heat(story.recording_of(story.run_events(5)), only=1)
    assert found is not None
    assert found.names == ((1, "conv1"), (1, "fc"))


def test_before_the_first_step_there_is_none(story: SimpleNamespace) -> None:
    assert heat(story.recording_of([story.started()])) is None


def test_columns_are_pooled_and_peaks_stay(story: SimpleNamespace) -> None:
    run = story.recording_of(story.run_events(1000, every=500))
    found = heat(run)
    assert found is not None
    assert found.logs.shape == (4, COLUMNS)
    assert found.logs[3, 0] == 1.0


def test_missing_numbers_have_the_colour_of_the_ground(story: SimpleNamespace) -> None:
    found = heat(story.recording_of(story.run_events(5)))
    assert found is not None
    found.logs[0, 0] = np.nan
    picture = coloured(found, "#102030")
    assert picture[0, 0].tolist() == [0x10, 0x20, 0x30, 255]
    low, high = found.logs[2].argmin(), found.logs[3].argmax()
    assert picture[2, low].astype(int).sum() < picture[3, high].astype(int).sum()


def test_the_picture_lies_over_its_steps(qtbot: QtBot, story: SimpleNamespace) -> None:
    chart = HeatMap("Norms")
    qtbot.addWidget(chart)
    chart.restyle(DARK, fonts.font(12))
    chart.show_heat(heat(story.recording_of(story.run_events(40))), (0, 100), DARK)
    box = chart._image.mapRectToParent(chart._image.boundingRect())
    assert (box.left(), box.right(), box.height()) == (0.5, 40.5, 4)
    assert "10" in chart.scale.accessibleName()
    chart.show_heat(None, (0, 100), DARK)
    assert not chart._image.isVisible()


def test_half_powers_are_written_out() -> None:
    assert [heatmap._power(each) for each in (-1.0, 0.5, 2.5, 5.0, -3.5)] == ["0.1", "3.2", "320", "10⁵", "3·10⁻⁴"]


def test_the_scale_has_room_for_its_colours_whatever_its_numbers_are(qtbot: QtBot) -> None:
    scale = heatmap.ColourScale()
    qtbot.addWidget(scale)
    scale.restyle(DARK, fonts.font(14))
    for low, high in ((-1.0, 0.0), (-30.0, 18.5), (-4.5, -3.5)):
        scale.show_range(low, high)
        assert scale.bar.width() == 70
        assert scale.bar.left() > 6
        assert scale.width() > scale.bar.right() + 6


def test_nothing_of_a_chart_keeps_a_picture_that_another_height_would_leave_behind(qtbot: QtBot) -> None:
    chart = HeatMap("Norms")
    qtbot.addWidget(chart)
    items = chart.plot.scene().items()
    assert {chart.plot.left, chart.plot.bottom, chart.plot.tags} <= set(items)
    assert {item.cacheMode() for item in items} == {QGraphicsItem.CacheMode.NoCache}
