"""What the class sees of the lab and other pages on a screen of its own: one large chart, or what the laptop shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop.theme.appearance import Appearance
from desktop.widgets.whole_page import WholePage
from scenes.stage.core.marks import HEIGHT, WIDTH, Image
from scenes.stage.core.stage import Frame
from scenes.stage.numbers.values import Values

if TYPE_CHECKING:
    from desktop.lab.mistakes.view import Shown
    from desktop.lab.page import LabPage
    from desktop.lab.points.view import PointsView
    from desktop.publishing.pages.lab_pictures import LargeChart
    from desktop.window.places import Places
    from scenes.stage.data.recording import Recording

LOOK_EVERY = 100
"""Milliseconds between two looks at it: a curve that grows ten times a second seems to flow."""
HALL = (1920, 1080)
"""No picture of widgets has more pixels than the beam, as (width, height)."""


class PagePicture(QObject):
    """Looks at the page that is there in place of a scene, as long as that is shown to a class.

    `changed` says that there is another picture.
    """

    changed = Signal()

    def __init__(self, places: Places, looks: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places, self._looks = places, looks
        self._seen: object = None
        self._page: LabPage | WholePage | None = None
        self._frame: Frame | None = None
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    def follow(self, on: bool) -> None:
        """Begin to look at it, or cease to."""
        self._frame = None
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def frame(self) -> Frame | None:
        """What the class sees; None where a scene is shown."""
        page = self._places.page
        if page is None:
            return None
        if self._frame is None or page is not self._page:
            self._draw(page)
        return self._frame

    def _look(self) -> None:
        """Draw the picture anew where the page shows something else."""
        page = self._places.page
        if page is None:
            if self._frame is not None:
                self._frame = None
                self.changed.emit()
        elif self._draw(page):
            self.changed.emit()

    def _draw(self, page: LabPage | WholePage) -> bool:
        """Take the present picture of a page; returns whether it is another."""
        self._page = page
        return self._draw_image(photograph(page)) if isinstance(page, WholePage) else self._draw_lab(page)

    def _draw_lab(self, lab: LabPage) -> bool:
        """Take the lab's present picture; returns whether it is another."""
        recording, chart = lab.recording, large(lab)
        mistakes = lab.mistakes.shown if lab.mistakes.isVisible() else None
        if mistakes is not None:
            return self._draw_mistakes(mistakes)
        if lab.points.shown is not None:
            return self._draw_image(painted(lab.points, self._looks))
        if recording is None or chart is None:
            return self._draw_image(photograph(lab.stack))
        seen = recording, lab.looking_at, chart, self._looks.theme
        before = self._seen
        if self._frame is not None and isinstance(before, tuple) and before[0] is recording and before[1:] == seen[1:]:
            return False
        self._seen, self._frame = seen, charted(chart, recording, lab.looking_at, self._looks)
        return True

    def _draw_image(self, image: QImage) -> bool:
        """Take an image as the whole picture; returns whether it is another."""
        if self._frame is not None and self._seen == image:
            return False
        self._seen, self._frame = image, framed(image)
        return True

    def _draw_mistakes(self, shown: Shown) -> bool:
        """Take what the view of mistakes shows; returns whether it is another."""
        from desktop.publishing.pages.mistakes_picture import mistakes_scene
        from scenes.stage.core.catalogue import render

        seen = shown, self._looks.theme
        if self._frame is not None and self._seen == seen:
            return False
        scene = mistakes_scene(shown, self._looks.theme)
        self._seen, self._frame = seen, render(scene, scene.knobs(), 0.0, None)
        return True


def large(lab: LabPage) -> LargeChart | None:
    """The chart that a hall sees: the large one, the loss where all have the same size; None where no chart is shown.

    Where other runs lie over the charts, the class sees the charts as they are.
    """
    from desktop.publishing.pages.lab_pictures import LargeChart

    board = lab.board
    if not board.isVisible() or board.has_overlays:
        return None
    return LargeChart(board.room.large or 0, board.kind, board.only)


def charted(chart: LargeChart, recording: Recording, step: int | None, looks: Appearance) -> Frame:
    """A chart of a run up to a step, in letters for a hall; None is the newest."""
    from desktop.publishing.pages.lab_pictures import chart_scene
    from scenes.stage.core.catalogue import render

    scene = chart_scene(chart, recording, looks.theme)
    return render(scene, scene.knobs(), 0.0, recording if step is None else recording.upto(step))


def painted(points: PointsView, looks: Appearance) -> QImage:
    """The point maps in letters for a hall."""
    size = QSize(*HALL)
    image = QImage(size, QImage.Format.Format_RGB888)
    image.fill(QColor(looks.theme.background))
    with QPainter(image) as painter:
        points.paint_for_hall(painter, size, looks.theme)
    return image


def photograph(shown: QWidget) -> QImage:
    """What a widget shows, as an image that fills the beam: drawn in its pixels, letters are sharp there."""
    from desktop.export.views import as_shown, photographed

    sharp = min(HALL[0] / max(1, shown.width()), HALL[1] / max(1, shown.height()))
    return photographed(as_shown(shown), sharp)


def framed(image: QImage) -> Frame:
    """An image as the whole picture, in its middle and as large as fits."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    width, height = image.width(), image.height()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    pixels = rows[:, : 3 * width].reshape(height, width, 3).copy()
    size = min(WIDTH / width, HEIGHT / height)
    origin = (WIDTH - size * width) / 2, (HEIGHT - size * height) / 2
    mark = Image(pixels=Values(pixels), origin=origin, u=(size, 0.0), v=(0.0, size), smooth=True, name="the page")
    return Frame((mark,), (), 0.0, whole=True)
