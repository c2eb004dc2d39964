"""The picture and what each network of each run says to it, painted: bars for classes, and its first maps."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.lab.comparing.asking import Asking, Run, Seen
from desktop.lab.comparing.places import Places, Widths, placed
from desktop.theme import fonts
from desktop.theme.appearance import Appearance
from desktop.theme.contestants import contestant_colour, faint
from scenes.stage.core.marks import Role
from scenes.stage.data.recording import View
from scenes.stage.numbers.series import percent_text

CLASSES = 3
"""So many classes are said of each network, the likeliest first."""
MAPS = 8
"""So many maps of the first layer are shown."""
LETTERS = 13
HINT = "The grey squares are the first maps of the layer beside them: light where their numbers are large."


class Sight(QWidget):
    """Paints one picture through all networks: a column for each run."""

    def __init__(self, appearance: Appearance, asking: Asking) -> None:
        super().__init__()
        self._appearance, self._asking = appearance, asking
        self._runs: tuple[Run, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(HINT)
        appearance.changed.connect(self.update)
        asking.changed.connect(self._follow)

    def show_runs(self, runs: tuple[Run, ...]) -> None:
        """Have a column for each run."""
        self._runs = runs
        self.setMinimumHeight(
            round(self.letters * (2 + max(len(run.recording.plan.contestants) for run in runs) * 5.2))
        )
        self.update()

    @property
    def letters(self) -> int:
        """How high letters are, in pixels."""
        return max(self._appearance.px(LETTERS), round(0.014 * self.window().height() + 0.004 * self.window().width()))

    def _follow(self) -> None:
        self.setAccessibleName(". ".join(self.sentences()))
        self.update()

    def sentences(self) -> list[str]:
        """What each network says, in words."""
        found = []
        for run, row in zip(self._runs, self._asking.seen, strict=True):
            for seen in row:
                if seen.view is not None:
                    name, share = likeliest(seen.view, run.recording.plan.classes)[0]
                    found.append(f"{run.name}, {seen.name}: {name} {percent_text(share)}")
        return found

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        asking, letters, theme = self._asking, self.letters, self._appearance.theme
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(theme.surface))
            painter.setFont(fonts.font(letters))
            if asking.picture is None or not self._runs:
                painter.setPen(QColor(theme.colour(Role.MUTED)))
                painter.drawText(
                    QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, asking.said
                )
                return
            side = min(7.0 * letters, self.height() - 2.5 * letters)
            painter.drawImage(QRectF(letters, letters / 2, side, side), _image(asking.picture))
            classes = self._runs[0].recording.plan.classes
            painter.setPen(QColor(theme.colour(Role.TEXT)))
            under = QRectF(letters / 2, side + 0.7 * letters, side + letters, 1.5 * letters)
            painter.drawText(under, Qt.AlignmentFlag.AlignCenter, classes[asking.label])
            left = side + 3 * letters
            wide = (self.width() - left) / len(self._runs)
            for place, (run, row) in enumerate(zip(self._runs, asking.seen, strict=True)):
                self._paint_run(painter, QRectF(left + place * wide, 0, wide - letters, self.height()), run, row)

    def _paint_run(self, painter: QPainter, box: QRectF, run: Run, row: list[Seen]) -> None:
        letters, theme = self.letters, self._appearance.theme
        bold = fonts.font(letters, bold=True)
        painter.setFont(bold)
        painter.setPen(QColor(theme.colour(Role.TEXT)))
        name = QFontMetricsF(bold).elidedText(run.name, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(
            QRectF(box.left(), 0.2 * letters, box.width(), 1.6 * letters), Qt.AlignmentFlag.AlignVCenter, name
        )
        high = (box.height() - 2 * letters) / max(1, len(row))
        for place, seen in enumerate(row):
            self._paint_net(painter, QRectF(box.left(), 2 * letters + place * high, box.width(), high), run, seen)

    def _paint_net(self, painter: QPainter, box: QRectF, run: Run, seen: Seen) -> None:
        theme, middle = self._appearance.theme, Qt.AlignmentFlag.AlignVCenter
        colour = contestant_colour(seen.contestant, theme)
        places = self.places(box, run, seen)
        painter.setFont(fonts.font(self.letters))
        painter.setPen(QColor(colour))
        painter.drawText(places.name, middle, seen.name)
        if seen.view is None:
            painter.setPen(QColor(theme.colour(Role.MUTED)))
            under = box.adjusted(0, places.name.height(), 0, 0)
            painter.drawText(under, Qt.TextFlag.TextWordWrap, seen.said)
            return
        if places.maps:
            painter.setPen(QColor(theme.colour(Role.MUTED)))
            painter.drawText(places.layer, middle, _layer(run, seen))
            _paint_maps(painter, places.maps, seen.view.maps[0].array)
        for (name, share), whole in zip(likeliest(seen.view, run.recording.plan.classes), places.bars, strict=True):
            row = whole.adjusted(0, -0.2 * self.letters, 0, 0.2 * self.letters)
            right = self._asking.label == run.recording.plan.classes.index(name)
            painter.setPen(QColor(theme.colour(Role.TEXT if right else Role.MUTED)))
            painter.drawText(QRectF(box.left(), row.y(), box.width(), row.height()), middle, name)
            bar = QRectF(whole.x(), whole.y(), whole.width() * share, whole.height())
            painter.fillRect(bar, QColor(colour if right else faint(colour, theme)))
            said = QRectF(bar.right() + 0.4 * self.letters, row.y(), box.right() - bar.right(), row.height())
            painter.drawText(said, middle, percent_text(share))

    def places(self, box: QRectF, run: Run, seen: Seen) -> Places:
        """Where the parts of one network stand; all bars are on one scale."""
        long = QFontMetricsF(fonts.font(self.letters)).horizontalAdvance
        classes = max(long(name) for each in self._runs for name in each.recording.plan.classes)
        widths = Widths(long(seen.name), long(_layer(run, seen)), classes, long(percent_text(1.0)))
        maps = seen.view.maps[0].array if seen.view is not None else None
        count = min(MAPS, len(maps)) if maps is not None and maps.ndim == 3 else 0
        return placed(box, self.letters, widths, count, min(CLASSES, len(run.recording.plan.classes)))


def _layer(run: Run, seen: Seen) -> str:
    """What the layer is called whose maps are shown."""
    return run.recording.plan.contestants[seen.contestant].layers[0].name


def _paint_maps(painter: QPainter, boxes: tuple[QRectF, ...], maps: np.ndarray) -> None:
    """Paint the first maps of a layer, light where they are large, on one scale."""
    shown = maps[: len(boxes)].astype(np.float32)
    low, high = float(shown.min()), float(shown.max())
    for box, each in zip(boxes, shown, strict=True):
        grey = np.rint(255 * (each - low) / ((high - low) or 1.0)).astype(np.uint8)
        painter.drawImage(box, _image(grey[None]))


def likeliest(view: View, classes: tuple[str, ...]) -> list[tuple[str, float]]:
    """The likeliest classes with their probabilities, the likeliest first."""
    shares = view.probabilities.array
    return [(classes[index], float(shares[index])) for index in np.argsort(-shares, kind="stable")[:CLASSES]]


def _image(picture: np.ndarray) -> QImage:
    """A picture (channels, height, width) of bytes as an image."""
    channels, height, width = picture.shape
    pixels = np.ascontiguousarray(picture.transpose(1, 2, 0))
    if channels == 1:
        return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
