from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.lab.charts.rate_strip import FILL, RateStrip
from desktop.theme import fonts
from scenes.stage.charts.rates import Rates
from scenes.stage.output.shading import mixed
from scenes.stage.output.theme import DARK


def test_it_fills_the_stretch_under_the_axis(qtbot: QtBot) -> None:
    strip = RateStrip()
    qtbot.addWidget(strip)
    strip.resize(300, 20)
    strip.restyle(DARK, fonts.font(12))
    strip.show_rates(Rates(((0.0, 1.0), (50.0, 1.0)), ((0.0, ""),)), (0.0, 100.0), (100.0, 300.0))
    image = strip.grab().toImage()
    low = strip.height() - 3
    colour = mixed(DARK.border, DARK.surface, FILL)
    filled = [image.pixelColor(x, low).name() == colour for x in (50, 120, 190, 250)]
    assert filled == [False, True, True, False]
