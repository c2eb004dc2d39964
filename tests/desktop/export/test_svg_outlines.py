from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

from desktop.export.views import View, photographed, vectors
from desktop.theme import fonts


def paint(painter: QPainter) -> None:
    painter.setFont(fonts.font(24, bold=True))
    painter.drawText(QPointF(10, 40), "Dense <net> 100 %")
    painter.drawPath(QPainterPath())
    red = QImage(8, 8, QImage.Format.Format_RGB32)
    red.fill(QColor("#ff0000"))
    painter.drawImage(QRectF(280, 10, 8, 8), red)


VIEW = View(QSize(300, 60), QColor("#ffffff"), paint)


@pytest.mark.usefixtures("qapp")
def test_letters_are_outlines_that_look_as_on_the_screen() -> None:
    svg = vectors(VIEW, "a view")
    root = ElementTree.fromstring(svg)
    assert b"font-" not in svg
    assert not [each for each in root.iter() if each.tag.endswith("}text")]
    paths = [each for each in root.iter() if each.tag.endswith("}path")]
    assert [each.get("aria-label") for each in paths if each.get("aria-label")] == ["Dense <net> 100 %"]
    assert all(each.get("d") for each in paths)
    image = QImage(600, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    with QPainter(image) as painter:
        QSvgRenderer(QByteArray(svg)).render(painter)
    assert image.pixelColor(568, 28).name() == "#ff0000", "pictures stay"
    dark = [
        np.frombuffer(each.constBits(), np.uint8).reshape(120, 600, 4)[:, :520, 1] < 100
        for each in (image, photographed(VIEW))
    ]
    assert dark[0].sum() > 500
    assert (dark[0] != dark[1]).sum() < 0.35 * dark[1].sum()
    assert abs(np.flatnonzero(dark[0].any(axis=0))[-1] - np.flatnonzero(dark[1].any(axis=0))[-1]) <= 6
