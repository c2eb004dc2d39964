from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.lab.cards.catalogue import CARDS
from desktop.lab.run.intro import Intro, rest_of, samples
from desktop.lab.run.pacing import Pacing
from desktop.theme.appearance import Appearance
from engine.contract.spec import DATA, PRESETS, DataName, parameters, train_count


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


def test_a_small_last_batch_is_told_where_it_is_seen() -> None:
    spec = PRESETS["race"].spec
    count = train_count(spec)

    def said(batch: int) -> str:
        return rest_of(msgspec.structs.replace(spec, batch=batch))

    assert f"1 batch of {count - 8} pictures and one of 8," in said(count - 8)
    assert not said(count), "all are in one batch"
    assert not said(count // 2 + count % 2), "both batches are alike"
    assert not said(16), "one small batch among many"
