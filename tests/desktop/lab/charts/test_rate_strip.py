from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from pytestqt.qtbot import QtBot

from desktop.lab.charts.rate_strip import FILL, RateStrip, fitting
from desktop.theme import fonts
from scenes.stage.charts.rates import Rates
from scenes.stage.core.marks import Role
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import DARK, LIGHT, PROJECTOR, Theme


def test_it_fills_the_stretch_under_the_axis(qtbot: QtBot) -> None:
    strip = RateStrip()
    qtbot.addWidget(strip)
    strip.resize(300, 20)
    strip.restyle(DARK, fonts.font(12))
    strip.show_rates(Rates(((0.0, 1.0), (50.0, 1.0)), ((0.0, ""),)), (0.0, 100.0))
    strip.show_between(100.0, 300.0)
    image = strip.grab().toImage()
    low = strip.height() - 3
    colour = mixed(DARK.colour(Role.MUTED), DARK.surface, FILL)
    filled = [image.pixelColor(x, low).name() == colour for x in (50, 120, 190, 250)]
    assert filled == [False, True, True, False]


@pytest.mark.parametrize("theme", [DARK, LIGHT, PROJECTOR])
def test_words_stand_above_a_strip_that_can_be_seen(theme: Theme, qtbot: QtBot) -> None:
    strip = RateStrip()
    qtbot.addWidget(strip)
    strip.resize(300, 40)
    strip.restyle(theme, fonts.font(14))
    strip.show_rates(Rates(((0.0, 1.0), (100.0, 1.0)), ((0.0, "learning rate 0.006"),)), (0.0, 100.0))
    strip.show_between(0.0, 300.0)
    image = strip.grab().toImage()
    colour = mixed(theme.colour(Role.MUTED), theme.surface, FILL)
    rows = [{image.pixelColor(x, y).name() for x in range(250)} for y in range(image.height())]
    filled = [y for y, found in enumerate(rows) if colour in found]
    worded = [y for y, found in enumerate(rows) if theme.colour(Role.TEXT).lower() in found]
    assert worded
    assert max(worded) < min(filled)
    assert abs(QColor(colour).lightness() - QColor(theme.surface).lightness()) >= 40


def test_where_not_all_words_have_room_the_rate_of_now_is_said() -> None:
    words = "learning rate: at most 0.006 at step 81, now 0.003"
    metrics = QFontMetrics(fonts.font(14))
    room = metrics.horizontalAdvance(words)
    assert fitting(words, metrics, room) == words
    assert fitting(words, metrics, room - 1) == "learning rate: now 0.003"
    assert fitting("learning rate 0.006", metrics, 60).endswith("…")
