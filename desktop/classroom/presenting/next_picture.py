"""What the class will see next, drawn small as soon as nothing else goes on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.painter.paint import paint
from desktop.painter.typesetter import Typesetter
from desktop.player.session import SceneSession
from desktop.theme.appearance import Appearance
from scenes.stage.core.catalogue import poster
from scenes.stage.core.marks import HEIGHT, WIDTH
from scenes.stage.core.stage import Frame
from scenes.stage.core.timeline import boundaries

IDLE_MS = 150
"""How long nothing must have changed before the picture is drawn."""
MARGIN = 12
"""Pixels around words in the place of a picture."""
NOTHING = "Nothing comes after this."


def coming(session: SceneSession) -> Frame | None:
    """What comes without a lesson: the end of the next step, or the next scene's poster; None after the last one.

    A scene that fails has none; whoever opens it is told.
    """
    ends = boundaries(session.steps)
    index = 0 if session.at_poster else session.step + 1
    try:
        if index < len(ends):
            return session.picture(ends[index])
        scene = session.neighbour(1)
        return None if scene is None else poster(scene, session.knobs_of(scene.name))
    except Exception:
        return None


class NextPicture(QWidget):
    """Shows what `coming` tells, a picture or words. `refresh` says that it may be something else."""

    def __init__(
        self, coming: Callable[[], Frame | str | None], appearance: Appearance, typesetter: Typesetter
    ) -> None:
        super().__init__()
        self._coming, self._appearance, self._typesetter = coming, appearance, typesetter
        self.frame: Frame | None = None
        self.words = ""
        self._picture = QPixmap()
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._look)
        self.setAccessibleName("What comes next")
        for changed in (appearance.changed, typesetter.ready):
            changed.connect(self.refresh)

    def refresh(self) -> None:
        """Look as soon as nothing else goes on."""
        self._idle.start()

    def span(self, width: int) -> None:
        """Be so wide, in pixels, and as high as a picture is."""
        self.setFixedSize(width, round(width * HEIGHT / WIDTH))

    def _look(self) -> None:
        if not self.isVisible():
            return
        found = self._coming()
        self.frame = found if isinstance(found, Frame) else None
        self.words = found if isinstance(found, str) else "" if found is not None else NOTHING
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(self._appearance.theme.background))
        with QPainter(self._picture) as painter:
            if self.frame is not None:
                paint(painter, self.frame, self._appearance.theme, QRectF(self.rect()), self._typesetter)
            else:
                painter.setPen(self.palette().text().color())
                inside = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
                painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.words)
        self.update()

    def showEvent(self, event: object) -> None:  # noqa: D102 - Qt's
        self.refresh()

    def resizeEvent(self, event: object) -> None:  # noqa: D102 - Qt's
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        with QPainter(self) as painter:
            painter.drawPixmap(self.rect(), self._picture)
            painter.setPen(QColor(self._appearance.theme.border))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
