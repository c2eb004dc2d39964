from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.appearance import Appearance
from desktop.widgets.banner import Banner
from scenes.stage.output.theme import THEMES


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner(Appearance(THEMES["dark"]))
    qtbot.addWidget(made)
    return made


def test_a_sentence_with_a_button_goes_when_it_is_pressed(banner: Banner) -> None:
    pressed: list[str] = []
    banner.say("First.")
    banner.offer("A run was broken off.", "Look at it", lambda: pressed.append("look"))
    assert not banner.way.isHidden()
    banner.say("Second.")
    assert not banner.way.isHidden()
    banner.way.click()
    assert pressed == ["look"]
    assert banner.label.text() == "First.\nSecond."
    assert banner.way.isHidden()


def test_a_button_goes_with_its_sentence(banner: Banner) -> None:
    banner.offer("A run was broken off.", "Look at it", banner.dismiss)
    banner.dismiss()
    assert banner.way.isHidden()
    banner.offer("A run was broken off.", "Look at it", banner.dismiss)
    for sentence in ("One.", "Two.", "Three."):
        banner.say(sentence)
    assert banner.way.isHidden(), "of four sentences the first is gone"
