from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.lab.cards.catalogue import CARDS
from desktop.lab.run.intro import Intro, samples
from desktop.lab.run.pacing import Pacing
from desktop.theme.appearance import Appearance
from engine.contract.spec import DATA, PRESETS, DataName, parameters


@pytest.mark.parametrize("name", DATA)
def test_there_is_a_picture_of_every_class(name: DataName) -> None:
    found = samples(name)
    assert found.shape == (len(DATA[name].classes), *DATA[name].shape[1:], 3)
    assert found.dtype == np.uint8
    assert (found.max((1, 2, 3)) > 150).all()
    assert len({picture.tobytes() for picture in found}) == len(found)
    grey = np.array_equal(found[..., 0], found[..., 1])
    assert grey == (DATA[name].shape[0] == 1)


def test_the_yellow_picture_is_the_one_with_yellow() -> None:
    bright = samples("yellow") > 150
    both = (bright[..., 0] & bright[..., 1]).any((1, 2))
    assert both.tolist() == [False, True]
    assert DATA["yellow"].classes == ("no yellow", "yellow")


@pytest.mark.parametrize("name", PRESETS)
def test_it_tells_of_every_preset(qtbot: QtBot, looks: Appearance, name: str) -> None:
    intro, preset = Intro(looks, Pacing()), PRESETS[name]
    qtbot.addWidget(intro)
    intro.show_spec(preset.spec)
    intro.resize(900, 700)
    assert intro.title.text() == CARDS[name].question
    assert preset.what_to_look_for not in [line.text() for line in intro.findChildren(QLabel)], (
        "that would tell the end"
    )
    told = " ".join(line.text() for line in intro._lines)
    for contestant in preset.spec.contestants:
        assert f"{contestant.name}</b>" in told
        assert f"{parameters(contestant.network, preset.spec.data):,} parameters" in told
    assert intro.source.text() == (f"Source: {preset.source}" if preset.source else "")
    assert not intro.grab().isNull()
