from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from desktop.app.composition import Application
from desktop.theme.appearance import TEXT_SIZES
from desktop.window.overlays.drawer import OPACITY
from desktop.window.workspace import Workspace
from scenes.stage.core.catalogue import catalogue
from scenes.stage.output.theme import THEMES

Open = Callable[..., Application]
Press = Callable[..., None]
LEFT = Qt.MouseButton.LeftButton
KEYS = {"left": "O", "right": "K"}
SIZES = [(1024, 768), (1280, 720), (1366, 768), (1920, 1080)]


def stage(workspace: Workspace) -> tuple[float, float, float]:
    """Where the stage begins in the window, and how wide it is, once the layouts around it have come to rest."""
    for _ in range(3):
        QApplication.processEvents()
    begin, end = (workspace.canvas.stage_geometry.to_widget((x, 0)) for x in (0, 1600))
    place = workspace.canvas.mapTo(workspace, begin.toPoint())
    return place.x(), place.y(), end.x() - begin.x()


def resize(workspace: Workspace, width: int, height: int) -> None:
    workspace.window().resize(width, height)
    QApplication.processEvents()


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_panel_lies_over_the_stage_and_moves_nothing(application: Application, press: Press, side: str) -> None:
    workspace = application.workspace
    before = stage(workspace)
    drawer = workspace.drawers[side]
    assert not drawer.is_open, "they are folded away in a window of this width"
    press(KEYS[side])
    assert drawer.isVisible()
    assert stage(workspace) == before
    press(KEYS[side])
    assert not drawer.is_open
    assert stage(workspace) == before


def test_it_slides_in_unless_motion_is_reduced(application: Application, press: Press, qtbot: QtBot) -> None:
    drawer = application.workspace.drawers["left"]
    press("O")
    assert drawer.x() < 0
    qtbot.waitUntil(lambda: drawer.x() == 0)
    press("O")
    assert drawer.isVisible()
    qtbot.waitUntil(lambda: not drawer.isVisible())
    application.session.reduced_motion = True
    press("O")
    assert drawer.x() == 0
    press("O")
    assert not drawer.isVisible()


@pytest.mark.parametrize("theme", THEMES)
def test_the_stage_shines_through_a_little(application: Application, press: Press, theme: str) -> None:
    application.session.reduced_motion = True
    application.appearance.theme = THEMES[theme]
    press("K")
    drawer = application.workspace.drawers["right"]
    image = application.workspace.grab().toImage()
    found = image.pixelColor(drawer.x() + 4, drawer.geometry().center().y())
    for part in ("red", "green", "blue"):
        surface, ground = (getattr(QColor(name), part)() for name in (THEMES[theme].surface, THEMES[theme].background))
        assert getattr(found, part)() == pytest.approx(OPACITY * surface + (1 - OPACITY) * ground, abs=3)


@pytest.mark.parametrize("side", ["left", "right"])
def test_only_a_pinned_panel_takes_room(application: Application, press: Press, side: str) -> None:
    workspace = application.workspace
    _, _, before = stage(workspace)
    press(KEYS[side])
    QTest.mouseClick(workspace.drawers[side].pin, LEFT)
    pinned = stage(workspace)
    assert pinned[2] <= before
    shown = workspace.drawers[side].geometry()
    assert shown.width() == workspace.drawers[side].room
    assert not shown.intersects(workspace.canvas.geometry().translated(workspace.canvas.mapTo(workspace, QPoint())))
    press(KEYS[side], KEYS[side])
    assert stage(workspace) == pinned, "put away and called again it is pinned as before"
    QTest.mouseClick(workspace.drawers[side].pin, LEFT)
    assert workspace.drawers[side].is_open
    assert workspace.drawers[side].room == 0
    assert stage(workspace)[2] == before


def test_a_click_outside_or_escape_closes_what_is_not_pinned(application: Application, press: Press) -> None:
    workspace = application.workspace
    application.session.reduced_motion = True
    left, right = workspace.drawers["left"], workspace.drawers["right"]
    workspace.panels.pin("left")
    for leave in (
        lambda: QTest.mouseClick(workspace.window().windowHandle(), LEFT, pos=QPoint(700, 300)),
        lambda: press(Qt.Key.Key_Escape),
    ):
        press("K")
        inside = right.geometry().center()
        inside.setX(right.geometry().left() + 4)  # beside what can be pressed there
        QTest.mouseClick(workspace.window().windowHandle(), LEFT, pos=inside)
        assert right.is_open
        QTest.mouseClick(workspace.window().windowHandle(), LEFT, pos=workspace.transport.geometry().center())
        assert right.is_open, "the time line and the buttons are free while it lies over the stage"
        leave()
        assert not right.is_open
        assert left.is_open


def test_the_time_line_and_its_buttons_stay_free(application: Application, press: Press) -> None:
    workspace = application.workspace
    press("O", "K")
    QApplication.processEvents()
    transport = workspace.transport
    top = transport.mapTo(workspace, QPoint()).y()
    for drawer in (workspace.drawers["left"], workspace.drawers["right"]):
        assert drawer.geometry().bottom() < top


def test_a_wide_window_has_its_panels_beside_the_stage(open_application: Open, press: Press) -> None:
    workspace = open_application(size=(1500, 900)).workspace
    assert workspace.drawers["left"].room
    assert workspace.drawers["right"].room
    assert workspace.outline.isVisible()
    resize(workspace, 1499, 900)
    assert not workspace.drawers["left"].is_open
    assert not workspace.drawers["right"].is_open
    workspace.panels.pin("left")
    resize(workspace, 1400, 900)
    assert workspace.drawers["left"].room, "a wish holds as long as there is as much room"
    resize(workspace, 1600, 900)
    workspace.panels.toggle("left")
    assert not workspace.drawers["left"].is_open
    resize(workspace, 1700, 900)
    assert not workspace.drawers["left"].is_open


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["dark", "projector"])
def test_the_stage_never_shrinks_for_larger_letters(open_application: Open, size: tuple[int, int], theme: str) -> None:
    application = open_application(catalogue=catalogue(), size=size)
    workspace = application.workspace
    application.appearance.theme = THEMES[theme]
    for name in ("convolution", "vanishing"):
        application.appearance.text = "normal"
        workspace.places.open_scene(name)
        _, _, normal = stage(workspace)
        for text in TEXT_SIZES:
            application.appearance.text = text
            assert stage(workspace)[2] >= normal, (name, text)
        assert application.appearance.stage_theme.letters == pytest.approx(1.5 * THEMES[theme].letters)
        assert not workspace.drawers["left"].room


@pytest.mark.parametrize("size", [(800, 450), *SIZES])
@pytest.mark.parametrize("text", TEXT_SIZES)
def test_nothing_is_cut_off(open_application: Open, size: tuple[int, int], text: str) -> None:
    application = open_application(size=size)
    workspace, transport = application.workspace, application.workspace.transport
    application.appearance.theme = THEMES["projector"]
    application.appearance.text = text
    press_all = [transport.start, transport.play, transport.end, transport.loop, transport.speed, transport.time]
    press_all += [transport.corner.itemAt(index).widget() for index in range(transport.corner.count())]
    QApplication.processEvents()
    assert (workspace.width(), workspace.height()) == size
    whole = workspace.rect()
    for button in press_all:
        place = button.rect().translated(button.mapTo(workspace, QPoint()))
        assert whole.contains(place), button.toolTip()
        assert button.width() >= button.minimumSizeHint().width()
    title = workspace.step_title.title
    assert title.isVisible() == (text == "normal")
    assert not title.isVisible() or title.height() >= title.fontMetrics().height()
    assert workspace.canvas.height() >= 0.4 * size[1]
    for side in ("left", "right"):
        workspace.panels.pin(side)
        QApplication.processEvents()
        assert whole.contains(workspace.drawers[side].geometry())


def test_larger_letters_leave_the_title_of_the_step_to_the_outline(application: Application) -> None:
    assert application.workspace.step_title.isVisible()
    application.appearance.text = "largest"
    assert not application.workspace.step_title.isVisible()
    application.appearance.text = "normal"
    assert application.workspace.step_title.isVisible()


def test_the_lab_has_no_panel_of_knobs(application: Application, press: Press) -> None:
    workspace = application.workspace
    press("K")
    workspace.places.show_lab()
    assert not workspace.drawers["right"].is_open
    press("O")
    assert workspace.drawers["left"].is_open
    assert workspace.drawers["left"].height() == workspace.height()


def test_the_outline_tells_where_one_is(application: Application) -> None:
    outline = application.workspace.outline
    plain = outline.buttons["mini"].grab().toImage()
    application.session.to_end()
    assert outline.buttons["mini"].accessibleDescription() == "Seen"
    assert outline.buttons["mini"].grab().toImage() != plain
    assert outline.buttons["other"].accessibleDescription() == ""
    assert outline.place.text() == "Scene 1 of 3"
    application.workspace.places.open_scene("broken")
    assert outline.place.text() == "Scene 3 of 3"
    application.workspace.places.show_lab()
    assert outline.place.text() == ""


def test_a_panel_that_is_held_has_its_room_alone_until_it_is_let_go(
    open_application: Callable[..., Application],
) -> None:
    application = open_application(size=(1920, 1080))
    workspace = application.workspace
    left, right, panels = workspace.drawers["left"], workspace.drawers["right"], workspace.panels
    panels.toggle("left")
    wishes = dict(panels.wishes)
    panels.hold("left")
    assert left.is_open
    assert left.pinned
    assert not right.is_open
    panels.toggle("right")
    assert right.is_open
    assert not right.pinned, "it lies over the stage"
    panels.hold("left", held=False)
    assert not left.is_open
    assert right.pinned
    assert panels.wishes == wishes
    panels.hold("left")
    panels.toggle("left")
    assert not left.is_open, "the key that shows and hides it lets it go"
    assert panels.wishes == wishes


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_tabs_stand_in_two_rows_where_one_has_no_room(
    open_application: Callable[..., Application], size: tuple[int, int]
) -> None:
    application = open_application(size=size)
    pages = application.workspace.pages
    application.workspace.panels.show("left")
    for page, rows in (("Outline", 2), ("Practice", 1)):
        pages.show_page(page)
        QApplication.processEvents()
        buttons = pages.tabs.findChildren(QAbstractButton)
        assert len({button.y() for button in buttons}) == rows
        assert all(button.width() >= button.sizeHint().width() for button in buttons)
        assert pages.width() == pages._pages[page].width()
