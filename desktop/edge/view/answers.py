"""One picture with what two forms say of it: a bar of each for the classes that either takes for likely."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.edge.measuring.words import Form
from desktop.edge.model.result import Change, Pictures
from desktop.edge.view.looks import colour_of, names_of
from desktop.theme.appearance import Appearance
from desktop.theme.paint import RIGHT, percent, write
from desktop.widgets.data_picture import DataPicture
from desktop.widgets.parts import label
from scenes.stage.core.marks import Role

MOST = 4
"""So many classes have bars."""
LINE, FIGURES = 50, 52


class TwoBars(QWidget):
    """For each class two bars, one of the first form and one of the other."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._forms: tuple[Form, Form] = ("torch", "int8")
        self.rows: tuple[tuple[str, float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("What both forms say of the picture")

    def show_rows(self, rows: tuple[tuple[str, float, float], ...], forms: tuple[Form, Form]) -> None:
        """Show classes, each with two probabilities, by two forms."""
        self.rows, self._forms = rows, forms
        told = "; ".join(f"{name} {percent(was)}, then {percent(now)}" for name, was, now in rows)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(190), self._appearance.px(LINE * MOST))

    def minimumSizeHint(self) -> QSize:  # noqa: D102 - Qt's
        return QSize(self._appearance.px(130), self._appearance.px(34 * MOST))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102 - Qt's
        px, theme = self._appearance.px, self._appearance.theme
        line = min(px(LINE), self.height() / MOST)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, (name, *shares) in enumerate(self.rows):
                box = QRectF(0, index * line, self.width(), line)
                upper = QRectF(0, box.y(), box.width(), 0.42 * line)
                write(painter, upper, name, theme.colour(Role.TEXT), min(px(15), 0.36 * line))
                high = 0.24 * line
                for place, (share, form) in enumerate(zip(shares, self._forms, strict=True)):
                    top = box.y() + 0.42 * line + place * (high + 1)
                    room = QRectF(0, top, box.width() - px(FIGURES), high)
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(QColor(theme.raised))
                    painter.drawRect(room)
                    painter.setBrush(QColor(colour_of(form, theme)))
                    painter.drawRect(QRectF(room.x(), top, max(1.0, share * room.width()), high))
                    figures = QRectF(room.right(), top - 2, px(FIGURES), high + 4)
                    write(painter, figures, percent(share), theme.colour(Role.TEXT), min(px(13), 1.1 * high), RIGHT)


class AnswersCard(QWidget):
    """The picture that was chosen, larger, with the answers of both forms."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.picture = DataPicture(appearance)
        self.picture.setAccessibleName("The picture that was chosen")
        self.heading = label(name="try", wrap=True)
        self.verdict = label(name="muted", wrap=True)
        self.bars = TwoBars(appearance)
        left = QVBoxLayout()
        left.addWidget(self.picture)
        left.addWidget(self.verdict)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.heading)
        right.addWidget(self.bars, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(appearance.px(14))
        row.addLayout(left)
        row.addLayout(right, 1)
        appearance.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        side = self._appearance.px(150)
        self.picture.setFixedSize(side, side)
        self.verdict.setFixedWidth(side)

    def show_change(self, change: Change, first: Form, pictures: Pictures | None) -> None:
        """Show a picture whose answer changed."""
        self.picture.show_picture(pictures.pixels[change.picture] if pictures is not None else None)
        name = names_in(pictures)
        before, after = names_of(first)[0], names_of(change.form)[0]
        self.heading.setText(f"{before} says {name(change.before)}, {after} says {name(change.after)}.")
        truth = f"It is {name(change.truth)}. {change.verdict}" if change.truth is not None else ""
        self.verdict.setText(truth or "What it is, nobody has noted.")
        self.bars.show_rows(likely(change, name), (first, change.form))


def names_in(pictures: Pictures | None) -> Callable[[int], str]:
    """What classes are called."""
    return pictures.name_of if pictures is not None else "class {}".format


def likely(change: Change, name: Callable[[int], str]) -> tuple[tuple[str, float, float], ...]:
    """The classes that either form takes for likely, with both probabilities: both answers come first."""
    both = np.maximum(change.was, change.now)
    ranked = [change.before, change.after, *(int(each) for each in np.argsort(-both))]
    chosen = list(dict.fromkeys(ranked))[:MOST]
    return tuple((name(each), float(change.was[each]), float(change.now[each])) for each in chosen)
