from __future__ import annotations

import pytest

from desktop.lab.cards.catalogue import CARDS, GROUPS, SCENES, length, steps
from engine.contract.pace import AS_FAST_AS_IT_GOES, Pace
from engine.contract.spec import DATA, PRESETS
from engine.training import schedule
from scenes.stage.core.catalogue import catalogue


def test_every_preset_has_a_card_that_asks() -> None:
    assert CARDS.keys() == PRESETS.keys()
    for name, card in CARDS.items():
        assert card.group in GROUPS
        assert card.question.endswith("?")
        assert card.following in CARDS
        assert card.following != name


def test_every_card_leads_to_a_scene_by_its_title() -> None:
    known = catalogue()
    assert {card.scene for card in CARDS.values()} == SCENES.keys()
    for name, title in SCENES.items():
        assert known.find(name).title == title


@pytest.mark.parametrize("name", PRESETS)
def test_a_card_knows_its_steps(name: str) -> None:
    spec = PRESETS[name].spec
    assert steps(spec) == schedule.total_steps(spec.stop, spec.batch, DATA[spec.data].train)


def test_a_card_says_how_long_it_takes() -> None:
    spec = PRESETS["race"].spec
    assert length(spec, Pace(whole=60.0)) == "532 steps, about a minute"
    assert length(spec, Pace(rate=1.0)) == "532 steps, about 9 minutes"
    assert length(spec, Pace(rate=20.0)) == "532 steps, about 27 s"
    assert length(spec, AS_FAST_AS_IT_GOES) == "532 steps, as fast as they go"
