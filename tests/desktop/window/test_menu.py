from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.app.composition import Application
from desktop.window.dialogs import HelpDialog
from desktop.window.menu import WayOut
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
