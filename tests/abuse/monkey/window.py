"""The whole application in a window, driven by the events that hands make: presses, moves, wheels, keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from PySide6.QtCore import QEvent, QPoint, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QWidget,
)
from shiboken6 import isValid

from desktop.app.composition import Application, StartOptions
from desktop.app.services import Services
from desktop.player.clock import Clock
from desktop.window.main_window import MainWindow, SavedGeometry
from scenes.stage.core.catalogue import catalogue
from scenes.stage.core.gestures import TANGIBLE, Hit, hit_at
from scenes.stage.core.marks import Grid, Image
from tests.abuse.monkey.engine import TapedEngine

CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QListView)
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
NOISE = ("This plugin does not support", "Mouse event at")
"""How Qt begins what it says of a platform without a screen, and of hands that leave the window."""


class Window:
    """An opened application. `said` collects faults, and what Qt complains of.

    Its clock stands still unless the monkey lets time pass, its engine answers when the monkey lets it, and its dialogs
    for files answer at once with `answer`: so a gesture comes to the same each time.
    """

    def __init__(self, home: Path, scene: str = "") -> None:
        os.environ["CONVOSCOPE_HOME"] = str(home)
        self.said: list[str] = []
        self.answer = ""
        self._held: dict[Qt.MouseButton, QWindow] = {}
        self._closed = False
        self._stack = ExitStack()
        patch = self._stack.enter_context
        patch(mock.patch("desktop.app.services.EngineProcess", TapedEngine))
        patch(mock.patch("desktop.window.workspace.Clock", lambda session: Clock(session, now=lambda: 0.0)))
        for ask in ("getOpenFileName", "getSaveFileName"):
            patch(mock.patch.object(QFileDialog, ask, self._answer))
        self.window = MainWindow(SavedGeometry())
        self.window.show()
        self.application = Application(
            self.window, Services(self.window, eager=False), catalogue(), StartOptions(scene)
        )
        self.application.faults.happened.connect(lambda sentence, details: self.said.append(details))
        self.window.may_leave = lambda: False
        self._before = qInstallMessageHandler(self._hear)
        self.session, self.workspace = self.application.session, self.application.workspace
        self.canvas = self.workspace.canvas
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        self.settle()

    def _answer(self, *asked: object) -> tuple[str, str]:
        return self.answer, ""

    def _hear(self, kind: QtMsgType, context: Any, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and not message.startswith(NOISE):
            self.said.append(f"Qt says: {message}")

    def close(self) -> None:
        """Close the window as a user does, so that everything is saved."""
        if self._closed:
            return
        self._closed = True
        self.dismiss()
        self.window.may_leave = lambda: True
        qInstallMessageHandler(self._before)
        self.window.close()
        self.window.deleteLater()
        self._stack.close()
        self.settle()

    @property
    def engine(self) -> TapedEngine:
        """What trains."""
        client = self.application.live._training.client
        assert isinstance(client, TapedEngine)
        return client

    def settle(self) -> None:
        """Let Qt do what it has put off, painting too."""
        for _ in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # --- Where hands go -----------------------------------------------------------------------------------------------

    @property
    def top(self) -> QWidget:
        """What takes events now: a list or menu that is open, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    @property
    def below(self) -> QWidget:
        """Where events arrive: a dialog or the window. Qt hands on from there what belongs to a list or menu."""
        return QApplication.activeModalWidget() or self.window

    def dismiss(self) -> None:
        """Close what lies over the window."""
        for _ in range(5):
            if self.top is self.window:
                return
            top = self.top
            top.close()
            self.settle()

    def grips(self) -> list[Hit]:
        """What can be taken hold of in the picture: every cell of a grid counts."""
        return [found for found in self._marks() if found.mark.grip is not None]

    def _marks(self) -> Iterator[Hit]:
        for each in self.session.frame.placed():
            if not each.mark.name or each.opacity <= TANGIBLE:
                continue
            if isinstance(each.mark, Grid | Image):
                lattice = each.mark.lattice
                cells = [(0, 0), (lattice.rows - 1, lattice.columns - 1), (lattice.rows // 2, lattice.columns // 3)]
                yield from (hit_at(each, cell) for cell in dict.fromkeys(cells))
            else:
                yield hit_at(each, None)

    def at(self, where: float, dx: int = 0, dy: int = 0) -> QPoint:
        """A place in the window: some pixels beside the grip that lies at a share of all, or of the stage without."""
        grips = self.grips()
        if grips:
            on_canvas = self.canvas.stage_geometry.to_widget(grips[int(where * len(grips))].point).toPoint()
        else:
            on_canvas = QPoint(int(where * self.canvas.width()), self.canvas.height() // 2)
        return self.below.mapFromGlobal(self.canvas.mapToGlobal(on_canvas + QPoint(dx, dy)))

    def controls(self, *kinds: type[QWidget]) -> list[QWidget]:
        """The controls of some kinds that can be seen, in a lasting order; in the lab only those of its page."""
        places = self.workspace.places
        around = places.lab if places.lab is not None and places.in_lab and self.top is self.window else self.top
        # Of what Qt has deleted by itself a dead wrapper may come back, at the place of something new.
        within = [each for each in around.findChildren(QWidget) if isValid(each) and each.window() is self.top]
        return [each for each in within if isinstance(each, kinds or CONTROLS) and not each.visibleRegion().isEmpty()]

    # --- What hands do ------------------------------------------------------------------------------------------------

    def move(self, place: QPoint) -> None:
        """Move the pointer."""
        QTest.mouseMove(self.below.windowHandle(), place)

    def press(self, place: QPoint, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = PLAIN) -> None:
        """Move there and press a button of the mouse."""
        self.move(place)
        handle = self._held[button] = self.below.windowHandle()
        QTest.mousePress(handle, button, held, place)

    def release(self, place: QPoint, button: Qt.MouseButton = LEFT, held: Qt.KeyboardModifier = PLAIN) -> None:
        """Let go of the button, in the window where it was pressed."""
        handle = self._held.pop(button, None) or self.below.windowHandle()
        QTest.mouseRelease(handle, button, held, place)

    def click(self, place: QPoint, button: Qt.MouseButton = LEFT) -> None:
        """Press and let go."""
        self.press(place, button)
        self.release(place, button)

    def within(self, widget: QWidget, x: float, y: float) -> QPoint:
        """The place at shares of what can be seen of a widget."""
        seen = widget.visibleRegion().boundingRect()
        inside = QPoint(seen.left() + int(x * (seen.width() - 1)), seen.top() + int(y * (seen.height() - 1)))
        return self.below.mapFromGlobal(widget.mapToGlobal(inside))

    def key(self, name: str) -> None:
        """Press a key by its name, with what is held: "Ctrl+Z"."""
        pressed = QKeySequence(name)[0]  # type: ignore[index]
        QTest.keyClick(self.below.windowHandle(), pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type letters, those too that no keyboard has."""
        for letter in text:
            handle = self.below.windowHandle()
            if letter.isascii() and letter.isprintable():
                QTest.keyClick(handle, letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QGuiApplication.sendEvent(handle, QKeyEvent(kind, 0, PLAIN, letter))
