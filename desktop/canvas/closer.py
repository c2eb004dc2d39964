"""What hands do to look closer: wheel, pinch, double click, and a drag where there is nothing to take hold of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture

from desktop.canvas.zoom import HandZoom
from scenes.stage.core.gestures import Hit, hit
from scenes.stage.core.lattice import Point
from scenes.stage.core.marks import HEIGHT, WIDTH, outline
from scenes.stage.core.minimap import MAP, minimap
from scenes.stage.core.placing import Box

if TYPE_CHECKING:
    from desktop.canvas.canvas import Canvas

NOTCH = 1.2
"""How many times larger a notch of the wheel makes things."""
MARGIN = 0.15
"""The space on each side of a mark that is looked at, as a share of its size."""


class Closer(QObject):
    """Watches a canvas for them, and leaves to it whatever they are not."""

    def __init__(self, canvas: Canvas, zoom: HandZoom) -> None:
        super().__init__(canvas)
        self._canvas, self._zoom = canvas, zoom
        self._carried: QPointF | None = None
        """Where the hand was that carries the picture."""
        canvas.grabGesture(Qt.GestureType.PinchGesture)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102 - Qt's
        if isinstance(event, QWheelEvent):
            return self._turn(event)
        if isinstance(event, QNativeGestureEvent):
            return self._pinch_touchpad(event)
        if isinstance(event, QGestureEvent):
            return self._pinch_screen(event)
        if isinstance(event, QMouseEvent):
            return self._use_mouse(event)
        return False

    def _turn(self, event: QWheelEvent) -> bool:
        wanted = self._zoom.on or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not wanted or event.buttons():
            return False
        self._zoom.around(self._point(event.position()), NOTCH ** (event.angleDelta().y() / 120))
        return True

    def _pinch_touchpad(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom.around(self._point(event.position()), 1.0 + event.value())
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._zoom.look(self._point(event.position()))
        else:
            return False
        return True

    def _pinch_screen(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        centre = self._canvas.mapFromGlobal(pinch.centerPoint())
        self._zoom.around(self._point(centre), pinch.scaleFactor())
        event.accept(pinch)
        return True

    def _use_mouse(self, event: QMouseEvent) -> bool:
        place = event.position()
        if event.type() == QEvent.Type.MouseMove and self._carried is not None:
            (x0, y0), (x, y) = self._point(self._carried), self._point(place)
            self._carried = place
            self._zoom.pan(x - x0, y - y0)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._carried = None
        elif event.button() == Qt.MouseButton.LeftButton and event.type() == QEvent.Type.MouseButtonPress:
            if self._on_map(place):
                return self._zoom.give_back()
            if self._zoom.on and not self._gripped(place):
                self._carried = place
        elif event.button() == Qt.MouseButton.LeftButton and event.type() == QEvent.Type.MouseButtonDblClick:
            return self._look_at(self._found(place))
        return False

    def _look_at(self, found: Hit | None) -> bool:
        """Fly to what was clicked twice, if a click does nothing else there; from empty places fly back."""
        if found is None:
            return self._zoom.give_back()
        if found.mark.grip is not None:
            return False
        left, top, right, bottom = outline(found.mark)  # type: ignore[arg-type]  # what is hit has a box
        width = max(right - left, (bottom - top) * WIDTH / HEIGHT) * (1.0 + 2.0 * MARGIN)
        x, y = (left + right) / 2 + found.shift[0], (top + bottom) / 2 + found.shift[1]
        self._zoom.look_at(Box(x - width / 2, y - width * HEIGHT / WIDTH / 2, width))
        return True

    def _on_map(self, place: QPointF) -> bool:
        x, y = self._point(place)
        inside = MAP.x <= x <= MAP.x + MAP.width and MAP.y <= y <= MAP.y + MAP.width * HEIGHT / WIDTH
        return inside and bool(minimap(self._canvas.frame))

    def _gripped(self, place: QPointF) -> bool:
        found = self._found(place)
        return found is not None and found.mark.grip is not None

    def _found(self, place: QPointF) -> Hit | None:
        return hit(self._canvas.frame, self._point(place))

    def _point(self, place: QPointF) -> Point:
        return self._canvas.stage_geometry.to_stage(place)
