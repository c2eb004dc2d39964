"""A program for a test: the window on a platform with two screens, whose facts it prints as JSON.

Qt reads what screens there are when it starts, so this needs a process of its own.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app.composition import Application, StartOptions
from desktop.app.services import Services
from desktop.window.main_window import MainWindow, SavedGeometry
from scenes.stage.core.catalogue import catalogue
from tests.desktop.painted import painted, pixels


def name(widget: QWidget) -> str:
    """The name of the screen that a window is on."""
    screen: QScreen = widget.window().screen()
    return screen.name()


def fills(beam: QWidget) -> bool:
    """Whether the beam covers its screen to the last pixel."""
    return beam.isFullScreen() and beam.geometry() == beam.screen().geometry()


def main() -> dict[str, object]:
    """Present, swap the screens, and end; returns what was seen on the way."""
    qt = QApplication(["two screens"])
    QApplication.setStyle("Fusion")
    window = MainWindow(SavedGeometry())
    window.setGeometry(QRect(QApplication.primaryScreen().geometry().topLeft() + QPoint(40, 40), window.size()))
    window.show()
    application = Application(
        window, Services(window, eager=False), catalogue(), StartOptions(scene="convolution", theme="dark")
    )
    workspace, session = application.workspace, application.session
    presenting = workspace.presenting
    beam = presenting.beam
    QTest.qWaitForWindowExposed(window)
    session.show_step(2)

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F5)
    QCoreApplication.processEvents()
    seen: dict[str, object] = {"laptop": name(window), "beam": name(beam), "fills": fills(beam)}
    seen["column"] = presenting.column.isVisible()
    seen["full screen"] = window.isFullScreen()

    QTest.mouseMove(workspace.canvas, workspace.canvas.rect().center())
    workspace.canvas.focusNextPrevChild(True)
    workspace.act("aside")
    workspace.act("more")
    workspace.say("Only the presenter reads this.")
    QCoreApplication.processEvents()
    size = beam.width(), beam.height()
    plain = painted(session.frame, presenting.looks.stage_theme, size, application.typesetter)
    seen["alone"] = bool((pixels(beam.grab().toImage()) == plain).all())
    seen["theme"] = presenting.looks.theme.name

    t = session.player.t
    QTest.keyClick(beam.windowHandle(), Qt.Key.Key_PageUp)
    seen["keys"] = session.player.t < t

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    QCoreApplication.processEvents()
    seen["swapped"] = [name(window), name(beam), fills(beam)]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F5)
    for _ in range(8):
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    seen["ended"] = [presenting.on_beam, beam.isVisible(), presenting.column.isVisible()]
    seen["kept"] = workspace.state().beam_screen
    window.close()
    qt.processEvents()
    return seen


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
