"""The card of one picture: both answers have bars however little room there is, and numbers tell them apart."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.edge.model.result import Change, Close, Floats
from desktop.edge.view.answers import AnswersCard, fine_percent
from desktop.theme.appearance import Appearance
from tests.desktop.edge.fake_measures import pictures
from tests.desktop.fake_runs import looks

__all__ = ["looks"]

SAID = (0.5, 0.4, 0.097, 0.003)


def shares(*each: float) -> Floats:
    return np.array(each, np.float32)


@pytest.fixture
def card(looks: Appearance, qtbot: QtBot) -> AnswersCard:
    made = AnswersCard(looks)
    qtbot.addWidget(made)
    made.resize(420, 140)
    made.fit(420, 140)
    made.show()
    return made


def test_both_answers_have_bars_and_classes_that_nobody_thinks_of_have_none(card: AnswersCard) -> None:
    change = Change(0, "int8", 0, 3, shares(*SAID), shares(*SAID), None)
    card.show_change(change, "onnx", pictures())
    assert [each.words for each in card.bars.groups] == ["cat", "class 3", "cup", "dog"]
    assert card.bars.groups[1].bars[0].number == "0.3 %", "it is one of the two answers"
    card.show_change(change._replace(after=1), "onnx", pictures())
    assert [each.words for each in card.bars.groups] == ["cat", "cup", "dog"]
    assert len(card.bars.names) >= 2


def test_the_picture_leaves_room_for_words(card: AnswersCard) -> None:
    card.fit(420, 400)
    assert card.picture.width() <= 420 - 200
    card.fit(420, 120)
    assert card.picture.width() == 120


def test_a_near_answer_says_how_far_the_next_one_is_behind(card: AnswersCard) -> None:
    close = Close(0, "int8", 0, 1, shares(*SAID), shares(0.45, 0.447, 0.1, 0.003), 0)
    card.show_close(close, "torch", pictures())
    assert card.heading.text() == "Both forms say cat."
    assert card.verdict.text() == "In int8 cup is 0.3 points behind. It is cat."
    card.show_close(close._replace(form="onnx", truth=None), "torch", pictures())
    assert card.verdict.text() == "In ONNX Runtime cup is 0.3 points behind."
    card.show_close(close._replace(now=shares(0.45, 0.45, 0.1, 0.0)), "torch", pictures())
    assert card.verdict.text() == "In int8 cup has the same logit. It is cat."


@pytest.mark.parametrize(
    ("share", "words"), [(0.41, "41 %"), (0.0996, "10 %"), (0.099, "9.9 %"), (0.001, "0.1 %"), (0.0003, "0 %")]
)
def test_small_shares_have_a_decimal(share: float, words: str) -> None:
    assert fine_percent(share) == words
