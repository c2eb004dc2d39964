"""A program for a test: a class that is given in a window until somebody kills it. It prints its last picture."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app.composition import Application, StartOptions
from desktop.app.services import Services
from desktop.classroom.conducting.conducting import Conducting
from desktop.classroom.conducting.tallies import Tally
from desktop.window.main_window import MainWindow, SavedGeometry
from scenes.stage.core.catalogue import catalogue
from scenes.stage.output.as_json import frame_as_plain
from tests.desktop.classroom.record.class_logs import LESSON


def picture(application: Application) -> str:
    """What the class sees, with what lies over it but for the clock that runs, and where it is."""
    application.workspace.over_the_stage.overlays.countdown = None
    conducting: Conducting = application.workspace.classroom.conducting
    frame = application.workspace.classroom.lasting(application.session.frame)
    return json.dumps([str(conducting.cue), conducting.votes[0] is not None, frame_as_plain(frame)])


def main() -> None:
    """Give a class, with keys, a knob, ink and counted hands."""
    qt = QApplication(["a class"])
    QApplication.setStyle("Fusion")
    window = MainWindow(SavedGeometry())
    window.show()
    application = Application(window, Services(window, eager=False), catalogue(), StartOptions(scene="convolution"))
    session, conducting = application.session, application.workspace.classroom.conducting
    QTest.qWaitForWindowExposed(window)
    conducting.begin(LESSON, Path.home())
    session.turn("stride", 2)
    conducting.take_in("extra")
    conducting.jump("again")
    session.turn("bias", 1.5)
    while conducting.kind != "count":
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    overlays = application.workspace.over_the_stage.overlays
    overlays.begin((300.0, 300.0))
    overlays.extend((420.0, 360.0))
    overlays.end()
    conducting.count(Tally((6, 6), 0))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    QCoreApplication.processEvents()
    print(picture(application), flush=True)
    qt.exec()


if __name__ == "__main__":
    main()
