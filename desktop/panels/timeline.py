"""The time line: how long the scene is, where its steps end, and where we are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QToolTip

from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from desktop.widgets.holding import LetGo
from scenes.stage.core.marks import Role
from scenes.stage.core.timeline import boundaries

SNAP = 7.0
"""Pixels within which a click takes hold of a step's mark."""


class Timeline(QAbstractSlider):
    """Click or drag to go to a moment; a mark stands at each step's end, and says its title.

    One `with_titles` is twice as high and has each step's title written under its part.
    """

    def __init__(self, session: SceneSession, appearance: Appearance, with_titles: bool = False) -> None:
        super().__init__()
        self._session, self._appearance, self._with_titles = session, appearance, with_titles
        self._hovered: int | None = None
        self._taken: float | None = None
        """Where a mark was pressed; it holds the hand until that has moved away from it."""
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setAccessibleName("Time line")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.actionTriggered.connect(self._ask)
        session.moved.connect(self.refresh)
        session.turned.connect(self.refresh)
        session.opened.connect(self.refresh)
        appearance.changed.connect(self.updateGeometry)
        LetGo(self, self._let_go)
        self.refresh()

    def refresh(self) -> None:
        """Show where the player is. Qt's slider counts hundredths of a second, for screen readers."""
        self.setRange(0, round(self._session.seconds * 100))
        if not self.isSliderDown():
            self.setValue(round(self._session.player.t * 100))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(200, self._appearance.px(44 if self._with_titles else 24))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(100, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        mark = self._mark_at(x)
        self.setSliderDown(True)
        self._session.held = True
        if mark is not None:
            self._taken = x
            self._session.show_step(mark)
        else:
            self._session.scrub(self._time_at(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        x = event.position().x()
        if self.isSliderDown():
            if self._taken is None or abs(x - self._taken) > SNAP:
                self._taken = None
                self._session.scrub(self._time_at(x))
            return
        mark = self._mark_at(x)
        if mark != self._hovered:
            self._hovered = mark
            self.update()
            words = "" if mark is None else f"{mark + 1}  {self._session.steps[mark].title}"
            QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102 - Qt's
        self._let_go()

    def _let_go(self) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self._session.held, self._taken = False, None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102 - Qt's
        self._hovered = None
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go through time by the wheel, a quarter of a second a notch."""
        self._session.scrub(self._session.player.t + event.angleDelta().y() / 120 * 0.25)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        theme = self._appearance.theme
        text = QColor(theme.colour(Role.TEXT))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius, thick = self._radius, self._appearance.px(4)
        middle = radius + 2 if self._with_titles else self.height() / 2
        t = self._session.player.t
        x = self._x_of(t)
        rail = QRectF(radius, middle - thick / 2, self.width() - 2 * radius, thick)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(rail, thick / 2, thick / 2)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(rail.left(), rail.top(), x - radius, thick), thick / 2, thick / 2)
        for index, end in enumerate(boundaries(self._session.steps)):
            size = thick * (1.5 if index == self._hovered else 1.0)
            painter.setBrush(QColor(theme.accent if end <= t + 1e-9 else theme.colour(Role.MUTED)))
            painter.drawEllipse(QPointF(self._x_of(end), middle), size, size)
        painter.setBrush(text)
        painter.drawEllipse(QPointF(x, middle), radius, radius)
        if self.hasFocus():
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QPointF(x, middle), radius * 0.6, radius * 0.6)

        if self._with_titles:
            self._write_titles(painter, middle + radius)

    def _write_titles(self, painter: QPainter, top: float) -> None:
        """Write the steps' titles under their parts, as much as there is room for."""
        begin = 0.0
        for index, (step, end) in enumerate(zip(self._session.steps, boundaries(self._session.steps), strict=True)):
            left, right, begin = self._x_of(begin), self._x_of(end), end
            words = f"{index + 1}  {step.title}"
            box = QRectF(left + 2, top, right - left - 4, self.height() - top)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.setPen(self._appearance.colour(Role.TEXT if index == self._session.step else Role.MUTED))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _ask(self) -> None:
        """Go where a key or a screen reader moved the slider."""
        self._session.scrub(self.sliderPosition() / 100)

    @property
    def _radius(self) -> float:
        return self._appearance.px(16) / 2

    def _x_of(self, t: float) -> float:
        share = t / self._session.seconds if self._session.seconds else 0.0
        return self._radius + share * (self.width() - 2 * self._radius)

    def _time_at(self, x: float) -> float:
        share = (x - self._radius) / max(self.width() - 2 * self._radius, 1)
        return max(0.0, min(share, 1.0)) * self._session.seconds

    def _mark_at(self, x: float) -> int | None:
        marks = [abs(self._x_of(end) - x) for end in boundaries(self._session.steps)]
        nearest = min(range(len(marks)), key=marks.__getitem__)
        return nearest if marks[nearest] <= SNAP else None
