"""What can be tried and looked at beside a run, from the page's own buttons."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.lab.networks.links import Place
from desktop.lab.networks.pointing import middle_of
from desktop.lab.page import LabPage
from engine.contract import events
from engine.contract.questions import FindStrongest, Fresh, MapGround, Query
from engine.contract.spec import Origin


def asked(client: Any) -> list[Query]:
    return [command for command in client.sent if isinstance(command, Query)]


def train(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    page.toggle()
    said = story.run_events(40)
    client.say(*said, *(story.checkpoint(step) for step in (0, 20, 40)), story.finished(40))
    page.turns.all()


def test_a_rate_that_is_picked_is_wanted_and_a_run_in_progress_is_left_alone(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    page.controls.try_range.click()
    (query,) = asked(client)
    assert query.about == Fresh(page.wanted.spec)
    dialog = page.experiments._range
    assert dialog is not None
    assert not any(isinstance(command, events.Start | events.Stop) for command in client.sent)
    dialog.picked.emit(0.02)
    assert page.wanted.spec.lr == 0.02
    assert page.controls.lr.number.text() == "0.02"


def test_a_run_whose_weights_are_gone_is_not_tried(page: LabPage, client: Any, qtbot: QtBot) -> None:
    page.wanted.repeat(replace(page.wanted.spec, origin=Origin("gone", "Gone", 3)))
    with qtbot.waitSignal(page.message) as said:
        page.controls.try_range.click()
    assert "not kept any more" in said.args[0]
    assert asked(client) == []


def test_the_ground_is_offered_once_a_run_is_over_and_its_ball_moves_the_lab(
    page: LabPage, client: Any, story: SimpleNamespace
) -> None:
    assert not page.board.ground.isVisible()
    train(page, client, story)
    assert page.board.ground.isVisible()
    page.scrub(21)
    page.board.ground.click()
    dialog = page.experiments._ground
    assert dialog is not None
    assert [type(query.question) for query in asked(client)] == [MapGround, MapGround]
    assert dialog.where.text() == "step 20"
    dialog.slider.wanted.emit(0)
    assert page.looking_at == 0
    dialog.hide()


def test_runs_are_compared_where_one_lies_over_the_other(page: LabPage, client: Any, story: SimpleNamespace) -> None:
    train(page, client, story)
    assert not page.board.compare.isVisible()
    page.selection.compare("shipped:gap")
    assert page.board.compare.isVisible()
    page.board.compare.click()
    dialog = page.experiments._comparison
    assert dialog is not None
    assert [run.name for run in dialog.runs] == [
        page.library.find(page.selection.key).label.name,
        "Two heads on one trunk",
    ]  # type: ignore[union-attr]
    dialog.hide()
    page.selection.compare("shipped:gap")
    assert not page.board.compare.isVisible()


def test_the_card_of_a_map_follows_the_lab_and_moves_it(
    page: LabPage, client: Any, story: SimpleNamespace, qtbot: QtBot
) -> None:
    train(page, client, story)
    moment = page.probe.inside.moment
    assert moment is not None
    page.probe.inside.card_wanted.emit(middle_of(moment.nets[1], 1, Place(1, 2)))
    card = page.experiments._card
    assert card is not None
    assert card.name.text() == "relu1: map 3 of 8"
    qtbot.waitUntil(lambda: any(isinstance(each.question, FindStrongest) for each in asked(client)))
    card.slider.wanted.emit(1)
    assert page.looking_at == 20
    assert card.whose.text() == "CNN after step 20"
    with qtbot.waitSignal(page.open_in_scene) as opened:
        card.scene.click()
    assert opened.args[0] == "convolution"
    card.hide()
