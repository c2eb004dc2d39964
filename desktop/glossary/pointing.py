"""The pointer that rests on a term, wherever it is written: then the bubble says what it means."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.canvas.canvas import Canvas
from desktop.glossary.bubble import Bubble
from desktop.glossary.pointed import Pointed, in_label, on_stage
from desktop.painter.typesetter import Typesetter
from desktop.theme.appearance import Appearance
from scenes.glossary import Term
from scenes.stage.core.gestures import hit
from scenes.stage.core.lattice import Point

LEAVING_MS = 300
"""How long the bubble stays when the pointer has left it and its word."""


class Pointing(QObject):
    """Watches the content of a window. `where` names what shows a term, `busy` says that the mouse is a tool.

    Qt tells by its events for tool tips where the pointer rests. What has no tip of its own hands them up, so that the
    content gets them for all canvases and labels inside; `watch` is for those that have one.
    """

    def __init__(
        self,
        content: QWidget,
        canvas: Canvas,
        appearance: Appearance,
        typesetter: Typesetter,
        where: Callable[[Term], str],
        busy: Callable[[], bool],
    ) -> None:
        super().__init__(content)
        self._content, self._canvas, self._appearance, self._typesetter = content, canvas, appearance, typesetter
        self._where, self._busy = where, busy
        self.bubble = Bubble(appearance, content)
        self.only_clicked = False
        """Whether words on the stage are explained when they are clicked only, as where a class sees the bubble."""
        self._leaving = QTimer(self, singleShot=True, interval=LEAVING_MS)
        self._leaving.timeout.connect(self.bubble.hide)
        self._takes, canvas.takes = canvas.takes, self._take_click
        self._watched: QObject | None = None
        content.installEventFilter(self)

    def watch(self, root: QWidget) -> None:
        """Let terms in the labels of rows come before the tips that these have."""
        for row in root.findChildren(QWidget):
            if row.toolTip() and row.findChild(QLabel) is not None:
                row.installEventFilter(self)

    def dismiss(self) -> bool:
        """Take the bubble away; tells whether there was one."""
        was_shown = not self.bubble.isHidden()
        self.bubble.hide()
        return was_shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if event.type() == QEvent.Type.ToolTip:
            return isinstance(event, QHelpEvent) and isinstance(watched, QWidget) and self._rest(watched, event.pos())
        if watched is self._watched:
            self._follow(event)
        return False

    def _rest(self, widget: QWidget, place: QPoint) -> bool:
        """Explain the term that the pointer rests on; tells whether there is one."""
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return False
        leaf = widget.childAt(place) or widget
        if self.bubble.isAncestorOf(leaf) or leaf is self.bubble:
            return True
        if leaf is self._canvas and self.only_clicked:
            return False
        found = self._found(leaf, leaf.mapFrom(widget, place))
        if found is None:
            return False
        self._say(found, leaf, widget.toolTip() if widget is not self._content else "")
        return True

    def _found(self, leaf: QWidget, place: QPoint) -> Pointed | None:
        if isinstance(leaf, QLabel):
            return in_label(leaf, place)
        if leaf is self._canvas and not self._busy():
            return on_stage(self._canvas, self._appearance.stage_theme, self._typesetter, place)
        return None

    def _take_click(self, point: Point) -> bool:
        """Explain the word that is clicked on the stage, unless something else there has a use for the click."""
        if self._takes(point):
            return True
        if not self.only_clicked or hit(self._canvas.frame, point) is not None:
            return False
        found = self._found(self._canvas, self._canvas.stage_geometry.to_widget(point).toPoint())
        if found is not None:
            self._say(found, self._canvas, "")
        return found is not None

    def _say(self, found: Pointed, leaf: QWidget, also: str) -> None:
        word = QRect(leaf.mapTo(self._content, found.word.topLeft()), found.word.size())
        self._leaving.stop()
        self.bubble.say(found.term, word, self._where(found.term), also)
        handle = self._content.window().windowHandle()
        if handle is not self._watched:
            handle.installEventFilter(self)
            self._watched = handle

    def _follow(self, event: QEvent) -> None:
        """Take the bubble away when the pointer has left it, and when anything else is done."""
        kind = event.type()
        if self.bubble.isHidden():
            return
        if isinstance(event, QMouseEvent):
            inside = self.bubble.covers(self._content.mapFromGlobal(event.globalPosition().toPoint()))
            if inside:
                self._leaving.stop()
            elif kind == QEvent.Type.MouseMove and not self._leaving.isActive():
                self._leaving.start()
            elif kind == QEvent.Type.MouseButtonPress:
                self.bubble.hide()
        elif kind in (QEvent.Type.KeyPress, QEvent.Type.Wheel, QEvent.Type.Resize):
            self.bubble.hide()
        elif kind == QEvent.Type.Leave:
            self._leaving.start()
