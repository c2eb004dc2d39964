"""The way of a student through the lab: a card, a guess, a run, and what came out beside the guess."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.page import LabPage
from desktop.runs.guess import Guess
from desktop.runs.labels import Label
from desktop.runs.library import Library
from engine.contract.spec import PRESETS


def train(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.intro.start.click()
    client.say(*story.run_events(60), story.validated(60), story.finished(60))


def test_the_lab_begins_with_its_cards(page: LabPage) -> None:
    assert page.stack.currentWidget() is page.watching.home
    assert not page.watching.home.back.isVisible()
    assert not page.progress.isVisible()
    assert page.watching.home.cards["race"].length.text() == "532 steps, about a minute"
    page.watching.pacing.ask(whole=None, rate=1.0)
    assert page.watching.home.cards["race"].length.text() == "532 steps, about 9 minutes"


def test_a_card_opens_by_mouse_and_by_keys(page: LabPage) -> None:
    QTest.mouseClick(page.watching.home.cards["digits"], Qt.MouseButton.LeftButton)
    assert page.stack.currentWidget() is page.intro
    assert page.wanted.spec == PRESETS["digits"].spec
    page.transport.home_button.click()
    assert page.stack.currentWidget() is page.watching.home
    card = page.watching.home.cards["gap"]
    card.open.setFocus()
    QTest.keyClick(card.open, Qt.Key.Key_Space)
    assert page.wanted.spec == PRESETS["gap"].spec
    page.watching.show_home()
    page.watching.home.cards["race"].open.setFocus()
    page.toggle()
    assert page.wanted.spec == PRESETS["race"].spec
    assert page.stack.currentWidget() is page.intro


def test_a_card_leads_to_its_scene_and_the_last_ones_to_ones_own(page: LabPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.open_in_scene) as asked:
        page.watching.home.scene_wanted.emit("gap")
    assert asked.args == ["gap", {}]
    page.watching.home.runs.open.click()
    assert page.aside.page == 1
    assert page.stack.currentWidget() is page.intro
    page.watching.show_home()
    page.watching.home.own.open.click()
    assert page.aside.page == 0


def test_who_finds_a_run_elsewhere_sees_its_page(page: LabPage) -> None:
    assert page.wanted.spec == PRESETS["race"].spec
    page.show_preset("race")
    assert page.stack.currentWidget() is page.intro


def test_nothing_tells_the_end_before_the_start(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.choose("race")
    assert page.watching.result.isHidden()
    page.intro.start.click()
    client.say(*story.run_events(60))
    assert page.watching.result.isHidden()


def test_a_guess_is_kept_and_told_beside_what_came_out(
    page: LabPage, client: Any, story: SimpleNamespace, library: Library
) -> None:
    page.choose("race")
    predict = page.intro.predict
    assert [predict.who.itemText(row) for row in range(4)] == ["I don't guess", "Dense net", "CNN", "Both end alike"]
    assert not predict.margin.isVisible()
    predict.who.setCurrentIndex(2)
    predict.who.picked.emit(2)
    predict.margin.setCurrentIndex(1)
    assert predict.guess == Guess("accuracy", 1, "much")
    assert predict.ask.text().endswith("and how far behind is the last?")
    train(page, client, story)
    assert not page.watching.result.isHidden()
    said = page.watching.result.came_out.text()
    assert said.startswith("Accuracy on new pictures at the end: Dense net 40.0 %, CNN 80.0 %.")
    guessed = "Your guess: CNN ends first, and the last is more than 10 points behind. You were right."
    assert page.watching.result.guessed.text() == guessed
    assert page.watching.result.look.text().startswith(PRESETS["race"].what_to_look_for)
    kept = library.runs[0]
    assert kept.label.guess == Guess("accuracy", 1, "much")
    assert predict.guess is None, "the next run is guessed anew"
    page.reset()
    page.selection.open(kept.key)
    assert page.watching.result.guessed.text().endswith("You were right.")


def test_who_doesnt_guess_is_told_what_came_out(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.choose("race")
    train(page, client, story)
    assert not page.watching.result.isHidden()
    assert page.watching.result.guessed.isHidden()
    page.play_again()
    assert page.watching.result.isHidden(), "a run that is played again keeps its end for the end"
    page.watching.replay.go_on(1000.0)
    assert not page.watching.result.isHidden()
    page.watching.result.next.click()
    assert page.wanted.spec == PRESETS["digits"].spec
    assert page.stack.currentWidget() is page.intro
    assert page.watching.result.isHidden()


def test_the_note_can_be_taken_away(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.choose("race")
    train(page, client, story)
    page.watching.result.away.click()
    page.scrub(10)
    assert page.watching.result.isHidden()


def test_a_run_goes_on_behind_the_cards(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.choose("race")
    page.intro.start.click()
    client.say(*story.run_events(20))
    page.watching.show_home()
    client.say(*[story.tick(step) for step in range(21, 30)])
    assert page.stack.currentWidget() is page.watching.home
    page.watching.home.back.click()
    assert page.stack.currentWidget() is page.splitter
    assert page.recording is not None
    assert page.recording.step == 29


def test_a_net_alone_is_asked_whether_it_learns(page: LabPage) -> None:
    page.choose("vanishing")
    predict = page.intro.predict
    assert [predict.who.itemText(row) for row in range(3)] == ["I don't guess", "It learns", "It stays at chance"]
    predict.who.setCurrentIndex(2)
    assert predict.guess == Guess("accuracy", None, "alike")
    page.choose("two-gradients")
    assert not predict.isVisible()
    assert predict.guess is None


def test_a_label_from_before_there_were_guesses_still_opens() -> None:
    assert msgspec.json.decode(b'{"name": "Old"}', type=Label).guess is None


def test_nothing_moves_when_a_run_ends_and_its_notices_lie_over_the_page(
    page: LabPage, client: Any, story: SimpleNamespace, library: Library
) -> None:
    page.choose("race")
    page.toggle()
    client.say(*story.run_events(40))
    page.turns.all()
    page.layout().activate()
    before = page.stack.geometry()
    client.say(story.finished(40))
    page.turns.all()
    page.layout().activate()
    assert page.stack.geometry() == before
    assert page.news.words.text().startswith("At the end: Dense net")
    page.reset()
    page.selection.open(library.runs[0].key)
    page.layout().activate()
    assert page.stack.geometry() == before
    page.news.open.click()
    assert page.watching.result.isVisible()
    assert page.kept.isVisible()
    assert page.stack.geometry() == before
