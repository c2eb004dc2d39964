"""Lenses over the picture that the networks look at, on the page of the lab."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.lab.looking import words
from desktop.lab.looking.lens import COVER, GRAD_CAM, GRADIENT, LENSES, NONE, Classes
from desktop.lab.looking.panel import LookingPanel
from desktop.lab.page import LabPage
from desktop.lab.views import BOTH
from desktop.runs.library import Library
from desktop.theme.appearance import Appearance, stylesheet
from engine.contract.numbers import Array
from engine.contract.questions import (
    Cover,
    CoverByRows,
    Covered,
    Explain,
    Explained,
    Forward,
    Forwarded,
    NoReply,
    Present,
    Query,
    Reply,
    Stored,
    Untrained,
)
from engine.contract.spec import Origin


@pytest.fixture
def looking(page: LabPage, client: Any, story: SimpleNamespace) -> LookingPanel:
    """The lenses over a run of 40 steps in progress, whose first weights were recorded."""
    page.toggle()
    said = story.run_events(40)
    client.say(*said[:3], story.checkpoint(0), *said[3:], story.checkpoint(40))
    page.show_view(2)
    page.turns.all()
    client.sent.clear()
    return page.probe.looking


def asked(client: Any) -> list[Query]:
    return [each for each in client.sent if isinstance(each, Query)]


def answer(client: Any, step: int | None = 40) -> list[Query]:
    """Answer all questions: a trained network with 2, one before it learned with 1."""
    found = asked(client)
    client.sent.clear()
    for query in found:
        value = 2.0 if isinstance(query.about, Present) else 1.0
        logits = np.zeros(10, np.float32)
        match query.question:
            case Explain(lens="grad-cam"):
                said: Any = Explained(Array.of(np.full((1, 7, 7), value, np.float32)), Array.of(logits))
            case Explain():
                said = Explained(Array.of(np.full((1, 28, 28), value, np.float32)), Array.of(logits))
            case Cover(tops=tops, lefts=lefts):
                told = np.full((len(tops), len(lefts), 10), -1.0, np.float32)
                told[..., 9] = 7.0
                said = Covered(0, Array.of(told), Array.of(logits))
            case _:
                continue
        client.say(Reply(query.token, 0, 1, said, step if isinstance(query.about, Present) else None))
    return found


def said_by(looking: LookingPanel, contestant: int) -> int:
    snapshot = looking._shown[2]
    assert snapshot is not None
    view = snapshot.views[contestant]
    assert view is not None
    return int(view.probabilities.array.argmax())


def test_a_lens_takes_the_room_of_the_networks_and_asks_each_network_and_the_same_untrained(
    page: LabPage, looking: LookingPanel, client: Any
) -> None:
    assert not looking.body.isVisible()
    looking.lenses.picked.emit(GRADIENT)
    assert looking.body.isVisible()
    assert not page.probe.inside.isVisible()
    queries = answer(client)
    assert [type(query.about) for query in queries] == [Present, Stored, Present, Stored]
    for query, contestant in zip(queries, (0, 0, 1, 1), strict=True):
        assert isinstance(query.question, Explain)
        assert (query.question.lens, query.question.of) == ("gradient", said_by(looking, contestant))
        if isinstance(query.about, Stored):
            assert {values.numpy().max() for values in query.about.weights.values()} == {0.0}, "those of step 0"
    for pair in looking.maps.pairs:
        trained, untrained = pair.halves
        assert (trained.title, untrained.title) == ("step 40", "untrained")
        assert trained.sight is not None
        assert untrained.sight is not None
        assert (trained.sight.values.max(), untrained.sight.values.max()) == (2.0, 1.0)
        assert pair.limits(one_scale=True) == (2.0, 2.0)
        assert pair.limits(one_scale=False) == (2.0, 1.0)
    assert words.ALIKE in looking.words.text()
    assert words.ONE_SCALE in looking.words.text()
    looking.scales.picked.emit(1)
    assert words.OWN_SCALES in looking.words.text()
    looking.lenses.picked.emit(NONE)
    assert page.probe.inside.isVisible()
    assert looking.looker.known == {}


def test_it_follows_a_run_that_learns_and_does_not_ask_the_untrained_network_again(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace
) -> None:
    looking.choose(GRADIENT)
    answer(client)
    client.say(story.tick(41), story.snapshot(41))
    page.turns.all()
    queries = answer(client, 41)
    assert {type(query.about) for query in queries if isinstance(query.about, Present)} == {Present}
    again = [query for query in queries if isinstance(query.about, Stored)]
    classes = {query.question.of for query in again if isinstance(query.question, Explain)}
    assert all(each in {said_by(looking, 0), said_by(looking, 1)} for each in classes), "only where another is said"
    assert looking.maps.pairs[0].halves[0].title == "step 41"
    client.say(story.tick(42))
    page.turns.all()
    assert asked(client) == []


def test_looking_back_the_weights_by_then_answer_and_so_do_those_of_a_kept_run(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace, library: Library
) -> None:
    looking.choose(GRADIENT)
    answer(client)
    page.scrub(25)
    trained = [query.about for query in answer(client, None)][::2]
    assert all(isinstance(about, Stored) for about in trained)
    assert looking.maps.pairs[0].halves[0].title == "step 0"


@pytest.mark.parametrize("contestant", [0, 1])
def test_chips_choose_a_class_or_the_difference_of_two(looking: LookingPanel, client: Any, contestant: int) -> None:
    looking.choose(GRADIENT)
    answer(client)
    looking.chips.chips[1 + 4].click()
    questions = [query.question for query in answer(client)]
    assert {(each.of, each.against) for each in questions if isinstance(each, Explain)} == {(4, None)}
    looking.chips.chips[1 + 6].click()
    questions = [query.question for query in answer(client)]
    assert {(each.of, each.against) for each in questions if isinstance(each, Explain)} == {(4, 6)}
    assert [chip.isChecked() for chip in looking.chips.chips].count(True) == 2
    assert "rather than" in looking.maps.pairs[contestant].told[0]
    looking.chips.chips[0].click()
    assert looking.classes == Classes()


def test_grad_cam_needs_a_convolution_and_its_layer_is_chosen(looking: LookingPanel, client: Any) -> None:
    looking.choose(GRAD_CAM)
    queries = answer(client)
    assert [query.question.layer for query in queries if isinstance(query.question, Explain)] == ["relu1", "relu1"]
    dense, cnn = looking.maps.pairs
    assert dense.refusal == words.NO_CONVOLUTION
    assert "by relu1" in cnn.told[0]
    assert [looking.layer.itemText(row) for row in range(looking.layer.count())] == [
        "the last maps of each network",
        "CNN: conv1, 8 maps of 28×28",
        "CNN: relu1, 8 maps of 28×28",
    ]
    looking.layer.picked.emit(1)
    assert [query.question.layer for query in answer(client) if isinstance(query.question, Explain)] == ["conv1"] * 2


def test_the_class_map_is_shown_in_its_scene(page: LabPage, looking: LookingPanel, qtbot: QtBot) -> None:
    looking.choose(GRAD_CAM)
    with qtbot.waitSignal(page.open_in_scene) as opened:
        looking.scene.click()
    assert opened.args[0] == "gap"


def test_the_answers_move_with_the_square_under_the_hand(looking: LookingPanel, client: Any) -> None:
    looking.choose(COVER)
    queries = answer(client)
    assert all(isinstance(query.about, Present) for query in queries), "untrained networks are asked for maps only"
    assert [query.question.tops for query in queries if isinstance(query.question, Cover)] == [(12,), (12,)]
    assert {query.question.grey for query in queries if isinstance(query.question, Cover)} == {30.0}
    said = looking.answers.words
    assert [word.split(": ")[1].split()[0] for word in said] == [looking.chips.chips[10].text()] * 2
    box = looking.picture.box
    corner = QPoint(int(box.x()) + 2, int(box.y()) + 2)
    QTest.mousePress(looking.picture, Qt.MouseButton.LeftButton, pos=corner)
    queries = answer(client)
    assert {(query.question.tops, query.question.lefts) for query in queries if isinstance(query.question, Cover)} == {
        ((0,), (0,))
    }
    QTest.keyClick(looking.picture, Qt.Key.Key_Down)
    assert looking.square is not None
    assert (looking.square.top, looking.square.left) == (1, 0)


def test_the_whole_map_is_filled_for_both_and_stays_while_the_network_learns(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace
) -> None:
    looking.choose(COVER)
    answer(client)
    looking.fill.click()
    whole = [query for query in answer(client) if isinstance(query.question, Cover)]
    assert [len(query.question.tops) * len(query.question.lefts) for query in whole] == [576] * 4
    assert {type(query.about) for query in whole} == {Present, Stored}
    assert looking.maps.pairs[0].halves[0].sight is not None
    client.say(story.tick(41), story.snapshot(41))
    page.turns.all()
    assert all(len(query.question.tops) == 1 for query in asked(client) if isinstance(query.question, Cover))
    assert looking.maps.pairs[0].halves[0].title == "step 40"
    assert looking.fill.text() == "Fill it again"
    answer(client)
    looking.fill.click()
    assert [len(query.question.tops) for query in asked(client) if isinstance(query.about, Present)] == [24, 24]


def test_what_takes_longer_has_progress_and_can_be_stopped(
    looking: LookingPanel, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.lab.looking.lens.QUICK", 0)
    looking.choose(COVER)
    looking.fill.click()
    long = next(query for query in asked(client) if isinstance(query.question, CoverByRows))
    row = Covered(0, Array.of(np.zeros((1, 24, 10), np.float32)), Array.of(np.zeros(10, np.float32)))
    client.say(Reply(long.token, 0, 24, row, 40))
    assert looking.progress.isVisible()
    assert looking.progress.value() == 1
    looking.stop.click()
    assert not looking.progress.isVisible()
    sight = looking.maps.pairs[0].halves[0].sight
    assert sight is not None
    assert np.isfinite(sight.values[0]).all()
    assert np.isnan(sight.values[1]).all()


def test_a_run_that_went_on_from_another_is_held_against_its_seed(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    page.toggle()
    said = story.run_events(20)
    begun = story.started(replace(story.SPEC, origin=Origin("key", "Monday's", 300)))
    client.say(begun, *said[1:3], story.checkpoint(0), *said[3:])
    page.show_view(2)
    page.turns.all()
    page.probe.looking.choose(GRADIENT)
    assert {type(query.about) for query in asked(client)} == {Present, Untrained}


def test_a_network_that_has_left_says_why_and_is_not_asked(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace
) -> None:
    looking.choose(GRADIENT)
    answer(client)
    left = story.snapshot(41)
    client.say(story.tick(41), replace(left, views=(None, left.views[1])))
    page.turns.all()
    assert [pair.refusal for pair in looking.maps.pairs] == [words.GONE, ""]
    assert {query.about for query in asked(client) if isinstance(query.about, Present)} == {Present(1)}


def test_a_run_without_weights_says_why(page: LabPage, looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    answer(client)
    page.selection.open("shipped:gap")
    assert {pair.refusal for pair in looking.maps.pairs} == {words.NO_WEIGHTS}


def test_why_there_is_no_answer_stands_in_the_place_of_the_map(looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    for query in asked(client):
        client.say(NoReply(query.token, "It is gone."))
    assert {half.said for pair in looking.maps.pairs for half in pair.halves} == {"It is gone."}


def test_a_drawing_is_looked_at_as_well(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace
) -> None:
    looking.choose(GRADIENT)
    answer(client)
    page.probe.source.picked.emit(1)
    pad = page.probe.drawing.pad
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(pad, QPoint(90, 90))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    while waiting := [query for query in asked(client) if isinstance(query.question, Forward)]:
        client.sent.clear()
        for index, query in enumerate(waiting):
            client.say(Reply(query.token, 0, 1, story_view(story, index), 40))
    drawn = page.probe.drawing.picture
    assert drawn is not None
    assert looking.looker.known
    for known in looking.looker.known.values():
        assert isinstance(known.wish.question, Explain)
        np.testing.assert_array_equal(known.wish.question.picture.numpy(), drawn)


def test_the_answers_of_a_drawing_go_with_it(
    page: LabPage, looking: LookingPanel, client: Any, story: SimpleNamespace
) -> None:
    looking.choose(COVER)
    answer(client)
    assert looking.answers.words
    page.probe.source.picked.emit(1)
    assert page.probe.drawing.picture is None
    assert looking.answers.words == ()


def story_view(story: SimpleNamespace, index: int) -> Any:
    return Forwarded(story.snapshot(0).views[index % 2])


def test_one_network_can_have_all_the_room(page: LabPage, looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    answer(client)
    page.probe.only.picked.emit(2)
    assert [pair.name for pair in looking.maps.pairs] == ["CNN"]


def test_the_mouse_reads_the_numbers_of_both(looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    answer(client)
    looking.maps.pointed.emit((0.5, 0.5))
    assert looking.readout.text() == (
        "Dense net +2.00, untrained +1.00; CNN +2.00, untrained +1.00 logits, black to white"
    )
    looking.maps.pointed.emit(None)
    assert looking.readout.text() == ""


def test_the_hall_sees_picture_and_maps_without_what_is_chosen(
    page: LabPage, looking: LookingPanel, client: Any
) -> None:
    looking.choose(GRADIENT)
    answer(client)
    usual = looking.maps._letter
    page.present(True)
    assert looking.body.isVisible()
    assert not looking.lenses.isVisible()
    assert looking.maps._letter > usual
    assert looking.words.isVisible()
    looking.choose(NONE)
    assert not looking.isVisible()
    assert page.probe.inside.isVisible()
    page.present(False)
    assert looking.lenses.isVisible()


def test_beside_the_charts_a_lens_takes_the_room_that_it_needs(page: LabPage, looking: LookingPanel) -> None:
    page.show_view(0)
    QApplication.processEvents()
    assert page.board.isVisible()
    looking.choose(GRADIENT)
    assert not page.board.isVisible()
    assert page.probe.isVisible()


def test_no_lens_is_cut_beside_the_charts(
    page: LabPage, looking: LookingPanel, looks: Appearance, qtbot: QtBot
) -> None:
    page.setStyleSheet(stylesheet(looks))
    page.show_view(BOTH)
    page.probe.setFixedWidth(looking.lenses.in_a_row - 10)
    buttons = looking.lenses.findChildren(QPushButton)
    assert len(buttons) == len(LENSES)
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))


def test_nobody_is_asked_while_nobody_looks(page: LabPage, looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    answer(client)
    page.show_view(1)
    assert looking.looker.known == {}
    page.show_view(2)
    assert len(asked(client)) == 4


def test_a_map_of_nothing_says_so_and_has_no_rank_correlation(looking: LookingPanel, client: Any) -> None:
    looking.choose(GRADIENT)
    for query in asked(client):
        assert isinstance(query.question, Explain)
        size = 0.0 if isinstance(query.about, Present) else 6e-17
        values = np.random.default_rng(0).normal(size=(1, 28, 28)).astype(np.float32) * np.float32(size)
        client.say(Reply(query.token, 0, 1, Explained(Array.of(values), Array.of(np.zeros(10, np.float32))), 40))
    pair = looking.maps.pairs[0]
    assert [half.sight for half in pair.halves] == [None, None]
    assert pair.halves[0].said == "Its gradient is 0: no pixel changes this answer."
    assert pair.halves[1].said.startswith("It is practically 0, at most ")
    assert pair.likeness is None
    assert "no pixel changes this answer" in looking.maps.accessibleDescription()
    looking.maps.grab()


@pytest.mark.parametrize("chosen", [GRADIENT, GRAD_CAM, COVER])
def test_what_a_lens_shows_is_explained_without_scrolling(page: LabPage, looking: LookingPanel, chosen: int) -> None:
    page.window().resize(1280, 720)
    looking.choose(chosen)
    QApplication.processEvents()
    bar = page.probe._scroll.verticalScrollBar()
    assert bar.maximum() == 0
    assert looking.words.height() >= looking.words.heightForWidth(looking.words.width())


def test_beside_a_drawing_answers_stand_once(page: LabPage, looking: LookingPanel) -> None:
    looking.choose(GRADIENT)
    assert not looking.answers.isHidden()
    page.probe.source.picked.emit(1)
    assert looking.answers.isHidden()
    looking.choose(COVER)
    assert not looking.answers.isHidden(), "there they are of the covered picture"
    page.probe.source.picked.emit(0)
    looking.choose(GRADIENT)
    assert not looking.answers.isHidden()
