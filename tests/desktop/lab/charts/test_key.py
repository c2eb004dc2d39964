from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.lab.charts.key import MEASURES, Key
from desktop.theme.appearance import Appearance


def test_it_tells_training_and_validation_apart_and_what_is_cut(qtbot: QtBot, looks: Appearance) -> None:
    key = Key(looks)
    qtbot.addWidget(key)
    key.resize(900, 20)
    key.restyle(14)
    key.show_key(MEASURES, "")
    one = key.height()
    assert "thick: training, mean of 25 batches around a step" in key.accessibleName()
    assert "dots: validation, on new pictures" in key.accessibleName()
    key.show_key(MEASURES, "Cut off: 1 losses above 3, up to 40.0, which is a long sentence that needs a row")
    assert "Cut off" in key.accessibleName()
    assert key.height() > one
    key.grab()
