"""Tools in the hand: with a pen, a rubber or a pointer the mouse works over the stage, and touches nothing on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap

from desktop.widgets.holding import LetGo
from scenes.stage.core.lattice import Point

if TYPE_CHECKING:
    from desktop.canvas.canvas import Canvas

RUBBER = 26.0
"""The radius of the rubber, in units of the stage as it is seen."""
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Tools(Protocol):
    """What tools do; points are in units of the stage as it is seen."""

    @property
    def tool(self) -> str | None:
        """The tool in the hand: "pen", "rubber" or "pointer"."""

    def begin(self, point: Point) -> None:
        """Put the pen on the stage."""

    def extend(self, point: Point) -> None:
        """Draw on to a place."""

    def rub(self, point: Point, radius: float) -> None:
        """Rub out what is at a place."""

    def end(self) -> None:
        """Lift pen or rubber."""

    def point(self, point: Point) -> None:
        """Point at a place."""

    def point_away(self) -> None:
        """Point at nothing."""


class ToolHand(QObject):
    """Watches a canvas for the mouse while a tool is in the hand; the right button rubs while that is the pen.

    While `points_with_ctrl`, the mouse points as long as Ctrl is held.
    """

    def __init__(self, canvas: Canvas, tools: Tools) -> None:
        super().__init__(canvas)
        self._canvas, self._tools = canvas, tools
        self.points_with_ctrl = False
        self._lent = False
        """Whether the mouse points because Ctrl is held."""
        self._button: Qt.MouseButton | None = None
        canvas.installEventFilter(self)
        LetGo(canvas, self._let_go)

    def follow(self) -> None:
        """Give the mouse the shape of the tool that is in the hand now."""
        self._button = None
        tool = "pointer" if self._lent else self._tools.tool
        self._canvas.hold_tool(self._cursor(tool) if tool is not None else None)
        place = self._canvas.pointer
        if tool == "pointer" and place is not None:
            self._tools.point(self._canvas.stage_geometry.to_stage(place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if watched is not self._canvas:
            return self._watch_ctrl(event)
        if isinstance(event, QMouseEvent):
            return self._use(event)
        if event.type() == QEvent.Type.Leave:
            self._give_back()
            self._tools.point_away()
        if event.type() == QEvent.Type.Resize and self._tools.tool == "rubber":
            self.follow()
        return False

    def _use(self, event: QMouseEvent) -> bool:
        """Work with the tool; moves are seen by the canvas, too, so that it knows where the mouse is."""
        point = self._canvas.stage_geometry.to_stage(event.position())
        moves = event.type() == QEvent.Type.MouseMove
        if moves:
            self._look_for_ctrl(event)
        tool = "pointer" if self._lent else self._tools.tool
        if tool is None:
            return False
        if moves and tool == "pointer":
            self._tools.point(point)
        elif moves and self._button is not None:
            self._go_on(tool, point)
        elif event.type() in _PRESSES and self._button is None and event.button() in (_LEFT, _RIGHT):
            self._button = event.button()
            if tool == "pen" and self._button == _LEFT:
                self._tools.begin(point)
            self._go_on(tool, point)
        elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == self._button:
            self._let_go()
        return not moves

    def _go_on(self, tool: str, point: Point) -> None:
        if tool == "rubber" or (tool == "pen" and self._button == _RIGHT):
            self._tools.rub(point, RUBBER)
        elif tool == "pen":
            self._tools.extend(point)

    def _let_go(self) -> None:
        self._button = None
        self._tools.end()

    # --- As long as Ctrl is held ------------------------------------------------------------------------------------

    def _look_for_ctrl(self, event: QMouseEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and not event.buttons()
        if held and self.points_with_ctrl and self._tools.tool is None and not self._lent:
            self._lent = True
            self._window_handle().installEventFilter(self)
            self.follow()
        elif self._lent and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._give_back()

    def _watch_ctrl(self, event: QEvent) -> bool:
        let_go = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease
        if (let_go and event.key() == Qt.Key.Key_Control) or event.type() == QEvent.Type.FocusOut:  # type: ignore[attr-defined]
            self._give_back()
        return False

    def _give_back(self) -> None:
        if self._lent:
            self._lent = False
            self._window_handle().removeEventFilter(self)
            self._tools.point_away()
            self.follow()

    def _window_handle(self) -> QObject:
        handle = self._canvas.window().windowHandle()
        assert handle is not None
        return handle

    # --- What the mouse looks like ----------------------------------------------------------------------------------

    def _cursor(self, tool: str) -> QCursor:
        if tool == "rubber":
            geometry = self._canvas.stage_geometry
            return ring_cursor(geometry.to_widget((RUBBER, 0.0)).x() - geometry.to_widget((0.0, 0.0)).x())
        return QCursor(Qt.CursorShape.BlankCursor if tool == "pointer" else Qt.CursorShape.CrossCursor)


def ring_cursor(radius: float) -> QCursor:
    """A ring of so many pixels, to be seen on any ground."""
    side = round(2 * radius) + 6
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in (("#ffffff", 4.0), ("#000000", 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
    return QCursor(picture)
