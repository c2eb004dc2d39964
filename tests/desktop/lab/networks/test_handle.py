"""The ways from a map of the networks' picture to its card: a handle in its corner, a key, and the right button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.lab.networks import handle, opening
from desktop.lab.networks.links import Place
from desktop.lab.networks.net import FILTERS
from desktop.lab.networks.pointing import Pointed
from desktop.lab.networks.view import NetworkView
from desktop.theme.appearance import Appearance
from desktop.widgets.box import Box
from engine.contract.spec.built.wiring import PICTURE
from scenes.stage.data.recording import Recording

RELU1, RELU2 = 1, 4


@pytest.fixture
def view(qtbot: QtBot, looks: Appearance, run_of: Callable[[str], Recording]) -> NetworkView:
    made = NetworkView(looks, opening.does)
    qtbot.addWidget(made)
    qtbot.addWidget(made.overview)
    made.resize(1500, 900)
    run = run_of("race")
    with qtbot.waitExposed(made):
        made.show()
    made.show_recording(run, None, run.snapshots[-1])
    return made


def box_of(view: NetworkView, contestant: int, layer: int, index: int) -> Box:
    return view.sheet.bands[contestant].boxes[Place(layer, index)]


def look_at(view: NetworkView, contestant: int, layer: int, index: int) -> list[str]:
    said: list[str] = []
    view.read.connect(said.append)
    box = box_of(view, contestant, layer, index)
    view._point(QPointF(box.x + box.width / 2, box.y + box.height / 2) - view._origin)
    return said


def test_a_click_on_the_handle_opens_the_card_and_one_beside_it_the_scene(view: NetworkView, qtbot: QtBot) -> None:
    room = handle.handle_of(box_of(view, 1, RELU1, 2), view.sheet.letter)
    assert room is not None
    with qtbot.waitSignal(view.card_wanted) as card, qtbot.assertNotEmitted(view.opened):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=(room.center() - view._origin).toPoint())
    assert (card.args[0].contestant, card.args[0].place) == (1, Place(RELU1, 2))
    box = box_of(view, 1, RELU1, 2)
    beside = (QPointF(box.x + 3, box.y + box.height - 3) - view._origin).toPoint()
    with qtbot.waitSignal(view.opened), qtbot.assertNotEmitted(view.card_wanted):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beside)


def test_the_handle_is_seen_on_the_map_under_the_pointer(view: NetworkView) -> None:
    view._point(None)
    before = view.viewport().grab().toImage()
    said = look_at(view, 1, RELU2, 5)
    assert handle.CARD in said[-1]
    room = handle.handle_of(box_of(view, 1, RELU2, 5), view.sheet.letter)
    assert room is not None
    corner = (room.topLeft() + QPointF(2, 2) - view._origin).toPoint()
    after = view.viewport().grab().toImage()
    assert after.pixelColor(corner).name() == view._appearance.theme.accent
    assert before.pixelColor(corner) != after.pixelColor(corner)


def test_small_maps_have_no_handle_and_the_picture_has_no_card(view: NetworkView) -> None:
    assert handle.handle_of(Box(0, 0, 15, 15), 10.0) is None
    assert handle.CARD not in look_at(view, 1, PICTURE, 0)[-1]


def test_a_filter_leads_to_the_map_that_it_makes(view: NetworkView, qtbot: QtBot) -> None:
    look_at(view, 1, FILTERS, 3)
    with qtbot.waitSignal(view.card_wanted) as card:
        QTest.keyClick(view.window(), Qt.Key.Key_U)
    assert card.args[0].place == Place(view.sheet.bands[1].stands[0].column.head + 1, 3), "behind its ReLU"


def test_the_right_button_offers_both(view: NetworkView, qtbot: QtBot) -> None:
    look_at(view, 0, RELU1, 7)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, view.rect().center(), view.rect().center())
    view.contextMenuEvent(event)
    (menu,) = view.findChildren(QMenu)
    card, scene = menu.actions()
    view._point(None)  # the pointer is on the menu by now
    with qtbot.waitSignal(view.card_wanted) as wanted:
        card.trigger()
    assert wanted.args[0].place == Place(RELU1, 7)
    with qtbot.waitSignal(view.opened) as opened:
        scene.trigger()
    assert isinstance(opened.args[0], Pointed)
    menu.close()


def test_whoever_follows_the_moment_hears_of_another(
    view: NetworkView, qtbot: QtBot, run_of: Callable[[str], Recording]
) -> None:
    run = run_of("race")
    with qtbot.waitSignal(view.moved):
        view.show_recording(run, 0, run.snapshots[0])
    with qtbot.assertNotEmitted(view.moved):
        view.show_recording(run, 0, run.snapshots[0])
    with qtbot.waitSignal(view.moved):
        view.show_recording(None, None, None)
