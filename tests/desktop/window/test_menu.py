from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from desktop.app.composition import Application
from desktop.theme.appearance import TEXT_SIZES, TextSize
from desktop.window.actions import Actions
from desktop.window.dialogs import HelpDialog
from desktop.window.menu import Menu, WayOut
from desktop.window.placement import SMALLEST
from scenes.stage.output.theme import THEMES

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def lab(open_application: Callable[..., Application]) -> Application:
    application = open_application(size=(1024, 768))
    application.workspace.places.show_lab()
    QApplication.processEvents()
    return application


def way_out(application: Application) -> WayOut:
    found = application.workspace.findChild(WayOut)
    assert isinstance(found, WayOut)
    return found


def place(button: QAbstractButton) -> QRect:
    return QRect(button.mapTo(button.window(), QPoint(0, 0)), button.size())


@pytest.mark.parametrize("size", [SMALLEST, (1024, 768), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize(("theme", "text"), [("dark", "normal"), ("projector", "largest")])
@pytest.mark.parametrize("full_screen", [False, True])
def test_the_lab_has_a_way_out_at_every_size(
    lab: Application, size: tuple[int, int], theme: str, text: str, full_screen: bool
) -> None:
    if full_screen:
        lab.workspace.full_screen.toggle()
    lab.workspace.window().resize(*size)
    lab.appearance.theme = THEMES[theme]
    lab.appearance.text = text
    QApplication.processEvents()
    out = way_out(lab)
    buttons = (out.scenes, out.menu, out.help)
    window = QRect(QPoint(0, 0), lab.workspace.window().size())
    for button in buttons:
        assert button.isVisible()
        assert window.contains(place(button))
        assert button.width() >= button.minimumSizeHint().width()
        assert button.visibleRegion().boundingRect() == button.rect()
    assert not any(place(a).intersects(place(b)) for a in buttons for b in buttons if a is not b)


def test_its_buttons_lead_out(lab: Application) -> None:
    out = way_out(lab)
    QTest.mouseClick(out.help, LEFT)
    dialog = lab.workspace.findChild(HelpDialog)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.mouseClick(out.menu, LEFT)
    assert lab.workspace.menu.isVisible()
    lab.workspace.menu.close()
    assert not lab.workspace.outline.isVisible()
    QTest.mouseClick(out.scenes, LEFT)
    assert not lab.workspace.places.in_lab
    assert lab.workspace.canvas.isVisible()


def inside(menu: QMenu) -> list[QMenu]:
    """The menus in a menu."""
    return [found for entry in menu.actions() if isinstance(found := entry.menu(), QMenu)]


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("text", list(TEXT_SIZES))
def test_the_menu_is_no_higher_than_a_small_window(lab: Application, theme: str, text: TextSize) -> None:
    lab.workspace.window().resize(1280, 720)
    lab.appearance.theme = THEMES[theme]
    lab.appearance.text = text
    QApplication.processEvents()
    menu = lab.workspace.menu
    lab.workspace.files.remember(Path(__file__))
    menu.aboutToShow.emit()
    titles = [each.title() for each in inside(menu)]
    assert titles == [
        "Lessons",
        "Open recent",
        "Practise",
        "Class",
        "What the class sees",
        "Export",
        "Looks and motion",
    ]
    heights = {each.title(): each.sizeHint().height() for each in (menu, *inside(menu))}
    assert max(heights.values()) <= 700, heights


def test_what_has_no_room_in_a_menu_is_scrolled(lab: Application) -> None:
    menu = lab.workspace.menu.recent
    for number in range(60):
        menu.addAction(f"file {number}.png")
    menu.popup(QPoint(0, 0))
    QApplication.processEvents()
    places = {menu.actionGeometry(entry).x() for entry in menu.actions()}
    menu.close()
    assert len(places) == 1, "one column, and not several beside each other"


def test_what_the_menu_sets_is_ticked_in_it(lab: Application) -> None:
    menu = lab.workspace.menu
    entries = {entry.text(): entry for entry in menu.looks.actions() if entry.text()}
    entries["Light"].trigger()
    entries["Reduced motion: from step to step"].trigger()
    assert lab.appearance.theme.name == "light"
    assert lab.workspace.session.reduced_motion
    menu.aboutToShow.emit()
    menu.looks.aboutToShow.emit()
    ticked = [words for words, entry in entries.items() if entry.isChecked()]
    assert ticked == ["Light", "Letters: normal", "Reduced motion: from step to step"]


def test_each_entry_does_one_thing_of_its_own(lab: Application) -> None:
    work, done = lab.workspace, list[str]()
    actions: Actions = {name: partial(done.append, name) for name in work.window_actions}
    some = [QMenu(words, work) for words in ("Lessons", "Export", "Beam")]
    menu = Menu(work.session, work.appearance, actions, *some, lambda: (), lambda path: None, work)
    entries = [*menu.actions(), *menu.practice.actions(), *menu.classes.actions()]
    plain = [entry for entry in entries if entry.text() and not isinstance(entry.menu(), QMenu)]
    for entry in plain:
        entry.trigger()
    assert len(done) == len(plain) == 14
    assert sorted(done) == sorted(set(done))
